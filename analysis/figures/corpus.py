"""The corpus over time: how many articles each outlet has a day, week or month."""

import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.corpus.account import count_of
from analysis.figures.style import colour, empty_figure, fitting, new_figure, points, styled, wrap
from analysis.measures import articles_over_time


@styled
def plot_corpus(articles: pd.DataFrame) -> Figure:
    """Draw the number of articles over time, one row an outlet, all rows on one scale; undated ones are not drawn.

    Parameters
    ----------
    articles : DataFrame
        With `outlet` and `published`.
    """
    counts, period = articles_over_time(articles)
    if counts.empty:
        return empty_figure("No article of this corpus has a date, so nothing can be drawn over time.")
    outlets = sorted(counts["outlet"].unique(), key=str)
    height = max(0.62, 0.17 * max(wrap(outlet, fitting(22)).count("\n") + 1 for outlet in outlets) + 0.1)
    figure = new_figure(len(outlets) * height + 0.75)
    grid = figure.subplots(len(outlets), 1, sharex=True, sharey=True, squeeze=False)
    for axes, outlet in zip(grid.flat, outlets, strict=True):
        rows = counts[counts["outlet"] == outlet]
        axes.bar(rows["start"], rows["articles"], rows["days"] * 0.86, align="edge", color=colour(0))
        axes.set_ylabel(wrap(outlet, fitting(22)), rotation=0, ha="right", va="center", color="#1a1a1a")
        axes.yaxis.set_major_locator(MaxNLocator(2, integer=True, min_n_ticks=2))
        axes.yaxis.tick_right()
        axes.set_ylim(0, counts["articles"].max() * 1.1)
        axes.grid(axis="x", visible=False)
        axes.tick_params(axis="x", length=0)
    start, end = counts["start"].min(), (counts["start"] + pd.to_timedelta(counts["days"], "D")).max()
    axes.set_xlim(start - (end - start) * 0.01, end + (end - start) * 0.01)
    locator = AutoDateLocator(minticks=2, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    figure.supxlabel(f"articles a {period}", fontsize=points(9), color="#333333")
    return figure


def describe_corpus(articles: pd.DataFrame, most: int = 8) -> str:
    """Say how many articles there are, from when to when, which outlet has most and least, and what is not drawn.

    Parameters
    ----------
    articles : DataFrame
        With `outlet` and `published`.
    most : int
        Most outlets named of those with undated articles; the rest are counted.
    """
    if articles.empty:
        return "The corpus has no articles."
    sizes = articles["outlet"].value_counts().sort_index()
    days = pd.to_datetime(articles["published"])
    when = f", from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if days.notna().any() else ", none of them dated"
    text = f"{count_of(len(articles), 'article')}{when}, by {len(sizes)} outlet{'s' if len(sizes) > 1 else ''}"
    if len(sizes) == 1:
        text += f": {sizes.index[0]}."
    elif sizes.nunique() == 1:
        text += f", {sizes.iloc[0]} each."
    else:
        text += f": most in {_with(sizes, sizes.max())}, fewest in {_with(sizes, sizes.min())}."
    undated = (
        articles.loc[days.isna(), "outlet"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    )
    if undated.empty or days.isna().all():
        return text
    parts = [
        f"{outlet} ({f'all {n}' if n == sizes[outlet] else f'{n} of {sizes[outlet]}'})"
        for outlet, n in undated.head(most).items()
    ]
    more = len(undated) - most
    rest = f"; and those of {more} more outlet{'s' if more > 1 else ''}" if more > 0 else ""
    missing = "has no date and is" if undated.sum() == 1 else "have no date and are"
    return f"{text} {count_of(undated.sum(), 'article')} {missing} not in the chart: {', '.join(parts)}{rest}."


def _with(sizes: pd.Series, size: int, most: int = 3) -> str:
    """Name the outlets that have so many articles, or count them where they are more than a few."""
    *others, last = sizes.index[sizes == size]
    if not others:
        return f"{last} ({size})"
    named = f"{', '.join(others)} and {last}" if len(others) < most else f"{len(others) + 1} of them"
    return f"{named} ({size} each)"


def describe_counted(n_articles: int, n_duplicates: int, n_copies: int, n_counted: int) -> str:
    """Say how many articles the pages count, and why these are not all.

    Parameters
    ----------
    n_articles, n_duplicates : int
        All articles, and those whose text stands in an earlier one.
    n_copies : int
        Of the rest, those that tell the story of another in nearly the same words.
    n_counted : int
        How many are left; fewer than without duplicates where copies count once.
    """
    have = "has" if n_duplicates == 1 else "have"
    told = f"Of {count_of(n_articles, 'article')}, {n_duplicates} {have} the text of an earlier one"
    if not n_copies:
        return f"{told}. This page and the others count {n_counted}."
    tell = "tells" if n_copies == 1 else "tell"
    told += f" and {n_copies} more {tell} another one's story in nearly the same words (copies)"
    times = "once" if n_counted < n_articles - n_duplicates else "each time"
    return f"{told}. This page and the others count {n_counted}: copies count {times}."
