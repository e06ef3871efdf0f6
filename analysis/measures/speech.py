"""How long a side may speak at a time."""

import numpy as np
import pandas as pd

from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import mean_interval
from analysis.measures.shares import order_values, split


def speech_length(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: list[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give the mean number of words in an attribution of each value of a code, its interval by article.

    Words of pieces are added up; what the reader split in two counts as two. It says how long, not how often.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `words`, the code and the group columns.
    by : str
        The code.
    group : str or list of str
        Columns whose combinations are measured apart.
    values : list of str, optional
        Values to give, in this order; by default those that occur.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high` (words, not below 0), `n_attributions`, `n_articles` (with
        the value), `note`.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", "words", by, *group)
    frame = attributions.assign(**{by: attributions[by].astype(str), "weight": 1.0})
    values = order_values(frame, by) if values is None else list(values)
    rows = []
    for key, members in split(frame, group):
        for value in values:
            of_value = members[members[by] == value].groupby("article_id")["words"].agg(["sum", "count"])
            found = mean_interval(of_value["sum"], of_value["count"], level)
            low = max(found.low, 0.0) if not np.isnan(found.low) else found.low
            size = (int(of_value["count"].sum()), len(of_value))
            rows.append((*key, value, found.estimate, low, found.high, *size, found.note))
    columns = [by, "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])
