"""Whether outlets differ: tests that permute whole articles, corrected for asking several times."""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.measures.checks import require_columns, require_permutations
from analysis.measures.intervals import ALL_OR_NONE, NO_DATA
from analysis.measures.shares import per_article
from analysis.measures.units import in_units

MOST_KINDS = 1000
"""Kinds of articles, by what counts and its whole, that are drawn from; a draw costs time by their number."""


def compare_with_rest(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    unit: str = "attributions",
    whole: list[str] | None = None,
    permutations: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Test each outlet's share of a value against that of all others by permuting articles between outlets.

    The statistic is the difference of the two ratios over its standard error linearised by article, so that
    the test also holds when outlets' articles differ in length; p is :math:`(1 + \#\{|T^*| \ge |T|\}) / (1 +
    B)`, two-sided, and adjusted by Holm over the outlets. A test says nothing about how large a difference
    matters. Outlets on the same events are compared by :func:`analysis.measures.events.same_event_difference`.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and the group.
    value : str
        The value whose share is compared.
    by, group : str
        Columns of the code and of the outlets.
    unit : {"attributions", "words", "sources"}
        What is counted.
    whole : list of str, optional
        Values that make up the whole (two sides, for a balance); by default all.
    permutations : int
        Number of permutations, 99 or more.
    seed : int
        Seed of the permutations, so that a p value comes out the same again.

    Returns
    -------
    DataFrame
        `group`, `estimate` (difference of shares, outlet minus rest), `p`, `p_holm`, `n_articles` (of the
        outlet), `note`; p is missing where an outlet or the rest has fewer than two articles, or all or none of
        the articles' attributions have the value.

    Raises
    ------
    RequestError
        When the permutations are too few for any p below .05, or a column is missing.

    References
    ---------- Chung, E. and Romano, J. P. (2013). Exact and asymptotically robust permutation tests. *Annals
    of Statistics* 41, 484-507. Holm, S. (1979). A simple sequentially rejective multiple test procedure.
    *Scandinavian Journal of Statistics* 6, 65-70. Phipson, B. and Smyth, G. K. (2010). Permutation p-values
    should never be zero. *Statistical Applications in Genetics and Molecular Biology* 9, 39.
    """
    require_columns(attributions, "article_id", by, group)
    require_permutations(permutations)
    counted = in_units(attributions, unit)
    values = sorted({value, *counted[by].astype(str)} if whole is None else {value, *whole})
    counts, articles = per_article(counted, by, values)
    kept = counts.sum(axis=1) > 0
    counts, articles = counts[kept], np.array(articles)[kept]
    part, wholes = counts[:, values.index(value)], counts.sum(axis=1)
    outlets = attributions.drop_duplicates("article_id").set_index("article_id")[group].astype(str).loc[articles]
    alike = pd.DataFrame({"part": part, "whole": wholes, "mine": outlets.to_numpy()})
    alike = alike.value_counts(sort=False).rename("articles").reset_index()
    rows = [
        (
            outlet,
            *permutation_test(alike.assign(mine=alike["mine"] == outlet), permutations, seed),
            int(alike.loc[alike["mine"] == outlet, "articles"].sum()),
        )
        for outlet in sorted(alike["mine"].unique())
    ]
    table = pd.DataFrame(rows, columns=[group, "estimate", "p", "note", "n_articles"])
    table["p_holm"] = holm(table["p"])
    return table[[group, "estimate", "p", "p_holm", "n_articles", "note"]]


def holm(p: pd.Series) -> pd.Series:
    """Adjust p values for asking several times, after Holm; missing ones were not asked and stay missing."""
    adjusted = p.astype(float)
    tested = adjusted.notna()
    if tested.any():
        adjusted[tested] = multipletests(adjusted[tested], method="holm")[1]
    return adjusted


def permutation_test(alike: pd.DataFrame, permutations: int, seed: int) -> tuple[float, float, str]:
    r"""Test the ratio of some articles against that of the others; see :func:`compare_with_rest`.

    Articles with the same counts are exchangeable, so a permutation draws how many of each kind become the outlet's:
    from a multivariate hypergeometric distribution, at a cost that does not grow with the articles. Of more than
    `MOST_KINDS` kinds (words, in thousands of articles) p is that of the normal distribution, which the statistic then
    follows; `note` says so.

    Parameters
    ----------
    alike : DataFrame
        Articles alike in a row: `part` (what counts), `whole` (what it is a share of, above 0), `mine` (whether they
        are the outlet's), `articles` (their number).
    permutations, seed : int
        How often articles change places, and the seed.

    Returns
    -------
    difference, p, note : float, float, str
    """
    kinds = alike.groupby(["part", "whole"], sort=True).ngroup().to_numpy()
    part, whole = (alike.groupby(kinds)[name].first().to_numpy(float) for name in ("part", "whole"))
    moments = np.column_stack([np.ones(len(part)), part, whole, part**2, part * whole, whole**2])
    if alike.empty:
        return np.nan, np.nan, NO_DATA
    own, of_kind = (np.bincount(kinds, articles, len(part)).astype(int) for articles in _mine_and_all(alike))
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


def _mine_and_all(alike: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    articles = alike["articles"].to_numpy()
    return np.where(alike["mine"], articles, 0), articles


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
