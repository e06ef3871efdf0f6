"""The short text about a source that the learned coder reads: what the article says of it, and what the lists know.

It knows no codebook, so that a changed codebook asks nothing of the network anew.
"""

from collections.abc import Sequence
from functools import cache

from analysis.codebook import country_of, shipped_register
from analysis.phrases import Index, find_phrases, phrase_index
from analysis.reading.attributions.attribution import Attribution, span_text
from analysis.reading.lexicon import roles_in
from analysis.schema import UNKNOWN

AROUND, BEGINNING = 100, 60
"""Characters kept on either side of the fullest mention; and of the beginning of what a source says, of the article."""
LONGEST = 340
"""Characters of the description; more would leave the network no room for the surroundings."""
SAID = 2
"""Attributions of which cue and first words are kept."""


def surroundings_of(text: str, attributions: Sequence[Attribution]) -> str:
    """Give the words around a source's fullest mention, marked off, how what it says begins, how the article does."""
    mentions = [attribution.source[0] for attribution in attributions if attribution.source]
    if not mentions:
        return ""
    start, end = max(mentions, key=lambda span: span[1] - span[0])
    around = f"{text[max(0, start - AROUND) : start]} [ {text[start:end]} ] {text[end : end + AROUND]}"
    said = [
        f"{span_text(text, attribution.cue)}: {span_text(text, attribution.content)[:BEGINNING]}"
        for attribution in attributions[:SAID]
    ]
    return " ".join(" | ".join([around, *said, text.lstrip()[:BEGINNING]]).split())


def portrait(row: dict) -> tuple[str, str]:
    """Give the two texts that the network reads: a source's description with what the lists say of it; surroundings."""
    name, role, affiliation, owner = (row.get(key) or "" for key in ("name", "role", "affiliation", "attached_to"))
    mentions = list(dict.fromkeys(mention for mention in row["mentions"] if mention != name))
    parts = [
        f"{row['anonymity']} {row['nature']}",
        _with_hints(name),
        _with_hints(role),
        _with_hints(affiliation),
        f"of {_with_hints(owner)}" if owner else "",
        " | ".join(sorted(mentions, key=len, reverse=True)[:3]),
    ]
    return " ; ".join(parts)[:LONGEST], row.get("surroundings") or ""


def hints_in(text: str) -> list[str]:
    """List what the lists say of words: the type of a listed organisation, of a noun for a role; a nation's name."""
    listed = [(match.start, match.value) for match in find_phrases(_register(), text)]
    nouns = [(start, role.source_type) for start, _, role in roles_in(text) if role.source_type != UNKNOWN]
    nation = [(0, "nation")] if country_of(text) else []
    return list(dict.fromkeys(hint for _, hint in sorted([*nation, *listed, *nouns])))[:4]


def _with_hints(text: str) -> str:
    hints = hints_in(text) if text else []
    return f"{text} ( {' , '.join(hints)} )" if hints else text


@cache
def _register() -> Index:
    return phrase_index(
        (name, f"{organisation.type}*")
        for organisation in shipped_register()
        for name in (organisation.name, *organisation.aliases)
    )
