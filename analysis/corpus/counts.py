"""Counts of a corpus's attributions: what measures need of millions of them, by DuckDB, at a few thousand rows.

An attribution of several speakers counts for each of them by its part: a half of two, so that it is one in all. It
estimates nothing.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pandas as pd

from analysis.corpus.store import (
    EACH_TIME,
    NOTHING,
    WITHIN,
    coded_attributions,
    coded_database,
    collected,
    quoted,
    read_table,
    see,
)

UNITS = {
    "attributions": "",
    "words": ", round(sum(words * part), 6) AS words",
    "sources": ", count(DISTINCT nullif(source_id, '')) AS sources",
}
"""What is counted beside attributions, in SQL."""

ATTRIBUTIONS = "round(sum(part), 6) AS attributions"
"""Attributions, in SQL: of those that several speak together each speaker has its part."""


def count_attributions(
    corpus: Path,
    by: str,
    group: Iterable[str] = ("outlet",),
    unit: str = "attributions",
    where: str = "",
    copies: str = EACH_TIME,
    articles: Iterable[str] | None = None,
    derived: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Count each article's attributions by a code, and the articles of a group that have the same counts.

    All that an estimate with an interval by article needs: a million articles have some thousands of different counts.
    (Of words, or of codes of many values, they have nearly as many as there are articles: draw some.)

    Parameters
    ----------
    corpus
        Folder of the corpus.
    by
        A column of `store.coded_database`, or several, or expressions of them in DuckDB's SQL ("lower(cue) AS cue").
    group
        Columns whose combinations are measured apart: an article counts in each of its groups as an article of its own.
    unit
        "words" and "sources" are counted too when asked for; a source counts once for each code it has in its article.
    where, copies, articles, derived
        As for `store.coded_attributions`.

    Returns
    -------
    pandas.DataFrame
        `article_id` (a number for articles alike), `articles` (how many they are), the group's columns and the code's,
        `attributions` (in each of these articles) and the unit.
    """
    columns = [_column(name) for name in ([by] if isinstance(by, str) else by)]
    groups = "".join(f"{_column(name)}, " for name in group)
    names = ", ".join(map(_name, columns))
    counted = ", ".join(["attributions", *([unit] if unit != "attributions" else [])])
    with coded_database(corpus, copies, where, articles, derived, voices=True) as connection:
        return _whole(
            connection,
            f"""
            SELECT {groups} cells, count(*) AS articles FROM (
                SELECT {groups} article_id, list(struct_pack({names}, {counted}) ORDER BY {names}) AS cells FROM (
                    SELECT {groups} article_id, {", ".join(columns)}, {ATTRIBUTIONS} {UNITS[unit]}
                    FROM coded GROUP BY ALL
                ) GROUP BY {groups} article_id
            ) GROUP BY {groups} cells
            """,
            f"""
            SELECT row_number() OVER (ORDER BY {groups} cells) AS article_id, articles, {groups}
                unnest(cells, recursive := true)
            FROM (SELECT {groups} cells, sum(articles)::BIGINT AS articles FROM found GROUP BY {groups} cells)
            ORDER BY article_id
            """,
        )


