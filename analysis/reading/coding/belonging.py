"""Whose a source is: of the nations, places, parties, bodies and people near it, to which does it belong?

The relation is learned (`analysis.training.belonging`): boosted trees say how probable it is that a source is one of
theirs, from where a candidate stands and what else stands there. They are shown no name, nation or side, so that one
model serves every codebook; the codebook says what side the candidate is of.
"""

import json
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.paths import MODELS
from analysis.phrases import Index, find_phrases
from analysis.reading.lexicon import roles_in

TREES = MODELS / "belonging.json"
FIELDS = ("name", "role", "affiliation", "attached_to", "mention", "before", "after", "said", "context", "setting")
KINDS = ("word", "people", "place", "actor", "organisation", "source")
LINKS = ("of", "in", "at", "from", "for", "to", "with", "by", "on", "against", "near", "the", "anti", "and", "over")
ENVOY = re.compile(r"ambassador|embassy|envoy|consul", re.IGNORECASE)
"""Who is in one country for another."""
NATURES = ("person", "organisation", "group", "document")


class Candidate(NamedTuple):
    """Somebody to whom a source may belong: their side in the codebook (empty: none of them), words, and features."""

    side: str
    kind: str
    field: str
    words: str
    features: tuple[float, ...]


def candidates(row: dict, article: Counter, indexes: tuple[Index, ...], home: str) -> list[Candidate]:
    """List to whom a source may belong, with what the trees are asked by.

    Parameters
    ----------
    row : of the table `sources`
    article : how often each side is named around the sources of its article, as `sides_around` counts
    indexes : the codebook's words, as `look_up` gives them, and other sources; each value is a side and a kind
    home : side of the country where the outlet is at home; empty when not known
    """
    found = [
        (field, text, match.start, match.end, *match.value)
        for field, text in fields_of(row).items()
        for index in indexes
        for match in find_phrases(index, text)
        if match.end - match.start > 1 or text[match.end : match.end + 1] != "."  # "Matthew R. Verderosa"
    ]
    if not found:
        return []
    surname = row["name"].split()[-1] if " " in row["name"] else ""
    sided = [each for each in found if each[4]]
    tally = Counter(side for _, _, _, _, side, _ in sided)
    near = Counter(side for field, _, _, _, side, _ in sided if field in FIELDS[:5])
    everywhere, here, all_here = sum(article.values()), sum(near.values()), max(1, sum(tally.values()))
    of_source = _features_of_source(row)
    rows = []
    for field, text, start, end, side, kind in found:
        same = sorted((each for each in sided if each[0] == field), key=lambda each: each[2])
        k = sum(each[2] < start for each in same)
        before = re.findall(r"[\w’']+", text[:start].lower())[-2:]
        after = text[end : end + 12]
        rows.append(Candidate(side, kind, field, text[start:end], (
            *(float(field == f) for f in FIELDS), *(float(kind == f) for f in KINDS),
            *(float(link in before) for link in LINKS),
            float(after.startswith(("’s", "'s", "’ ", "' "))), float(bool(re.match(r"[\s-][a-z]", after))),
            float(bool(re.match(r"\s[A-Z]", after))), float(start == 0), float(not after.strip()),
            float(start == 0 and not after.strip()), float(text[start:end] == surname), float(k),
            float(len(same) - k), float(len(same)), float(len({f[4] for f in same})),
            float(bool(roles_in(text[:start]))), float(bool(roles_in(text[end:]))),
            float(not side), float(bool(side) and side == home), float(bool(home)),
            near[side] / here if here else 0.0, float(near[side]), float(len(near)), tally[side] / all_here,
            float(len(tally)), article[side] / everywhere if everywhere else 0.0, float(len(article)),
            float(side == max(article, key=article.get, default="")),
            *of_source,
        )))  # fmt: skip
    return rows


def _features_of_source(row: dict) -> tuple[float, ...]:
    called = f"{row['role']} ; {row['name']}"
    nouns = {role.source_type for _, _, role in roles_in(called)}
    return (
        float(bool(ENVOY.search(called))),
        *(float(row["nature"] == nature) for nature in NATURES), float(row["anonymity"] == "named"),
        float(bool(row["role"])), float(bool(row["affiliation"])), float(bool(row.get("attached_to"))),
        *(float(bool(nouns & set(kinds))) for kinds in GROUPS),
    )  # fmt: skip


GROUPS = (
    ("leader", "government", "legislature", "local-government"), ("party",), ("armed-forces", "armed-group"),
    ("security", "justice"), ("academic", "analyst", "think-tank", "polling", "former-official"),
    ("news-agency", "news-media", "social-media"), ("citizen", "witness"), ("intergovernmental", "ngo"),
    ("de-facto-authority",), ("business", "interest-group", "professional", "public-body"),
)  # fmt: skip
"""Kinds of role nouns that may tell where a source's candidates stand."""


def fields_of(row: dict) -> dict[str, str]:
    """Give the texts in which candidates are looked for, by name."""
    around, *said = (row.get("surroundings") or "").split(" | ")
    before, _, rest = around.partition(" [ ")
    mention, _, after = rest.partition(" ] ")
    texts = {key: row.get(key) or "" for key in FIELDS}
    return texts | {"mention": mention, "before": before, "after": after, "said": " | ".join(said[:-1])}


def sides_around(article: list[dict], mentioned: Index) -> Counter:
    """Count the sides that are named in the names and surroundings of an article's sources."""
    return Counter(
        match.value[0]
        for row in article
        for field, text in fields_of(row).items()
        if field in ("name", "mention", "before", "after")
        for match in find_phrases(mentioned, text)
        if match.value[0]
    )


def certainty(near: list[Candidate]) -> np.ndarray:
    """Give how probable it is that a source belongs to each of its candidates."""
    trees = _trees()
    given = np.array([candidate.features for candidate in near])
    rows, total = np.arange(len(given))[:, None], np.full(len(given), trees["baseline"])
    at = np.zeros((len(given), len(trees["feature"])), dtype=int)
    which = np.arange(at.shape[1])[None]
    for _ in range(trees["depth"]):
        left = given[rows, trees["feature"][which, at]] <= trees["threshold"][which, at]
        at = np.where(left, trees["left"][which, at], trees["right"][which, at])
    total += trees["value"][which, at].sum(1)
    return 1 / (1 + np.exp(-total))


@cache
def _trees() -> dict:
    """Load the trees: arrays (trees, nodes); a leaf leads to itself."""
    written = json.loads(TREES.read_text(encoding="utf-8"))
    arrays = {key: np.array(written[key]) for key in ("feature", "threshold", "left", "right", "value")}
    return arrays | {"baseline": written["baseline"], "depth": written["depth"]}
