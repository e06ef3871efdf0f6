"""Whether two sides are heard equally: over all of an outlet's articles, and within each of them."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.codebook import Codebook
from analysis.errors import RequestError
from analysis.measures.counting import (
    INTERVAL,
    SIZES,
    by_group,
    estimate_row,
    in_all,
    in_units,
    number_of_articles,
    per_article,
)
from analysis.measures.estimators import bounded_interval, mean_interval, share_interval, share_of_articles
from analysis.options import LEVEL, as_list, require_choice, require_columns
from analysis.schema import UNKNOWN, in_parts


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
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
    cluster: str = "article_id",
) -> pd.DataFrame:
    r"""Give each group its balance between two sides: +1 when only the first is heard, -1 only the second.

    .. math:: B = \frac{a - b}{a + b} = 2 R - 1, \quad R = \frac{a}{a + b}

    The interval is that of R (:func:`analysis.measures.estimators.share_interval`), moved to B's scale. Other
    sides do not count. The unknown could belong to either: `outer_low` and `outer_high` are one interval for what they
    and sampling leave open together (:func:`analysis.measures.estimators.bounded_interval`), and only where it excludes
    the even split is it said which side is heard more (`leans`). It measures, and does not say that 0 is right.

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
    cluster : str
        Column of what is alike within itself: articles, or events where few carry many articles.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high`, `outer_low`, `outer_high` (-1 to 1), `first`, `second` (units),
        `leans` (id of the side heard more, or "" where that cannot be told), `n_attributions` (of the two sides: what
        the balance is of), `n_articles` (with either side), `effective_articles`, `note`. A group without either side
        has no estimate.

    Raises
    ------
    RequestError
        When the two sides are the same, or a column is missing.

    References
    ---------- Hopmann, D. N., Van Aelst, P. and Legnante, G. (2012). Political balance in the news: a review
    of concepts, operationalizations and key findings. *Journalism* 13(2), 240-257. Imbens, G. W. and Manski, C. F.
    (2004). Confidence intervals for partially identified parameters. *Econometrica* 72, 1845-1857.
    """
    group = _checked(attributions, sides, group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counts, _ = per_article(in_units(members, unit), "side", [*sides, UNKNOWN], cluster)
        first, second, unknown = counts.T
        heard = members[members["side"].isin(sides)]
        found = share_interval(first, first + second, level)
        row = estimate_row(found, in_all(heard).sum(), number_of_articles(in_units(heard, unit)))
        outer = bounded_interval(first, second, unknown, level) if row["low"] == row["low"] else (np.nan, np.nan)
        row |= {end: 2 * row[end] - 1 for end in INTERVAL}
        outer = (min(2 * outer[0] - 1, row["low"]), max(2 * outer[1] - 1, row["high"]))
        leans = sides[0] if outer[0] > 0 else sides[1] if outer[1] < 0 else ""
        yield row | {
            "outer_low": outer[0], "outer_high": outer[1], "first": in_parts(first.sum()),
            "second": in_parts(second.sum()), "leans": leans,
        }  # fmt: skip

    columns = [*INTERVAL, "outer_low", "outer_high", "first", "second", "leans", *SIZES]
    return by_group(attributions, group, rows, columns)


def balance_bounds(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
) -> pd.DataFrame:
    """Give the balance if all the unknown belonged to the second side, and if all belonged to the first.

    These are bounds on what coding the unknown could do, not an interval of sampling; `outer_low` and `outer_high` of
    :func:`balance` are for both.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `lowest`, `highest` (-1 to 1), `unknown` (units).

    References
    ----------
    Manski, C. F. (2003). *Partial Identification of Probability Distributions*, chapter 1.
    """
    group = _checked(attributions, sides, group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counted = in_units(members, unit)
        weights = in_all(counted, counted["weight"]).groupby(counted["side"]).sum()
        first, second, unknown = (weights.get(side, 0.0) for side in (*sides, UNKNOWN))
        whole = first + second + unknown
        yield {
            "estimate": _ratio(first - second, first + second), "lowest": _ratio(first - second - unknown, whole),
            "highest": _ratio(first - second + unknown, whole), "unknown": in_parts(unknown),
        }  # fmt: skip

    return by_group(attributions, group, rows, ["estimate", "lowest", "highest", "unknown"])


def balance_within_articles(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    group: str | Sequence[str] = "outlet",
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
        only one of the two sides), `n_attributions`, `n_articles`, `effective_articles`, `note`.

    Raises
    ------
    RequestError
        When the two sides are the same, or a column is missing.
    """
    group = _checked(attributions, sides, group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counts, _ = per_article(in_units(members, unit), "side", sides)
        counts = counts[counts.sum(axis=1) > 0]
        wholes = counts.sum(axis=1)
        apart = np.abs(counts[:, 0] - counts[:, 1]) / wholes
        found = share_interval(apart, np.ones_like(apart), level)
        heard = in_all(members[members["side"].isin(sides)]).sum()
        yield {
            "if_mixed": _expected_if_mixed(counts) if unit == "attributions" and len(counts) else np.nan,
            "one_sided": float((apart == 1).mean()) if len(counts) else np.nan,
            **estimate_row(found, heard, len(counts)),
        }

    return by_group(attributions, group, rows, [*INTERVAL, "if_mixed", "one_sided", *SIZES])


def sides_per_article(
    attributions: pd.DataFrame, by: str = "side", group: str | Sequence[str] = "outlet", level: float = LEVEL
) -> pd.DataFrame:
    """Give how many of several sides (or types) an article hears, and how often it hears more than one.

    Where there are more than two sides, none of them can be set against one other. The unknown are no side. A short
    article has room for few: compare outlets of articles alike in length.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, the code and the group columns.
    by : str
        The code.
    group : str or list of str
        Columns whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `measure` ("sides" in the mean article, "several": share of articles that hear two or more),
        `estimate`, `low`, `high`, `n_attributions`, `n_articles` (that hear any), `effective_articles`, `note`.

    References
    ----------
    Benson, R. (2009). What makes news more multiperspectival? A field analysis. *Poetics* 37, 402-418. Masini, A. and
    Van Aelst, P. (2017). Actor diversity and viewpoint diversity: two of a kind? *Communications* 42(2), 107-126.
    """
    require_columns(attributions, "article_id", by, *as_list(group))
    known = attributions[~attributions[by].astype(str).isin(["", UNKNOWN])]
    values = sorted(known[by].astype(str).unique())

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counts, _ = per_article(members, by, values)
        heard = (counts > 0).sum(axis=1)
        sizes = in_all(members).sum(), len(heard)
        for measure, found in (
            ("sides", mean_interval(heard, np.ones(len(heard)), level, (1.0, np.inf))),
            ("several", share_of_articles(heard > 1, level)),
        ):
            yield {"measure": measure, **estimate_row(found, *sizes)}

    return by_group(known, group, rows, ["measure", *INTERVAL, *SIZES])


def _checked(attributions: pd.DataFrame, sides: tuple[str, str], group: str | Sequence[str]) -> list[str]:
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
