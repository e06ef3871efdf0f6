"""How the attributions of each outlet fall to sides, source types or any other code."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import share_interval
from analysis.measures.units import in_all, in_units
from analysis.schema import UNKNOWN


def shares(
    attributions: pd.DataFrame,
    by: str,
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    values: Iterable[str] | None = None,
    unknown: bool = True,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each value of a code its share in each group, with an interval by article.

    The interval is that of :func:`analysis.measures.intervals.share_interval`. It does not correct the
    machine's mistakes, and does not say what share would be right.

    Parameters
    ----------
    attributions : DataFrame
        One row an attribution, with `article_id`, the code and the group columns (and `words` or `source_id`
        as the unit asks), as `corpus.store.coded_attributions` gives it; or counts of them, as
        `corpus.counts.count_attributions` does.
    by : str
        The code: side, source_type, form, anonymity, function …
    group : str or list of str
        Columns whose combinations are measured apart; an empty list measures all together.
    unit : {"attributions", "words", "sources"}
        What is counted.
    values : iterable of str, optional
        Values to give, in this order, also those that never occur (the codebook's sides); by default those
        that occur, the most frequent first, unknown last.
    unknown : bool
        Whether the unknown count in the whole; if not, shares are of those that are known.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high` (0 to 1), `count` (units with the value),
        `n_attributions` and `n_articles` (of the group), `note`.

    Raises
    ------
    RequestError
        When a column or the unit does not exist.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", by, *group)
    attributions = attributions.assign(**{by: attributions[by].astype(str)})
    if not unknown:
        attributions = attributions[attributions[by] != UNKNOWN]
    if values is None:
        values = order_values(in_units(attributions, unit), by)
    rows = []
    others = sorted(set(attributions[by]) - set(values))
    for key, members in split(attributions, group):
        counts, _ = per_article(in_units(members, unit), by, [*values, *others])
        wholes = counts.sum(axis=1)
        size = (int(in_all(members).sum()), int((wholes > 0).sum()))
        for value, part in zip(values, counts.T, strict=False):
            found = share_interval(part, wholes, level)
            rows.append((*key, value, *found[:3], int(part.sum()), *size, found.note))
    columns = [*group, by, "estimate", "low", "high", "count", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns)


def order_values(counted: pd.DataFrame, by: str) -> list[str]:
    """List the values of a code, the heaviest first, equal ones by name, unknown last."""
    weights = in_all(counted, counted["weight"]).groupby(counted[by]).sum()
    return sorted(weights.index, key=lambda value: (value == UNKNOWN, -weights[value], value))


def split(frame: pd.DataFrame, group: list[str]) -> list[tuple[tuple, pd.DataFrame]]:
    """Take a table apart by its groups, in the order of their names; without groups, into one part."""
    if not group:
        return [((), frame)]
    return [(key, members) for key, members in frame.groupby(group, sort=True, observed=True, dropna=False)]


def per_article(attributions: pd.DataFrame, by: str, values: Iterable[str]) -> tuple[np.ndarray, list[str]]:
    """Count a code's values in each article.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and, optionally, `weight`; of articles alike (`articles`) each gives a row.
    by : str
        The code.
    values : iterable of str
        The values, one a column of the result.

    Returns
    -------
    counts : array, shape (articles, values)
    articles : list of str
        The article of each row.
    """
    one = pd.Series(1.0, attributions.index)
    weight = attributions["weight"] if "weight" in attributions else attributions.get("attributions", one)
    table = weight.groupby([attributions["article_id"], attributions[by].astype(str)]).sum().unstack(fill_value=0.0)
    table = table.reindex(columns=list(values), fill_value=0.0)
    if "articles" in attributions:
        alike = attributions.groupby("article_id")["articles"].first().reindex(table.index)
        table = table.loc[table.index.repeat(alike)]
    return table.to_numpy(float), list(table.index)
