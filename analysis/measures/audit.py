"""What the reading found, what it left open, and how right people say it is."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.measures.checks import require_columns
from analysis.measures.diversity import jackknife_interval
from analysis.measures.hand_codes import ARTICLE, ATTRIBUTION, MISSED, YES
from analysis.schema import UNKNOWN

BANDS = (0.5, 0.7, 0.9, 1.0)
"""Where bands of confidence end; the last holds its end."""
CODES = ("side", "source_type", "function", "gender")
BY_OUTLET = ("outlet", "left(source_id, 1) AS source_id", *CODES)
"""What `unknown_shares` asks `corpus.counts.frequencies` for: whether there is a source, not which."""

BY_CONFIDENCE = ("floor(confidence * 10) / 10 AS confidence",)
"""What `confidence_bands` asks it for."""


def reading_summary(articles: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Count, for each outlet, its articles, those without any attribution, and attributions an article.

    Duplicates are left out. It says how much was found, not how much was missed. It takes attributions, or what
    `corpus.counts.frequencies` counted by outlet.

    Returns
    -------
    DataFrame
        `outlet`, `articles`, `without_attributions`, `attributions`, `attributions_per_article`,
        `attributed_words` (share of the articles' words that stand in the content of an attribution; nested
        contents count twice).
    """
    require_columns(articles, "article_id", "outlet", "words", "duplicate_of")
    require_columns(attributions, "outlet", "words")
    if "attributions" not in attributions:
        of_outlet = attributions.groupby("outlet")
        attributions = of_outlet.agg(
            attributions=("words", "size"), words=("words", "sum"), articles=("article_id", "nunique")
        )
        attributions = attributions.reset_index()
    spoken = attributions.set_index("outlet")
    kept = articles[articles["duplicate_of"].fillna("") == ""]
    table = kept.groupby("outlet").agg(articles=("article_id", "size"), words=("words", "sum"))
    spoken = spoken[["attributions", "words", "articles"]].reindex(table.index, fill_value=0)
    table["without_attributions"] = table["articles"] - spoken["articles"]
    table["attributions"], table["content"] = spoken["attributions"], spoken["words"]
    table["attributions_per_article"] = table["attributions"] / table["articles"]
    table["attributed_words"] = table.pop("content") / table.pop("words").replace(0, np.nan)
    return table.reset_index()[
        ["outlet", "articles", "without_attributions", "attributions", "attributions_per_article", "attributed_words"]
    ]


def unknown_shares(attributions: pd.DataFrame, group: str = "outlet") -> pd.DataFrame:
    """Give each outlet the share of attributions whose source, side, type, function or gender is not known.

    Returns
    -------
    DataFrame
        Group column, `source` (nobody is named as the source), a column for each code, `n_attributions`.
    """
    require_columns(attributions, "source_id", group, *CODES)
    unknown = pd.DataFrame({"source": attributions["source_id"].fillna("") == ""})
    unknown = unknown.assign(**{code: attributions[code] == UNKNOWN for code in CODES})
    number = attributions.get("attributions", pd.Series(1, attributions.index))
    numbers = number.groupby(attributions[group]).sum()
    found = unknown.mul(number, axis=0).groupby(attributions[group]).sum().div(numbers, axis=0)
    return found.assign(n_attributions=numbers).reset_index()


def confidence_bands(attributions: pd.DataFrame, minimum: float = 0.0) -> pd.DataFrame:
    """Count attributions by how sure the reader was: `confidence` (the band), `attributions`, `share`.

    Bands begin at `minimum`, below which a selection left all out.
    """
    require_columns(attributions, "confidence")
    ends = [end for end in BANDS if end > minimum] or [BANDS[-1]]
    names = [f"{low:g} to {high:g}" for low, high in pairwise([minimum, *ends])]
    number = attributions.get("attributions", pd.Series(1, attributions.index))
    bands = np.digitize(attributions["confidence"].to_numpy(float), ends[:-1])
    counts = np.bincount(bands, number, len(ends)).astype(int)
    return pd.DataFrame({"confidence": names, "attributions": counts, "share": counts / max(1, counts.sum())})


def frequent_cues(attributions: pd.DataFrame, top: int = 20) -> pd.DataFrame:
    """List the commonest cues as written, in small letters: `cue`, `attributions`, `share`, `articles`.

    Takes attributions, or what `corpus.counts.frequencies` counted of `lower(cue) AS cue`.
    """
    require_columns(attributions, "cue")
    table = attributions.assign(cue=attributions["cue"].fillna("").str.lower().replace("", "(no cue)"))
    if "attributions" not in table:
        require_columns(attributions, "article_id")
        table = table.groupby("cue")["article_id"].agg(attributions="size", articles="nunique").reset_index()
    table["share"] = table["attributions"] / max(1, table["attributions"].sum())
    table = table.sort_values(["attributions", "cue"], ascending=[False, True])
    return table[["cue", "attributions", "share", "articles"]].head(top).reset_index(drop=True)


def attribution_quality(codes: pd.DataFrame, attributions: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
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
