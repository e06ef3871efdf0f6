"""Shares, balance and tone corrected by hand codes: what the machine says of all, and what people say of some."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.by_hand import decided_codes
from analysis.measures.counting import INTERVAL, SIZES, by_group, estimate_row, in_all, number_of_articles
from analysis.measures.differences import FAILED, ONE_OUTLET
from analysis.measures.estimators import (
    TOO_FEW_CODED,
    Estimate,
    Missed,
    corrected_contrast_odds,
    corrected_ratio,
    corrected_ratios,
)
from analysis.measures.hand_codes import (
    ARTICLE,
    ATTRIBUTION,
    MENTION,
    MISSED,
    NO,
    NO_TONE,
    TONES,
    YES,
    as_code,
    mention_ids,
)
from analysis.options import FEWEST_ARTICLES, LEVEL, as_list, require_columns, require_unit
from analysis.schema import UNKNOWN


def corrected_shares(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    by: str,
    values: list[str],
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each value of a code its share in each group, the machine's codes corrected by hand codes.

    What people say is no attribution counts in no share; what they found in articles read whole and the machine had
    missed counts, with the articles' weights: those of the group where it has five, else of all, as if the machine
    missed alike everywhere. Where coders differ, each counts with an equal part. The shares of all values sum to 1.

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
        by hand), `n_read` (articles read whole; 0 where what was missed is not corrected), `n_attributions`,
        `n_articles`, `effective_articles` (coded by hand), `note`. No rows when nobody coded any of these attributions
        by hand.

    Raises
    ------
    RequestError
        When a column is missing, or for another unit.
    """
    frame, people, missed = _joined(attributions, hand_codes, by, group, unit)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        there = {*members["_code"], *people.loc[people["item"].isin(members["_item"]), "value"], *missed.values} - {""}
        parts = [*values, *sorted(there - set(values))]
        found, raw, n_read = _corrected(members, people, missed, parts, None, level)
        for value, estimate, own in zip(values, found, raw, strict=False):
            yield {by: value, "raw": own, "n_read": n_read, **_sizes(estimate, members, people)}

    columns = [by, *INTERVAL, "raw", "n_hand", "n_read", *SIZES]
    return by_group(frame if len(people) else frame[:0], as_list(group), rows, columns)


