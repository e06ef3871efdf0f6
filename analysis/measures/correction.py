"""Shares, balance and tone corrected by hand codes: what the machine says of all, and what people say of some."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from analysis.errors import RequestError
from analysis.measures.checks import as_list, require_choice, require_columns
from analysis.measures.hand_codes import ATTRIBUTION, MENTION, NO, NO_TONE, TONES, as_code, mention_ids
from analysis.measures.intervals import NO_DATA, Estimate
from analysis.measures.shares import split
from analysis.measures.units import UNITS, in_all, number_of_articles

FIGURES = ["estimate", "low", "high", "raw", "n_hand"]
NONE_CODED = "not estimable: none coded by hand"
ONE_ARTICLE = "not estimable: coded by hand in one article only"
ALL_ALIKE = "not estimable: hand codes all alike"


def corrected_ratio(
    machine,
    human,
    articles,
    weights=None,
    level: float = 0.95,
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
    machine, human, articles, weights=None, level: float = 0.95, limits: tuple[float, float] = (0.0, 1.0)
) -> Estimate:
    """Estimate a mean of human codes: the ratio of `corrected_ratio` with every whole 1."""
    f, y = np.asarray(machine, float), np.asarray(human, float)
    return corrected_ratio((f, np.ones_like(f)), (y, np.ones_like(y)), articles, weights, level, limits)


def corrected_shares(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    by: str,
    values: list[str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each value of a code its share in each group, the machine's codes corrected by hand codes.

    What people say is no attribution counts in no share. Where coders differ, each counts with an equal part.

    Parameters
    ----------
    attributions : DataFrame
        With `attribution_id`, `article_id`, the machine's code and the group columns (and `words`); of articles
        without a hand code, counts will do (see `corpus.counts.counted_beside`).
    hand_codes : DataFrame
        As `corpus.store.read_hand_codes` gives it.
    by : str
        The code; truths have the values yes and no.
    values : list of str
        The values to give.
    group : str or list of str
        Columns whose combinations are measured apart.
    unit : {"attributions", "words", "sources"}
        What is counted. Sources give no rows: hand codes say what one attribution's source is, not how many there are.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high`, `raw` (the machine's own share), `n_hand` (attributions coded
        by hand), `n_attributions`, `n_articles`, `note`. No rows when nobody coded any of these attributions by hand.

    Raises
    ------
    RequestError
        When a column is missing, or for another unit.
    """
    group = as_list(group)
    frame, people = _joined(attributions, hand_codes, by, group, unit)
    rows = []
    for key, members in split(frame, group) if len(people) else []:
        for value in values:
            found, raw = _corrected(members, people, [value], None, level)
            rows.append((*key, value, *found[:3], raw, *_sizes(members, people), found.note))
    return pd.DataFrame(rows, columns=[*group, by, *FIGURES, "n_attributions", "n_articles", "note"])


