"""Intervals for ratios and means of things that come in articles.

Nothing here knows what is counted: per-article sums in, one estimate out.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.special import expit
from statsmodels.stats.proportion import proportion_confint

from analysis.errors import RequestError
from analysis.options import LEVEL, require_level

ONE_ARTICLE = "not estimable: one article only"
NO_DATA = "not estimable: nothing to count"
ALL_OR_NONE = "not estimable: all or none"
NO_SPREAD = "not estimable: articles do not differ"


class Estimate(NamedTuple):
    """A number with its interval; `low` and `high` are missing (NaN) where `note` says "not estimable"."""

    estimate: float
    low: float
    high: float
    note: str = ""


def share_interval(part, whole, level: float = LEVEL) -> Estimate:
    r"""Estimate a share, its interval linearised by article on the logit scale.

    It does not assume that the parts of one article are independent.

    .. math:: R = \sum y_i / \sum x_i, \quad
              v(R) = \frac{A}{A-1} \frac{\sum (y_i - R x_i)^2}{(\sum x_i)^2}, \quad
              n = \frac{R (1 - R)}{v(R)} \left(\frac{z}{t_{A-1}}\right)^2, \quad
              \ln \frac{nR + 1/2}{n(1-R) + 1/2} \pm z \sqrt{\frac{1}{nR + 1/2} + \frac{1}{n(1-R) + 1/2}}

    with one :math:`(y_i, x_i)` an article and A the number of articles with :math:`x_i > 0`; n is how many
    independent attributions would tell as much (Korn and Graubard), the halves are those of Haldane and Anscombe. At
    R = 0 or 1, with one article, or when all articles have the same share, the data hold no estimate of the spread:
    the interval is missing and the note says so.

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
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., section 6.3 and chapter 9A. Korn, E. L. and
    Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data. *Survey Methodology* 24, 193-201. Gart, J. J. and Zweifel, J. R. (1967). On the bias of
    various estimators of the logit and its variance. *Biometrika* 54, 181-187.

    Examples
    --------
    >>> share_interval([1, 3], [4, 4]).estimate
    0.5
    """
    require_level(level)
    part, whole = _pairs(part, whole)
    if (part < 0).any() or (part > whole + 1e-9).any():
        raise RequestError("A share needs parts between 0 and their whole, article by article.")
    if whole.size == 0:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    share = float(part.sum() / whole.sum())
    if whole.size == 1:
        return Estimate(share, np.nan, np.nan, ONE_ARTICLE)
    if share <= 0 or share >= 1:
        return Estimate(share, np.nan, np.nan, ALL_OR_NONE)
    error = _standard_error(part, whole, share)
    if error < 1e-12:
        return Estimate(share, np.nan, np.nan, NO_SPREAD)
    z, t = stats.norm.ppf((1 + level) / 2), stats.t.ppf((1 + level) / 2, whole.size - 1)
    effective = share * (1 - share) / error**2 * (z / t) ** 2
    yes, no = effective * share + 0.5, effective * (1 - share) + 0.5
    reach = z * np.sqrt(1 / yes + 1 / no)
    low, high = expit(np.log(yes / no) - reach), expit(np.log(yes / no) + reach)
    # With two articles n is so small that the halves can move the interval off an estimate near 0 or 1.
    return Estimate(share, float(min(low, share)), float(max(high, share)))


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
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    share = float(part.mean())
    if part.size == 1:
        return Estimate(share, np.nan, np.nan, ONE_ARTICLE)
    low, high = proportion_confint(part.sum(), part.size, 1 - level, "jeffreys")
    return Estimate(share, float(low) if share > 0 else 0.0, float(high) if share < 1 else 1.0)


def mean_interval(total, count, level: float = LEVEL) -> Estimate:
    r"""Estimate a mean over things that come in articles, its interval linearised by article.

    The ratio estimator of :func:`share_interval` on the plain scale: :math:`R \pm t_{A-1} \sqrt{v(R)}`. It
    does not keep the interval within the range of the thing measured.

    Parameters
    ----------
    total, count : array-like, shape (articles,)
        Sum of the values, and number of values, in each article.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        In the unit of the values.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., section 6.3 and chapter 9A.
    """
    require_level(level)
    total, count = _pairs(total, count)
    if count.size == 0:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    mean = float(total.sum() / count.sum())
    if count.size == 1:
        return Estimate(mean, np.nan, np.nan, ONE_ARTICLE)
    error = _standard_error(total, count, mean)
    if error < 1e-12:
        return Estimate(mean, np.nan, np.nan, NO_SPREAD)
    reach = float(stats.t.ppf((1 + level) / 2, count.size - 1) * error)
    return Estimate(mean, mean - reach, mean + reach)


def difference_interval(one, one_count, other, other_count, level: float = LEVEL) -> Estimate:
    r"""Estimate the difference of two means or shares over the same articles, its interval linearised by article.

    Articles may hold things of either kind, or of both, so the two need not be independent.

    .. math:: D = R_1 - R_2, \quad
              z_i = \frac{y_{1i} - R_1 x_{1i}}{\sum x_1} - \frac{y_{2i} - R_2 x_{2i}}{\sum x_2}, \quad
              D \pm t_{A-2} \sqrt{\frac{A}{A-1} \sum z_i^2}

    Parameters
    ----------
    one, one_count, other, other_count : array-like, shape (articles,)
        Sum of the values and number of values of each kind in each article.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        In the unit of the values.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., section 6.17. Särndal, C.-E., Swensson, B. and Wretman, J.
    (1992). *Model Assisted Survey Sampling*, section 5.5.

    Examples
    --------
    >>> difference_interval([2, 4, 0, 0], [4, 8, 0, 0], [0, 0, 1, 1], [0, 0, 4, 4]).estimate
    0.25
    """
    require_level(level)
    arrays = [np.asarray(values, float) for values in (one, one_count, other, other_count)]
    if len({array.shape for array in arrays}) > 1 or arrays[0].ndim != 1:
        raise RequestError("A difference needs both sums and both counts for each article.")
    one, one_count, other, other_count = (array[(arrays[1] > 0) | (arrays[3] > 0)] for array in arrays)
    if not one_count.sum() or not other_count.sum():
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    means = one.sum() / one_count.sum(), other.sum() / other_count.sum()
    difference = float(means[0] - means[1])
    if min((one_count > 0).sum(), (other_count > 0).sum()) < 2:
        return Estimate(difference, np.nan, np.nan, ONE_ARTICLE)
    influence = (one - means[0] * one_count) / one_count.sum() - (other - means[1] * other_count) / other_count.sum()
    articles = influence.size
    error = float(np.sqrt(articles / (articles - 1) * (influence**2).sum()))
    if error < 1e-12:
        return Estimate(difference, np.nan, np.nan, NO_SPREAD)
    reach = float(stats.t.ppf((1 + level) / 2, max(1, articles - 2)) * error)
    return Estimate(difference, difference - reach, difference + reach)


def _pairs(part, whole) -> tuple[np.ndarray, np.ndarray]:
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    if part.shape != whole.shape or part.ndim != 1:
        raise RequestError("An interval needs one part and one whole for each article.")
    if np.isnan(part).any() or np.isnan(whole).any() or (whole < 0).any():
        raise RequestError("An interval needs numbers without gaps, and no negative counts.")
    return part[whole > 0], whole[whole > 0]


def _standard_error(part: np.ndarray, whole: np.ndarray, ratio: float) -> float:
    articles = whole.size
    residuals = part - ratio * whole
    return float(np.sqrt(articles / (articles - 1) * (residuals**2).sum()) / whole.sum())


TWO_ARTICLES = "not estimable: two articles only"
NO_LENGTH = "not estimable: all words stand in one article"


def length_interval(total, count, level: float = LEVEL) -> Estimate:
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
