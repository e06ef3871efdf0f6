"""Whether outlets differ: tests that move whole articles, and regression where it is asked for."""

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.counting import INTERVAL, clusters_of, in_units, per_article
from analysis.measures.estimators import contrast_odds, holm, permutation_test
from analysis.options import LEVEL, require_columns, require_level, require_permutations

OTHERS = "all other outlets"
ONE_OUTLET = "not estimable: one outlet only"
SEPARATED = "not estimable: an outlet has all or none"
FEW = "not estimable: too few articles"
FAILED = "not estimable: the model does not converge"


def largest_outlet(articles: pd.DataFrame) -> str:
    """Give the outlet with most articles, of several the first by name.

    Raises
    ------
    RequestError
        When there are no articles.
    """
    require_columns(articles, "outlet")
    if articles.empty:
        raise RequestError("The corpus has no articles; ingest some first.")
    return min(articles["outlet"].mode())


def against_others(table: pd.DataFrame, outlet: str) -> pd.DataFrame:
    """Call every outlet but one "all other outlets", so that two groups are compared.

    The others count together, article by article: a large outlet weighs more than a small one.
    """
    require_columns(table, "outlet")
    return table.assign(outlet=table["outlet"].where(table["outlet"] == outlet, OTHERS))


def compare_with_rest(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    unit: str = "attributions",
    whole: list[str] | None = None,
    permutations: int = 1999,
    seed: int = 0,
    level: float = LEVEL,
    margin: float = 0.1,
    cluster: str = "article_id",
) -> pd.DataFrame:
    r"""Test each outlet's share of a value against that of all others by permuting articles between outlets.

    The test is :func:`analysis.measures.estimators.permutation_test`, two-sided, adjusted by Holm over the outlets; the
    unknown are in no share, and p takes them for missing by chance. That p is large does not show that outlets are
    alike: `p_equivalent` below .05 does, as far as `margin` goes. Outlets on the same events are compared by
    :func:`analysis.measures.same_event_difference`.

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
    level : float
        Coverage of the intervals (Welch's).
    margin : float
        What difference of shares would be too small to matter.
    cluster : str
        Column of what changes places: articles, or an outlet's articles on one event where few events carry many.

    Returns
    -------
    DataFrame
        `group`, `estimate` (difference of shares, outlet minus rest), `low`, `high`, `p`, `p_holm`, `p_equivalent`,
        `n_articles` (of the outlet), `note`; p is missing where an outlet or the rest has fewer than five articles, or
        all or none of the articles' attributions have the value.

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
    require_columns(attributions, "article_id", cluster, by, group)
    require_permutations(permutations)
    require_level(level)
    if cluster != "article_id":
        names = attributions[group].astype(str) + " " + clusters_of(attributions, cluster).astype(str)
        attributions = attributions.assign(article_id=names)
    counted = in_units(attributions, unit)
    values = sorted({value, *counted[by].astype(str)} if whole is None else {value, *whole})
    counts, articles = per_article(counted, by, values)
    kept = counts.sum(axis=1) > 0
    counts, articles = counts[kept], np.array(articles)[kept]
    part, wholes = counts[:, values.index(value)], counts.sum(axis=1)
    outlets = attributions.drop_duplicates("article_id").set_index("article_id")[group].astype(str).loc[articles]
    alike = pd.DataFrame({"part": part, "whole": wholes, "mine": outlets.to_numpy()})
    alike = alike.value_counts(sort=False).rename("articles").reset_index()
    rows = []
    for outlet in sorted(alike["mine"].unique()):
        mine = alike["mine"] == outlet
        found = permutation_test(
            alike["part"], alike["whole"], mine, alike["articles"], permutations, seed, level, margin
        )
        rows.append((outlet, *found, int(alike.loc[mine, "articles"].sum())))
    columns = [group, *INTERVAL, "p", "p_equivalent", "note", "n_articles"]
    table = adjusted(pd.DataFrame(rows, columns=columns))
    return table[[group, *INTERVAL, "p", "p_holm", "p_equivalent", "n_articles", "note"]]


def adjusted(table: pd.DataFrame) -> pd.DataFrame:
    """Add `p_holm`: p adjusted for asking of several outlets; two that are compared with each other are one question.

    Each of two outlets is the other's rest, so that they have one p; it is the larger of what chance gave the two.
    """
    if len(table) == 2:
        p = table["p"].max(skipna=False)
        return table.assign(p=p, p_holm=p)
    return table.assign(p_holm=holm(table["p"]))


def odds_by_outlet(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    whole: list[str] | None = None,
    strata: str | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Model the odds of a value by outlet and, where asked, by event, attributions clustered by article (GEE).

    .. math:: \operatorname{logit} P(y_{ij} = 1) = \mu + \beta_{o(i)} + \gamma_{e(i)}, \quad \sum_o \beta_o = 0

    with an exchangeable correlation of the attributions of one article, and the covariance of Mancl and DeRouen,
    which allows for few clusters; intervals and tests by t with articles less coefficients as degrees of freedom.
    An outlet's estimate is :math:`\exp \beta_o`: its odds over those of the outlets' geometric mean, in the same events
    if strata are given. Strata in which all or none have the value tell nothing and are left out. It says how
    outlets differ, not why.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and the group.
    value : str
        The value whose odds are modelled.
    by, group : str
        Columns of the code and of the outlets.
    whole : list of str, optional
        Values that make up the whole (two sides, for a balance); by default all.
    strata : str, optional
        Column of the events.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `group`, `estimate` (odds ratio, 1 where the outlet is like the mean of all), `low`, `high`, `p`, `p_holm` (over
        outlets), `n_attributions`, `n_articles`, `note`.

    Raises
    ------
    RequestError
        When the value is not part of the whole, or a column is missing.

    References
    ---------- Liang, K.-Y. and Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models.
    *Biometrika* 73, 13-22. Mancl, L. A. and DeRouen, T. A. (2001). A covariance estimator for GEE with improved
    small-sample properties. *Biometrics* 57, 126-134.
    """
    require_level(level)
    require_columns(attributions, "article_id", by, group, *([strata] if strata else []))
    if whole is not None and value not in whole:
        raise RequestError(f'The value "{value}" is not part of the whole, {", ".join(whole)}.')
    codes = attributions[by].astype(str)
    rows = attributions[codes.isin(whole)] if whole is not None else attributions
    rows = rows.assign(y=(rows[by].astype(str) == value).astype(float), outlet_=rows[group].astype(str))
    if strata:
        rows = rows[~rows.groupby(strata)["y"].transform("mean").isin([0.0, 1.0])]
    rows = rows.sort_values("article_id", kind="stable")
    outlets = sorted(rows["outlet_"].unique())
    sizes = rows.groupby("outlet_").agg(n_attributions=("y", "size"), n_articles=("article_id", "nunique"))
    table = pd.DataFrame(
        {group: outlets, "estimate": np.nan, "low": np.nan, "high": np.nan, "p": np.nan, "p_holm": np.nan}
    )
    table = table.assign(**{name: sizes.loc[outlets, name].to_numpy() for name in sizes}, note="")
    reason = _hindrance(rows, outlets)
    codes = pd.Categorical(rows["outlet_"], outlets).codes.astype(int)
    events = rows[strata].astype(str) if strata else None
    found = None if reason else contrast_odds(rows["y"], codes, rows["article_id"], events, level)
    if found is None:
        return table.assign(note=reason or FAILED)
    table[["estimate", "low", "high", "p"]] = found
    table = adjusted(table)
    return table


def _hindrance(rows: pd.DataFrame, outlets: list[str]) -> str:
    if len(outlets) < 2:
        return ONE_OUTLET
    if rows["outlet_"].groupby(rows["article_id"]).first().value_counts().min() < 2:
        return FEW
    shares = rows.groupby("outlet_")["y"].mean()
    return SEPARATED if shares.isin([0.0, 1.0]).any() else ""
