"""Odds: of words between two speakers, and of a value between groups of clustered rows."""

import warnings

import numpy as np
from scipy import optimize, sparse, stats
from scipy.special import expit

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
    delta, variance, independent = (np.zeros(len(background)) for _ in range(3))
    # An article's influence on delta is `of_cues` + `of_sides` @ `slopes`: articles by cues would fill the memory.
    of_cues, of_sides, each_slope = sparse.csr_array(np.shape(parts[0]), dtype=float), np.column_stack(wholes), []
    for sign, part, whole in zip((1, -1), map(sparse.csr_array, parts), wholes, strict=True):
        with_cue = part.T @ alike + background
        without = whole @ alike + prior - with_cue
        delta = delta + sign * np.log(with_cue / without)
        of_cues = of_cues + part.multiply(sign * (1 / with_cue + 1 / without)).tocsr()
        each_slope.append(-sign / without)
        variance = variance + 1 / with_cue
        drawn = whole @ alike / (whole @ alike + prior)
        independent = independent + drawn * (1 / with_cue + 1 / without)
    slopes, weighted = np.array(each_slope), of_sides * alike[:, None]
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
    last, design = groups.max(), _design(groups, strata)
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
    if not fitted.converged:
        return None
    return _contrasts(fitted.params, fitted.cov_params(), last, freedom, level)


def corrected_contrast_odds(
    machine, human, groups, articles, weights, strata=None, level: float = LEVEL
) -> np.ndarray | None:
    r"""Fit the log-odds of groups that sum to zero from machine codes of all rows and human codes of some (DSL).

    .. math:: \sum_i X_i (\tilde y_i - \tilde x_i \operatorname{expit}(X_i \beta)) = 0, \quad
              \tilde y_i = f_i + r_i w_i (y_i - f_i), \quad \tilde x_i = g_i + r_i w_i (x_i - g_i)

    with f and g whether the machine says the value, and the value or what it is compared with; y and x the same by
    people; r whether people coded the row and w the inverse of its chance of that, made to sum to the group's rows.
    The covariance is the sandwich over articles, with t of the coded articles less coefficients. It holds only if what
    people coded was drawn by chance; it does not know what the machine missed.

    Parameters
    ----------
    machine, human : pair of array-like, shape (rows,)
        f and g, and y and x; those of people missing (NaN) where nobody coded.
    groups, articles, strata, level
        As for :func:`contrast_odds`.
    weights : array-like, shape (rows,)
        Inverse chances of being coded.

    Returns
    -------
    array, shape (groups, 4), or None where the model cannot be fitted
        Odds ratio, its interval and p.

    References
    ----------
    Egami, N., Hinck, M., Stewart, B. M. and Wei, H. (2023). Using imperfect surrogates for downstream inference:
    design-based supervised learning for social science applications of large language models. *NeurIPS* 36.
    """
    (f, g), (y, x) = (tuple(np.asarray(side, float) for side in pair) for pair in (machine, human))
    groups, articles, by_hand = np.asarray(groups), np.asarray(articles), ~np.isnan(x) & ~np.isnan(y)
    w = np.where(by_hand, np.asarray(weights, float), 0.0)
    coded = np.bincount(groups, w) if len(groups) else w
    if not (len(groups) and coded.all()):
        return None
    w *= (np.bincount(groups) / coded)[groups]
    part, whole = f + w * np.where(by_hand, y - f, 0.0), g + w * np.where(by_hand, x - g, 0.0)
    design, last = _design(groups, strata), groups.max()
    freedom = len(np.unique(articles[by_hand])) - design.shape[1]
    if freedom < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return None

    def left(beta: np.ndarray) -> np.ndarray:
        return design.T @ (part - whole * expit(design @ beta))

    def slope(beta: np.ndarray) -> np.ndarray:
        chance = expit(design @ beta)
        return -(design * (whole * chance * (1 - chance))[:, None]).T @ design

    solved = optimize.root(left, np.zeros(design.shape[1]), jac=slope)
    if not solved.success:
        return None
    scores = design * (part - whole * expit(design @ solved.x))[:, None]
    _, places = np.unique(articles, return_inverse=True)
    number = places.max() + 1
    of_article = sparse.csr_array((np.ones(len(places)), (places, np.arange(len(places))))) @ scores
    try:
        bread = np.linalg.inv(slope(solved.x))
    except np.linalg.LinAlgError:
        return None
    covariance = number / (number - 1) * bread @ (of_article.T @ of_article) @ bread.T
    return _contrasts(solved.x, covariance, last, freedom, level)


def _design(groups: np.ndarray, strata) -> np.ndarray:
    """Give a column of ones, the groups' effects, which sum to zero, and one for each stratum but the first."""
    last = groups.max()
    columns = [np.ones((len(groups), 1)), np.eye(last + 1)[groups][:, :last] - (groups == last)[:, None]]
    if strata is not None:
        different, places = np.unique(np.asarray(strata), return_inverse=True)
        columns.append(np.eye(len(different))[places][:, 1:])
    return np.hstack(columns)


def _contrasts(
    coefficients: np.ndarray, covariance: np.ndarray, last: int, freedom: int, level: float
) -> np.ndarray | None:
    """Give each group's odds ratio, its interval and p; None where they are no numbers."""
    contrast = np.vstack([np.eye(last), -np.ones(last)])
    beta = contrast @ coefficients[1 : last + 1]
    variance = np.einsum("ij,jk,ik->i", contrast, covariance[1 : last + 1, 1 : last + 1], contrast)
    if not (np.isfinite(beta).all() and (variance > 0).all() and np.abs(beta).max() < 15):
        return None
    error = np.sqrt(variance)
    reach = stats.t.ppf((1 + level) / 2, freedom) * error
    p = 2 * stats.t.sf(np.abs(beta / error), freedom)
    return np.column_stack([np.exp(beta), np.exp(beta - reach), np.exp(beta + reach), p])
