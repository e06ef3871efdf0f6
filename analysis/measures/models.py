"""Regression where it is asked for: the odds of a value by outlet, articles as clusters, events held fixed."""

import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.errors import RequestError
from analysis.measures.checks import require_between, require_columns

ONE_OUTLET = "not estimable: one outlet only"
SEPARATED = "not estimable: an outlet has all or none"
FEW = "not estimable: too few articles"
FAILED = "not estimable: the model does not converge"


def odds_by_outlet(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    whole: list[str] | None = None,
    strata: str | None = None,
    level: float = 0.95,
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
    require_between("The level of an interval", level, 0.5, 0.9999)
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
    found = None if reason else _fit(rows, outlets, strata, level)
    if found is None:
        return table.assign(note=reason or FAILED)
    table[["estimate", "low", "high", "p"]] = found
    table["p_holm"] = multipletests(table["p"], method="holm")[1]
    return table


def _hindrance(rows: pd.DataFrame, outlets: list[str]) -> str:
    if len(outlets) < 2:
        return ONE_OUTLET
    if rows["outlet_"].groupby(rows["article_id"]).first().value_counts().min() < 2:
        return FEW
    shares = rows.groupby("outlet_")["y"].mean()
    return SEPARATED if shares.isin([0.0, 1.0]).any() else ""


def _fit(rows: pd.DataFrame, outlets: list[str], strata: str | None, level: float) -> np.ndarray | None:
    """Fit with sum-to-zero outlets; the last outlet's coefficient is minus the sum of the others'."""
    codes = pd.Categorical(rows["outlet_"], outlets).codes
    last = len(outlets) - 1
    effects = np.eye(last + 1)[codes][:, :last] - (codes == last)[:, None]
    columns = [np.ones((len(rows), 1)), effects]
    if strata and rows[strata].nunique() > 1:
        columns.append(pd.get_dummies(rows[strata].astype(str), drop_first=True).to_numpy(float))
    design = np.hstack(columns)
    articles = rows["article_id"].nunique()
    freedom = articles - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    model = sm.GEE(
        rows["y"].to_numpy(), design, groups=rows["article_id"].to_numpy(),
        family=sm.families.Binomial(), cov_struct=sm.cov_struct.Exchangeable(),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # told by `converged` and by the numbers
        try:
            fitted = model.fit(cov_type="bias_reduced")
        except (np.linalg.LinAlgError, ValueError):
            return None
    contrast = np.vstack([np.eye(last), -np.ones(last)])
    beta = contrast @ fitted.params[1 : last + 1]
    variance = np.einsum("ij,jk,ik->i", contrast, fitted.cov_params()[1 : last + 1, 1 : last + 1], contrast)
    if not (fitted.converged and np.isfinite(beta).all() and (variance > 0).all() and np.abs(beta).max() < 15):
        return None
    error = np.sqrt(variance)
    reach = stats.t.ppf((1 + level) / 2, freedom) * error
    p = 2 * stats.t.sf(np.abs(beta / error), freedom)
    return np.column_stack([np.exp(beta), np.exp(beta - reach), np.exp(beta + reach), p])
