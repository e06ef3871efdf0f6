"""Tests of groups of articles: whole articles change places, and Welch's t has a word where one weighs much."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from analysis.measures.estimators.ratios import (
    ALL_OR_NONE,
    DOMINATED,
    NO_DATA,
    NO_SPREAD,
    TOO_FEW,
    Estimate,
    effective_clusters,
    equivalence_p,
    welch,
)
from analysis.options import FEWEST_ARTICLES, LEVEL

NO_OTHER = "not estimable: no other outlet"
FEW_STRATA = f"not estimable: fewer than {FEWEST_ARTICLES} events"

MOST_KINDS = 1000
"""Kinds of articles, by what counts and its whole, that are drawn from; a draw costs time by their number."""

CLOSE, FURTHER = (0.01, 0.2), 10
"""Between these, p decides something; so many times as many permutations are then drawn, that no seed decides it."""


class Tested(NamedTuple):
    """A difference with its interval and p; where `note` says "not estimable" there is neither."""

    difference: float
    low: float = np.nan
    high: float = np.nan
    p: float = np.nan
    p_equivalent: float = np.nan
    note: str = ""


def holm(p) -> np.ndarray:
    """Adjust p values for asking several times, after Holm; missing ones were not asked and stay missing.

    Two groups that are compared with each other are one question, asked from two sides: two equal p values are not
    doubled; leave that to who asks.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. *Scandinavian Journal of Statistics* 6,
    65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.array(p, float)
    asked = np.flatnonzero(~np.isnan(adjusted))
    order = asked[np.argsort(adjusted[asked], kind="stable")]
    stepped = adjusted[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted


def permutation_test(
    part, whole, mine, articles=None, permutations: int = 1999, seed: int = 0, level: float = LEVEL,
    margin: float = 0.1,
) -> Tested:  # fmt: skip
    r"""Test the ratio of some articles against that of the others.

    The statistic is studentised: the difference of the two ratios over its standard error linearised by article.
    Articles change places, :math:`p = (1 + \#\{|T^*| \ge |T|\}) / (1 + B)`, two-sided; and p is not below that of
    Welch's t for the jackknife (:func:`welch`), since one long article that all permutations move about tells little
    where it stands. Where p decides something, ten times as many permutations are drawn. The interval is Welch's, and
    `p_equivalent` that of two one-sided tests for a difference within ± `margin`.

    Articles with the same counts are exchangeable, so a permutation draws how many of each kind become the group's:
    from a multivariate hypergeometric distribution, at a cost that does not grow with the articles. Of more than
    `MOST_KINDS` kinds (words, in thousands of articles) p is Welch's alone; `note` says so.

    Parameters
    ----------
    part, whole : array-like, shape (rows,)
        What counts in an article, and what it is a share of, above 0.
    mine : array-like of bool, shape (rows,)
        Whether an article is of those that are compared with all others.
    articles : array-like, shape (rows,), optional
        How many articles alike a row stands for; by default 1.
    permutations, seed : int
        How often articles change places, and the seed.
    level : float
        Coverage of the interval.
    margin : float
        What difference would be too small to matter.

    References
    ----------
    Chung, E. and Romano, J. P. (2013). Exact and asymptotically robust permutation tests. *Annals of Statistics* 41,
    484-507. Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. *Statistical Applications
    in Genetics and Molecular Biology* 9, 39. Welch (1947) and Schuirmann (1987), as in `ratios`.
    """
    pairs = np.column_stack([np.asarray(part, float), np.asarray(whole, float)])
    if not len(pairs):
        return Tested(np.nan, note=NO_DATA)
    mine = np.asarray(mine, bool)
    if mine.all():
        return Tested(np.nan, note=NO_OTHER)
    number = np.ones(len(pairs)) if articles is None else np.asarray(articles, float)
    (part, whole), kinds = _kinds(pairs)
    own, of_kind = (np.bincount(kinds, of, len(part)).astype(int) for of in (np.where(mine, number, 0), number))
    alike = np.concatenate([own, of_kind - own])
    zero = np.zeros_like(part)
    both = (part, zero), (whole, zero), (zero, part), (zero, whole)
    one, one_count, other, other_count = (np.where(alike > 0, np.concatenate(pair), 0.0) for pair in both)
    difference, error, freedom = welch(one, one_count, other, other_count, alike)
    if not own.sum() or min(own.sum(), (of_kind - own).sum()) < FEWEST_ARTICLES:
        return Tested(difference, note=TOO_FEW)
    everyone = of_kind @ np.column_stack([part, whole])
    if everyone[0] in (0, everyone[1]):
        return Tested(difference, note=ALL_OR_NONE)
    if error < 1e-12:
        return Tested(difference, note=NO_SPREAD)
    if min(effective_clusters(whole, own), effective_clusters(whole, of_kind - own)) < 2:
        return Tested(difference, note=DOMINATED)
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    p, note = float(2 * stats.t.sf(abs(difference) / error, freedom)), ""
    if len(part) > MOST_KINDS:
        note = "p by Welch's t"
    else:
        p = max(p, _permuted(part, whole, own, of_kind, permutations, seed))
    low, high = max(difference - reach, -1.0), min(difference + reach, 1.0)
    return Tested(difference, low, high, p, equivalence_p(difference, error, freedom, margin), note)


def _permuted(part, whole, own, of_kind, permutations: int, seed: int) -> float:
    moments = np.column_stack([np.ones(len(part)), part, whole, part**2, part * whole, whole**2])
    everyone, random = of_kind @ moments, np.random.default_rng(seed)
    observed = abs(_statistic((own @ moments)[None, :], everyone)[0])
    as_far, drawn = 0, 0
    for times in (1, FURTHER - 1):
        for _ in range(times):
            orders = random.multivariate_hypergeometric(of_kind, own.sum(), permutations, method="marginals")
            as_far += (np.abs(_statistic(orders @ moments, everyone)) >= observed - 1e-9).sum()
            drawn += permutations
        p = float((1 + as_far) / (1 + drawn))
        if not CLOSE[0] <= p <= CLOSE[1]:
            break
    return p


def _kinds(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the different pairs, in order, and which of them each row is."""
    different, kinds = np.unique(pairs, axis=0, return_inverse=True)
    return different.T, kinds.ravel()


def _statistic(drawn: np.ndarray, everyone: np.ndarray) -> np.ndarray:
    """Studentised difference of the ratios for each row of moments (permutations, 6) of the outlet's articles."""
    ratios, variances = [], []
    for articles, part, whole, part_part, part_whole, whole_whole in (drawn.T, (everyone - drawn).T):
        ratio = part / whole
        residuals = part_part - 2 * ratio * part_whole + ratio**2 * whole_whole
        residuals = np.where(residuals > 1e-9 * whole_whole, residuals, 0.0)  # what rounding leaves of nothing
        variances.append(articles / (articles - 1) * residuals / whole**2)
        ratios.append(ratio)
    difference, error = ratios[0] - ratios[1], np.sqrt(variances[0] + variances[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 1e-12, difference / error, np.where(np.abs(difference) > 1e-12, np.inf, 0.0))


def differences_within(
    part, whole, groups, strata, number: int, level: float = LEVEL
) -> list[tuple[Estimate, float, int]]:
    r"""Give each group's mean difference from the others over the strata both are in, with its interval and p.

    .. math:: d_e = \frac{y_{oe}}{x_{oe}} - \frac{\sum_{p \ne o} y_{pe}}{\sum_{p \ne o} x_{pe}}, \quad
              \bar d = \frac1E \sum_e d_e, \quad T = \bar d \Big/ \sqrt{\tfrac{1}{E(E-1)} \sum_e (d_e - \bar d)^2}

    Strata count alike, and are the clusters: interval and p are both of T with :math:`t_{E-1}`, so they agree. (Moving
    single articles within strata takes those of one stratum for independent, which they are not.)

    Parameters
    ----------
    part, whole : array-like, shape (articles,)
        What counts in an article, and what it is a share of, above 0.
    groups : array-like of int, shape (articles,)
        The group of each article, from 0.
    strata : array-like of int, shape (articles,)
        The stratum of each article, from 0.
    number : int
        How many groups there are.
    level : float
        Coverage of the intervals.

    Returns
    -------
    list of (Estimate, p, number of strata), one a group
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    groups, strata = np.asarray(groups, int), np.asarray(strata, int)
    shape = (strata.max(initial=-1) + 1, number)
    places = np.ravel_multi_index((strata, groups), shape) if len(part) else np.zeros(0, int)
    parts, wholes = (np.bincount(places, of, shape[0] * number).reshape(shape) for of in (part, whole))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = parts / wholes - (parts.sum(axis=1, keepdims=True) - parts) / (
            wholes.sum(axis=1, keepdims=True) - wholes
        )
    return [_mean_over_strata(column[~np.isnan(column)], level) for column in apart.T]


def _mean_over_strata(apart: np.ndarray, level: float) -> tuple[Estimate, float, int]:
    strata = len(apart)
    if not strata:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA), np.nan, 0
    mean = float(apart.mean())
    if strata < FEWEST_ARTICLES:
        return Estimate(mean, np.nan, np.nan, FEW_STRATA, strata), np.nan, strata
    error = float(apart.std(ddof=1) / np.sqrt(strata))
    if error < 1e-12:
        return Estimate(mean, np.nan, np.nan, NO_SPREAD, strata), np.nan, strata
    reach = float(stats.t.ppf((1 + level) / 2, strata - 1)) * error
    found = Estimate(mean, max(mean - reach, -1.0), min(mean + reach, 1.0), "", strata)
    return found, float(2 * stats.t.sf(abs(mean) / error, strata - 1)), strata
