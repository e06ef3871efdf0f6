"""Sharing out by strata what people are to code, so that what they find holds for the whole corpus."""

import numpy as np
import pandas as pd

from analysis.errors import RequestError


def stratum_sizes(sizes: pd.Series, n: int) -> pd.Series:
    """Share a sample out: as many from each outer group, and within it in proportion to the inner ones.

    Every stratum gives at least one, so that everything in the corpus can be drawn; small groups are drawn whole and
    what they leave goes to the others. It draws nothing itself; drawn by chance within its stratum, an item has the
    chance given / size.

    Parameters
    ----------
    sizes : Series
        How many items each stratum has, by its outer group and, where there are two levels, its inner one; those of
        an outer group stand together.
    n : int
        How many to draw; all of them if there are no more.

    Returns
    -------
    Series
        How many to draw of each stratum, by the same index.

    Raises
    ------
    RequestError
        When n is too small to hold every stratum.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., chapter 5.
    """
    if n < len(sizes) and n < sizes.sum():
        raise RequestError(
            f"A sample of {n} cannot hold all {len(sizes)} combinations of {' and '.join(sizes.index.names)}; "
            f"draw at least {len(sizes)}."
        )
    groups = sizes.groupby(level=0, sort=False, dropna=False)
    totals = _allot(groups.sum().to_numpy(), np.ones(groups.ngroups), groups.size().to_numpy(), n)
    given = [
        _allot(group.to_numpy(), group.to_numpy(), np.ones(len(group), int), total)
        for (_, group), total in zip(groups, totals, strict=True)
    ]
    return pd.Series(np.concatenate([*given, np.zeros(0, int)]), sizes.index)


def _allot(sizes: np.ndarray, weights: np.ndarray, least: np.ndarray, n: int) -> np.ndarray:
    """Share n places out by weight, one by one to who lacks most; nobody gets more than its size."""
    given = np.minimum(least, sizes)
    for _ in range(min(n, sizes.sum()) - given.sum()):
        lacking = np.where(given < sizes, weights / (given + 1), -1.0)
        given[lacking.argmax()] += 1
    return given
