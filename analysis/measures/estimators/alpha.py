"""Krippendorff's alpha from sums by article: how far values agree that several people gave the same items."""

import numpy as np
from scipy import stats

from analysis.measures.estimators.ratios import NO_DATA, NO_SPREAD, TOO_FEW, Estimate, effective_clusters
from analysis.options import FEWEST_ARTICLES, LEVEL

ONE_VALUE = "not estimable: one value only"
METRICS = ("nominal", "ordinal", "interval")
DRAWS = 2000


def coincidences(values, items, articles) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Count in each article which values stand beside which, of the same item.

    .. math:: o_{ck} = \sum_u \frac{\text{pairs of c and k in u}}{m_u - 1}

    over the items u with :math:`m_u \ge 2` values; an item that one person coded is not pairable and does not count.

    Parameters
    ----------
    values, items, articles : array-like, shape (codes,)
        The value of each code, its item, and the item's article.

    Returns
    -------
    tables : array, shape (articles, values, values)
    different : array, shape (values,)
        The values, in order.
    articles : array, shape (articles,)
    """
    values, items, articles = (np.asarray(column) for column in (values, items, articles))
    _, item, counts = np.unique(items, return_inverse=True, return_counts=True)
    pairable = counts[item] > 1
    values, articles = values[pairable], articles[pairable]
    different, value = np.unique(values, return_inverse=True)
    named, article = np.unique(articles, return_inverse=True)
    _, first, item = np.unique(item[pairable], return_index=True, return_inverse=True)
    of_item = np.zeros((len(first), len(different)))
    np.add.at(of_item, (item, value), 1.0)
    pairs = of_item[:, :, None] * of_item[:, None, :] - of_item[:, :, None] * np.eye(len(different))
    tables = np.zeros((len(named), len(different), len(different)))
    np.add.at(tables, article[first], pairs / (of_item.sum(axis=1) - 1)[:, None, None])
    return tables, different, named


def alpha(tables: np.ndarray, values: np.ndarray, metric: str = "nominal") -> np.ndarray:
    r"""Compute alpha from tables of coincidences; not a number where only one value was given.

    .. math:: \alpha = 1 - (n - 1) \frac{\sum o_{ck} \delta^2_{ck}}{\sum n_c n_k \delta^2_{ck}}

    with :math:`\delta^2` 0 or 1 (nominal), the squared difference (interval), or, ordinal, the squared number of codes
    given between two values, :math:`\left(\sum_{g=c}^{k} n_g - (n_c + n_k) / 2\right)^2`, of the pairable codes only.

    Parameters
    ----------
    tables : array, shape (..., values, values)
    values : array, shape (values,)
        In order; numbers for an interval.
    metric : {"nominal", "ordinal", "interval"}

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    numbers = tables.sum(axis=-1)
    if metric == "nominal":
        apart = 1 - np.eye(len(values))
    elif metric == "interval":
        apart = (values[:, None] - values[None, :]).astype(float) ** 2
    else:
        ranks = np.cumsum(numbers, axis=-1) - numbers / 2
        apart = (ranks[..., :, None] - ranks[..., None, :]) ** 2
    seen = (tables * apart).sum(axis=(-1, -2))
    expected = (numbers[..., :, None] * numbers[..., None, :] * apart).sum(axis=(-1, -2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (numbers.sum(axis=-1) - 1) * seen / expected, np.nan)


def alpha_interval(values, items, articles, metric: str = "nominal", level: float = LEVEL) -> Estimate:
    r"""Estimate alpha, its interval by leaving out one article at a time.

    .. math:: v = \frac{A - 1}{A} \sum_i (\alpha_{(i)} - \alpha)^2, \quad
              \alpha \pm t_{G-1} \sqrt v \text{ (at most 1)}
    """
    tables, different, _ = coincidences(values, items, articles)
    total = tables.sum(axis=0)
    found = float(alpha(total, different, metric)) if len(different) else np.nan
    if np.isnan(found):
        return Estimate(np.nan, np.nan, np.nan, ONE_VALUE if len(different) else NO_DATA)
    effective = effective_clusters(tables.sum(axis=(1, 2)))
    if len(tables) < FEWEST_ARTICLES:
        return Estimate(found, np.nan, np.nan, TOO_FEW, effective)
    without = alpha(total - tables, different, metric)
    error = np.sqrt((len(tables) - 1) / len(tables) * ((without - found) ** 2).sum())
    if not error > 1e-12:  # also when leaving out an article leaves one value only
        return Estimate(found, np.nan, np.nan, NO_SPREAD, effective)
    reach = stats.t.ppf((1 + level) / 2, max(effective - 1, 1)) * error
    return Estimate(found, float(found - reach), float(min(found + reach, 1.0)), "", effective)


def alpha_below(values, items, articles, metric: str = "nominal", least: float = 2 / 3, seed: int = 0) -> float:
    """Give the share of samples of articles, drawn anew from these, in which alpha is below `least`.

    Krippendorff asks that this chance be small before conclusions rest on the codes; .667 is the least he accepts for
    tentative ones. Missing of fewer than five articles.

    References
    ----------
    Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
    *Communication Methods and Measures* 1(1), 77-89. Davison, A. C. and Hinkley, D. V. (1997). *Bootstrap Methods and
    Their Application*, chapter 2.
    """
    tables, different, _ = coincidences(values, items, articles)
    if len(tables) < FEWEST_ARTICLES or np.isnan(alpha(tables.sum(axis=0), different, metric)):
        return np.nan
    drawn = np.random.default_rng(seed).multinomial(len(tables), np.full(len(tables), 1 / len(tables)), DRAWS)
    found = alpha(np.einsum("da,aij->dij", drawn, tables), different, metric)
    return float((found[~np.isnan(found)] < least).mean())
