"""How long a side may speak at a time."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import Estimate, mean_interval
from analysis.measures.shares import order_values, per_article, split
from analysis.measures.units import in_units

TWO_ARTICLES = "not estimable: two articles only"
NO_LENGTH = "not estimable: all words stand in one article"


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
    r"""Estimate a mean length above 0 from each article's total and count, its interval on the log scale.

    Lengths are skewed: the spread is that of the logarithm of the mean when one article at a time is left out, and the
    degrees of freedom are those of articles of unequal size.

    .. math:: v = \frac{A-1}{A} \sum (\ln R_{(i)} - \overline{\ln R_{(\cdot)}})^2, \quad
              G = \frac{(\sum x_i)^2}{\sum x_i^2}, \quad R \exp(\pm t_{G-1} \sqrt v)

    It does not know what a length of 0 would mean: with one, there is no interval. Nor is there one of two articles,
    whose t quantile (12.7) on the log scale would say "from 0.02 to 4,745 words".

    References
    ----------
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9, 586-596. Carter,
    A. V., Schnepel, K. T. and Steigerwald, D. G. (2017). Asymptotic behavior of a t-test robust to cluster
    heterogeneity. *Review of Economics and Statistics* 99, 698-709.
    """
    found = mean_interval(total, count, level)
    if np.isnan(found.low):
        return found
    total, count = np.asarray(total, float), np.asarray(count, float)
    total, count = total[count > 0], count[count > 0]
    if count.size == 2:
        return Estimate(found.estimate, np.nan, np.nan, TWO_ARTICLES)
    without = (total.sum() - total) / (count.sum() - count)
    if without.min() <= 0:
        return Estimate(found.estimate, np.nan, np.nan, NO_LENGTH)
    articles, effective = count.size, count.sum() ** 2 / (count**2).sum()
    error = np.sqrt((articles - 1) * np.log(without).var())
    factor = float(np.exp(stats.t.ppf((1 + level) / 2, max(effective - 1, 1)) * error))
    return Estimate(found.estimate, found.estimate / factor, found.estimate * factor)
