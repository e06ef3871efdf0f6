"""How many different voices are heard, and how evenly; corrected for what a small sample cannot show."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, gammaln, logit

from analysis.errors import RequestError
from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import NO_DATA, NO_SPREAD, ONE_ARTICLE, Estimate
from analysis.measures.shares import per_article, split
from analysis.measures.units import in_all, in_units
from analysis.schema import UNKNOWN

MEASURES = {
    "shannon": "Shannon's entropy (Chao and Shen, jackknifed)",
    "evenness": "evenness, 0 to 1",
    "concentration": "concentration, 0 to 1",
    "hill_0": "types seen",
    "hill_1": "effective types, by entropy",
    "hill_2": "effective types, by concentration",
    "rarefied": "types to expect in the smallest outlet's number",
}
"""What to write for the measures of `diversity`."""


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


def jackknife_interval(
    counts: np.ndarray,
    statistic: Callable[[np.ndarray], float],
    scale: str = "plain",
    level: float = 0.95,
    corrected: bool = False,
) -> Estimate:
    r"""Estimate any smooth statistic of summed counts, its interval by leaving out one article at a time.

    .. math:: v = \frac{A - 1}{A} \sum_i (\theta_{(i)} - \bar\theta_{(\cdot)})^2, \quad
              \theta \pm t_{A-1} \sqrt v

    and, corrected, with the bias b that leaving out articles shows, whose own spread is that of a quadratic form over
    the K classes seen:

    .. math:: b = (A - 1) (\theta - \bar\theta_{(\cdot)}), \quad
              \theta + b \pm t_{A-1} \sqrt{v + 2 b^2 / \min(K - 1, A - 1)}

    Uncorrected, the statistic keeps its own bias.

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
    counts = counts[counts.sum(axis=1) > 0]
    articles, total = len(counts), counts.sum(axis=0)
    estimate = statistic(total) if articles else np.nan
    if np.isnan(estimate):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    if articles == 1:
        return Estimate(estimate, np.nan, np.nan, ONE_ARTICLE)
    patterns, alike = np.unique(counts, axis=0, return_counts=True)
    without = np.array([statistic(total - pattern) for pattern in patterns])
    middle = np.average(without, weights=alike)
    variance = (articles - 1) / articles * (alike * (without - middle) ** 2).sum()
    if not np.isfinite(variance) or variance < 1e-24 or (scale == "logit" and not 0 < estimate < 1):
        return Estimate(estimate, np.nan, np.nan, NO_SPREAD)
    if corrected:
        bias = (articles - 1) * (estimate - middle)
        variance += 2 * bias**2 / max(1, min((total > 0).sum(), articles) - 1)
        estimate = float(estimate + bias)
    reach = stats.t.ppf((1 + level) / 2, articles - 1) * np.sqrt(variance)
    if scale == "plain":
        return Estimate(estimate, float(estimate - reach), float(estimate + reach))
    reach /= estimate * (1 - estimate)
    return Estimate(estimate, float(expit(logit(estimate) - reach)), float(expit(logit(estimate) + reach)))


def diversity(
    attributions: pd.DataFrame,
    by: str,
    classes: int | None = None,
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each group the diversity of a code: Shannon, evenness, concentration, Hill numbers, rarefaction.

    The unknown and the unnamed are left out: they are no class. Intervals are by the article jackknife, which also
    takes off the bias that Shannon's entropy has because attributions of one article resemble each other.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and the group columns.
    by : str
        The code whose classes are counted: side, source_type, actor …
    classes : int, optional
        How many classes the codebook has (K of evenness); without it no evenness.
    group : str or list of str
        Columns whose combinations are measured apart.
    unit : {"attributions", "sources"}
        What is counted; words are no independent draws and refused.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `measure` (shannon, evenness, concentration, hill_0, hill_1, hill_2, rarefied),
        `estimate`, `low`, `high`, `n_attributions`, `n_articles`, `note`. Evenness is Shannon / ln K, cut at
        1; `rarefied` is to the size of the smallest group.

    Raises
    ------
    RequestError
        When words are to be counted, or there are more classes in the table than in the codebook.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", by, *group)
    if unit == "words":
        raise RequestError('Diversity counts "attributions" or "sources"; words come in runs, not one by one.')
    known = attributions[~attributions[by].astype(str).isin(["", UNKNOWN])]
    names = sorted(known[by].astype(str).unique())
    if classes is not None and not max(2, len(names)) <= classes:
        raise RequestError(f"Evenness over {classes} classes makes no sense: the table has {len(names)} of {by}.")
    parts = [(key, in_units(members, unit)) for key, members in split(known, group)]
    sizes = [int(in_all(counted, counted["weight"]).sum()) for _, counted in parts]
    rows = []
    for (key, counted), size in zip(parts, sizes, strict=True):
        counts, _ = per_article(counted, by, names)
        for measure, found in _measures(counts, classes, min(sizes), level).items():
            rows.append((*key, measure, *found[:3], size, len(counts), found.note))
    columns = [*group, "measure", "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns)


def _measures(counts: np.ndarray, classes: int | None, smallest: int, level: float) -> dict[str, Estimate]:
    entropy = jackknife_interval(counts, shannon, "plain", level, corrected=True)
    entropy = Estimate(*np.maximum(entropy[:3], 0.0), entropy.note)
    same = jackknife_interval(counts, concentration, "logit", level)
    total = counts.sum(axis=0)
    found = {"shannon": entropy}
    if classes is not None:
        even = [min(value / np.log(classes), 1.0) if value == value else value for value in entropy[:3]]
        found["evenness"] = Estimate(*even, entropy.note)
    found["concentration"] = same
    numbers, no_interval = hill_numbers(total), "not estimable: a count of what was seen"
    found["hill_0"] = Estimate(numbers["hill_0"], np.nan, np.nan, no_interval)
    found["hill_1"] = Estimate(*np.exp(entropy[:3]), entropy.note)
    ends = [1 / value if value > 0 else np.nan for value in (same.high, same.low)]
    found["hill_2"] = Estimate(numbers["hill_2"], *ends, same.note)
    found["rarefied"] = Estimate(rarefied(total, smallest), np.nan, np.nan, no_interval)
    return found


def _positive(counts) -> np.ndarray:
    counts = np.asarray(counts, float)
    if counts.ndim != 1 or (counts < 0).any() or np.isnan(counts).any():
        raise RequestError("Diversity needs one list of counts, none of them negative or missing.")
    return counts[counts > 0]
