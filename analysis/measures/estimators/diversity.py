"""How many classes there are and how evenly they are spread: arrays of counts in, one number out."""

import numpy as np
from scipy.special import gammaln

from analysis.errors import RequestError
from analysis.measures.estimators.ratios import NO_DATA, TOO_FEW, Estimate
from analysis.measures.estimators.resampling import interval_of_moves
from analysis.options import LEVEL


def shannon(counts) -> float:
    r"""Estimate Shannon's entropy (nats) from counts; the plug-in is too low in small samples.

    .. math:: C = 1 - f_1 / n, \quad \tilde p_k = C c_k / n, \quad
              \hat H = - \sum_k \frac{\tilde p_k \ln \tilde p_k}{1 - (1 - \tilde p_k)^n}

    with f1 the number of classes seen once. When all were seen once, f1 is taken as n - 1.

    References
    ---------- Chao, A. and Shen, T.-J. (2003). Nonparametric estimation of Shannon's index of diversity when
    there are unseen species in sample. *Environmental and Ecological Statistics* 10, 429-443.

    Examples
    --------
    >>> round(shannon([10, 10]), 3)
    0.693
    """
    counts = _positive(counts)
    n, once = counts.sum(), (counts == 1).sum()
    if n == 0:
        return np.nan
    shares = (1 - min(once, n - 1) / n) * counts / n
    return float(-(shares * np.log(shares) / (1 - (1 - shares) ** n)).sum())


def concentration(counts: np.ndarray) -> float:
    r"""Estimate the Herfindahl-Hirschman index: the chance that two draws from different articles are of one class.

    .. math:: C = \frac{\sum_{i \ne j} \sum_k c_{ik} c_{jk}}{\sum_{i \ne j} n_i n_j}
                = \frac{\sum_k (c_{\cdot k}^2 - \sum_i c_{ik}^2)}{n^2 - \sum_i n_i^2}

    Draws from one article resemble each other, so pairs within articles would make it too high, by a third from twenty
    articles. Not a number where all is in one article.

    Parameters
    ----------
    counts : array, shape (articles, classes)
        How often each class occurs in each article.

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. *Nature* 163, 688: the index of independent draws. Hoeffding, W.
    (1948). A class of statistics with asymptotically normal distribution. *Annals of Mathematical Statistics* 19,
    293-325: means over pairs.

    Examples
    --------
    >>> float(concentration([[2, 0], [1, 1]]))
    0.5
    """
    alike, pairs = _pairs_apart(counts)
    return float(alike / pairs) if pairs > 0 else np.nan


def concentration_interval(counts: np.ndarray, level: float = LEVEL) -> Estimate:
    """Estimate the :func:`concentration`, its interval by leaving out one article at a time, on the logit scale."""
    counts = np.asarray(counts, float)
    counts = counts[counts.sum(axis=1) > 0]
    estimate = concentration(counts) if len(counts) else np.nan
    if np.isnan(estimate):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA if not len(counts) else TOO_FEW)
    alike, pairs = _pairs_apart(counts)
    total, sizes = counts.sum(axis=0), counts.sum(axis=1)
    alike_without = alike - 2 * (counts @ total - (counts**2).sum(axis=1))
    pairs_without = pairs - 2 * sizes * (sizes.sum() - sizes)
    without = np.divide(alike_without, pairs_without, out=np.full(len(counts), estimate), where=pairs_without > 0)
    return interval_of_moves(estimate, without - without.mean(), np.ones(len(counts)), sizes, "logit", level)


def _pairs_apart(counts) -> tuple[float, float]:
    """Count ordered pairs from different articles: of one class, and all."""
    counts = np.asarray(counts, float)
    if counts.ndim != 2 or (counts < 0).any():
        raise RequestError("Concentration needs counts by article and class, none of them negative.")
    return (
        float((counts.sum(axis=0) ** 2).sum() - (counts**2).sum()),
        float(counts.sum() ** 2 - (counts.sum(axis=1) ** 2).sum()),
    )


def rarefied(counts, size: int) -> float:
    r"""Give the number of classes to expect in a sample of `size` drawn from the counts without replacement.

    .. math:: \sum_k 1 - \binom{n - c_k}{m} / \binom{n}{m}

    Compare corpora of different size at the size of the smaller one.

    Raises
    ------
    RequestError
        When the sample is larger than the counts.

    References
    ----------
    Hurlbert, S. H. (1971). The nonconcept of species diversity. *Ecology* 52, 577-586.

    Examples
    --------
    >>> round(rarefied([2, 2], 2), 4)
    1.6667
    """
    counts = _positive(counts)
    n = counts.sum()
    if not 0 <= size <= n:
        raise RequestError(f"A sample of {size} cannot be drawn from {n:.0f} without replacement.")
    rest = n - counts
    with np.errstate(invalid="ignore", divide="ignore"):
        missed = np.where(
            rest >= size,
            np.exp(
                gammaln(rest + 1) - gammaln(np.maximum(rest - size, 0) + 1) - gammaln(n + 1) + gammaln(n - size + 1)
            ),
            0.0,
        )
    return float((1 - missed).sum())


def _positive(counts) -> np.ndarray:
    counts = np.asarray(counts, float)
    if counts.ndim != 1 or (counts < 0).any() or np.isnan(counts).any():
        raise RequestError("Diversity needs one list of counts, none of them negative or missing.")
    return counts[counts > 0]
