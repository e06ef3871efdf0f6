"""How long a side may speak at a time."""

import numpy as np
import pandas as pd

from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import Estimate, mean_interval
from analysis.measures.shares import order_values, per_article, split
from analysis.measures.units import in_units


def speech_length(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: list[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Give the mean number of words in an attribution of each value of a code, its interval by article.

    The interval of :func:`analysis.measures.intervals.mean_interval` on the log scale, since lengths are skewed and
    above 0: :math:`R \exp(\pm t_{A-1} \sqrt{v(R)} / R)`. What the reader split in two counts as two attributions. It
    says how long, not how often.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `words`, the code and the group columns; or counts of words.
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
        Group columns, `by`, `estimate`, `low`, `high` (words), `n_attributions`, `n_articles` (with
        the value), `note`.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", "words", by, *group)
    frame = in_units(attributions.assign(**{by: attributions[by].astype(str)}), "attributions")
    values = order_values(frame, by) if values is None else list(values)
    rows = []
    for key, members in split(frame, group):
        for value in values:
            of_value = members[members[by] == value]
            words = per_article(of_value.assign(weight=of_value["words"]), by, [value])[0][:, 0]
            number = per_article(of_value, by, [value])[0][:, 0]
            found = length_interval(words, number, level)
            rows.append((*key, value, *found[:3], int(number.sum()), len(number), found.note))
    columns = [by, "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def length_interval(total, count, level: float = 0.95) -> Estimate:
    """Estimate a mean length above 0 from each article's total and count, its interval on the log scale."""
    found = mean_interval(total, count, level)
    if np.isnan(found.low) or found.estimate <= 0:
        return found
    factor = float(np.exp((found.high - found.estimate) / found.estimate))
    return Estimate(found.estimate, found.estimate / factor, found.estimate * factor)
