"""Whether two sides are heard equally: over all of an outlet's articles, and within each of them."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.codebook import Codebook
from analysis.errors import RequestError
from analysis.measures.counting import in_all, in_units, per_article, split
from analysis.measures.estimators import share_interval
from analysis.options import LEVEL, as_list, require_choice, require_columns


def compared_sides(book: Codebook, sides: str = "") -> tuple[str, str]:
    """Give the two sides to compare: those asked for, as "one, other", or the codebook's.

    Raises
    ------
    RequestError
        When they are not two different sides of the codebook; names the nearest.
    """
    chosen = tuple(side.strip() for side in sides.split(",")) if sides.strip() else book.compare
    for side in chosen:
        require_choice("The side", side, book.side_ids)
    if len(chosen) != 2 or chosen[0] == chosen[1]:
        raise RequestError(f"A balance needs two different sides, not {', '.join(chosen)}.")
    return chosen


def balance(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give each group its balance between two sides: +1 when only the first is heard, -1 only the second.

    .. math:: B = \frac{a - b}{a + b} = 2 R - 1, \quad R = \frac{a}{a + b}

    The interval is that of R (:func:`analysis.measures.estimators.share_interval`), moved to B's scale. Other
    sides and the unknown do not count; :func:`balance_bounds` says what the unknown could do. It measures,
    and does not say that 0 is right.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `side` and the group columns.
    sides : (str, str)
        Ids of the first and the second side.
    group : str or list of str
        Columns whose combinations are measured apart.
    unit : {"attributions", "words", "sources"}
        What is counted.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high` (-1 to 1), `first`, `second` (units), `n_attributions`,
        `n_articles` (with either side), `note`. A group without either side has no estimate.

    Raises
    ------
    RequestError
        When the two sides are the same, or a column is missing.

    References
    ---------- Hopmann, D. N., Van Aelst, P. and Legnante, G. (2012). Political balance in the news: a review
    of concepts, operationalizations and key findings. *Journalism* 13(2), 240-257.
    """
    group = _checked(attributions, sides, group)
    rows = []
    for key, members in split(attributions, group):
        counts, _ = per_article(in_units(members, unit), "side", sides)
        found = share_interval(counts[:, 0], counts.sum(axis=1), level)
        heard = int(in_all(members[members["side"].isin(sides)]).sum())
        rows.append((
            *key, *(2 * np.array(found[:3]) - 1), *counts.sum(axis=0).astype(int), heard,
            int((counts.sum(axis=1) > 0).sum()), found.note,
        ))  # fmt: skip
    columns = ["estimate", "low", "high", "first", "second", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def balance_bounds(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
) -> pd.DataFrame:
    """Give the balance if all the unknown belonged to the second side, and if all belonged to the first.

    These are bounds on what coding the unknown could do, not an interval of sampling.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `lowest`, `highest` (-1 to 1), `unknown` (units).

    References
    ----------
    Manski, C. F. (2003). *Partial Identification of Probability Distributions*, chapter 1.
    """
    group = _checked(attributions, sides, group)
    rows = []
    for key, members in split(attributions, group):
        counted = in_units(members, unit)
        weights = in_all(counted, counted["weight"]).groupby(counted["side"]).sum()
        first, second, unknown = (weights.get(side, 0.0) for side in (*sides, "unknown"))
        whole = first + second + unknown
        rows.append((
            *key, _ratio(first - second, first + second), _ratio(first - second - unknown, whole),
            _ratio(first - second + unknown, whole), int(unknown),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=[*group, "estimate", "lowest", "highest", "unknown"])


def balance_within_articles(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give the mean over articles of :math:`|a - b| / (a + b)`: 0 when each hears both sides equally.

    An outlet whose articles are each one-sided, but not all on the same side, has a balance near 0 and a
    mean near 1. An article with one attribution can only be one-sided, so `if_mixed` gives the mean to
    expect if the same articles drew each attribution at random from the outlet's own mixture (binomial,
    attributions only); compare with it, not with 0.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high` (0 to 1), `if_mixed`, `one_sided` (share of articles with
        only one of the two sides), `n_attributions`, `n_articles`, `note`.

    Raises
    ------
    RequestError
        When the two sides are the same, or a column is missing.
    """
    group = _checked(attributions, sides, group)
    rows = []
    for key, members in split(attributions, group):
        counts, _ = per_article(in_units(members, unit), "side", sides)
        counts = counts[counts.sum(axis=1) > 0]
        wholes = counts.sum(axis=1)
        apart = np.abs(counts[:, 0] - counts[:, 1]) / wholes
        found = share_interval(apart, np.ones_like(apart), level)
        mixed = _expected_if_mixed(counts) if unit == "attributions" and len(counts) else np.nan
        one_sided = float((apart == 1).mean()) if len(counts) else np.nan
        heard = int(in_all(members[members["side"].isin(sides)]).sum())
        rows.append((*key, *found[:3], mixed, one_sided, heard, len(counts), found.note))
    columns = ["estimate", "low", "high", "if_mixed", "one_sided", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def _checked(attributions: pd.DataFrame, sides: tuple[str, str], group: str | list[str]) -> list[str]:
    if len(sides) != 2 or sides[0] == sides[1]:
        raise RequestError(f"A balance needs two different sides, not {', '.join(map(str, sides))}.")
    require_columns(attributions, "article_id", "side", *as_list(group))
    return as_list(group)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan


def _expected_if_mixed(counts: np.ndarray) -> float:
    share = counts[:, 0].sum() / counts.sum()
    wholes, articles = np.unique(counts.sum(axis=1).astype(int), return_counts=True)
    expected = []
    for whole in wholes:
        first = np.arange(whole + 1)
        expected.append((stats.binom.pmf(first, whole, share) * np.abs(2 * first - whole) / whole).sum())
    return float(np.average(expected, weights=articles))
