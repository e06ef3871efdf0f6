"""The corpus over time: how many articles each outlet has a day, week or month."""

import numpy as np
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import colour, empty_figure, fitting, new_figure, points, styled, wrap

PERIODS = ((60, "D", "day"), (600, "W-SUN", "week"), (np.inf, "M", "month"))
"""Up to how many days a corpus is drawn by what period."""


def articles_over_time(articles: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Count each outlet's dated articles by day, week (from Monday) or month, as the corpus's length asks.

    Returns
    -------
    DataFrame
        `outlet`, `start` (first day of the period), `days` (its length), `articles`; periods without any are
        left out.
    str
        "day", "week" or "month".
    """
    days = pd.to_datetime(articles["published"])
    dated = articles.assign(published=days)[days.notna()]
    span = (days.max() - days.min()).days if len(dated) else 0
    frequency, name = next((frequency, name) for most, frequency, name in PERIODS if span <= most)
    periods = dated["published"].dt.to_period(frequency)
    table = dated.assign(start=periods.dt.start_time, end=periods.dt.end_time)
    counts = table.groupby(["outlet", "start", "end"]).size().rename("articles").reset_index()
    counts["days"] = (counts.pop("end") - counts["start"]).dt.days + 1
    return counts[["outlet", "start", "days", "articles"]], name


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


def describe_corpus(articles: pd.DataFrame) -> str:
    """Say how many articles there are, from when to when, and which outlet has most and least."""
    if articles.empty:
        return "The corpus has no articles."
    sizes = articles["outlet"].value_counts().sort_index()
    days = pd.to_datetime(articles["published"]).dropna()
    when = f", from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ", none of them dated"
    undated = f" ({len(articles) - len(days)} undated)" if 0 < len(days) < len(articles) else ""
    count = f"{len(articles)} article{'s' if len(articles) > 1 else ''}"
    text = f"{count}{when}{undated}, by {len(sizes)} outlet{'s' if len(sizes) > 1 else ''}"
    if len(sizes) == 1:
        return f"{text}: {sizes.index[0]}."
    if sizes.nunique() == 1:
        return f"{text}, {sizes.iloc[0]} each."
    return f"{text}: most in {sizes.idxmax()} ({sizes.max()}), fewest in {sizes.idxmin()} ({sizes.min()})."