def corrected_balance(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    sides: tuple[str, str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = 0.95,
) -> pd.DataFrame:
    r"""Give each group its balance (a - b) / (a + b) of two sides, the machine's sides corrected by hand codes.

    It is 2 R - 1 with R = a / (a + b) a corrected ratio (see `corrected_ratio`).

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high`, `raw` (-1 to 1), `n_hand`, `n_attributions`, `n_articles`, `note`.
        No rows when nobody coded the side of any of these attributions by hand.
    """
    group = as_list(group)
    frame, people = _joined(attributions, hand_codes, "side", group, unit)
    rows = []
    for key, members in split(frame, group) if len(people) else []:
        found, raw = _corrected(members, people, [sides[0]], list(sides), level)
        rows.append((*key, *(2 * np.array([*found[:3], raw]) - 1), *_sizes(members, people), found.note))
    return pd.DataFrame(rows, columns=[*group, *FIGURES, "n_attributions", "n_articles", "note"])


def corrected_tone(
    mentions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    group: str | list[str] = ("outlet", "side", "voice"),
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each group its net tone (share of positive minus share of negative mentions), corrected by hand codes.

    Parameters
    ----------
    mentions : DataFrame
        As `measures.tone_toward.targeted_sentences` gives it.
    hand_codes : DataFrame
        As `corpus.store.read_hand_codes` gives it; what people say is not about the target counts in no mean.
    group : str or list of str
        Columns whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high`, `raw` (the machine's mean of p(positive) - p(negative); -1 to 1),
        `n_hand`, `n_mentions`, `n_articles`, `note`. No rows when nobody coded any of these mentions by hand.
    """
    group = as_list(group)
    require_columns(mentions, "article_id", "p_positive", "p_negative", *group)
    frame = mentions.assign(_item=mention_ids(mentions), _size=1.0)
    people = _of_people(hand_codes, MENTION, "tone", frame["_item"])
    people["whole"] = (people["value"] != NO_TONE).astype(float)
    rows = []
    for key, members in split(frame, group) if len(people) else []:
        net = (members["p_positive"] - members["p_negative"]).to_numpy(float)
        by_hand = _mean_of_coders(people.assign(part=people["value"].map(TONES).fillna(0.0)), members)
        machine, human = (net, np.ones_like(net)), (by_hand["part"], by_hand["whole"])
        found = corrected_ratio(machine, human, members["article_id"], by_hand["weight"], level, (-1.0, 1.0))
        rows.append((*key, *found[:3], net.mean(), *_sizes(members, people), found.note))
    return pd.DataFrame(rows, columns=[*group, *FIGURES, "n_mentions", "n_articles", "note"])


def _joined(attributions, hand_codes, by, group, unit) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Check the request; give attributions with their code and size, and what people coded of them."""
    require_choice("The unit", unit, UNITS)
    require_columns(attributions, "attribution_id", "article_id", by, *group)
    alone = {"attributions": 1, "articles": 1}
    frame = attributions.assign(**{name: one for name, one in alone.items() if name not in attributions})
    size = frame["words" if unit == "words" else "attributions"].astype(float)
    frame = frame.assign(_item=frame["attribution_id"], _code=as_code(frame[by]), _size=size)
    items = frame["_item"] if unit != "sources" else frame["_item"][:0]
    people = _of_people(hand_codes, ATTRIBUTION, by, items)
    people["whole"] = (people["value"] != "").astype(float)
    return frame, people


def _of_people(hand_codes: pd.DataFrame, unit: str, variable: str, items: pd.Series) -> pd.DataFrame:
    """Give one row a coder and item with the code: `item`, `value` ("" where it is no attribution), `weight`."""
    require_columns(hand_codes, "coder", "unit", "item", "variable", "value", "chance")
    codes = hand_codes[(hand_codes["unit"] == unit) & hand_codes["item"].isin(items)]
    none = codes[(codes["variable"] == ATTRIBUTION) & (codes["value"] == NO)].assign(value="")
    told = pd.concat([none, codes[codes["variable"] == variable]]).drop_duplicates(["coder", "item"])
    return told.assign(weight=1 / told["chance"].astype(float))[["coder", "item", "value", "weight"]]


def _mean_of_coders(people: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Give each item the mean over its coders of part and whole; missing where nobody coded it."""
    return people.groupby("item")[["part", "whole", "weight"]].mean().reindex(members["_item"])


def _corrected(members, people, part: list[str], whole: list[str] | None, level: float) -> tuple[Estimate, float]:
    """Correct the ratio of the units with a code in `part` to those with one in `whole` (or all real ones)."""
    size = members["_size"].to_numpy(float)
    wholes = people["value"].isin(whole) if whole else people["whole"] > 0
    told = people.assign(part=people["value"].isin(part).astype(float), whole=wholes.astype(float))
    by_hand = _mean_of_coders(told, members)
    machine = members["_code"].isin(part) * size, (members["_code"].isin(whole) if whole else 1.0) * size
    human = by_hand["part"].to_numpy() * size, by_hand["whole"].to_numpy() * size
    alike = members["articles"].to_numpy(float)
    found = corrected_ratio(
        machine, human, members["article_id"], by_hand["weight"], level,
        items=members["attributions"], alike=alike,
    )  # fmt: skip
    part, whole = ((alike * sums).sum() for sums in machine)
    return found, float(part / whole) if whole else np.nan


def _sizes(members: pd.DataFrame, people: pd.DataFrame) -> tuple[int, int, int]:
    by_hand = int(members["_item"].isin(people["item"]).sum())
    return by_hand, int(in_all(members).sum()), number_of_articles(members)
