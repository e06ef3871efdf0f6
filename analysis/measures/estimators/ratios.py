"""Intervals for ratios and means of things that come in articles.

Nothing here knows what is counted: per-article sums in, one estimate out. Every spread is that of the ratio when one
article at a time is left out, and the degrees of freedom are those of the articles that matter (`effective_clusters`).
"""

from typing import NamedTuple

import numpy as np
from scipy import optimize, stats
from scipy.special import expit, logit

from analysis.errors import RequestError
from analysis.options import FEWEST_ARTICLES, LEVEL, require_level

NO_DATA = "not estimable: nothing to count"
TOO_FEW = f"not estimable: fewer than {FEWEST_ARTICLES} articles"
DOMINATED = "not estimable: one article holds nearly all of it"
NO_SPREAD = "not estimable: articles do not differ"
ALL_OR_NONE = "not estimable: all or none"
NO_LENGTH = "not estimable: all words stand in one article"
NONE_SEEN = "none seen: an upper limit"
ALL_SEEN = "nothing else seen: a lower limit"

WITHIN = 0.05
"""Correlation within articles by which long ones count for less; from .02 to .1 intervals hold alike (simulated)."""


class Estimate(NamedTuple):
    """A number with its interval; `low` and `high` are missing (NaN) where `note` says "not estimable"."""

    estimate: float
    low: float
    high: float
    note: str = ""
    effective: float = np.nan
    """As many articles of equal weight would tell as much."""

    def without_interval(self, note: str) -> "Estimate":
        """Keep the number, and say why it has no interval."""
        return self._replace(low=np.nan, high=np.nan, note=note)


class Spread(NamedTuple):
    """A ratio, how it moves when each article is left out, its variance, and how many articles it rests on."""

    ratio: float
    moves: np.ndarray
    variance: float
    effective: float
    articles: float


def effective_clusters(sizes, alike=None) -> float:
    r"""Give how many articles of equal weight would tell as much as these of unequal size.

    .. math:: G = \frac{(\sum_i s_i)^2}{\sum_i s_i^2}, \quad s_i = x_i (1 + \rho (x_i - 1))

    with s the variance of the sum of x things that correlate by :math:`\rho` = `WITHIN`: Satterthwaite's degrees of
    freedom. Where all are of one size it is their number.

    References
    ----------
    Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. *Biometrics Bulletin*
    2, 110-114. Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with
    multi-stage samples. *Survey Methodology* 28, 169-181. Carter, A. V., Schnepel, K. T. and Steigerwald, D. G. (2017).
    Asymptotic behavior of a t-test robust to cluster heterogeneity. *Review of Economics and Statistics* 99, 698-709.

    Examples
    --------
    >>> effective_clusters([4, 4, 4]), round(effective_clusters([1, 1, 1, 30]), 2)
    (3.0, 1.08)
    """
    sizes = np.asarray(sizes, float)
    alike = np.ones_like(sizes) if alike is None else np.asarray(alike, float)
    weights = sizes * (1 + WITHIN * (sizes - 1))
    squares = (alike * weights**2).sum()
    return float((alike * weights).sum() ** 2 / squares) if squares > 0 else 0.0


