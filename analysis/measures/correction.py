"""Shares, balance and tone corrected by hand codes: what the machine says of all, and what people say of some."""

import numpy as np
import pandas as pd

from analysis.measures.counting import in_all, number_of_articles, split
from analysis.measures.estimators import Estimate, corrected_ratio
from analysis.measures.hand_codes import ATTRIBUTION, MENTION, NO, NO_TONE, TONES, as_code, decided_codes, mention_ids
from analysis.options import LEVEL, as_list, require_columns, require_unit

_CORRECTED = ["estimate", "low", "high", "raw", "n_hand"]


def corrected_shares(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    by: str,
    values: list[str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
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
    return pd.DataFrame(rows, columns=[*group, by, *_CORRECTED, "n_attributions", "n_articles", "note"])


def corrected_balance(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    sides: tuple[str, str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
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
    return pd.DataFrame(rows, columns=[*group, *_CORRECTED, "n_attributions", "n_articles", "note"])


def corrected_tone(
    mentions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    group: str | list[str] = ("outlet", "side", "voice"),
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group its net tone (share of positive minus share of negative mentions), corrected by hand codes.

    Parameters
    ----------
    mentions : DataFrame
        As `targeted_sentences` gives it.
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
    return pd.DataFrame(rows, columns=[*group, *_CORRECTED, "n_mentions", "n_articles", "note"])


def _joined(attributions, hand_codes, by, group, unit) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Check the request; give attributions with their code and size, and what people coded of them."""
    require_unit(unit)
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
    codes = decided_codes(hand_codes[(hand_codes["unit"] == unit) & hand_codes["item"].isin(items)])
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
