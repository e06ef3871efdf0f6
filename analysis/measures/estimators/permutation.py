"""Tests that move whole articles between two groups."""

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.measures.estimators.ratios import ALL_OR_NONE, NO_DATA, NO_SPREAD, Estimate
from analysis.options import LEVEL

ONE_EVENT = "not estimable: one event only"

MOST_KINDS = 1000
"""Kinds of articles, by what counts and its whole, that are drawn from; a draw costs time by their number."""


def holm(p) -> np.ndarray:
    """Adjust p values for asking several times, after Holm; missing ones were not asked and stay missing."""
    adjusted = np.array(p, float)
    tested = ~np.isnan(adjusted)
    if tested.any():
        adjusted[tested] = multipletests(adjusted[tested], method="holm")[1]
    return adjusted


def permutation_test(part, whole, mine, articles=None, permutations: int = 1999, seed: int = 0):
    r"""Test the ratio of some articles against that of the others; the statistic is studentised.

    Articles with the same counts are exchangeable, so a permutation draws how many of each kind become the outlet's:
    from a multivariate hypergeometric distribution, at a cost that does not grow with the articles. Of more than
    `MOST_KINDS` kinds (words, in thousands of articles) p is that of the normal distribution, which the statistic then
    follows; `note` says so.

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

    Returns
    -------
    difference, p, note : float, float, str
    """
    pairs = np.column_stack([np.asarray(part, float), np.asarray(whole, float)])
    if not len(pairs):
        return np.nan, np.nan, NO_DATA
    (part, whole), kinds = _kinds(pairs)
    moments = np.column_stack([np.ones(len(part)), part, whole, part**2, part * whole, whole**2])
    number = np.ones(len(pairs)) if articles is None else np.asarray(articles, float)
    own, of_kind = (np.bincount(kinds, of, len(part)).astype(int) for of in (np.where(mine, number, 0), number))
    mine, everyone = own @ moments, of_kind @ moments
    if mine[0] == everyone[0]:
        return np.nan, np.nan, "not estimable: no other outlet"
    rest = everyone - mine
    difference = mine[1] / mine[2] - rest[1] / rest[2]
    if min(mine[0], rest[0]) < 2:
        return difference, np.nan, "not estimable: fewer than two articles on a side"
    if everyone[1] in (0, everyone[2]):
        return difference, np.nan, ALL_OR_NONE
    observed = _statistic(mine[None, :], everyone)[0]
    if len(part) > MOST_KINDS:
        return difference, float(2 * stats.norm.sf(abs(observed))), "p by the normal distribution"
    random = np.random.default_rng(seed)
    drawn = random.multivariate_hypergeometric(of_kind, own.sum(), permutations, method="marginals") @ moments
    as_far = (np.abs(_statistic(drawn, everyone)) >= np.abs(observed) - 1e-9).sum()
    return difference, float((1 + as_far) / (1 + permutations)), ""


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
    part, whole, groups, strata, number: int, permutations: int = 1999, seed: int = 0, level: float = LEVEL
):
    """Give each group's mean difference from the others over the strata both are in, with its interval and p.

    Strata count alike, and are the clusters of the interval; for the test, articles change groups within their stratum.

    Parameters
    ----------
    part, whole : array-like, shape (articles,)
        What counts in an article, and what it is a share of, above 0.
    groups : array-like of int, shape (articles,)
        The group of each article, from 0.
    strata : array-like of int, shape (articles,)
        The stratum of each article.
    number : int
        How many groups there are.
    permutations, seed : int
        How often articles change groups, and the seed.
    level : float
        Coverage of the intervals.

    Returns
    -------
    list of (Estimate, p, number of strata), one a group
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    groups, strata = np.asarray(groups, int), np.asarray(strata, int)
    random = np.random.default_rng(seed)
    observed, exchanged = [], np.zeros((permutations, number))
    for stratum in np.unique(strata):
        here = strata == stratum
        mine = groups[here][:, None] == np.arange(number)
        orders = random.random((permutations, here.sum())).argsort(axis=1)
        observed.append(_apart(part[here], whole[here], mine))
        exchanged += np.nan_to_num(_apart(part[here][orders], whole[here][orders], mine))
    observed = np.array(observed).reshape(len(observed), number)
    found = []
    for place in range(number):
        apart = observed[~np.isnan(observed[:, place]), place]
        as_far = (np.abs(exchanged[:, place]) >= np.abs(apart.sum()) - 1e-9).sum()
        p = (1 + as_far) / (1 + permutations) if len(apart) else np.nan
        found.append((_mean_over_strata(apart, level), p, len(apart)))
    return found


def _apart(part: np.ndarray, whole: np.ndarray, mine: np.ndarray) -> np.ndarray:
    """Give each outlet's share less that of the others, missing for who has no article; articles in the last axis."""
    own, own_whole = part @ mine, whole @ mine
    with np.errstate(invalid="ignore"):
        rest = (part.sum(axis=-1, keepdims=True) - own) / (whole.sum(axis=-1, keepdims=True) - own_whole)
        return own / own_whole - rest


def _mean_over_strata(apart: np.ndarray, level: float) -> Estimate:
    if not len(apart):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    mean = float(apart.mean())
    if len(apart) == 1:
        return Estimate(mean, np.nan, np.nan, ONE_EVENT)
    error = float(apart.std(ddof=1) / np.sqrt(len(apart)))
    if error < 1e-12:
        return Estimate(mean, np.nan, np.nan, NO_SPREAD)
    reach = float(stats.t.ppf((1 + level) / 2, len(apart) - 1)) * error
    return Estimate(mean, max(mean - reach, -1.0), min(mean + reach, 1.0))
