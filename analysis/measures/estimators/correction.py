"""Ratios and means of what a machine coded throughout and people coded in part."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from analysis.errors import RequestError
from analysis.measures.estimators.ratios import NO_DATA, Estimate
from analysis.options import LEVEL

NONE_CODED = "not estimable: none coded by hand"
ONE_ARTICLE = "not estimable: coded by hand in one article only"
ALL_ALIKE = "not estimable: hand codes all alike"


def corrected_ratio(
    machine,
    human,
    articles,
    weights=None,
    level: float = LEVEL,
    limits: tuple[float, float] = (0.0, 1.0),
    items=None,
    alike=None,
) -> Estimate:
    r"""Estimate a ratio of sums of human codes from machine codes of all items and human codes of some, by article.

    .. math:: \hat\theta_\lambda = \frac{\lambda \frac1N \sum_i f_i + \sum_L \tilde w_i (y_i - \lambda f_i)}
                                        {\lambda \frac1N \sum_i g_i + \sum_L \tilde w_i (x_i - \lambda g_i)}

    with f / g what the machine and y / x what people count of an item (part and whole), L the items coded by hand
    and :math:`\tilde w` the inverse of their chance of being drawn, made to sum to 1. Lambda, between 0 (hand codes
    only) and 1, minimises the variance of the linearised ratio, summed by article over both parts together (PPI++);
    the interval is on the logit scale where the ratio lies between 0 and 1, with t(A - 1) for the A articles with
    hand codes. Where no interval can be given there is no estimate either: a few codes that happen to be alike would
    put it anywhere. It corrects the codes of what the machine found, not what it missed; and it holds only if the
    items coded by hand were drawn by chance. Of items that nobody coded a row may stand for several.

    Parameters
    ----------
    machine : pair of array-like, shape (rows,)
        Part and whole of every item by the machine, of a row of several items their sums.
    human : pair of array-like, shape (rows,)
        The same by people; missing (NaN) where nobody coded.
    articles : array-like, shape (rows,)
        The article of each row, or of a row that stands for several articles alike their common name.
    weights : array-like, shape (rows,), optional
        Inverse probabilities of being drawn for coding by hand; by default equal.
    level : float
        Coverage of the interval.
    limits : (float, float)
        Between which the ratio lies.
    items, alike : array-like, shape (rows,), optional
        How many items a row holds, and how many articles it stands for, each with as many; by default 1.

    Raises
    ------
    RequestError
        When lengths differ, a machine code is missing or a weight is not above 0.

    References
    ----------
    Angelopoulos, A. N., Duchi, J. C. and Zrnic, T. (2023). PPI++: efficient prediction-powered inference.
    arXiv:2311.01453. Egami, N., Hinck, M., Stewart, B. M. and Wei, H. (2023). Using imperfect surrogates for
    downstream inference: design-based supervised learning. *NeurIPS* 36.
    """
    (f, g), (y, x) = (tuple(np.asarray(side, float) for side in pair) for pair in (machine, human))
    articles = np.asarray(articles)
    w, items, alike = (
        np.ones_like(f) if values is None else np.asarray(values, float) for values in (weights, items, alike)
    )
    if len({len(values) for values in (f, g, y, x, articles, w, items, alike)}) > 1:
        raise RequestError("A correction needs one machine code, human code (or gap), article and weight an item.")
    by_hand = ~np.isnan(y) & ~np.isnan(x)
    if np.isnan(f).any() or np.isnan(g).any() or not (w[by_hand] > 0).all():
        raise RequestError("A correction needs every machine code, and weights above 0.")
    y, x = np.where(by_hand, y, 0.0), np.where(by_hand, x, 0.0)
    if not x.any():
        return Estimate(np.nan, np.nan, np.nan, NO_DATA if by_hand.any() else NONE_CODED)
    w = np.where(by_hand, w, 0.0) / w[by_hand].sum()
    places, _ = pd.factorize(articles)
    number = (alike * items).sum()
    rows = _Rows(f, g, y, x, w, places, items, alike)
    share = _share_of_machine(_by_article(rows, (w * y).sum() / (w * x).sum()))
    part = share * ((alike * f).sum() / number - (w * f).sum()) + (w * y).sum()
    whole = share * ((alike * g).sum() / number - (w * g).sum()) + (w * x).sum()
    if whole <= 0:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    estimate = float(np.clip(part / whole, *limits))
    coded = len(np.unique(places[by_hand]))
    if coded == 1:
        return Estimate(np.nan, np.nan, np.nan, ONE_ARTICLE)
    sums = _by_article(rows, estimate)
    spread = (sums.alike * (sums.own + share * sums.gained) ** 2).sum()
    error = np.sqrt(coded / (coded - 1) * spread) / whole
    if error < 1e-12:
        return Estimate(np.nan, np.nan, np.nan, ALL_ALIKE)
    return _interval(estimate, float(stats.t.ppf((1 + level) / 2, coded - 1) * error), limits)


class _Rows(NamedTuple):
    """The arrays of `corrected_ratio`, weights made to sum to 1, articles numbered."""

    f: np.ndarray
    g: np.ndarray
    y: np.ndarray
    x: np.ndarray
    w: np.ndarray
    places: np.ndarray
    items: np.ndarray
    alike: np.ndarray


class _Sums(NamedTuple):
    """Sums of the linearised ratio by article: from hand codes alone, and what each unit of lambda adds."""

    own: np.ndarray
    gained: np.ndarray
    alike: np.ndarray
    """How many articles have these sums."""


def _by_article(rows: _Rows, ratio: float) -> _Sums:
    f, g, y, x, w, places, items, alike = rows
    by_people, by_machine = y - ratio * x, f - ratio * g
    own = np.where(w > 0, w * (by_people - (w * by_people).sum()), 0.0)
    number = (alike * items).sum()
    of_all = (by_machine - items * (alike * by_machine).sum() / number) / number
    gained = of_all - w * (by_machine - (w * by_machine).sum())
    times = np.zeros(places.max() + 1)
    times[places] = alike
    return _Sums(np.bincount(places, own), np.bincount(places, gained), times)


def _share_of_machine(sums: _Sums) -> float:
    spread = (sums.alike * sums.gained**2).sum()
    return float(np.clip(-(sums.own * sums.gained).sum() / spread, 0, 1)) if spread > 0 else 0.0


def _interval(estimate: float, reach: float, limits: tuple[float, float]) -> Estimate:
    lowest, highest = limits
    if limits == (0.0, 1.0) and 0 < estimate < 1:
        reach /= estimate * (1 - estimate)
        return Estimate(estimate, float(expit(logit(estimate) - reach)), float(expit(logit(estimate) + reach)))
    return Estimate(estimate, max(estimate - reach, lowest), min(estimate + reach, highest))


def corrected_mean(
    machine, human, articles, weights=None, level: float = LEVEL, limits: tuple[float, float] = (0.0, 1.0)
) -> Estimate:
    """Estimate a mean of human codes: the ratio of `corrected_ratio` with every whole 1."""
    f, y = np.asarray(machine, float), np.asarray(human, float)
    return corrected_ratio((f, np.ones_like(f)), (y, np.ones_like(y)), articles, weights, level, limits)
