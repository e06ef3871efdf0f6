"""What is counted: attributions, the words in them, or the sources that speak.

Measures take a row an attribution, or the counts of `corpus.counts`, whose row stands for several alike. Both hold the
same numbers; of millions of attributions only the counts fit.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.measures.estimators import Estimate
from analysis.options import (
    FEWEST_MENTIONS,
    KINDS,
    as_list,
    require_between,
    require_choice,
    require_columns,
    require_unit,
)
from analysis.schema import UNKNOWN, in_parts


def selection(kind: str = "both", minimum_confidence: float = 0.0) -> str:
    """Write as a condition for the store which attributions count: of a kind, of which the reader was sure enough.

    Parameters
    ----------
    kind : {"speech", "attitude", "both"}
        What somebody said, what somebody thinks or feels, or both.
    minimum_confidence : float
        Lowest confidence kept, 0 to 1.

    Raises
    ------
    RequestError
        For another kind, or a confidence that is no probability.
    """
    require_choice("The kind of attribution", kind, KINDS)
    require_between("The minimum confidence", minimum_confidence, 0, 1)
    return f"confidence >= {float(minimum_confidence)}" + ("" if kind == "both" else f" AND kind = '{kind}'")


def in_units(attributions: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Give each row its `weight` in one article.

    Attributions weigh 1 each, or their `part` where rows are of speakers who share them, words make an attribution
    weigh its number of words, and of sources each is kept once an article (attributions whose source nobody names have
    none and drop out). Of counts the weight is what was counted.

    Raises
    ------
    RequestError
        For another unit, or counts of another one.
    """
    require_unit(unit)
    if unit == "words":
        require_columns(attributions, "words")
        return attributions.assign(weight=attributions["words"] * attributions.get("part", 1.0))
    if "articles" in attributions:
        require_columns(attributions, unit)
        counted = attributions.assign(weight=attributions[unit].astype(float))
        return counted[counted["weight"] > 0]
    if unit == "sources":
        require_columns(attributions, "source_id")
        named = attributions[attributions["source_id"].fillna("") != ""]
        return named.drop_duplicates("source_id").assign(weight=1.0)
    return attributions.assign(weight=attributions.get("part", 1.0))


def in_all(table: pd.DataFrame, values: pd.Series | None = None) -> pd.Series:
    """Give what each row stands for in all articles alike: attributions, or `values` of one article."""
    if "articles" not in table:
        return table.get("part", pd.Series(1, table.index)) if values is None else values
    return table["articles"] * (table["attributions"] if values is None else values)


def number_of_articles(table: pd.DataFrame) -> int:
    """Count the articles that a table's rows stand for."""
    if "articles" not in table:
        return table["article_id"].nunique()
    return int(table.drop_duplicates("article_id")["articles"].sum())


def order_values(counted: pd.DataFrame, by: str) -> list[str]:
    """List the values of a code, the heaviest first, equal ones by name, unknown last."""
    weights = in_all(counted, counted["weight"]).groupby(counted[by]).sum()
    return sorted(weights.index, key=lambda value: (value == UNKNOWN, -weights[value], value))


def by_group(
    table: pd.DataFrame, group: str | Sequence[str], rows: Callable[[pd.DataFrame], Iterable[dict]], columns: list[str]
) -> pd.DataFrame:
    """Make a table of estimates: what `rows` gives of each group's part, the group's columns before it.

    Parameters
    ----------
    table : DataFrame
        With the group columns.
    group : str or list of str
        Columns whose combinations are measured apart; an empty list measures all together.
    rows : callable
        From the rows of one group to one dictionary an estimate.
    columns : list of str
        What stands after the group's columns.
    """
    group = as_list(group)
    found = [dict(zip(group, key, strict=True)) | row for key, members in split(table, group) for row in rows(members)]
    return pd.DataFrame(found, columns=[*group, *columns])


FEW_MENTIONS = f"not estimable: fewer than {FEWEST_MENTIONS} attributions or mentions"

INTERVAL = ["estimate", "low", "high"]
SIZES = ["n_attributions", "n_articles", "effective_articles", "note"]
"""How every table of estimates begins and ends after its groups and codes."""


def estimate_row(found: Estimate, attributions: int, articles: int, counted: str = "n_attributions") -> dict:
    """Lay out one estimate as part of a row; of fewer than ten attributions or mentions no interval is given.

    `effective_articles` is how many articles of equal weight would tell as much: with one long and many short ones,
    far fewer than there are.
    """
    if attributions < FEWEST_MENTIONS and not np.isnan(found.low):
        found = found.without_interval(FEW_MENTIONS)
    return {
        "estimate": found.estimate, "low": found.low, "high": found.high, counted: in_parts(attributions),
        "n_articles": int(articles), "effective_articles": round(found.effective, 1), "note": found.note,
    }  # fmt: skip


def clusters_of(table: pd.DataFrame, cluster: str) -> pd.Series:
    """Give each row what it is alike within: its article, or its event; an article in no event is one of its own."""
    require_columns(table, cluster)
    return table[cluster] if cluster == "article_id" else table[cluster].fillna(table["article_id"])


def sums_by_article(rows: pd.DataFrame, column: str, cluster: str = "article_id") -> pd.DataFrame:
    """Give each article, or event, the `sum` of a column and the `count` of its rows."""
    return rows.groupby(clusters_of(rows, cluster))[column].agg(["sum", "count"])


def split(frame: pd.DataFrame, group: list[str]) -> list[tuple[tuple, pd.DataFrame]]:
    """Take a table apart by its groups, in the order of their names; without groups, into one part."""
    if not group:
        return [((), frame)]
    return [(key, members) for key, members in frame.groupby(group, sort=True, observed=True, dropna=False)]


def per_article(
    attributions: pd.DataFrame, by: str, values: Iterable[str], cluster: str = "article_id"
) -> tuple[np.ndarray, list[str]]:
    """Count a code's values in each article.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and, optionally, `weight`; of articles alike (`articles`) each gives a row.
    by : str
        The code.
    values : iterable of str
        The values, one a column of the result.
    cluster : str
        What to count in: articles, or the events that they report, where few events carry many articles.

    Returns
    -------
    counts : array, shape (articles, values)
    articles : list of str
        The article of each row.
    """
    one = pd.Series(1.0, attributions.index)
    weight = attributions["weight"] if "weight" in attributions else attributions.get("attributions", one)
    if cluster != "article_id":
        weight = in_all(attributions, weight)
    table = (
        weight.groupby([clusters_of(attributions, cluster), attributions[by].astype(str)]).sum().unstack(fill_value=0.0)
    )
    table = table.reindex(columns=list(values), fill_value=0.0)
    if "articles" in attributions and cluster == "article_id":
        alike = attributions.groupby("article_id")["articles"].first().reindex(table.index)
        table = table.loc[table.index.repeat(alike)]
    return table.to_numpy(float), list(table.index)
