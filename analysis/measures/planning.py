"""How many articles a study needs, how many of them people should code, and how to share a sample out by strata."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import RequestError
from analysis.measures.counting import by_group, in_units, number_of_articles, per_article
from analysis.measures.estimators import spread_of
from analysis.options import FEWEST_ARTICLES, LEVEL, require_between, require_columns, require_level

WRONG = 0.2
"""What share of attributions is given to a wrong side where nobody has coded by hand: an assumption, and said."""

ALIKE = 0.1
"""How far mistakes of one article resemble each other, an assumption."""


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


def articles_needed(half_width: float, deviation: float, level: float = LEVEL) -> int:
    r"""Give how many articles an interval of ± `half_width` takes: the least A with :math:`t_{A-1} S / \sqrt A \le h`.

    Parameters
    ----------
    half_width, deviation : float
        In the unit of the estimate; the deviation S is that of one article.
    level : float
        Coverage of the interval.

    Examples
    --------
    >>> articles_needed(0.1, 0.332)
    45
    """
    require_level(level)
    if not half_width > 0:
        raise RequestError(f"An interval of ±{half_width} cannot be had; take a width above 0.")
    articles = FEWEST_ARTICLES
    while stats.t.ppf((1 + level) / 2, articles - 1) * deviation / np.sqrt(articles) > half_width:
        articles += max(1, articles // 500)
    return articles


def articles_for_difference(difference: float, deviation: float, power: float = 0.8, level: float = LEVEL) -> int:
    r"""Give how many articles each of two outlets needs for a test to find a difference with this probability.

    .. math:: A = 2 \left(\frac{(z_{(1 + \text{level}) / 2} + z_{\text{power}})\, S}{D}\right)^2

    References
    ----------
    Cohen, J. (1988). *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., chapter 2.

    Examples
    --------
    >>> articles_for_difference(0.2, 0.332)
    44
    """
    require_between("The power", power, 0.05, 0.999)
    if not difference > 0:
        raise RequestError(f"A difference of {difference} cannot be looked for; take one above 0.")
    z = stats.norm.ppf((1 + level) / 2) + stats.norm.ppf(power)
    return max(FEWEST_ARTICLES, int(np.ceil(2 * (z * deviation / difference) ** 2)))


def articles_to_code(
    half_width: float, deviation: float, articles: int, length: float, wrong: float = WRONG, level: float = LEVEL
) -> int | None:
    r"""Give how many articles people must code for a corrected interval of ± `half_width`; none where no coding helps.

    .. math:: v = \frac{S^2}{A} + \frac{E^2}{n}, \quad E^2 = w \frac{1 + (m - 1) r}{m}

    with w the share of attributions that the machine gives to a wrong side, all mistakes one way at worst, and r
    (`ALIKE`) how far those of one article resemble each other.

    Parameters
    ----------
    half_width, deviation
        As in :func:`articles_needed`, of a share.
    articles : int
        How many articles A there are.
    length : float
        Attributions m in an article.
    wrong : float
        The share w.
    level : float
        Coverage of the interval.
    """
    error = np.sqrt(wrong * (1 + (length - 1) * ALIKE) / length)
    for coded in range(FEWEST_ARTICLES, articles + 1):
        spread = np.sqrt(deviation**2 / articles + error**2 / coded)
        if stats.t.ppf((1 + level) / 2, coded - 1) * spread <= half_width:
            return coded
    return None


def width_with_more(half_width: float, own: float, coded: int, more: int, level: float = LEVEL) -> float:
    r"""Give the half-width that a corrected interval would have were `more` further articles coded by hand.

    As in :func:`articles_to_code`, v = S^2/A + E^2/n: S^2/A is known from the machine's own interval, E^2 from the
    corrected one as it is. It does not foresee that the new articles are harder than those coded.

    Parameters
    ----------
    half_width, own : float
        Of the corrected interval and of the machine's own now.
    coded, more : int
        Articles coded by hand, and further ones.
    level : float
        Coverage of the intervals.

    Examples
    --------
    >>> round(width_with_more(0.10, 0.04, coded=25, more=50), 3)
    0.065
    """
    reach = [stats.t.ppf((1 + level) / 2, articles - 1) for articles in (coded, coded + more)]
    whole = (own / stats.norm.ppf((1 + level) / 2)) ** 2
    mistakes = max((half_width / reach[0]) ** 2 - whole, 0) * coded
    return float(reach[1] * np.sqrt(whole + mistakes / (coded + more)))


def plan_balance(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    half_width: float,
    difference: float = 0.0,
    group: str = "outlet",
    unit: str = "attributions",
    wrong: float = WRONG,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Say how many articles each outlet needs for a balance within ± `half_width`, from the corpus's own variance.

    Articles that hear neither side tell nothing, so more are needed than these.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `side` and the group; or counts.
    sides : (str, str)
        Ids of the two sides.
    half_width : float
        Wanted half-width of the interval of a balance, which goes from -1 to 1.
    difference : float
        What difference of two outlets' balances a test should find; twice the half-width where none is given.
    group, unit
        As in `balance`.
    wrong : float
        Share of attributions that the machine gives to a wrong side.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `group`, `articles` (there are), `with_either` (that hear either side), `half_width` (of the balance now),
        `articles_needed` (of the outlet, in all), `to_code` (articles to code by hand so that the corrected balance has
        this width; missing where these articles are too few), `for_difference` (articles of each of two outlets that
        find the difference with power .8).
    """
    require_columns(attributions, "article_id", "side", group)
    columns = ["articles", "with_either", "half_width", "articles_needed", "to_code", "for_difference"]

    def rows(members: pd.DataFrame):
        counts, _ = per_article(in_units(members, unit), "side", sides)
        whole, articles = counts.sum(axis=1), number_of_articles(members)
        first, whole = counts[whole > 0, 0], whole[whole > 0]
        found = spread_of(first, whole)
        row = {"articles": articles, "with_either": len(whole), "half_width": np.nan}
        if len(whole) < FEWEST_ARTICLES or not found.variance > 0:
            yield row
            return
        deviation, share = float(np.sqrt(found.variance * len(whole))), len(whole) / articles
        reach = stats.t.ppf((1 + level) / 2, max(found.effective - 1, 1)) * np.sqrt(found.variance)
        coded = articles_to_code(half_width / 2, deviation, len(whole), float(whole.mean()), wrong, level)
        each = articles_for_difference((difference or 2 * half_width) / 2, deviation, level=level)
        yield row | {
            "half_width": 2 * float(reach), "to_code": coded, "for_difference": int(np.ceil(each / share)),
            "articles_needed": int(np.ceil(articles_needed(half_width / 2, deviation, level) / share)),
        }  # fmt: skip

    table = by_group(attributions, group, rows, columns)
    return table.astype({name: "Int64" for name in columns if name != "half_width"})
