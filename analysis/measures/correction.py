"""Shares corrected by hand codes: what the machine says of all, and what people say of some."""

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from analysis.errors import RequestError
from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import ALL_OR_NONE, NO_DATA, NO_SPREAD, ONE_ARTICLE, Estimate
from analysis.measures.shares import split


def corrected_mean(machine, human, articles, weights=None, level: float = 0.95) -> Estimate:
    r"""Estimate a mean of human codes from machine codes of all items and human codes of some (PPI++), by article.

    .. math:: \hat\theta_\lambda = \lambda \frac1N \sum_i f_i
              + \frac{\sum_{L} w_i (y_i - \lambda f_i)}{\sum_{L} w_i}

    with f the machine's and y the human codes, L the items coded by hand and w the inverse of their chance
    of being drawn. Lambda, between 0 (hand codes only) and 1, minimises the variance, which is linearised by
    article over both sums together; the interval is on the logit scale for means between 0 and 1 of 0/1
    codes, with t(A - 1) for the A articles with hand codes. It corrects the codes of what the machine found,
    not what it missed; and it holds only if the items coded by hand were drawn by chance.

    Parameters
    ----------
    machine, human : array-like, shape (items,)
        The machine's code of every item; the human one where there is one, else missing (NaN).
    articles : array-like, shape (items,)
        The article of each item.
    weights : array-like, shape (items,), optional
        Inverse probabilities of being drawn for coding by hand; by default equal.
    level : float
        Coverage of the interval.

    Returns
    -------
    Estimate

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
    f, y, articles = np.asarray(machine, float), np.asarray(human, float), np.asarray(articles)
    w = np.ones_like(f) if weights is None else np.asarray(weights, float)
    if not len(f) == len(y) == len(articles) == len(w):
        raise RequestError("A correction needs one machine code, human code (or gap), article and weight an item.")
    by_hand = ~np.isnan(y)
    if np.isnan(f).any() or not (w[by_hand] > 0).all():
        raise RequestError("A correction needs every machine code, and weights above 0.")
    if not by_hand.any():
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    w = np.where(by_hand, w, 0.0) / w[by_hand].sum()
    y = np.where(by_hand, y, 0.0)
    mean_y, mean_f, mean_all = (w * y).sum(), (w * f).sum(), f.mean()
    groups = pd.Series(articles)
    own = (w * (y - mean_y)) * by_hand
    gained = (f - mean_all) / len(f) - w * (f - mean_f)
    own, gained = (pd.Series(part).groupby(groups).sum().to_numpy() for part in (own, gained))
    spread = (gained**2).sum()
    share = float(np.clip(-(own * gained).sum() / spread, 0, 1)) if spread > 0 else 0.0
    estimate = float(share * mean_all + mean_y - share * mean_f)
    coded = groups[by_hand].nunique()
    if coded == 1:
        return Estimate(estimate, np.nan, np.nan, ONE_ARTICLE)
    error = np.sqrt(coded / (coded - 1) * ((own + share * gained) ** 2).sum())
    if error < 1e-12:
        return Estimate(estimate, np.nan, np.nan, ALL_OR_NONE if estimate in (0.0, 1.0) else NO_SPREAD)
    reach = stats.t.ppf((1 + level) / 2, coded - 1) * error
    if set(y[by_hand]) <= {0.0, 1.0} and 0 < estimate < 1:
        reach /= estimate * (1 - estimate)
        return Estimate(estimate, float(expit(logit(estimate) - reach)), float(expit(logit(estimate) + reach)))
    return Estimate(estimate, float(estimate - reach), float(estimate + reach))


def corrected_shares(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    by: str,
    values: list[str],
    group: str | list[str] = "outlet",
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each value of a code its share of attributions in each group, the machine's codes corrected by hand codes.

    Parameters
    ----------
    attributions : DataFrame
        With `attribution_id`, `article_id`, the machine's code and the group columns.
    hand_codes : DataFrame
        With `attribution_id`, the human code under the same name and, optionally, `weight` (see
        `corrected_mean`).
    by : str
        The code.
    values : list of str
        The values to give.
    group : str or list of str
        Columns whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high`, `raw` (the machine's own share), `n_hand`
        (attributions coded by hand), `n_attributions`, `n_articles`, `note`.

    Raises
    ------
    RequestError
        When a column is missing, or an attribution was coded by hand twice.
    """
    group = as_list(group)
    require_columns(attributions, "attribution_id", "article_id", by, *group)
    require_columns(hand_codes, "attribution_id", by)
    if hand_codes["attribution_id"].duplicated().any():
        twice = hand_codes.loc[hand_codes["attribution_id"].duplicated(), "attribution_id"].iloc[0]
        raise RequestError(f'Attribution "{twice}" was coded by hand twice; settle on one code first.')
    hand = hand_codes.set_index("attribution_id")
    code = attributions["attribution_id"].map(hand[by])
    weight = attributions["attribution_id"].map(hand["weight"]) if "weight" in hand else None
    frame = attributions.assign(_hand=code, _weight=1.0 if weight is None else weight.fillna(1.0))
    rows = []
    for key, members in split(frame, group):
        for value in values:
            machine = (members[by].astype(str) == value).astype(float)
            human = (members["_hand"].astype(str) == value).where(members["_hand"].notna()).astype(float)
            found = corrected_mean(machine, human, members["article_id"], members["_weight"], level)
            sizes = (int(members["_hand"].notna().sum()), len(members), members["article_id"].nunique())
            rows.append((*key, value, *found[:3], machine.mean(), *sizes, found.note))
    columns = ["estimate", "low", "high", "raw", "n_hand", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, by, *columns])