def corrected_balance(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    sides: tuple[str, str],
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give each group its balance (a - b) / (a + b) of two sides, the machine's sides corrected by hand codes.

    It is 2 R - 1 with R = a / (a + b) a corrected ratio (see `corrected_ratio`); what the machine missed counts as in
    :func:`corrected_shares`.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high`, `raw` (-1 to 1), `n_hand`, `n_read`, `n_attributions`, `n_articles`,
        `effective_articles`, `note`. No rows when nobody coded the side of any of these attributions by hand.
    """
    frame, people, missed = _joined(attributions, hand_codes, "side", group, unit)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        (found,), (raw,), n_read = _corrected(members, people, missed, [sides[0]], list(sides), level)
        row = _sizes(found, members, people) | {"raw": raw, "n_read": n_read}
        yield row | {end: 2 * row[end] - 1 for end in (*INTERVAL, "raw")}

    columns = [*INTERVAL, "raw", "n_hand", "n_read", *SIZES]
    return by_group(frame if len(people) else frame[:0], as_list(group), rows, columns)


def corrected_odds(
    attributions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    value: str,
    whole: list[str],
    group: str = "outlet",
    strata: str | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Model the odds of a side by outlet and, where asked, by event, the machine's sides corrected by hand codes (DSL).

    The model is that of :func:`analysis.measures.odds_by_outlet`, solved as
    :func:`analysis.measures.estimators.corrected_contrast_odds` says. What the machine missed is in no odds.

    Parameters
    ----------
    attributions : DataFrame
        With `attribution_id`, `article_id`, `side` and the group (and `strata`); one row each.
    hand_codes : DataFrame
        As `corpus.store.read_hand_codes` gives it.
    value, whole, group, strata, level
        As for :func:`analysis.measures.odds_by_outlet`.

    Returns
    -------
    DataFrame
        `group`, `estimate`, `low`, `high`, `p`, `n_hand`, `note`; no rows when nobody coded the side of any of these by
        hand, and no estimate where fewer than five articles of a group are coded.
    """
    frame, people, _ = _joined(attributions, hand_codes, "side", group, "attributions")
    groups = sorted(frame[group].astype(str).unique())
    table = pd.DataFrame({group: groups, **dict.fromkeys([*INTERVAL, "p"], np.nan), "n_hand": 0, "note": ""})
    if people.empty:
        return table[:0]
    told = people.assign(y=(people["value"] == value).astype(float), x=people["value"].isin(whole).astype(float))
    told = _mean_of_coders(told, frame).reset_index(drop=True)
    if strata:  # where all are of one side, an event tells nothing
        ours = frame["_code"].isin(whole)
        mean = (frame["_code"] == value)[ours].groupby(frame.loc[ours, strata]).mean()
        telling = frame[strata].isin(mean.index[~mean.isin([0.0, 1.0])]).to_numpy()
        frame, told = frame[telling], told[telling]
    by_hand = told["x"].notna().to_numpy()
    names = frame[group].astype(str)
    coded = frame[by_hand].groupby(names[by_hand])["article_id"].nunique().reindex(groups, fill_value=0)
    table["n_hand"] = names[by_hand].value_counts().reindex(groups, fill_value=0).to_numpy()
    if len(groups) < 2 or coded.min() < FEWEST_ARTICLES:
        return table.assign(note=ONE_OUTLET if len(groups) < 2 else TOO_FEW_CODED)
    machine = (frame["_code"] == value).astype(float), frame["_code"].isin(whole).astype(float)
    events = frame[strata].astype(str) if strata else None
    places = pd.Categorical(names, groups).codes.astype(int)
    found = corrected_contrast_odds(
        machine, (told["y"], told["x"]), places, frame["article_id"], told["weight"], events, level
    )
    if found is None:
        return table.assign(note=FAILED)
    table[[*INTERVAL, "p"]] = found
    return table


def corrected_tone(
    mentions: pd.DataFrame,
    hand_codes: pd.DataFrame,
    group: str | Sequence[str] = ("outlet", "side", "voice"),
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group its net tone (share of positive minus share of negative mentions), corrected by hand codes.

    Parameters
    ----------
    mentions : DataFrame
        As `measures.targeted_sentences` gives it.
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
        `n_hand`, `n_mentions`, `n_articles`, `effective_articles`, `note`. No rows when nobody coded any of these
        mentions by hand.
    """
    group = as_list(group)
    require_columns(mentions, "article_id", "p_positive", "p_negative", *group)
    frame = mentions.assign(_item=mention_ids(mentions), _size=1.0)
    people = _of_people(hand_codes, MENTION, "tone", frame["_item"])
    people = people.assign(
        whole=(people["value"] != NO_TONE).astype(float), part=people["value"].map(TONES).fillna(0.0)
    )

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        net = (members["p_positive"] - members["p_negative"]).to_numpy(float)
        by_hand = _mean_of_coders(people, members)
        machine, human = (net, np.ones_like(net)), (by_hand["part"], by_hand["whole"])
        found = corrected_ratio(machine, human, members["article_id"], by_hand["weight"], level, (-1.0, 1.0))
        yield _sizes(found, members, people, "n_mentions") | {"raw": net.mean()}

    columns = [*INTERVAL, "raw", "n_hand", "n_mentions", *SIZES[1:]]
    return by_group(frame if len(people) else frame[:0], group, rows, columns)


class _Added(NamedTuple):
    """What people added: each read of an article whole, and the missed attributions of all reads, with their values."""

    reads: pd.DataFrame
    attributions: pd.DataFrame
    values: set[str]


def _joined(attributions, hand_codes, by, group, unit) -> tuple[pd.DataFrame, pd.DataFrame, _Added]:
    """Check the request; give attributions with their code and size, what people coded of them, and what they added."""
    require_unit(unit)
    require_columns(attributions, "attribution_id", "article_id", by, *as_list(group))
    alone = {"attributions": 1, "articles": 1}
    frame = attributions.assign(**{name: one for name, one in alone.items() if name not in attributions})
    size = frame["words" if unit == "words" else "attributions"].astype(float)
    frame = frame.assign(_item=frame["attribution_id"], _code=as_code(frame[by]), _size=size)
    items = frame["_item"] if unit != "sources" else frame["_item"][:0]
    people = _of_people(hand_codes, ATTRIBUTION, by, items)
    people["whole"] = (people["value"] != "").astype(float)
    return frame, people, _added(hand_codes, frame, by, unit)


def _added(hand_codes: pd.DataFrame, frame: pd.DataFrame, by: str, unit: str) -> _Added:
    whole = hand_codes[hand_codes["unit"] == ARTICLE].drop_duplicates(["coder", "item"])
    reads = whole.assign(article_id=whole["item"])[["coder", "article_id", "chance"]]
    number = frame.groupby("article_id")["attributions"].sum()
    reads = reads.assign(found=reads["article_id"].map(number)).dropna(subset=["found"])
    readers = reads.groupby("article_id")["coder"].transform("size")
    reads = reads.assign(weight=1 / reads["chance"].astype(float) / readers)
    added = hand_codes[(hand_codes["unit"] == MISSED)]
    real = added[(added["variable"] == ATTRIBUTION) & (added["value"] == YES)].drop_duplicates(["coder", "item"])
    said = added[added["variable"] == by].drop_duplicates(["coder", "item"])[["coder", "item", "value"]]
    real = real.drop(columns="value").merge(said, on=["coder", "item"], how="left")
    real = real.assign(value=real["value"].fillna("").replace("", UNKNOWN), size=1.0)
    if unit == "words" and "content" in real:
        real = real.assign(size=real["content"].fillna("").str.split().str.len().astype(float))
    return _Added(reads.reset_index(drop=True), real, set(real["value"]))


def _missed(added: _Added, members: pd.DataFrame, parts: list[str], whole: list[str] | None) -> Missed | None:
    """Lay out what was missed in the group's articles read whole, or in all where it has fewer than five."""
    reads = added.reads[added.reads["article_id"].isin(members["article_id"])]
    reads = reads if reads["article_id"].nunique() >= FEWEST_ARTICLES else added.reads
    if reads["article_id"].nunique() < FEWEST_ARTICLES:
        return None
    keys = pd.MultiIndex.from_frame(reads[["coder", "article_id"]])
    sums = added.attributions.groupby(["coder", "article_id", "value"])["size"].sum().unstack(fill_value=0.0)
    sums = sums.reindex(keys, fill_value=0.0)
    of_whole = sums if whole is None else sums.reindex(columns=whole, fill_value=0.0)
    return Missed(
        sums.reindex(columns=parts, fill_value=0.0).to_numpy(float), of_whole.sum(axis=1).to_numpy(float),
        reads["found"].to_numpy(float), reads["weight"].to_numpy(float), reads["article_id"].to_numpy(str),
    )  # fmt: skip


def _of_people(hand_codes: pd.DataFrame, unit: str, variable: str, items: pd.Series) -> pd.DataFrame:
    """Give one row a coder and item with the code: `item`, `value` ("" where it is no attribution), `weight`."""
    require_columns(hand_codes, "coder", "unit", "item", "variable", "value", "chance")
    codes = decided_codes(hand_codes[(hand_codes["unit"] == unit) & hand_codes["item"].isin(items)])
    none = codes[(codes["variable"] == ATTRIBUTION) & (codes["value"] == NO)].assign(value="")
    told = pd.concat([none, codes[codes["variable"] == variable]]).drop_duplicates(["coder", "item"])
    return told.assign(weight=1 / told["chance"].astype(float))[["coder", "item", "value", "weight"]]


def _mean_of_coders(people: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Give each item the mean over its coders of parts and whole; missing where nobody coded it."""
    return people.drop(columns=["value", "coder"]).groupby("item").mean().reindex(members["_item"])


def _corrected(
    members, people, added: _Added, parts: list[str], whole: list[str] | None, level: float
) -> tuple[list[Estimate], list[float], int]:
    """Correct the ratios of the units with each code in `parts` to those with one in `whole` (or all real ones)."""
    size = members["_size"].to_numpy(float)[:, None]
    wholes = people["value"].isin(whole) if whole else people["whole"] > 0
    told = {name: (people["value"] == name).astype(float) for name in parts}
    by_hand = _mean_of_coders(people.assign(whole=wholes.astype(float), **told), members)
    f = np.column_stack([members["_code"] == name for name in parts]) * size
    g = (members["_code"].isin(whole).to_numpy() if whole else 1.0) * size[:, 0]
    y, x = by_hand[parts].to_numpy(float) * size, by_hand["whole"].to_numpy(float) * size[:, 0]
    alike, missed = members["articles"].to_numpy(float), _missed(added, members, parts, whole)
    found = corrected_ratios(
        (f, g), (y, x), members["article_id"], by_hand["weight"], level, items=members["attributions"], alike=alike,
        missed=missed,
    )  # fmt: skip
    total = (alike * g).sum()
    raw = [float((alike * f[:, k]).sum() / total) if total else np.nan for k in range(len(parts))]
    return found, raw, 0 if missed is None else len(set(missed.articles))


def _sizes(found: Estimate, members: pd.DataFrame, people: pd.DataFrame, counted: str = "n_attributions") -> dict:
    n_hand = int(members["_item"].isin(people["item"]).sum())
    return {"n_hand": n_hand, **estimate_row(found, in_all(members).sum(), number_of_articles(members), counted)}
