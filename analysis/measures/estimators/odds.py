"""Odds: of words between two speakers, and of a value between groups of clustered rows."""

import warnings

import numpy as np
from scipy import sparse, stats

from analysis.options import LEVEL


def log_odds(
    parts: list[np.ndarray], wholes: list[np.ndarray], background: np.ndarray, prior: float, alike=None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute Monroe's delta, its standard error (by article or of independent draws, the larger) and Monroe's z.

    Parameters
    ----------
    parts : two arrays, shape (articles, cues)
        How often each cue attributes what each side says in each article; the same articles for both.
    wholes : two arrays, shape (articles,)
        How many attributions each side has in each article.
    background : array, shape (cues,)
        The prior's counts, summing to at most `prior`.
    prior : float
        The prior's size.
    alike : array, shape (articles,), optional
        How many articles each row stands for.
    """
    alike = np.ones(len(wholes[0])) if alike is None else np.asarray(alike, float)
    articles = alike.sum()
    delta, variance, independent = 0.0, 0.0, 0.0
    # An article's influence on delta is `of_cues` + `of_sides` @ `slopes`: articles by cues would fill the memory.
    of_cues, of_sides, slopes = 0.0, np.column_stack(wholes), []
    for sign, part, whole in zip((1, -1), map(sparse.csr_array, parts), wholes, strict=True):
        with_cue = part.T @ alike + background
        without = whole @ alike + prior - with_cue
        delta = delta + sign * np.log(with_cue / without)
        of_cues = of_cues + part.multiply(sign * (1 / with_cue + 1 / without)).tocsr()
        slopes.append(-sign / without)
        variance = variance + 1 / with_cue
        drawn = whole @ alike / (whole @ alike + prior)
        independent = independent + drawn * (1 / with_cue + 1 / without)
    slopes, weighted = np.array(slopes), of_sides * alike[:, None]
    total = of_cues.T @ alike + weighted.sum(axis=0) @ slopes
    squares = of_cues.multiply(of_cues).T @ alike + 2 * ((of_cues.T @ weighted) * slopes.T).sum(axis=1)
    squares = squares + np.einsum("ik,ij,jk->k", slopes, of_sides.T @ weighted, slopes)
    spread = np.maximum(squares - total**2 / max(articles, 1), 0.0)
    error = np.sqrt(np.maximum(articles / max(articles - 1, 1) * spread, independent))
    return delta, error, delta / np.sqrt(variance)


def contrast_odds(y, groups, articles, strata=None, level: float = LEVEL) -> np.ndarray | None:
    """Fit the log-odds of groups that sum to zero, rows clustered by article (GEE), strata held fixed.

    Parameters
    ----------
    y : array-like, shape (rows,)
        0 or 1.
    groups : array-like of int, shape (rows,)
        The group of each row, from 0; the last one's coefficient is minus the sum of the others'.
    articles : array-like, shape (rows,)
        The article of each row; those of one stand together.
    strata : array-like, shape (rows,), optional
        The stratum of each row.
    level : float
        Coverage of the intervals.

    Returns
    -------
    array, shape (groups, 4), or None where the model cannot be fitted
        Odds ratio, its interval and p.
    """
    import statsmodels.api as sm  # takes a second, and few ask for it

    y, groups, articles = (np.asarray(values) for values in (y, groups, articles))
    if not len(y):
        return None
    last = groups.max()
    effects = np.eye(last + 1)[groups][:, :last] - (groups == last)[:, None]
    columns = [np.ones((len(y), 1)), effects]
    if strata is not None:
        different, places = np.unique(np.asarray(strata), return_inverse=True)
        columns.append(np.eye(len(different))[places][:, 1:])
    design = np.hstack(columns)
    freedom = len(np.unique(articles)) - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    model = sm.GEE(
        y, design, groups=articles,
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
