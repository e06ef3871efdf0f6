"""How far coders agree, people among themselves or people and the machine, and how right the machine is."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.estimators import METRICS, Estimate, alpha_below, alpha_interval, jackknife_interval
from analysis.measures.hand_codes import (
    ARTICLE,
    ATTRIBUTION,
    CODES,
    MACHINE,
    MARKS,
    MISSED,
    TONES,
    YES,
    as_code,
    first_codes,
    real_attributions,
)
from analysis.options import LEVEL, require_choice, require_columns
from analysis.schema import UNKNOWN

PEOPLE = "people"
NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})


def krippendorff_alpha(codes: pd.DataFrame, metric: str = "nominal", level: float = LEVEL) -> Estimate:
    """Give Krippendorff's alpha, 1 for agreement and 0 for chance, with an interval by leaving out one article.

    Items that only one coder coded do not count, in ranks either. Where coders use one value only, chance would agree
    as well and alpha does not exist. It does not say who is right.

    Parameters
    ----------
    codes : DataFrame
        One row a code: `coder`, `item`, `value`, `article_id`; no coder twice on one item. Missing values
        are left out.
    metric : {"nominal", "ordinal", "interval"}
        How unlike two values are: just different, by how many codes lie between, or by their squared difference.
    level : float
        Coverage of the interval.

    Raises
    ------
    RequestError
        When a column is missing, the metric does not exist or a coder coded an item twice.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    values, items, articles = _columns(codes, metric)
    return alpha_interval(values, items, articles, metric, level)


def _columns(codes: pd.DataFrame, metric: str) -> list[np.ndarray]:
    require_columns(codes, "coder", "item", "value", "article_id")
    require_choice("The metric", metric, METRICS)
    codes = codes.dropna(subset=["value"])
    _require_one_code(codes)
    value = codes["value"].astype(str if metric == "nominal" else float)
    return [column.to_numpy() for column in (value, codes["item"].astype(str), codes["article_id"].astype(str))]


