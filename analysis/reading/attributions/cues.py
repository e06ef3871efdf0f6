"""What a cue tells of its attribution: speech or attitude, and the stance of the one who wrote it."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.files import load_yaml


class Cue(NamedTuple):
    """One line of `cues.yml`."""

    kind: str
    stance: str


NEUTRAL_SPEECH = Cue("speech", "neutral")
"""What a cue counts as that the table does not hold: "say" and its like are most of them."""


@cache
def cue_table() -> dict:
    """Read `cues.yml`."""
    return load_yaml(Path(__file__).with_name("cues.yml"))


@cache
def _by_lemma() -> dict[str, Cue]:
    table = cue_table()
    entries = {**table["nouns"], **table["verbs"]}
    return {lemma: Cue(entry["kind"], entry["stance"]) for lemma, entry in entries.items()}


@cache
def _listed() -> frozenset[str]:
    table = cue_table()
    return frozenset([*_by_lemma(), *table["adverbs"], *(phrase.split()[0] for phrase in table["prepositions"])])


def is_listed(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a cue holds a word of `cues.yml`, or is a mark such as a colon.

    Parameters
    ----------
    doc : a parsed article
    start, end : characters of the cue
    """
    words = [token for token in doc.char_span(start, end, alignment_mode="expand") or () if token.is_alpha]
    return not words or any({token.lower_, token.lemma_.lower()} & _listed() for token in words)


def cue_of(doc: Doc, start: int, end: int) -> Cue:
    """Look a cue up by the lemma of its head, else by that of any word in it.

    Parameters
    ----------
    doc : a parsed article
    start, end : characters of the cue
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    words = [span.root, *span] if span else []
    lemmas = (token.lemma_.lower() for token in words)
    return next((_by_lemma()[lemma] for lemma in lemmas if lemma in _by_lemma()), NEUTRAL_SPEECH)
