"""How many classes there are and how evenly they are spread: arrays of counts in, one number out."""

import numpy as np
from scipy.special import gammaln

from analysis.errors import RequestError


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


def concentration(counts) -> float:
    r"""Estimate the Herfindahl-Hirschman index without bias: the chance that two draws are of one class.

    .. math:: \sum_k \frac{c_k (c_k - 1)}{n (n - 1)}

    Not a number when there are fewer than two counts.

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. *Nature* 163, 688.

    Examples
    --------
    >>> concentration([3, 1])
    0.5
    """
    counts = _positive(counts)
    n = counts.sum()
    return float((counts * (counts - 1)).sum() / (n * (n - 1))) if n > 1 else np.nan


def hill_numbers(counts) -> dict[str, float]:
    """Give the effective number of classes: order 0 (seen), 1 (exp of Shannon), 2 (inverse concentration).

    References
    ---------- Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences.
    *Ecology* 54, 427-432.
    """
    counts = _positive(counts)
    same = concentration(counts)
    return {
        "hill_0": float(len(counts)),
        "hill_1": float(np.exp(shannon(counts))),
        "hill_2": 1 / same if same and same > 0 else np.nan,
    }


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
