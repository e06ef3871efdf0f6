"""Whose side a source speaks for: as the codebook's line says, as the register does, or as it belongs to somebody.

A side that neither a line nor the register decides is learned (`belonging`): of all whom the article names near the
source, the one it most probably belongs to; where none is probable enough the side stays unknown.
"""

from typing import NamedTuple

from analysis.codebook import Actor, Organisation
from analysis.phrases import find_phrases, phrase_index
from analysis.reading.coding.belonging import Candidate, candidates, certainty, sides_around
from analysis.reading.coding.lookup import OF_ALL_COUNTRIES, OF_NO_COUNTRY, Lookup
from analysis.reading.coding.register import Known, governing
from analysis.schema import UNKNOWN

LEAST = 0.65
"""The least probability of belonging by which a source is put on a side."""
OWN = ("name", "role", "affiliation")
"""Where words stand that describe the source itself."""


class Side(NamedTuple):
    value: str
    basis: str = ""
    evidence: str = ""


def known_side(actor: Actor | None, how: str, known: Known | None, body: Organisation | None, lookup: Lookup) -> Side:
    """Give the side that a line of the codebook or of the registers decides; unknown where none does."""
    if actor and actor.side != UNKNOWN:
        return Side(actor.side, "codebook", how)
    if known:
        for office in known.offices:
            party = office.party or governing(office, lookup.register)
            own = find_phrases(lookup.words, party)
            side = own[0].value if own else lookup.side_of.get(office.country, "")
            if side:
                return Side(side, "register", f'people "{known.name}", {party if own else office.country}')
    if body and body.type not in OF_NO_COUNTRY:
        if own := find_phrases(lookup.words, " ; ".join((body.name, *body.aliases))):
            return Side(own[0].value, "words", f'word "{body.name}"')
        if body.type not in OF_ALL_COUNTRIES and (side := lookup.side_of.get(body.country, "")):
            return Side(side, "register", f'organisation "{body.name}", {body.country}')
    return Side(UNKNOWN)


def article_sides(article: list[dict], found: list[Side], lookup: Lookup, outlet: str = "") -> list[Side]:
    """Give the sides of one article's sources, of which lines have decided some."""
    asked = [i for i, side in enumerate(found) if side.value == UNKNOWN]
    near = candidates_within(article, found, lookup, outlet) if asked else {}
    decided = {i: _belongs(near[i], article[i]) for i in asked}
    return [decided.get(i, side) for i, side in enumerate(found)]


def candidates_within(
    article: list[dict], found: list[Side], lookup: Lookup, outlet: str = ""
) -> dict[int, list[Candidate]]:
    """List, for each source of an article whose side no line decides, to whom it may belong."""
    others = phrase_index(
        (name, (side.value, "source"))
        for row, side in zip(article, found, strict=True)
        if side.value != UNKNOWN and row["anonymity"] == "named"
        for name in (row["name"], row["name"].split()[-1])
        if name[:1].isupper()
    )
    around = sides_around(article, lookup.mentioned)
    home = lookup.homes.get(outlet, "")
    return {
        i: candidates(row, around, (lookup.mentioned, others), home)
        for i, (row, side) in enumerate(zip(article, found, strict=True))
        if side.value == UNKNOWN
    }


def _belongs(near: list[Candidate], row: dict) -> Side:
    joint = row["nature"] == "group" and " and " in row["name"]
    if not near or (joint and len({c.side for c in near if c.field == "name" and c.side}) > 1):
        return Side(UNKNOWN)  # "Russian and Ukrainian officials"
    sure = certainty(near)
    best = int(sure.argmax())
    candidate = near[best]
    if not candidate.side or sure[best] < LEAST:
        return Side(UNKNOWN)
    basis = "belonging"
    if candidate.field in OWN and candidate.kind in ("word", "people", "place"):
        basis = "words"
    elif candidate.field in OWN and candidate.kind == "organisation":
        basis = "register"
    return Side(
        candidate.side, basis, f'{candidate.kind} "{candidate.words}" in its {candidate.field}, {sure[best]:.2f}'
    )
