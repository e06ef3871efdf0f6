"""Intervals of statistics that have no formula of their own, by leaving out one article at a time."""

from collections.abc import Callable

import numpy as np
from scipy import stats
from scipy.special import expit, logit

from analysis.measures.estimators.ratios import (
    DOMINATED,
    NO_DATA,
    NO_SPREAD,
    TOO_FEW,
    Estimate,
    effective_clusters,
)
from analysis.options import FEWEST_ARTICLES, LEVEL


def jackknife_interval(
    counts: np.ndarray,
    statistic: Callable[[np.ndarray], float],
    scale: str = "plain",
    level: float = LEVEL,
    corrected: bool = False,
) -> Estimate:
    r"""Estimate any smooth statistic of summed counts, its interval by leaving out one article at a time.

    .. math:: v = \frac{A - 1}{A} \sum_i (\theta_{(i)} - \bar\theta_{(\cdot)})^2, \quad
              \theta \pm t_{G-1} \sqrt v

    and, corrected, with the bias b that leaving out articles shows, whose own spread is that of a quadratic form over
    the K classes seen:

    .. math:: b = (A - 1) (\theta - \bar\theta_{(\cdot)}), \quad
              \theta + b \pm t_{G-1} \sqrt{v + 2 b^2 / \min(K - 1, A - 1)}

    Uncorrected, the statistic keeps its own bias. G is that of :func:`effective_clusters`.

    Parameters
    ----------
    counts : array, shape (articles, classes)
        How often each class occurs in each article.
    statistic : callable
        From summed counts (classes,) to a number.
    scale : {"plain", "logit"}
        Logit keeps the interval of a number between 0 and 1 within these.
    level : float
        Coverage of the interval.
    corrected : bool
        Whether to take off the bias.

    References
    ----------
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9, 586-596. Quenouille,
    M. H. (1956). Notes on bias in estimation. *Biometrika* 43, 353-360. Zahl, S. (1977). Jackknifing an index of
    diversity. *Ecology* 58, 907-913. Rao, J. N. K. and Scott, A. J. (1981). The analysis of categorical data from
    complex sample surveys. *JASA* 76, 221-230: the quadratic form as a multiple of chi-squared.
    """
    counts = np.asarray(counts, float)
    counts = counts[counts.sum(axis=1) > 0]
    articles, total = len(counts), counts.sum(axis=0)
    estimate = statistic(total) if articles else np.nan
    if np.isnan(estimate):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    patterns, alike = np.unique(counts, axis=0, return_counts=True)
    if articles < 2:
        return interval_of_moves(estimate, np.zeros(1), alike, counts.sum(axis=1), scale, level)
    without = np.array([statistic(total - pattern) for pattern in patterns])
    middle = np.average(without, weights=alike)
    further = 0.0
    if corrected and articles >= FEWEST_ARTICLES:
        bias = (articles - 1) * (estimate - middle)
        further = 2 * bias**2 / max(1, min((total > 0).sum(), articles) - 1)
        estimate = float(estimate + bias)
    return interval_of_moves(estimate, without - middle, alike, counts.sum(axis=1), scale, level, further)


def interval_of_moves(
    estimate: float, moves: np.ndarray, alike: np.ndarray, sizes: np.ndarray, scale: str, level: float, further=0.0
) -> Estimate:
    """Give a number its interval from how it moves when an article is left out; `further` adds to the variance.

    Parameters
    ----------
    moves, alike : array, shape (kinds of articles,)
        By how much, and how many articles do so.
    sizes : array, shape (articles,)
        What each article holds.
    """
    articles, effective = alike.sum(), effective_clusters(sizes)
    if articles < FEWEST_ARTICLES:
        return Estimate(estimate, np.nan, np.nan, TOO_FEW, effective)
    if effective < 2:
        return Estimate(estimate, np.nan, np.nan, DOMINATED, effective)
    variance = (articles - 1) / articles * (alike * moves**2).sum() + further
    if not np.isfinite(variance) or variance < 1e-24 or (scale == "logit" and not 0 < estimate < 1):
        return Estimate(estimate, np.nan, np.nan, NO_SPREAD, effective)
    reach = stats.t.ppf((1 + level) / 2, max(effective - 1, 1)) * np.sqrt(variance)
    if scale == "plain":
        return Estimate(estimate, float(estimate - reach), float(estimate + reach), "", effective)
    reach /= estimate * (1 - estimate)
    low, high = (float(expit(logit(estimate) + way * reach)) for way in (-1, 1))
    return Estimate(estimate, low, high, "", effective)
