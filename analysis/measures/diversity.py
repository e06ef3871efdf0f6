"""How many different voices are heard, and how evenly; corrected for what a small sample cannot show."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.counting import INTERVAL, SIZES, by_group, estimate_row, in_all, in_units, per_article, split
from analysis.measures.estimators import Estimate, concentration_interval, jackknife_interval, rarefied, shannon
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
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the diversity of a code: Shannon, evenness, concentration, Hill numbers, rarefaction.

    The unknown and the unnamed are left out: they are no class. Intervals are by the article jackknife, which also
    takes off the bias that Shannon's entropy has because attributions of one article resemble each other; concentration
    is the chance that two attributions *of different articles* are of one class, and has none.

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
    counted = in_units(known, unit)
    sizes = [in_all(members, members["weight"]).sum() for _, members in split(counted, group)]

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counts, _ = per_article(members, by, names)
        for measure, found in _measures(counts, classes, int(min(sizes)), level).items():
            yield {"measure": measure, **estimate_row(found, counts.sum(), len(counts))}

    return by_group(counted, group, rows, ["measure", *INTERVAL, *SIZES])


def _measures(counts: np.ndarray, classes: int | None, smallest: int, level: float) -> dict[str, Estimate]:
    entropy = jackknife_interval(counts, shannon, "plain", level, corrected=True)
    entropy = _moved(entropy, lambda value: max(value, 0.0))
    same = concentration_interval(counts, level)
    total = counts.sum(axis=0)
    found = {"shannon": entropy}
    if classes is not None:
        found["evenness"] = _moved(entropy, lambda value: min(value / np.log(classes), 1.0))
    found["concentration"] = same
    no_interval = "not estimable: a count of what was seen"
    found["hill_0"] = Estimate(float((total > 0).sum()), np.nan, np.nan, no_interval)
    found["hill_1"] = _moved(entropy, np.exp)
    turned = _moved(same, lambda value: 1 / value if value > 0 else np.nan)
    found["hill_2"] = turned._replace(low=turned.high, high=turned.low)
    found["rarefied"] = Estimate(rarefied(total, smallest), np.nan, np.nan, no_interval)
    return found


def _moved(found: Estimate, to: Callable[[float], float]) -> Estimate:
    """Give an estimate and its interval on another scale; what is missing stays missing."""
    estimate, low, high = (float(to(value)) if value == value else value for value in found[:3])
    return found._replace(estimate=estimate, low=low, high=high)
