"""Code sources: actor, source type, side, function and expert, each with what decided it.

Table in, table out: a changed codebook recodes a corpus without reading it again. The codebook's line decides first,
then the registers of people and organisations, then the learned coder, whose answers were kept when the article was
read; what none of them tells well enough is "unknown".
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from analysis.codebook import Actor, Codebook, Organisation
from analysis.reading.coding.judge import Answer, answers, least
from analysis.reading.coding.layer import NO_LAYER, Layer
from analysis.reading.coding.lookup import Lookup, actor_of, look_up, registered
from analysis.reading.coding.register import Known, known_person
from analysis.reading.coding.sides import article_sides, known_side
from analysis.schema import UNKNOWN

CODED = ("actor", "source_type", "side", "side_basis", "function", "expert", "expert_basis",
         "source_type_evidence", "side_evidence", "expert_evidence")  # fmt: skip

CONTRADICTED = 0.02
"""Where the words of the article make an office of the register less probable, they decide: it is a namesake's."""


class Decided(NamedTuple):
    value: str
    evidence: str = ""


def code_sources(
    sources: pd.DataFrame,
    codebook: Codebook,
    outlets: Mapping[str, str] | None = None,
    years: Mapping[str, int] | None = None,
    layer: Layer = NO_LAYER,
) -> pd.DataFrame:
    """Fill in the codes of sources.

    Parameters
    ----------
    sources : DataFrame
        Rows as `resolve_sources` gives them, with article_id.
    codebook : Codebook
        As `load_codebook` gives it.
    outlets : mapping, optional
        The outlet of each article_id, for a codebook that says where outlets are at home.
    years : mapping, optional
        The year of each article_id; without it the words of the article decide which office somebody held.

    layer : Layer, optional
        What was learned from a researcher's own codes.

    Returns
    -------
    DataFrame
        A copy with nature, anonymity, actor, source_type, side, side_basis, function, expert, expert_basis and their
        evidence columns added or overwritten. Gender stays as the article's words gave it.
    """
    lookup, outlets, years = look_up(codebook), outlets or {}, years or {}
    rows = sources.astype(object).where(sources.notna(), None).to_dict("records")
    coded = [_code(row, lookup, years.get(row.get("article_id", "")), layer) for row in rows]
    places: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        places.setdefault(row.get("article_id", ""), []).append(i)
    for article, here in places.items():
        within = [rows[i] | coded[i] for i in here]
        sides = article_sides(within, [coded[i]["found"] for i in here], lookup, outlets.get(article, ""))
        for i, side in zip(here, sides, strict=True):
            coded[i] |= {"side": side.value, "side_basis": side.basis, "side_evidence": side.evidence}
    result = sources.copy()
    for column in ("nature", "anonymity", *CODED):
        result[column] = [row[column] for row in coded]
    return result


def _code(row: dict, lookup: Lookup, year: int | None, layer: Layer) -> dict:
    said = layer.over(answers(row))
    actor, how = actor_of(row, lookup)
    called = row | {"name": actor.name} if actor and actor.is_person else row
    known = None if actor and not actor.is_person else known_person(called, lookup.register, year)
    nature = _nature(row, actor, known, said["nature"])
    body = registered(row["name"], lookup) if nature == "organisation" else None
    kind = _type(row, actor, known, body, said["source_type"].among(lookup.types))
    basis = _basis(actor, kind.value, said["expert_basis"])
    named = actor or known or body
    return {
        "actor": named.name if named else row["name"],
        "nature": nature,
        "anonymity": "named" if known else said["anonymity"].best()[0],
        "source_type": kind.value,
        "function": _function(actor, basis.value, said["function"]),
        "expert": bool(basis.value),
        "expert_basis": basis.value,
        "source_type_evidence": kind.evidence,
        "expert_evidence": basis.evidence,
        "found": known_side(actor, how, known, body, lookup),
    }


def _nature(row: dict, actor: Actor | None, known: Known | None, said: Answer) -> str:
    """Tell a person from a body, group or document; a line of the codebook settles what the article leaves open."""
    read = said.best()[0]
    if known:
        return "person"
    if actor and actor.nature in ("person", "organisation") and read in ("person", "organisation"):
        return actor.nature
    return read


def _type(row: dict, actor: Actor | None, known: Known | None, body: Organisation | None, said: Answer) -> Decided:
    likely, sure = said.best()
    if actor and actor.source_type == "citizen" and likely == "witness":
        return _learned(said, likely)
    if actor and actor.source_type != UNKNOWN:
        return Decided(actor.source_type, f'actor "{actor.name}"')
    if known and known.offices:
        kind, chance = said.best({office.type for office in known.offices})
        if chance >= CONTRADICTED or not row["role"]:
            office = next(office for office in known.offices if office.type == kind)
            term = f" {office.since or ''}–{office.until or ''}" if office.since or office.until else ""
            return Decided(kind, f'people "{known.name}", {office.role}{term}')
    if body:
        return Decided(body.type, f'organisation "{body.name}"')
    return _learned(said, likely) if sure >= least("source_type") else Decided(UNKNOWN)


def _learned(said: Answer, value: str) -> Decided:
    return Decided(value, f'learned {said.probable[value]:.2f}, "{said.words}"' if value != UNKNOWN else "")


def _basis(actor: Actor | None, kind: str, said: Answer) -> Decided:
    """Tell what makes a source an expert; empty when it speaks as a party, or nothing says that it is one."""
    likely, chance = said.best({basis for basis in said.probable if basis})
    expert = 1 - said.probable[""]
    if actor and actor.expert is not None:
        basis = actor.expert_basis or likely
        return Decided(basis, f'actor "{actor.name}"') if actor.expert else Decided("")
    if expert < least("expert_basis"):
        return Decided("")
    return Decided(likely, f'learned {expert:.2f}, "{said.words}"')


def _function(actor: Actor | None, basis: str, said: Answer) -> str:
    if actor and actor.function != UNKNOWN:
        return actor.function
    return "expert" if basis else said.best({function for function in said.probable if function != "expert"})[0]
