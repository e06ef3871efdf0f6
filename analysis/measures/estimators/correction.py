"""Ratios and means of what a machine coded throughout and people coded in part."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from analysis.errors import RequestError
from analysis.measures.estimators.ratios import DOMINATED, NO_DATA, Estimate
from analysis.options import FEWEST_ARTICLES, LEVEL

NONE_CODED = "not estimable: none coded by hand"
TOO_FEW_CODED = f"not estimable: coded by hand in fewer than {FEWEST_ARTICLES} articles"
ALL_ALIKE = "not estimable: hand codes all alike"

ENOUGH_CODED = 10
"""Coded articles from which lambda is fitted to them; of fewer it is 1, for it would fit their chance."""


class Missed(NamedTuple):
    """What people found in articles that they read whole and the machine had missed; one row an article read."""

    parts: np.ndarray
    """Shape (articles, parts): how many of each part it missed."""

    whole: np.ndarray
    found: np.ndarray
    """How many items the machine found there."""

    weights: np.ndarray
    """Inverse of the article's chance of being drawn to be read."""

    articles: np.ndarray


def corrected_ratios(
    machine,
    human,
    articles,
    weights=None,
    level: float = LEVEL,
    limits: tuple[float, float] = (0.0, 1.0),
    items=None,
    alike=None,
    missed: Missed | None = None,
) -> list[Estimate]:
    r"""Estimate ratios of sums of human codes from machine codes of all items and human codes of some, by article.

    .. math:: \hat\theta_k = \frac{\lambda \bar f_k + \sum_L \tilde w_i (y_{ik} - \lambda f_{ik}) + r_k}
                                  {\lambda \bar g + \sum_L \tilde w_i (x_i - \lambda g_i) + r}, \quad
              r_k = \frac{\sum_S u_a m_{ak}}{\sum_S u_a n_a}

    with f / g what the machine and y / x what people count of an item (part k and whole), bars the means over all
    items, L the items coded by hand and :math:`\tilde w` the inverse of their chance of being drawn, made to sum to 1;
    and of the articles S read whole, weighted by u, m what the machine missed of part k and n the items it found. So
    precision, confusion and recall are corrected together; without articles read whole r is 0, and what the machine
    missed is not there.

    One lambda for all parts, between 0 (hand codes only) and 1, minimises the sum of their variances (PPI++), so that
    parts that make up the whole sum to 1; of fewer than ten coded articles it is 1. Variances are those of the
    linearised ratio, summed by article over all three terms; the interval is on the logit scale where the ratio lies
    between 0 and 1, with Satterthwaite's degrees of freedom from the effective numbers of articles coded and read.
    Of fewer than five coded articles there is neither interval nor estimate: a few codes that happen to be alike would
    put it anywhere. It holds only if what people coded was drawn by chance. Of items that nobody coded a row may stand
    for several.

    Parameters
    ----------
    machine : pair of array-like, shape (rows, parts) and (rows,)
        Parts and whole of every item by the machine, of a row of several items their sums.
    human : pair of array-like, shape (rows, parts) and (rows,)
        The same by people; missing (NaN) where nobody coded.
    articles : array-like, shape (rows,)
        The article of each row, or of a row that stands for several articles alike their common name.
    weights : array-like, shape (rows,), optional
        Inverse probabilities of being drawn for coding by hand; by default equal.
    level : float
        Coverage of the intervals.
    limits : (float, float)
        Between which the ratios lie.
    items, alike : array-like, shape (rows,), optional
        How many items a row holds, and how many articles it stands for, each with as many; by default 1.
    missed : Missed, optional
        What people found in the articles that they read whole.

    Raises
    ------
    RequestError
        When lengths differ, a machine code is missing or a weight is not above 0.

    References
    ----------
    Angelopoulos, A. N., Duchi, J. C. and Zrnic, T. (2023). PPI++: efficient prediction-powered inference.
    arXiv:2311.01453. Egami, N., Hinck, M., Stewart, B. M. and Wei, H. (2023). Using imperfect surrogates for
    downstream inference: design-based supervised learning. *NeurIPS* 36. Särndal, C.-E., Swensson, B. and Wretman, J.
    (1992). *Model Assisted Survey Sampling*, chapter 6: the difference estimator.
    """
    (f, g), (y, x) = (tuple(np.asarray(side, float) for side in pair) for pair in (machine, human))
    articles = np.asarray(articles)
    w, items, alike = (
        np.ones_like(g) if values is None else np.asarray(values, float) for values in (weights, items, alike)
    )
    if len({len(values) for values in (f, g, y, x, articles, w, items, alike)}) > 1:
        raise RequestError("A correction needs one machine code, human code (or gap), article and weight an item.")
    by_hand = ~np.isnan(x) & ~np.isnan(y).any(axis=1)
    if np.isnan(f).any() or np.isnan(g).any() or not (w[by_hand] > 0).all():
        raise RequestError("A correction needs every machine code, and weights above 0.")
    parts = f.shape[1]
    y, x = np.where(by_hand[:, None], y, 0.0), np.where(by_hand, x, 0.0)
    if not x.any():
        return [Estimate(np.nan, np.nan, np.nan, NO_DATA if by_hand.any() else NONE_CODED)] * parts
    if missed is None:
        nothing = np.zeros(0)
        missed = Missed(np.zeros((0, parts)), nothing, nothing, nothing, articles[:0])
    places, _ = pd.factorize(np.concatenate([articles, missed.articles]).astype(str))
    places, read = places[: len(articles)], places[len(articles) :]
    number = max([*places, *read]) + 1
    coded = np.bincount(places[by_hand], w[by_hand], number)
    if (coded > 0).sum() < FEWEST_ARTICLES:
        return [Estimate(np.nan, np.nan, np.nan, TOO_FEW_CODED)] * parts
    w = np.where(by_hand, w, 0.0) / w[by_hand].sum()
    many = (alike * items).sum()
    found = (missed.weights * missed.found).sum()
    per_found = missed.weights / found if found else np.zeros(len(read))
    rate, rates = (per_found * missed.whole).sum(), per_found @ missed.parts

    def by_article(ratio: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sums of the linearised ratios by article: of hand codes, what each unit of lambda adds, of the missed."""
        people, machines = y - ratio * x[:, None], f - ratio * g[:, None]
        own = w[:, None] * (people - w @ people)
        of_all = (machines - items[:, None] * ((alike @ machines) / many)) / many
        gained = of_all - w[:, None] * (machines - w @ machines)
        left = (missed.parts - ratio * missed.whole[:, None]) - (rates - ratio * rate) * missed.found[:, None]
        of_read = per_found[:, None] * left
        return _sums(own, places, number), _sums(gained, places, number), _sums(of_read, read, number)

    times = np.ones(number)
    times[places] = alike
    share = 1.0
    if (coded > 0).sum() >= ENOUGH_CODED:
        own, gained, _ = by_article((w @ y) / (w @ x))
        spread = (times[:, None] * gained**2).sum()
        share = float(np.clip(-(times[:, None] * own * gained).sum() / spread, 0, 1)) if spread > 0 else 0.0
    part = share * (alike @ f / many - w @ f) + w @ y + rates
    whole = share * (alike @ g / many - w @ g) + w @ x + rate
    if whole <= 0:
        return [Estimate(np.nan, np.nan, np.nan, NO_DATA)] * parts
    ratio = np.clip(part / whole, *limits)
    if parts > 1 and np.isclose(part.sum(), whole) and ratio.sum() > 0:
        ratio = ratio / ratio.sum()  # what was cut at 0 goes from the others
    effective = coded.sum() ** 2 / (coded**2).sum()
    own, gained, of_read = by_article(part / whole)
    articles_coded = (coded > 0).sum()
    of_coded = articles_coded / (articles_coded - 1) * (times[:, None] * (own + share * gained) ** 2).sum(axis=0)
    of_both = 2 * (times[:, None] * (own + share * gained) * of_read).sum(axis=0)
    of_missed = len(read) / max(len(read) - 1, 1) * (of_read**2).sum(axis=0)
    variance = np.maximum(of_coded + of_both + of_missed, 0.0) / whole**2
    weighed = per_found * missed.found
    effective_read = weighed.sum() ** 2 / (weighed**2).sum() if weighed.any() else np.inf
    estimates = []
    for k in range(parts):
        estimate, error = float(ratio[k]), float(np.sqrt(variance[k]))
        if effective < 2:
            estimates.append(Estimate(np.nan, np.nan, np.nan, DOMINATED, effective))
        elif error < 1e-12:
            estimates.append(Estimate(np.nan, np.nan, np.nan, ALL_ALIKE, effective))
        else:
            squares = of_coded[k] ** 2 / (effective - 1) + of_missed[k] ** 2 / max(effective_read - 1, 1)
            freedom = max((of_coded[k] + of_missed[k]) ** 2 / squares, 1.0) if squares > 0 else effective - 1
            reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
            estimates.append(_interval(estimate, reach, limits)._replace(effective=float(effective)))
    return estimates


def corrected_ratio(
    machine,
    human,
    articles,
    weights=None,
    level: float = LEVEL,
    limits: tuple[float, float] = (0.0, 1.0),
    items=None,
    alike=None,
    missed: Missed | None = None,
) -> Estimate:
    """Estimate one ratio: :func:`corrected_ratios` with one part, each item's part and whole of shape (rows,)."""
    (f, g), (y, x) = (tuple(np.asarray(side, float) for side in pair) for pair in (machine, human))
    pair = (f[:, None], g), (y[:, None], x)
    return corrected_ratios(*pair, articles, weights, level, limits, items, alike, missed)[0]


def corrected_mean(
    machine, human, articles, weights=None, level: float = LEVEL, limits: tuple[float, float] = (0.0, 1.0)
) -> Estimate:
    """Estimate a mean of human codes: the ratio of `corrected_ratio` with every whole 1."""
    f, y = np.asarray(machine, float), np.asarray(human, float)
    whole = np.where(np.isnan(y), np.nan, 1.0)
    return corrected_ratio((f, np.ones_like(f)), (y, whole), articles, weights, level, limits)


def _sums(values: np.ndarray, places: np.ndarray, number: int) -> np.ndarray:
    sums = np.zeros((number, values.shape[1]))
    np.add.at(sums, places, values)
    return sums


def _interval(estimate: float, reach: float, limits: tuple[float, float]) -> Estimate:
    lowest, highest = limits
    if limits == (0.0, 1.0) and 0 < estimate < 1:
        reach /= estimate * (1 - estimate)
        return Estimate(estimate, float(expit(logit(estimate) - reach)), float(expit(logit(estimate) + reach)))
    return Estimate(estimate, max(estimate - reach, lowest), min(estimate + reach, highest))
