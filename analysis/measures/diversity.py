"""How many different voices are heard, and how evenly; corrected for what a small sample cannot show."""

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.counting import in_all, in_units, per_article, split
from analysis.measures.estimators import Estimate, concentration, hill_numbers, jackknife_interval, rarefied, shannon
from analysis.options import LEVEL, as_list, require_columns
from analysis.schema import UNKNOWN

DIVERSITY_MEASURES = {
    "shannon": "Shannon's entropy (Chao and Shen, jackknifed)",
    "evenness": "evenness, 0 to 1",
    "concentration": "concentration, 0 to 1",
    "hill_0": "types seen",
    "hill_1": "effective types, by entropy",
    "hill_2": "effective types, by concentration",
    "rarefied": "types to expect in the smallest outlet's number",
}
"""What to write for the measures of `diversity`."""


def diversity(
    attributions: pd.DataFrame,
    by: str,
    classes: int | None = None,
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the diversity of a code: Shannon, evenness, concentration, Hill numbers, rarefaction.

    The unknown and the unnamed are left out: they are no class. Intervals are by the article jackknife, which also
    takes off the bias that Shannon's entropy has because attributions of one article resemble each other.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and the group columns.
    by : str
        The code whose classes are counted: side, source_type, actor …
    classes : int, optional
        How many classes the codebook has (K of evenness); without it no evenness.
    group : str or list of str
        Columns whose combinations are measured apart.
    unit : {"attributions", "sources"}
        What is counted; words are no independent draws and refused.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `measure` (shannon, evenness, concentration, hill_0, hill_1, hill_2, rarefied),
        `estimate`, `low`, `high`, `n_attributions`, `n_articles`, `note`. Evenness is Shannon / ln K, cut at
        1; `rarefied` is to the size of the smallest group.

    Raises
    ------
    RequestError
        When words are to be counted, or there are more classes in the table than in the codebook.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", by, *group)
    if unit == "words":
        raise RequestError('Diversity counts "attributions" or "sources"; words come in runs, not one by one.')
    known = attributions[~attributions[by].astype(str).isin(["", UNKNOWN])]
    names = sorted(known[by].astype(str).unique())
    if classes is not None and not max(2, len(names)) <= classes:
        raise RequestError(f"Evenness over {classes} classes makes no sense: the table has {len(names)} of {by}.")
    parts = [(key, in_units(members, unit)) for key, members in split(known, group)]
    sizes = [int(in_all(counted, counted["weight"]).sum()) for _, counted in parts]
    rows = []
    for (key, counted), size in zip(parts, sizes, strict=True):
        counts, _ = per_article(counted, by, names)
        for measure, found in _measures(counts, classes, min(sizes), level).items():
            rows.append((*key, measure, *found[:3], size, len(counts), found.note))
    columns = [*group, "measure", "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=columns)


def _measures(counts: np.ndarray, classes: int | None, smallest: int, level: float) -> dict[str, Estimate]:
    entropy = jackknife_interval(counts, shannon, "plain", level, corrected=True)
    entropy = Estimate(*np.maximum(entropy[:3], 0.0), entropy.note)
    same = jackknife_interval(counts, concentration, "logit", level)
    total = counts.sum(axis=0)
    found = {"shannon": entropy}
    if classes is not None:
        even = [min(value / np.log(classes), 1.0) if value == value else value for value in entropy[:3]]
        found["evenness"] = Estimate(*even, entropy.note)
    found["concentration"] = same
    numbers, no_interval = hill_numbers(total), "not estimable: a count of what was seen"
    found["hill_0"] = Estimate(numbers["hill_0"], np.nan, np.nan, no_interval)
    found["hill_1"] = Estimate(*np.exp(entropy[:3]), entropy.note)
    ends = [1 / value if value > 0 else np.nan for value in (same.high, same.low)]
    found["hill_2"] = Estimate(numbers["hill_2"], *ends, same.note)
    found["rarefied"] = Estimate(rarefied(total, smallest), np.nan, np.nan, no_interval)
    return found
