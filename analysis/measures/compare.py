"""Whether outlets differ: tests that permute whole articles, corrected for asking several times."""

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis.errors import RequestError
from analysis.measures.checks import require_columns
from analysis.measures.shares import per_article
from analysis.measures.units import in_units


def compare_with_rest(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    unit: str = "attributions",
    whole: list[str] | None = None,
    strata: str | None = None,
    permutations: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Test each outlet's share of a value against that of all others by permuting articles between outlets.

    The statistic is the difference of the two ratios over its standard error linearised by article, so that
    the test also holds when outlets' articles differ in length; p is :math:`(1 + \#\{|T^*| \ge |T|\}) / (1 +
    B)`, two-sided, and adjusted by Holm over the outlets. With strata (an event, a week), articles change
    outlets only within theirs. A test says nothing about how large a difference matters.

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
    strata : str, optional
        Column of the strata.
    permutations : int
        Number of permutations, 99 or more.
    seed : int
        Seed of the permutations, so that a p value comes out the same again.

    Returns
    -------
    DataFrame
        `group`, `estimate` (difference of shares, outlet minus rest), `p`, `p_holm`, `n_articles` (of the
        outlet), `note`; p is missing where an outlet or the rest has fewer than two articles.

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
    require_columns(attributions, "article_id", by, group, *([strata] if strata else []))
    if permutations < 99:
        raise RequestError(f"{permutations} permutations are too few for a test; take at least 99.")
    counted = in_units(attributions, unit)
    values = sorted({value, *counted[by].astype(str)} if whole is None else {value, *whole})
    counts, articles = per_article(counted, by, values)
    kept = counts.sum(axis=1) > 0
    counts, articles = counts[kept], np.array(articles)[kept]
    part, wholes = counts[:, values.index(value)], counts.sum(axis=1)
    of_article = attributions.drop_duplicates("article_id").set_index("article_id").loc[articles]
    outlets = of_article[group].astype(str).to_numpy()
    blocks = of_article[strata].astype(str).to_numpy() if strata else np.zeros(len(articles), dtype=int)
    rows = [
        (
            outlet,
            *permutation_test(part, wholes, outlets == outlet, blocks, permutations, seed),
            int((outlets == outlet).sum()),
        )
        for outlet in sorted(set(outlets))
    ]
    table = pd.DataFrame(rows, columns=[group, "estimate", "p", "note", "n_articles"])
    tested = table["p"].notna()
    table["p_holm"] = np.nan
    if tested.any():
        table.loc[tested, "p_holm"] = multipletests(table.loc[tested, "p"], method="holm")[1]
    return table[[group, "estimate", "p", "p_holm", "n_articles", "note"]]


def permutation_test(
    part: np.ndarray, whole: np.ndarray, mine: np.ndarray, blocks: np.ndarray, permutations: int, seed: int
) -> tuple[float, float, str]:
    """Test the ratio of some articles against that of the others; see :func:`compare_with_rest`.

    Parameters
    ----------
    part, whole : array, shape (articles,)
        What counts, and what it is a share of (above 0), in each article.
    mine : array of bool, shape (articles,)
        Which articles are the outlet's.
    blocks : array, shape (articles,)
        The stratum of each article.
    permutations, seed : int
        How often articles change places, and the seed.

    Returns
    -------
    difference, p, note : float, float, str
    """
    if mine.all():
        return np.nan, np.nan, "not estimable: no other outlet"
    difference = part[mine].sum() / whole[mine].sum() - part[~mine].sum() / whole[~mine].sum()
    if min(mine.sum(), (~mine).sum()) < 2:
        return difference, np.nan, "not estimable: fewer than two articles on a side"
    random = np.random.default_rng(seed)
    labels = np.tile(mine, (permutations, 1))
    for block in np.unique(blocks):
        places = np.flatnonzero(blocks == block)
        labels[:, places] = random.permuted(labels[:, places], axis=1)
    observed, permuted = _statistic(part, whole, mine[None, :])[0], _statistic(part, whole, labels)
    as_far = (np.abs(permuted) >= np.abs(observed) - 1e-9).sum()
    return difference, float((1 + as_far) / (1 + permutations)), ""


def _statistic(part: np.ndarray, whole: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Studentised difference of the ratios for each row of labels (permutations, articles)."""
    ratios, variances = [], []
    for chosen in (labels.astype(float), 1.0 - labels):
        size, articles = chosen @ whole, chosen.sum(axis=1)
        ratio = (chosen @ part) / size
        residuals = part[None, :] - ratio[:, None] * whole[None, :]
        variances.append(articles / (articles - 1) * (chosen * residuals**2).sum(axis=1) / size**2)
        ratios.append(ratio)
    difference, error = ratios[0] - ratios[1], np.sqrt(variances[0] + variances[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 1e-12, difference / error, np.where(np.abs(difference) > 1e-12, np.inf, 0.0))
