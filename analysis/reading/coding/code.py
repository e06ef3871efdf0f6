"""Code sources by a codebook: actor, source type, side, function and expert, each with what decided it.

Table in, table out: a changed codebook recodes a corpus without reading it again. It reads the words that
`reading.resolution` gathered and nothing else; what no word decides is "unknown".
"""

from collections.abc import Mapping

import pandas as pd

from analysis.codebook import Actor, Codebook
from analysis.reading.coding.experts import expert_basis_of
from analysis.reading.coding.lookup import Described, Lookup, Value, actor_of, described, key_words, look_up, registered
from analysis.reading.coding.sides import side_of
from analysis.reading.coding.source_types import is_unplaced, posts, source_type_of
from analysis.reading.coding.within_article import within_articles
from analysis.reading.lexicon import roles, roles_in
from analysis.schema import UNKNOWN

CODED = ("actor", "source_type", "side", "function", "expert", "expert_basis",
         "source_type_evidence", "side_evidence", "expert_evidence")  # fmt: skip

OF_THE_PUBLIC = ("citizen", "polling", "party", UNKNOWN)
"""Types whose sources may stand for popular opinion by a noun of theirs: residents, voters, a party's supporters."""


def code_sources(sources: pd.DataFrame, codebook: Codebook, outlets: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Fill in the codes of sources.

    Parameters
    ----------
    sources : DataFrame
        Rows as `resolve_sources` gives them, with article_id.
    codebook : Codebook
        As `load_codebook` gives it.
    outlets : mapping, optional
        The outlet of each article_id, for a codebook that says where outlets are at home.

    Returns
    -------
    DataFrame
        A copy with actor, source_type, side, function, expert, expert_basis and their evidence columns added or
        overwritten. Whether a name is a person's or a body's is as the codebook says, whatever was read. Gender stays
        as the article's words gave it.
    """
    lookup = look_up(codebook)
    coded = sources.copy()
    read = sources.to_dict("records")
    rows = [_code(row, lookup) for row in read]
    houses = _houses(read, rows)
    rows = [
        _code(row, lookup, houses) if codes["source_type"] == UNKNOWN else codes
        for row, codes in zip(read, rows, strict=True)
    ]
    for column in ("nature", *CODED):
        coded[column] = [row[column] for row in rows]
    return within_articles(coded, lookup, outlets or {})


Houses = dict[tuple[str, tuple[str, ...]], tuple[str, str]]
"""The type and name of the organisations that an article has as sources, by article and the words of each mention."""


def _houses(read: list[dict], coded: list[dict]) -> Houses:
    return {
        (row.get("article_id", ""), key_words(mention)): (codes["source_type"], row["name"])
        for row, codes in zip(read, coded, strict=True)
        if codes["nature"] == "organisation" and codes["source_type"] != UNKNOWN
        for mention in (row["name"], *row["mentions"])
    }


def _code(row: dict, lookup: Lookup, houses: Houses | None = None) -> dict:
    source = described(row)
    actor, how = actor_of(source, lookup)
    if actor and (nature := _nature(source, actor, lookup)) != source.nature:
        source = source._replace(nature=nature, named=nature == "person")
    kind = source_type_of(source, actor, lookup)
    if kind == Value(UNKNOWN) and houses and source.nature in ("person", "group") and source.affiliation:
        # "Sea-Eye spokesperson Ann Bell", in an article that says what Sea-Eye is
        house, name = houses.get((row.get("article_id", ""), key_words(source.affiliation)), (UNKNOWN, ""))
        kind = Value(house, f'affiliation, "{name}" in the same article') if name else kind
    basis = expert_basis_of(source, actor, kind.value)
    side = side_of(source, actor, how, bool(basis.value), lookup)
    function = _function(source, actor, kind.value, bool(basis.value))
    organisation = registered(source.name, lookup) if source.nature == "organisation" else None
    return {
        "actor": actor.name if actor else organisation.name if organisation else row["name"],
        "nature": source.nature,
        "source_type": kind.value,
        "side": side.value,
        "function": function,
        "expert": bool(basis.value),
        "expert_basis": basis.value,
        "source_type_evidence": kind.evidence,
        "side_evidence": side.evidence,
        "expert_evidence": basis.evidence,
    }


def _nature(source: Described, actor: Actor, lookup: Lookup) -> str:
    """Tell a person's name from a body's, which the tagger confuses: as the codebook says, else as the article does.

    A line without nature means a person, unless the article speaks of a body: "Calloway Estates", "the company".
    """
    if source.nature not in ("person", "organisation"):
        return source.nature
    if actor.nature in ("person", "organisation"):
        return actor.nature
    words = " ; ".join((source.name, *source.mentions))
    bodies = any(role.nature == "organisation" for _, _, role in roles_in(words))
    thing = any(words in ("It", "it") or f"{source.name}, which" in words for words in source.mentions)
    body = bodies or thing or registered(source.name, lookup)
    return "person" if actor.is_person and not body else source.nature


def _function(source: Described, actor: Actor | None, kind: str, expert: bool) -> str:
    """Give the function after GMMP: the role noun's, then the expert's, then what sources of its type mostly have."""
    if actor and actor.function != UNKNOWN:
        return actor.function
    if source.nature in ("person", "group"):
        nouns = {role.noun for role in posts(source)[0]}
        for function, words in roles("functions").items():
            other = function == "popular opinion" and (kind not in OF_THE_PUBLIC or is_unplaced(source))
            if nouns & set(words) and not expert and not other:
                return function
    if expert:
        return "expert"
    by_type = roles("function_of_type")[source.nature if source.nature == "person" else "body"]
    return next((function for function, kinds in by_type.items() if kind in kinds), UNKNOWN)
