"""Code sources by a codebook: actor, source type, side, function and expert, each with what decided it.

Table in, table out: a changed codebook recodes a corpus without reading it again. It reads the words that
`reading.resolution` gathered and nothing else; what no word decides is "unknown".
"""

import pandas as pd

from analysis.codebook import Actor, Codebook
from analysis.reading.experts import expert_basis_of
from analysis.reading.lexicon import roles
from analysis.reading.lookup import Described, Lookup, actor_of, key_words, look_up, registered
from analysis.reading.sides import side_of
from analysis.reading.source_types import posts, source_type_of
from analysis.schema import UNKNOWN

OFFICE_FUNCTIONS = ("leader", "government", "legislature", "party", "local-government", "de-facto-authority")


CODED = ("actor", "source_type", "side", "function", "expert", "expert_basis",
         "source_type_evidence", "side_evidence", "expert_evidence")  # fmt: skip


def code_sources(sources: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Fill in the codes of sources.

    Parameters
    ----------
    sources : DataFrame
        Rows as `resolve_sources` gives them, with article_id: name, mentions, role, affiliation, context, nature.
    codebook : Codebook
        As `load_codebook` gives it.

    Returns
    -------
    DataFrame
        A copy with actor, source_type, side, function, expert, expert_basis and their evidence columns added or
        overwritten. Gender stays as the article's words gave it.
    """
    lookup = look_up(codebook)
    coded = sources.copy()
    rows = [_code(row, lookup) for row in sources.to_dict("records")]
    for column in CODED:
        coded[column] = [row[column] for row in rows]
    return _carry_over(coded, lookup)


def _code(row: dict, lookup: Lookup) -> dict:
    named = row["nature"] == "person" and row["anonymity"] == "named"
    source = Described(
        row["name"],
        row["role"] if named else " ; ".join(filter(None, (row["role"], row["name"]))),
        row["affiliation"],
        row.get("context") or "",
        row["nature"],
        named,
    )
    actor, how = actor_of(source, lookup)
    kind = source_type_of(source, actor, lookup)
    basis = expert_basis_of(source, actor, kind.value, lookup)
    side = side_of(source, actor, how, kind.value, bool(basis.value), lookup)
    function = _function(source, actor, kind.value, bool(basis.value))
    organisation = registered(source.name, lookup) if source.nature == "organisation" else None
    return {
        "actor": actor.name if actor else organisation.name if organisation else row["name"],
        "source_type": kind.value,
        "side": side.value,
        "function": function,
        "expert": bool(basis.value),
        "expert_basis": basis.value,
        "source_type_evidence": kind.evidence,
        "side_evidence": side.evidence,
        "expert_evidence": basis.evidence,
    }


def _function(source: Described, actor: Actor | None, kind: str, expert: bool) -> str:
    """Give the function after GMMP; a person who holds or seeks an office and speaks for himself is a subject."""
    if actor and actor.function != UNKNOWN:
        return actor.function
    if source.nature in ("organisation", "document"):
        return "expert" if expert else UNKNOWN
    nouns = {role.noun for role in posts(source)[0]}
    for function, words in roles("functions").items():
        if nouns & set(words):
            return function
    if expert:
        return "expert"
    return "subject" if kind in OFFICE_FUNCTIONS and source.nature == "person" else UNKNOWN


def _carry_over(coded: pd.DataFrame, lookup: Lookup) -> pd.DataFrame:
    """Give a source of unknown side the side of the fuller name that its affiliation has in the same article."""
    if "article_id" not in coded:
        return coded
    known = coded[(coded["side"] != UNKNOWN) & (coded["nature"] == "organisation")]
    by_article = {key: rows[["name", "side"]].to_records(index=False) for key, rows in known.groupby("article_id")}
    for i in coded.index[
        (coded["side"] == UNKNOWN) & ((coded["affiliation"] != "") | (coded["nature"] == "organisation"))
    ]:
        row = coded.loc[i]
        short = key_words(row["affiliation"] or row["name"])
        for name, side in by_article.get(row["article_id"], ()):
            if short and len(short) > 1 and key_words(name)[-len(short) :] == short:
                coded.loc[i, ["side", "side_evidence"]] = [side, f'affiliation, "{name}" in the same article']
                break
    return coded
