"""Krippendorff's alpha from sums by article: how far values agree that several people gave the same items."""

import numpy as np
from scipy import stats

from analysis.measures.estimators.ratios import NO_DATA, NO_SPREAD, TOO_FEW, Estimate, effective_clusters
from analysis.options import FEWEST_ARTICLES, LEVEL

ONE_VALUE = "not estimable: one value only"
IN_ONE = "not estimable: one article holds all disagreement"
METRICS = ("nominal", "ordinal", "interval")


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
    r"""Estimate alpha, its interval by leaving out one article at a time, on the scale of what is lacking to 1.

    .. math:: v = \frac{A - 1}{A} \sum_i \left(\ln \frac{1 - \alpha_{(i)}}{1 - \alpha}\right)^2, \quad
              1 - (1 - \alpha) \exp(\pm t_{G-1} \sqrt v)

    Parameters
    ----------
    values, items, articles : array-like, shape (codes,)
        The value of each code, its item, and the item's article.
    metric : {"nominal", "ordinal", "interval"}
    level : float
        Coverage of the interval.

    References
    ----------
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9, 586-596.
    """
    found, error, effective, articles = _on_log_scale(values, items, articles, metric)
    if np.isnan(found):
        return Estimate(np.nan, np.nan, np.nan, ONE_VALUE if articles else NO_DATA)
    if articles < FEWEST_ARTICLES:
        return Estimate(found, np.nan, np.nan, TOO_FEW, effective)
    if not error > 1e-12:  # also where leaving out an article leaves one value only, or nothing to differ on
        return Estimate(found, np.nan, np.nan, IN_ONE if found < 1 and np.isnan(error) else NO_SPREAD, effective)
    factor = np.exp(stats.t.ppf((1 + level) / 2, max(effective - 1, 1)) * error)
    return Estimate(found, float(max(1 - (1 - found) * factor, -1)), float(1 - (1 - found) / factor), "", effective)


def alpha_below(values, items, articles, metric: str = "nominal", least: float = 2 / 3) -> float:
    """Give the chance that alpha is below `least`, by the t of its interval; missing where there is no interval.

    Krippendorff asks that this chance be small before conclusions rest on the codes; .667 is the least he accepts for
    tentative ones. (He draws codes anew; drawing articles anew finds it small twice as often as it should, so this is
    of the jackknife: docs/statistics.md.)

    References
    ----------
    Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
    *Communication Methods and Measures* 1(1), 77-89.
    """
    found, error, effective, articles = _on_log_scale(values, items, articles, metric)
    if np.isnan(found) or articles < FEWEST_ARTICLES or not error > 1e-12:
        return np.nan
    return float(stats.t.cdf(np.log((1 - found) / (1 - least)) / error, max(effective - 1, 1)))


def _on_log_scale(values, items, articles, metric: str) -> tuple[float, float, float, int]:
    """Give alpha, the standard error of ln(1 - alpha), the effective number of articles, and how many there are."""
    tables, different, _ = coincidences(values, items, articles)
    total = tables.sum(axis=0)
    found = float(alpha(total, different, metric)) if len(different) else np.nan
    effective = effective_clusters(tables.sum(axis=(1, 2)))
    if np.isnan(found) or len(tables) < FEWEST_ARTICLES or found >= 1:
        return found, np.nan, effective, len(tables)
    lacking = 1 - alpha(total - tables, different, metric)
    if not (lacking > 1e-9).all():  # one article holds all disagreement: how much there is elsewhere cannot be told
        return found, np.nan, effective, len(tables)
    error = np.sqrt((len(tables) - 1) / len(tables) * (np.log(lacking / (1 - found)) ** 2).sum())
    return found, float(error), effective, len(tables)
