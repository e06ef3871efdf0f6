"""Drawing by chance what people are to code, so that what they find holds for the whole corpus."""

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.checks import require_columns
from analysis.measures.shares import split


def stratified_sample(frame: pd.DataFrame, n: int, outer: str, inner: str = "", seed: int = 1) -> pd.DataFrame:
    """Draw rows by chance: as many from each outer group, and within it in proportion to the inner ones.

    Every stratum gives at least one row, so that every row of the corpus could have been drawn; small groups are
    drawn whole and what they leave goes to the others. It does not look at articles: several rows of one may be drawn.

    Parameters
    ----------
    frame : DataFrame
        What to draw from.
    n : int
        How many rows to draw; all of them if there are no more.
    outer, inner : str
        Columns of the strata; without an inner one, the outer groups are the strata.
    seed : int
        Another seed draws another sample.

    Returns
    -------
    DataFrame
        The rows drawn, in random order, with `chance`: the probability of being drawn in their stratum.

    Raises
    ------
    RequestError
        When a column is missing, or n is too small to hold every stratum.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., chapter 5.
    """
    require_columns(frame, outer, *([inner] if inner else []))
    random = np.random.default_rng(seed)
    columns = [outer, inner] if inner else [outer]
    strata = frame.groupby(columns, sort=True, observed=True, dropna=False).size()
    if n < len(strata) and n < len(frame):
        raise RequestError(
            f"A sample of {n} cannot hold all {len(strata)} combinations of {' and '.join(columns)}; "
            f"draw at least {len(strata)}."
        )
    outer_sizes = strata.groupby(level=0, sort=False).sum()
    inner_strata = strata.groupby(level=0, sort=False).size()
    totals = _allot(outer_sizes.to_numpy(), np.ones(len(outer_sizes)), inner_strata.to_numpy(), n)
    drawn = []
    for (_, members), total in zip(split(frame, [outer]), totals, strict=True):
        parts = [part for _, part in split(members, [inner or outer])]
        sizes = np.array([len(part) for part in parts])
        for part, count in zip(parts, _allot(sizes, sizes, np.ones(len(parts), int), total), strict=True):
            chosen = random.choice(len(part), size=count, replace=False)
            drawn.append(part.iloc[np.sort(chosen)].assign(chance=count / len(part)))
    if not drawn:
        return frame.assign(chance=1.0)
    sample = pd.concat(drawn)
    return sample.iloc[random.permutation(len(sample))].reset_index(drop=True)


def _allot(sizes: np.ndarray, weights: np.ndarray, least: np.ndarray, n: int) -> np.ndarray:
    """Share n places out by weight, one by one to who lacks most; nobody gets more than its size."""
    given = np.minimum(least, sizes)
    for _ in range(min(n, sizes.sum()) - given.sum()):
        lacking = np.where(given < sizes, weights / (given + 1), -1.0)
        given[lacking.argmax()] += 1
    return given