def confusion(codes: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Count the items that two coders coded by the value each gave: rows the first's, columns the other's."""
    require_columns(codes, "coder", "item", "value")
    for coder in (one, other):
        require_choice("The coder", coder, sorted(codes["coder"].unique()))
    _require_one_code(codes)
    both = codes[codes["coder"].isin([one, other])].pivot(index="item", columns="coder", values="value").dropna()
    values = sorted(set(both[one]) | set(both[other]), key=str)
    table = pd.crosstab(both[one], both[other]).reindex(index=values, columns=values, fill_value=0)
    table.columns = [f"{other}: {value}" for value in values]
    table.insert(0, one, values)
    return table.reset_index(drop=True)


def _require_one_code(codes: pd.DataFrame) -> None:
    twice = codes[codes.duplicated(["coder", "item"])]
    if len(twice):
        coder, item = twice.iloc[0][["coder", "item"]]
        raise RequestError(f'Coder "{coder}" coded item "{item}" twice; keep one of the two codes.')


def agreement_table(
    codes: pd.DataFrame, level: float = LEVEL, orders: Mapping[str, Sequence[str]] = NOTHING
) -> pd.DataFrame:
    """Give alpha for every variable: among the people, and of the machine with each of them.

    Tone is ordered, and so are the variables of `orders`; all others are nominal. What a coder says of an attribution
    that the same coder denies does not count.

    Parameters
    ----------
    codes : DataFrame
        Hand codes and `machine_codes` of the same corpus, one under the other.
    level : float
        Coverage of the intervals.
    orders : mapping, optional
        Of each ordinal variable its values, from one end of the scale to the other (`Codebook.orders`).

    Returns
    -------
    DataFrame
        `variable`, `coders`, `estimate`, `low`, `high` (alpha), `below` (chance that alpha is below .667, the least
        that is commonly accepted), `agreed` (share of items coded alike by all of these coders), `n_items`,
        `n_articles`, `note`. Nothing for a variable that only one of them coded.
    """
    require_columns(codes, "coder", "unit", "item", "article_id", "variable", "value")
    told = codes[(codes["unit"] != ARTICLE) & ~codes["variable"].isin(MARKS)]
    codes, orders = real_attributions(first_codes(told)), {"tone": [*TONES], **orders}
    people = sorted(set(codes["coder"]) - {MACHINE})
    panels = {PEOPLE: people} if len(people) > 1 else {}
    panels |= {f"machine and {coder}": [MACHINE, coder] for coder in people}
    rows = []
    for variable, of_variable in codes.groupby("variable", sort=False):
        for name, members in panels.items():
            shared = _coded_by_several(of_variable[of_variable["coder"].isin(members)])
            if shared.empty:
                continue
            alike = shared.groupby("item")["value"].nunique() == 1
            scaled, metric = _scaled(shared, orders.get(variable))
            found = krippendorff_alpha(scaled, metric, level)
            values, items, articles = _columns(scaled, metric)
            below = alpha_below(values, items, articles, metric)
            sizes = (shared["item"].nunique(), shared["article_id"].nunique())
            rows.append((variable, name, *found[:3], below, float(alike.mean()), *sizes, found.note))
    columns = ["variable", "coders", "estimate", "low", "high", "below", "agreed", "n_items", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns)


def confusion_table(codes: pd.DataFrame) -> pd.DataFrame:
    """Count, for every variable and pair of coders, which value of one met which of the other.

    Returns
    -------
    DataFrame
        `variable`, `one`, `other` (coders), `value_of_one`, `value_of_other`, `items`; the most frequent first.
    """
    codes = real_attributions(first_codes(codes[~codes["variable"].isin(MARKS)]))
    both = codes.merge(codes, on=["item", "variable"], suffixes=("_of_one", "_of_other"))
    both = both[both["coder_of_one"] < both["coder_of_other"]].rename(
        columns={"coder_of_one": "one", "coder_of_other": "other"}
    )
    columns = ["variable", "one", "other", "value_of_one", "value_of_other"]
    counts = both.groupby(columns).size().rename("items").reset_index()
    order = ["variable", "one", "other", "items", "value_of_one", "value_of_other"]
    return counts.sort_values(order, ascending=[True, True, True, False, True, True]).reset_index(drop=True)


def _coded_by_several(codes: pd.DataFrame) -> pd.DataFrame:
    return codes[codes.groupby("item")["coder"].transform("nunique") > 1]


def _scaled(codes: pd.DataFrame, order: Sequence[str] | None) -> tuple[pd.DataFrame, str]:
    """Write ordinal values as their places in the order; what has none (a tone that is not about it) is left out."""
    if order is None:
        return codes, "nominal"
    places = codes["value"].map({value: place for place, value in enumerate(order)})
    return codes.assign(value=places.astype(float)).dropna(subset=["value"]), "ordinal"


def contested(
    codes: pd.DataFrame, attributions: pd.DataFrame, variable: str, labels: dict[str, str] | None = None
) -> pd.DataFrame:
    """Keep the attributions that some coder codes otherwise than the machine, with what people say beside.

    Of what no machine codes (a codebook's own questions), those on which people differ.

    Parameters
    ----------
    codes : DataFrame
        Hand codes and `machine_codes`, one under the other.
    attributions : DataFrame
        As `corpus.store.coded_attributions` gives it.
    variable : str
        The code to compare.
    labels : dict, optional
        What to write for a value that people gave.

    Returns
    -------
    DataFrame
        The columns of `attributions`, and `<variable>_by_hand`: each coder with the code given.
    """
    require_choice("The variable", variable, [*CODES, *sorted(set(codes["variable"]) - {*CODES, *MARKS})])
    told = real_attributions(codes)
    told = told[(told["variable"] == variable) & (told["unit"] == ATTRIBUTION)]
    machine = told[told["coder"] == MACHINE].set_index("item")["value"]
    people = told[told["coder"] != MACHINE]
    apart = people.groupby("item")["value"].transform("nunique") > 1
    differing = people.loc[people["item"].map(machine) != people["value"] if len(machine) else apart, "item"]
    named = people["value"].replace(labels or {})
    said = people.assign(said=people["coder"] + ": " + named).groupby("item")["said"].agg(" / ".join)
    kept = attributions[attributions["attribution_id"].isin(differing)]
    return kept.assign(**{f"{variable}_by_hand": kept["attribution_id"].map(said).astype(object)})


def attribution_quality(
    codes: pd.DataFrame, attributions: pd.DataFrame, level: float = LEVEL, by: str = ""
) -> pd.DataFrame:
    r"""Give each coder's verdict on the machine's attributions: precision, recall and F1, with intervals by article.

    .. math:: P = \frac{\sum_L w_i y_i}{\sum_L w_i}, \quad R = \frac{P M}{P M + m}, \quad
              P_s = P \frac{\sum_S w_i s_i}{\sum_S w_i}

    with L the attributions the coder judged, y whether each is one and w the inverse of its chance of being drawn; in
    the articles that the coder read whole, weighted alike, M attributions that the machine found and m that it missed.
    What was added in other articles does not count. S are the right ones of which the coder also said whether the
    source is, s. Intervals leave out one article at a time from all of these sums together, on the logit scale.

    Parameters
    ----------
    codes : DataFrame
        As `corpus.store.read_hand_codes` gives it.
    attributions : DataFrame
        All of the machine's, with `attribution_id` and `article_id`, and the code asked for.
    level : float
        Coverage of the intervals.
    by : str
        A code (form, side, source_type …) whose values are judged apart: of what the machine found by its own value,
        of what it missed by the coder's.

    Returns
    -------
    DataFrame
        `coder`, the code where one is asked for, `measure` (see `QUALITIES`), `estimate`, `low`, `high`,
        `n_attributions` (judged), `n_missed`, `n_articles` (read whole for recall and F1), `note`.
    """
    require_columns(codes, "coder", "unit", "item", "article_id", "variable", "value", "chance")
    require_columns(attributions, "attribution_id", "article_id", *([by] if by else []))
    columns = ["estimate", "low", "high", "n_attributions", "n_missed", "n_articles", "note"]
    if by:
        named, tables = as_code(attributions[by]), []
        for value in sorted(named.unique()):
            own = attributions[named == value]
            tables.append(attribution_quality(_of_value(codes, own, by, value), own, level).assign(**{by: value}))
        order = ["coder", by, "measure", *columns]
        return pd.concat(tables, ignore_index=True)[order] if tables else pd.DataFrame(columns=order)
    found = attributions.groupby("article_id").size()
    rows = []
    for coder, own in codes.groupby("coder", sort=True):
        read = own[own["unit"] == ARTICLE].drop_duplicates("item").set_index("item")
        weight = 1 / read["chance"].astype(float)
        added = own[(own["unit"] == MISSED) & (own["variable"] == ATTRIBUTION) & (own["value"] == YES)]
        missed = added.groupby("article_id")["item"].nunique().reindex(read.index, fill_value=0)
        judged = _verdicts(own)
        sums = judged.groupby("article_id")[["right", "judged", "right_source", "judged_source"]].sum()
        whole = pd.DataFrame({"found": weight * found.reindex(read.index, fill_value=0), "missed": weight * missed})
        sums = sums.join(whole, how="outer").fillna(0.0).to_numpy(float)
        for measure, statistic in QUALITIES.items():
            number = jackknife_interval(sums, statistic, "logit", level)
            articles = len(read) if statistic in (_recall, _f1) else judged["article_id"].nunique()
            rows.append((coder, measure, *number[:3], len(judged), int(missed.sum()), articles, number.note))
    table = pd.DataFrame(rows, columns=["coder", "measure", *columns])
    return table.dropna(subset=["estimate"]).reset_index(drop=True)


def _of_value(codes: pd.DataFrame, own: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Keep the verdicts on these attributions, the missed ones that the coder gives the value, and articles read."""
    missed = codes[(codes["unit"] == MISSED) & (codes["variable"] == by)].set_index(["coder", "item"])["value"]
    keys = pd.MultiIndex.from_frame(codes[["coder", "item"]])
    said = (
        pd.Series(keys.map(missed[~missed.index.duplicated()]), codes.index, dtype=object)
        .fillna("")
        .replace("", UNKNOWN)
    )
    of_machine = (codes["unit"] == ATTRIBUTION) & codes["item"].isin(own["attribution_id"])
    return codes[of_machine | (codes["unit"] == ARTICLE) | ((codes["unit"] == MISSED) & (said == value))]


def _verdicts(own: pd.DataFrame) -> pd.DataFrame:
    """Give one row an attribution that a coder judged, with its weight where it is right; of these, the source too."""
    told = own[own["unit"] == ATTRIBUTION]
    judged = told[told["variable"] == ATTRIBUTION].drop_duplicates("item").set_index("item")
    source = told[told["variable"] == "source"].drop_duplicates("item").set_index("item")["value"]
    source = source.reindex(judged.index).where(judged["value"] == YES)
    weight = 1 / judged["chance"].astype(float)
    return pd.DataFrame(
        {
            "article_id": judged["article_id"],
            "right": weight * (judged["value"] == YES),
            "judged": weight,
            "right_source": weight * (source == YES),
            "judged_source": weight * source.notna(),
        }
    )


def _precision(sums: np.ndarray) -> float:
    return sums[0] / sums[1] if sums[1] else np.nan


def _with_source(sums: np.ndarray) -> float:
    return _precision(sums) * sums[2] / sums[3] if sums[3] else np.nan


def _recall(sums: np.ndarray) -> float:
    right = _precision(sums) * sums[4]
    return right / (right + sums[5]) if right + sums[5] > 0 else np.nan


def _f1(sums: np.ndarray) -> float:
    precision, recall = _precision(sums), _recall(sums)
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else np.nan


QUALITIES = {
    "precision": _precision,
    "precision, source right too": _with_source,
    "recall": _recall,
    "F1": _f1,
}
"""Of what the machine found, how much is right; of what there is, how much it found; their harmonic mean."""