def counted_beside(
    corpus: Path,
    one_by_one: Iterable[str],
    by: str,
    group: Iterable[str] = ("outlet",),
    unit: str = "attributions",
    where: str = "",
    copies: str = EACH_TIME,
    derived: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Give the attributions of some articles one by one, and beside them the counts of all others.

    What a correction by hand codes needs: those of the articles that people coded, and the sums of the rest.

    Parameters
    ----------
    corpus, by, group, where, copies, derived
        As for `count_attributions`.
    one_by_one
        Ids of these articles; where there are none, nothing is read.
    unit
        "words" are counted too when asked for.

    Returns
    -------
    pandas.DataFrame
        `attribution_id` and `content` (empty in counts), `article_id`, the group's columns and the code's, `words`,
        `attributions` and `articles` (1 of what stands one by one).
    """
    ids = sorted(set(one_by_one))
    names = ["attribution_id", "content", "article_id", *group, by, "words"]
    found = coded_attributions(corpus, copies, names, where, ids, derived=derived).assign(attributions=1, articles=1)
    if not ids:
        return found
    others = f"({where or 'true'}) AND article_id NOT IN ({', '.join(map(quoted, ids))})"
    rest = count_attributions(
        corpus, by, group, "words" if unit == "words" else "attributions", others, copies, derived=derived
    )
    rest["article_id"] = "alike " + rest["article_id"].astype(str)
    missing = {name: 0 if name == "words" else "" for name in found if name not in rest}
    return pd.concat([found, rest.assign(**missing)], ignore_index=True)


def frequencies(
    corpus: Path,
    by: Iterable[str],
    where: str = "",
    copies: str = EACH_TIME,
    limit: int | None = None,
    derived: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Count attributions by their codes over the whole corpus, the most frequent first; for lists, not for estimates.

    Returns
    -------
    pandas.DataFrame
        The columns asked for, `attributions`, `words` in them and `articles` that have any.
    """
    columns = list(map(_column, by))
    names = ", ".join(map(_name, columns))
    with coded_database(corpus, copies, where, derived=derived, voices=True) as connection:
        return _whole(
            connection,
            f"""
            SELECT {", ".join(columns)}, {ATTRIBUTIONS} {UNITS["words"]},
                count(DISTINCT article_id) AS articles
            FROM coded GROUP BY ALL
            """,
            f"""
            SELECT {names}, round(sum(attributions), 6) AS attributions, round(sum(words), 6) AS words,
                sum(articles)::BIGINT AS articles
            FROM found GROUP BY ALL ORDER BY attributions DESC, {names} {f"LIMIT {limit}" if limit else ""}
            """,
        )


def first_heard(
    corpus: Path,
    by: str = "side",
    group: str = "outlet",
    where: str = "",
    copies: str = EACH_TIME,
    articles: Iterable[str] | None = None,
    derived: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Give, for each article and each value of a code that it hears, where it first does.

    Returns
    -------
    pandas.DataFrame
        The group, the code, `turn` (1 is the article's first attribution), `offset` (0 start to 1 end) and
        `attributions` of that value in the article; one row an article and value.
    """
    by, group = _column(by), _column(group)
    with coded_database(corpus, copies, where, articles, derived, voices=True) as connection:
        return _whole(
            connection,
            f"""
            SELECT {group}, {by}, min(turn) AS turn, min(position) AS "offset", {ATTRIBUTIONS}
            FROM coded GROUP BY article_id, {group}, {by}
            """,
            f'ORDER BY {group}, {by}, turn, "offset", attributions',
        )


def in_quarrel(
    corpus: Path,
    cues: Iterable[str],
    blame: float,
    where: str = "",
    copies: str = EACH_TIME,
    articles: Iterable[str] | None = None,
    derived: Mapping[str, str] = NOTHING,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the attributions that may accuse another side, and the tones in them; `measures.reply` says which do.

    They name another side than their source's, and either have one of these cues or are likely to blame it; what
    several say together has a row for each.
    """
    listed = ", ".join(map(quoted, cues)) or "NULL"
    with coded_database(corpus, copies, where, articles, derived, voices=True) as connection:
        see(connection, corpus, "tones")
        found = collected(
            connection,
            f"""
            SELECT article_id, attribution_id FROM coded c SEMI JOIN (SELECT * FROM tones WHERE {WITHIN}) t
            ON t.attribution_id = c.attribution_id AND t.voice = 'source' AND t.side <> c.side
                AND t.side <> 'unknown' AND (t.p_negative >= {float(blame)} OR c.cue IN ({listed}))
            WHERE c.side <> 'unknown'
            """,
        )
    articles, ids = found["article_id"].unique(), found["attribution_id"]
    attributions = coded_attributions(corpus, copies, where=where, articles=articles, derived=derived, voices=True)
    tones = read_table(corpus, "tones", articles=articles)
    return tuple(rows[rows["attribution_id"].isin(ids)].reset_index(drop=True) for rows in (attributions, tones))


def _whole(connection: duckdb.DuckDBPyConnection, query: str, ending: str) -> pd.DataFrame:
    """Collect counts; they are whole numbers where nobody speaks together with others."""
    found = collected(connection, query, ending)
    sums = [name for name in ("attributions", "words") if name in found and (found[name] % 1 == 0).all()]
    return found.astype(dict.fromkeys(sums, "int64"))


def _column(name: str) -> str:
    """Write a column's name as SQL does; an expression with a name of its own ("lower(cue) AS cue") stays as it is."""
    return name if " AS " in name else f'"{name}"'


def _name(column: str) -> str:
    return column.rsplit(" AS ", 1)[-1]
