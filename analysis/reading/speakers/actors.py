"""The actors of a corpus: who speaks under which names, in how many articles, and who might be whom.

It merges nobody: a source keeps the actor that coding gave it. Names that may be one person are listed as ambiguous,
for the researcher to settle in the codebook.
"""

from collections import defaultdict

import duckdb
import pandas as pd
from rapidfuzz import fuzz, process

from analysis.codebook import Codebook
from analysis.reading.coding.lookup import key_words
from analysis.reading.coding.register import same_person
from analysis.schema import TABLES

SPELT_ALIKE = 80
"""How like a bare name is to a surname, of 100, to be offered as its other spelling."""

NAMED = "FROM sources WHERE anonymity = 'named' AND nature IN ('person', 'organisation')"
MOSTLY = ("nature", "source_type", "side")
"""Of these an actor has what most of its sources have."""


def actor_table(tables: duckdb.DuckDBPyConnection, codebook: Codebook) -> pd.DataFrame:
    """Make one row an actor of the named persons and organisations among coded sources.

    A name is ambiguous when it is a bare surname, or nearly one, that some actor bears, when it is spelt like another
    actor's, or when coding took it for an actor by its spelling. Two who speak in one article are never offered as one.

    Parameters
    ----------
    tables : duckdb connection
        A database that sees `sources`, coded, and `attributions`. Of millions only what differs is taken out of it.
    codebook : Codebook
        What the sources were coded by.

    Returns
    -------
    DataFrame
        The table `actors`, those in most articles first.
    """
    spoken = tables.execute(
        f"""
        SELECT actor, name, {", ".join(MOSTLY)}, count(*) AS sources, sum(coalesce(said, 0))::BIGINT AS attributions
        FROM (SELECT * {NAMED}) LEFT JOIN
            (SELECT source_id, count(*) AS said FROM attributions GROUP BY source_id) USING (source_id)
        GROUP BY ALL ORDER BY ALL
        """
    ).df()
    of_actor = spoken.groupby("actor")
    table = pd.DataFrame({"attributions": of_actor["attributions"].sum(), "spellings": of_actor["name"].agg(_each)})
    table["articles"] = tables.execute(
        f"SELECT actor, count(DISTINCT article_id) AS articles {NAMED} GROUP BY actor"
    ).df().set_index("actor")["articles"]  # fmt: skip
    for column in MOSTLY:
        counts = spoken.groupby(["actor", column], as_index=False)["sources"].sum()
        most = counts.sort_values(["actor", "sources", column], ascending=[True, False, True])
        table[column] = most.drop_duplicates("actor").set_index("actor")[column]
    names = _known_names(codebook)
    matches = [_match(actor, spellings, names) for actor, spellings in table["spellings"].items()]
    table["match"], table["score"] = [match for match, _ in matches], [score for _, score in matches]
    speak = set(table.index[table["nature"] == "person"])
    known = {actor.name for actor in codebook.actors if actor.is_person}
    might_be = _might_be(tables, speak, known - set(table.index))
    beside = [[actor] * (match == "spelling") + might_be.get(actor, []) for actor, match in table["match"].items()]
    table["might_be"] = pd.Series(beside, table.index, dtype=object)
    table["ambiguous"] = table["might_be"].map(len) > 0
    table = table.reset_index().sort_values(["articles", "attributions", "actor"], ascending=[False, False, True])
    return table[[column.name for column in TABLES["actors"]]].reset_index(drop=True)


def _each(values: pd.Series) -> list[str]:
    return sorted(set(values))


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


def _might_be(tables: duckdb.DuckDBPyConnection, speak: set[str], silent: set[str]) -> dict[str, list[str]]:
    """List for each who speaks the persons of whom its name may be another spelling, likeliest first.

    None is listed who speaks beside it. Names are compared where their surnames begin alike, so that the time does not
    grow with the square of the people.

    Parameters
    ----------
    speak, silent : sets of str
        Persons who speak in this corpus, and those of the codebook who do not.
    """
    of_surname: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in sorted(speak | silent):
        if " " in name:
            of_surname[name.split()[-1][0]][name.split()[-1]].append(name)
    bearers: dict[str, list[str]] = defaultdict(list)
    for name in sorted(speak):
        bearers[name.split()[-1]].append(name)
    pairs = []
    for surname, names in bearers.items():
        like = of_surname[surname[0]]
        near = process.extract(surname, list(like), scorer=fuzz.ratio, limit=None, score_cutoff=SPELT_ALIKE)
        others = [other for spelling, _, _ in near for other in like[spelling]]
        pairs += [
            (name, other)
            for name in names
            for other in others
            if other != name and (" " not in name or same_person(name, other))
        ]
    if not pairs:
        return {}
    tables.register("pairs", pd.DataFrame(pairs, columns=["one", "other"]))
    apart = tables.execute(
        f"""
        SELECT one, other FROM pairs ANTI JOIN (
            SELECT one, other FROM pairs JOIN (SELECT actor, article_id {NAMED}) a ON a.actor = one
            JOIN (SELECT actor, article_id {NAMED}) b ON b.actor = other AND b.article_id = a.article_id
        ) USING (one, other)
        """
    ).fetchall()
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, other in apart:
        found[name].append((fuzz.ratio(name, other), other))
    return {name: [other for _, other in sorted(others, reverse=True)] for name, others in found.items()}
