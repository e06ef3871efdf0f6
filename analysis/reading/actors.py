"""The actors of a corpus: who speaks under which names, in how many articles, and who might be whom.

It merges nobody: a source keeps the actor that coding gave it. Names that may be one person are listed as ambiguous,
for the researcher to settle in the codebook.
"""

import pandas as pd
from rapidfuzz import fuzz

from analysis.codebook import Codebook
from analysis.reading.lookup import key_words, same_person
from analysis.schema import TABLES

SOURCE_COLUMNS = ("source_id", "article_id", "name", "actor", "nature", "anonymity", "source_type", "side")
"""What of the table `sources` is asked."""

SPELT_ALIKE = 80
"""How like a bare name is to a surname, of 100, to be offered as its other spelling."""


def actor_table(sources: pd.DataFrame, attributions: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Make one row an actor of the named persons and organisations among coded sources.

    A name is ambiguous when it is a bare surname, or nearly one, that some actor bears, when it is spelt like another
    actor's, or when coding took it for an actor by its spelling. Two who speak in one article are never offered as one.

    Parameters
    ----------
    sources : DataFrame
        With `SOURCE_COLUMNS`, coded.
    attributions : DataFrame
        With source_id.
    codebook : Codebook
        What the sources were coded by.

    Returns
    -------
    DataFrame
        The table `actors`, those in most articles first.
    """
    named = sources[(sources["anonymity"] == "named") & sources["nature"].isin(["person", "organisation"])]
    said = attributions.groupby("source_id").size()
    names = _known_names(codebook)
    rows = []
    for actor, group in named.groupby("actor", sort=True):
        spellings = sorted(set(group["name"]))
        match, score = _match(actor, spellings, names)
        rows.append({
            "actor": actor, "nature": _mostly(group["nature"]), "spellings": spellings, "match": match, "score": score,
            "articles": group["article_id"].nunique(), "source_type": _mostly(group["source_type"]),
            "attributions": int(said.reindex(group["source_id"]).fillna(0).sum()), "side": _mostly(group["side"]),
        })  # fmt: skip
    together = {actor: set(group["article_id"]) for actor, group in named.groupby("actor")}
    people = [row["actor"] for row in rows if row["nature"] == "person"]
    people += [actor.name for actor in codebook.actors if actor.nature == "person" and actor.name not in together]
    for row in rows:
        row["might_be"] = _might_be(row, people, together) if row["nature"] == "person" else []
        row["ambiguous"] = bool(row["might_be"]) or row["match"] == "spelling"
        if row["match"] == "spelling":
            row["might_be"] = [row["actor"], *row["might_be"]]
    rows.sort(key=lambda row: (-row["articles"], -row["attributions"], row["actor"]))
    return pd.DataFrame(rows, columns=[column.name for column in TABLES["actors"]])


def _mostly(values: pd.Series) -> str:
    return values.mode().iloc[0]


def _known_names(codebook: Codebook) -> dict[str, tuple[str, list[str]]]:
    """Give the names and aliases of the register and the codebook by actor; the codebook comes before the register."""
    known = {entry.name: ("register", [entry.name, *entry.aliases]) for entry in codebook.organisations}
    return known | {actor.name: ("name", [actor.name, *actor.aliases]) for actor in codebook.actors}


def _match(actor: str, spellings: list[str], known: dict) -> tuple[str, float | None]:
    """Tell how an actor's spellings were found, and how like the least likely is to a known name."""
    if actor not in known:
        return "none", None
    match, names = known[actor]
    exact = {key_words(name) for name in names}
    score = min(max(fuzz.ratio(spelling, name) for name in names) for spelling in spellings)
    if match == "register":
        return match, score
    if set(spellings) <= {actor}:
        return "name", 100.0
    if all(key_words(spelling) in exact for spelling in spellings):
        return "alias", 100.0
    # A name that holds a known one whole ("Secretary-General Amara Tessouri") is no other spelling of it.
    whole = all(any(_holds(key_words(spelling), name) for name in exact) for spelling in spellings)
    return ("alias", score) if whole else ("spelling", score)


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words)))


def _near(name: str, surname: str) -> bool:
    """Tell whether a bare name is a surname, or another spelling of it: Saree, Sarea."""
    return name == surname or (name[0] == surname[0] and fuzz.ratio(name, surname) >= SPELT_ALIKE)


def _might_be(row: dict, people: list[str], together: dict[str, set]) -> list[str]:
    """List the persons of whom a name may be another spelling, likeliest first; none who speaks beside it."""
    found = []
    for other in people:
        apart = not (together.get(other, set()) & together[row["actor"]])
        if other == row["actor"] or not apart:
            continue
        bare = " " not in row["actor"] and " " in other and _near(row["actor"], other.split()[-1])
        near = " " in row["actor"] and " " in other and same_person(row["actor"], other)
        if bare or near:
            found.append((fuzz.ratio(row["actor"], other), other))
    return [other for _, other in sorted(found, reverse=True)]