def spread_of(part, whole, alike=None) -> Spread:
    r"""Give a ratio of sums and its jackknife variance by article.

    .. math:: v = \frac{A-1}{A} \sum_i (R_{(i)} - R)^2, \quad R_{(i)} - R = - \frac{y_i - R x_i}{\sum x - x_i}

    Parameters
    ----------
    part, whole : array-like, shape (articles,)
        Numerator and denominator, the latter above 0.
    alike : array-like, shape (articles,), optional
        How many articles a row stands for.

    References
    ----------
    Efron, B. and Stein, C. (1981). The jackknife estimate of variance. *Annals of Statistics* 9, 586-596. Cochran,
    W. G. (1977). *Sampling Techniques*, 3rd ed., section 6.17.
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    alike = np.ones_like(whole) if alike is None else np.asarray(alike, float)
    articles, total = alike.sum(), (alike * whole).sum()
    if not total:
        return Spread(np.nan, np.zeros_like(whole), np.nan, 0.0, articles)
    ratio = float((alike * part).sum() / total)
    rest = total - whole
    moves = np.divide(ratio * whole - part, rest, out=np.zeros_like(whole), where=rest > 1e-12 * total)
    variance = float((articles - 1) / articles * (alike * moves**2).sum())
    return Spread(ratio, moves, variance, effective_clusters(whole, alike), float(articles))


def share_interval(part, whole, level: float = LEVEL) -> Estimate:
    r"""Estimate a share, its interval by leaving out one article at a time, on the logit scale.

    It does not assume that the parts of one article are independent, nor that articles are of one length.

    .. math:: R = \frac{\sum y_i}{\sum x_i}, \quad \operatorname{logit} R \pm t_{G-1} \frac{\sqrt v}{R (1 - R)}

    with v of :func:`spread_of` and G of :func:`effective_clusters`. Of fewer than five articles there is no interval,
    nor where one article holds nearly all (G below 2). Where nothing, or everything, has the value, the interval ends
    at the limit of Jeffreys for none, or all, of G: as if each article were one attribution.

    Parameters
    ----------
    part, whole : array-like, shape (articles,)
        What counts, and what it is a share of, in each article; ``0 <= part <= whole``.
    level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        A share between 0 and 1.

    Raises
    ------
    RequestError
        When a part is negative or larger than its whole.

    References
    ----------
    Efron and Stein (1981), as in :func:`spread_of`. Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval
    estimation for a binomial proportion. *Statistical Science* 16, 101-133.

    Examples
    --------
    >>> share_interval([1, 3, 2, 2, 2], [4, 4, 4, 4, 4]).estimate
    0.5
    """
    require_level(level)
    part, whole = _pairs(part, whole)
    if (part < 0).any() or (part > whole + 1e-9).any():
        raise RequestError("A share needs parts between 0 and their whole, article by article.")
    found = spread_of(part, whole)
    share, effective = found.ratio, found.effective
    reason = _hindrance(found)
    if reason:
        return Estimate(share, np.nan, np.nan, reason, effective)
    if share <= 1e-12 or share >= 1 - 1e-12:
        limit = float(stats.beta.ppf((1 + level) / 2, 0.5, effective + 0.5))
        if share < 0.5:
            return Estimate(share, 0.0, limit, NONE_SEEN, effective)
        return Estimate(share, 1 - limit, 1.0, ALL_SEEN, effective)
    if found.variance < 1e-24:
        return Estimate(share, np.nan, np.nan, NO_SPREAD, effective)
    reach = _quantile(level, effective) * np.sqrt(found.variance) / (share * (1 - share))
    low, high = (float(expit(logit(share) + way * reach)) for way in (-1, 1))
    return Estimate(share, low, high, effective=effective)


def bounded_interval(first, second, unknown, level: float = LEVEL) -> tuple[float, float]:
    r"""Give one interval for what sampling and the unknown together leave open of a share, first / (first + second).

    The share lies between :math:`L = a / (a + b + u)`, if all unknown were of the second kind, and
    :math:`U = (a + u) / (a + b + u)`. On the logit scale, with s the standard errors of the two,

    .. math:: [L - c\, s_L,\; U + c\, s_U], \quad
              \Phi\left(c + \frac{U - L}{\max(s_L, s_U)}\right) - \Phi(-c) = \text{level}

    and c drawn out by the ratio of the t quantile to the normal one. It covers the share, wherever the unknown belong,
    as often as the level says; not all of what is between the bounds. Missing (NaN) where there is no interval.

    Parameters
    ----------
    first, second, unknown : array-like, shape (articles,)
        How many of each kind in each article.
    level : float
        Coverage of the interval.

    References
    ----------
    Imbens, G. W. and Manski, C. F. (2004). Confidence intervals for partially identified parameters. *Econometrica* 72,
    1845-1857.
    """
    require_level(level)
    first, second, unknown = (np.asarray(values, float) for values in (first, second, unknown))
    whole = first + second + unknown
    ends = [share_interval(part, whole, level) for part in (first, first + unknown)]
    if any(np.isnan(end.low) for end in ends):
        return np.nan, np.nan
    t, kept = _quantile(level, ends[0].effective), whole > 0
    errors = []
    for part, end in zip((first, first + unknown), ends, strict=True):
        inside = 0 < end.estimate < 1
        error = np.sqrt(spread_of(part[kept], whole[kept]).variance)
        errors.append(error / (end.estimate * (1 - end.estimate)) if inside else np.nan)
    if np.isnan(errors).any():
        return ends[0].low, ends[1].high
    low, high = (float(logit(end.estimate)) for end in ends)
    apart = (high - low) / max(errors)
    c = optimize.brentq(lambda c: stats.norm.cdf(c + apart) - stats.norm.cdf(-c) - level, 0, 10)
    c *= t / stats.norm.ppf((1 + level) / 2)
    return float(expit(low - c * errors[0])), float(expit(high + c * errors[1]))


def share_of_articles(part, level: float = LEVEL) -> Estimate:
    r"""Estimate the share of articles in which something is so, with Jeffreys's interval.

    Its ends are quantiles of :math:`\operatorname{Beta}(a + 1/2, A - a + 1/2)` for a of A articles, but 0 where none
    and 1 where all have it. An article counts as one or none, so no spread has to be estimated, and none or all of
    the articles give an interval too. It does not hold for what an article can have in part.

    Parameters
    ----------
    part : array-like, shape (articles,)
        0 or 1 for each article.
    level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    RequestError
        When an article is neither 0 nor 1.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion. *Statistical
    Science* 16, 101-133.

    Examples
    --------
    >>> round(share_of_articles([0] * 10).high, 3)
    0.217
    """
    require_level(level)
    part = np.asarray(part, float)
    if part.ndim != 1 or not np.isin(part, (0, 1)).all():
        raise RequestError("A share of articles needs 0 or 1 for each article.")
    if part.size == 0:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA, 0.0)
    share, articles = float(part.mean()), float(part.size)
    if articles < FEWEST_ARTICLES:
        return Estimate(share, np.nan, np.nan, TOO_FEW, articles)
    ends = stats.beta.ppf([(1 - level) / 2, (1 + level) / 2], part.sum() + 0.5, articles - part.sum() + 0.5)
    low, high = float(ends[0]) if share > 0 else 0.0, float(ends[1]) if share < 1 else 1.0
    return Estimate(share, low, high, "", articles)


def mean_interval(total, count, level: float = LEVEL, limits: tuple[float, float] = (-np.inf, np.inf)) -> Estimate:
    r"""Estimate a mean over things that come in articles, its interval by leaving out one article at a time.

    .. math:: R = \frac{\sum y_i}{\sum x_i}, \quad R \pm t_{G-1} \sqrt v

    with v of :func:`spread_of` and G of :func:`effective_clusters`.

    Parameters
    ----------
    total, count : array-like, shape (articles,)
        Sum of the values, and number of values, in each article.
    level : float
        Coverage of the interval.
    limits : (float, float)
        Between which the values lie.

    Returns
    -------
    Estimate
        In the unit of the values.

    References
    ----------
    Efron and Stein (1981), as in :func:`spread_of`.
    """
    require_level(level)
    found = spread_of(*_pairs(total, count))
    reason = _hindrance(found) or (NO_SPREAD if found.variance < 1e-24 else "")
    if reason:
        return Estimate(found.ratio, np.nan, np.nan, reason, found.effective)
    reach = _quantile(level, found.effective) * np.sqrt(found.variance)
    low, high = max(found.ratio - reach, limits[0]), min(found.ratio + reach, limits[1])
    return Estimate(found.ratio, float(low), float(high), "", found.effective)


def length_interval(total, count, level: float = LEVEL) -> Estimate:
    r"""Estimate a mean length above 0 from each article's total and count, its interval on the log scale.

    Lengths are skewed: the spread is that of the logarithm of the mean when one article at a time is left out,
    :math:`R \exp(\pm t_{G-1} \sqrt v)`. It does not know what a length of 0 would mean: with one, there is no interval.

    References
    ----------
    As in :func:`spread_of` and :func:`effective_clusters`.
    """
    found = mean_interval(total, count, level)
    if np.isnan(found.low):
        return found
    total, count = _pairs(total, count)
    without = (total.sum() - total) / (count.sum() - count)
    if without.min() <= 0:
        return found.without_interval(NO_LENGTH)
    error = np.sqrt((count.size - 1) * np.log(without).var())
    factor = float(np.exp(_quantile(level, found.effective) * error))
    return found._replace(low=found.estimate / factor, high=found.estimate * factor)


def welch(one, one_count, other, other_count, alike=None) -> tuple[float, float, float]:
    r"""Give the difference of two ratios, its standard error and its degrees of freedom (Welch and Satterthwaite).

    .. math:: v = v_1 + v_2 - 2 \frac{A_{12} - 1}{A_{12}} \sum_i m_{1i} m_{2i}, \quad
              \nu = \frac{v^2}{v_1^2 / (G_1 - 1) + v_2^2 / (G_2 - 1)}

    with m what leaving out an article does to each ratio (:func:`spread_of`): articles may hold things of either kind,
    or of both (:math:`A_{12}` do). A kind in few articles has few degrees of freedom, however many the other has.

    Parameters
    ----------
    one, one_count, other, other_count : array-like, shape (articles,)
        Sum of the values and number of values of each kind in each article.
    alike : array-like, shape (articles,), optional
        How many articles a row stands for.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population variances are
    involved. *Biometrika* 34, 28-35. Satterthwaite (1946), as in :func:`effective_clusters`.
    """
    arrays = [np.asarray(values, float) for values in (one, one_count, other, other_count)]
    alike = np.ones_like(arrays[1]) if alike is None else np.asarray(alike, float)
    spreads, moves = [], []
    for total, count in (arrays[:2], arrays[2:]):
        has = count > 0
        found = spread_of(total[has], count[has], alike[has])
        spreads.append(found)
        moves.append(np.zeros_like(count))
        moves[-1][has] = found.moves
    variances = [found.variance for found in spreads]
    both = max(alike[(arrays[1] > 0) & (arrays[3] > 0)].sum(), 1.0)
    together = (both - 1) / both * (alike * moves[0] * moves[1]).sum()
    variance = max(sum(variances) - 2 * together, 0.0)
    parts = sum(v**2 / max(found.effective - 1, 1) for v, found in zip(variances, spreads, strict=True))
    freedom = variance**2 / parts if parts > 0 else np.nan
    return spreads[0].ratio - spreads[1].ratio, float(np.sqrt(variance)), float(freedom)


def difference_interval(one, one_count, other, other_count, level: float = LEVEL) -> Estimate:
    r"""Estimate the difference of two means or shares over the same articles: :math:`D \pm t_\nu \sqrt v` of `welch`.

    Parameters
    ----------
    one, one_count, other, other_count : array-like, shape (articles,)
        Sum of the values and number of values of each kind in each article; an article may hold either kind, or both.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        In the unit of the values; `effective` is that of the kind with fewer.

    References
    ----------
    Welch (1947), as in :func:`welch`.

    Examples
    --------
    >>> half, quarter, none = [1, 3, 2, 2, 2], [1, 1, 0, 2, 1], [0] * 5
    >>> difference_interval(half + none, [4] * 5 + none, none + quarter, none + [4] * 5).estimate
    0.25
    """
    require_level(level)
    arrays = [np.asarray(values, float) for values in (one, one_count, other, other_count)]
    if len({array.shape for array in arrays}) > 1 or arrays[0].ndim != 1:
        raise RequestError("A difference needs both sums and both counts for each article.")
    counts = arrays[1], arrays[3]
    if not all(count.sum() for count in counts):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA, 0.0)
    difference, error, freedom = welch(*arrays)
    effective = min(effective_clusters(count[count > 0]) for count in counts)
    if min((count > 0).sum() for count in counts) < FEWEST_ARTICLES:
        return Estimate(difference, np.nan, np.nan, TOO_FEW, effective)
    if effective < 2:
        return Estimate(difference, np.nan, np.nan, DOMINATED, effective)
    if error < 1e-12:
        return Estimate(difference, np.nan, np.nan, NO_SPREAD, effective)
    reach = float(stats.t.ppf((1 + level) / 2, freedom) * error)
    return Estimate(difference, difference - reach, difference + reach, "", effective)


def equivalence_p(difference: float, error: float, freedom: float, margin: float) -> float:
    """Give the p of two one-sided tests that a difference lies within ± `margin`: below .05, it is no larger.

    A difference that is not significant is not thereby shown to be small; this shows it.

    References
    ----------
    Schuirmann, D. J. (1987). A comparison of the two one-sided tests procedure and the power approach for assessing the
    equivalence of average bioavailability. *Journal of Pharmacokinetics and Biopharmaceutics* 15, 657-680.

    Examples
    --------
    >>> round(equivalence_p(0.02, 0.03, 40, 0.1), 3), round(equivalence_p(0.09, 0.03, 40, 0.1), 3)
    (0.006, 0.37)
    """
    if not margin > 0:
        raise RequestError(f"A difference cannot be within ±{margin}; take a margin above 0.")
    return float(stats.t.sf((margin - abs(difference)) / error, freedom)) if error > 0 else np.nan


def _hindrance(found: Spread) -> str:
    if not found.articles or np.isnan(found.ratio):
        return NO_DATA
    if found.articles < FEWEST_ARTICLES:
        return TOO_FEW
    return DOMINATED if found.effective < 2 else ""


def _quantile(level: float, effective: float) -> float:
    return float(stats.t.ppf((1 + level) / 2, max(effective - 1, 1)))


def _pairs(part, whole) -> tuple[np.ndarray, np.ndarray]:
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    if part.shape != whole.shape or part.ndim != 1:
        raise RequestError("An interval needs one part and one whole for each article.")
    if np.isnan(part).any() or np.isnan(whole).any() or (whole < 0).any():
        raise RequestError("An interval needs numbers without gaps, and no negative counts.")
    return part[whole > 0], whole[whole > 0]
