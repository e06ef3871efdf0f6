"""How far coders agree, people among themselves or people and the machine, and how right the machine is."""

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance
from scipy import stats

from analysis.errors import RequestError
from analysis.measures.estimators import NO_DATA, NO_SPREAD, ONE_ARTICLE, Estimate, jackknife_interval
from analysis.measures.hand_codes import (
    ARTICLE,
    ATTRIBUTION,
    CODES,
    MACHINE,
    MISSED,
    NO_TONE,
    TONES,
    YES,
    first_codes,
    real_attributions,
)
from analysis.options import LEVEL, require_choice, require_columns

DISTANCES = {"nominal": binary_distance, "interval": interval_distance}
PEOPLE = "people"


def krippendorff_alpha(codes: pd.DataFrame, metric: str = "nominal", level: float = LEVEL) -> Estimate:
    r"""Give Krippendorff's alpha, 1 for agreement and 0 for chance, with an interval by leaving out one article.

    .. math:: \alpha = 1 - D_o / D_e, \quad
              v = \frac{A - 1}{A} \sum_i (\alpha_{(i)} - \bar\alpha_{(\cdot)})^2, \quad
              \alpha \pm t_{A-1} \sqrt v \text{ (at most 1)}

    Items that only one coder coded do not count. Where coders use one value only, chance would agree as well
    and alpha does not exist. It does not say who is right.

    Parameters
    ----------
    codes : DataFrame
        One row a code: `coder`, `item`, `value`, `article_id`; no coder twice on one item. Missing values
        are left out.
    metric : {"nominal", "interval"}
        How unlike two values are: just different, or by their squared difference.
    level : float
        Coverage of the interval.

    Raises
    ------
    RequestError
        When a column is missing, the metric does not exist or a coder coded an item twice.

    References
    ---------- Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of
    Pennsylvania. Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability
    measure for coding data. *Communication Methods and Measures* 1(1), 77-89.
    """
    require_columns(codes, "coder", "item", "value", "article_id")
    require_choice("The metric", metric, DISTANCES)
    codes = codes.dropna(subset=["value"])
    _require_one_code(codes)
    codes = codes[codes.groupby("item")["coder"].transform("size") > 1]
    articles = codes["article_id"].unique()
    alpha = _alpha(codes, metric)
    if np.isnan(alpha):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA if codes.empty else "not estimable: one value only")
    if len(articles) == 1:
        return Estimate(alpha, np.nan, np.nan, ONE_ARTICLE)
    without = np.array([_alpha(codes[codes["article_id"] != article], metric) for article in articles])
    error = np.sqrt((len(articles) - 1) / len(articles) * ((without - without.mean()) ** 2).sum())
    if not error > 1e-12:  # also when leaving out an article leaves one value only
        return Estimate(alpha, np.nan, np.nan, NO_SPREAD)
    reach = stats.t.ppf((1 + level) / 2, len(articles) - 1) * error
    return Estimate(alpha, float(alpha - reach), float(min(alpha + reach, 1.0)))


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


def agreement_table(codes: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
    """Give alpha for every variable: among the people, and of the machine with each of them.

    Tone is ordered, so its values are compared by their ranks (see `tool_agreement`); all
    other variables are nominal. What a coder says of an attribution that the same coder denies does not count.

    Parameters
    ----------
    codes : DataFrame
        Hand codes and `machine_codes` of the same corpus, one under the other.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `variable`, `coders`, `estimate`, `low`, `high` (alpha), `agreed` (share of items coded alike by all of
        these coders), `n_items`, `n_articles`, `note`. Nothing for a variable that only one of them coded.
    """
    require_columns(codes, "coder", "unit", "item", "article_id", "variable", "value")
    codes = real_attributions(first_codes(codes[codes["unit"] != ARTICLE]))
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
            found = krippendorff_alpha(*_scaled(shared, variable), level)
            sizes = (shared["item"].nunique(), shared["article_id"].nunique())
            rows.append((variable, name, *found[:3], float(alike.mean()), *sizes, found.note))
    columns = ["variable", "coders", "estimate", "low", "high", "agreed", "n_items", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns)


def confusion_table(codes: pd.DataFrame) -> pd.DataFrame:
    """Count, for every variable and pair of coders, which value of one met which of the other.

    Returns
    -------
    DataFrame
        `variable`, `one`, `other` (coders), `value_of_one`, `value_of_other`, `items`; the most frequent first.
    """
    codes = real_attributions(first_codes(codes))
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


def _scaled(codes: pd.DataFrame, variable: str) -> tuple[pd.DataFrame, str]:
    if variable != "tone":
        return codes, "nominal"
    told = codes[codes["value"] != NO_TONE]
    return told.assign(value=told["value"].map(TONES).rank()), "interval"


def _alpha(codes: pd.DataFrame, metric: str) -> float:
    if codes["value"].nunique() < 2:
        return np.nan
    triples = list(codes[["coder", "item", "value"]].itertuples(index=False, name=None))
    return float(AnnotationTask(triples, distance=DISTANCES[metric]).alpha())


def contested(
    codes: pd.DataFrame, attributions: pd.DataFrame, variable: str, labels: dict[str, str] | None = None
) -> pd.DataFrame:
    """Keep the attributions that some coder codes otherwise than the machine, with what people say beside.

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
    require_choice("The variable", variable, CODES)
    told = real_attributions(codes)
    told = told[(told["variable"] == variable) & (told["unit"] == ATTRIBUTION)]
    machine = told[told["coder"] == MACHINE].set_index("item")["value"]
    people = told[told["coder"] != MACHINE]
    differing = people.loc[people["item"].map(machine) != people["value"], "item"]
    named = people["value"].replace(labels or {})
    said = people.assign(said=people["coder"] + ": " + named).groupby("item")["said"].agg(" / ".join)
    kept = attributions[attributions["attribution_id"].isin(differing)]
    return kept.assign(**{f"{variable}_by_hand": kept["attribution_id"].map(said).astype(object)})


def attribution_quality(codes: pd.DataFrame, attributions: pd.DataFrame, level: float = LEVEL) -> pd.DataFrame:
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
        All of the machine's, with `attribution_id` and `article_id`.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `coder`, `measure` (see `QUALITIES`), `estimate`, `low`, `high`, `n_attributions` (judged), `n_missed`,
        `n_articles` (read whole for recall and F1), `note`.
    """
    require_columns(codes, "coder", "unit", "item", "article_id", "variable", "value", "chance")
    require_columns(attributions, "attribution_id", "article_id")
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
    columns = ["coder", "measure", "estimate", "low", "high", "n_attributions", "n_missed", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns).dropna(subset=["estimate"]).reset_index(drop=True)


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
