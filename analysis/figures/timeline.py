"""Numbers over time: articles of each outlet a day, week or month.

Draws what it is given and computes nothing.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.errors import RequestError
from analysis.figures.style import colour, empty_figure, fitting, new_figure, plain, styled, wrap


@styled
def timeline(table: pd.DataFrame, rows: str = "outlet", x_label: str = "articles", ax: Axes | None = None) -> Figure:
    """Draw numbers over time as bars, a row an outlet, all rows on one scale.

    Parameters
    ----------
    table : DataFrame
        With the column of the rows, `start` (first day of a period), `days` (its length) and `articles`.
    rows : str
        Column of the rows.
    x_label : str
        What is counted.
    ax : Axes, optional
        Where to draw a single row; a figure of its own is made without.

    Raises
    ------
    RequestError
        When several rows should go into axes of one's own.
    """
    if table.empty:
        return empty_figure("No article of this corpus has a date, so nothing can be drawn over time.")
    names = sorted(table[rows].unique(), key=str)
    if ax is not None and len(names) > 1:
        raise RequestError(f"{len(names)} rows do not go into one pair of axes: draw one {rows} at a time.")
    texts = [wrap(name, fitting(22)) for name in names]
    height = max(0.62, 0.17 * max(text.count("\n") + 1 for text in texts) + 0.1)
    figure = new_figure(len(names) * height + 0.75) if ax is None else ax.figure
    grid = figure.subplots(len(names), 1, sharex=True, sharey=True, squeeze=False).flat if ax is None else [ax]
    for axes, name, text in zip(grid, names, texts, strict=True):
        found = table[table[rows] == name]
        axes.bar(found["start"], found["articles"], found["days"] * 0.86, align="edge", color=colour(0))
        axes.set_ylabel(text, rotation=0, ha="right", va="center", color="#1a1a1a")
        axes.yaxis.set_major_locator(MaxNLocator(2, integer=True, min_n_ticks=2))
        axes.yaxis.tick_right()
        axes.set_ylim(0, table["articles"].max() * 1.1)
        axes.grid(axis="x", visible=False)
        axes.tick_params(axis="x", length=0)
    start, end = table["start"].min(), (table["start"] + pd.to_timedelta(table["days"], "D")).max()
    axes.set_xlim(start - (end - start) * 0.01, end + (end - start) * 0.01)
    locator = AutoDateLocator(minticks=2, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    written = ["%Y", "%b %Y", "%d %b", *["%H:%M"] * 3]
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(locator, formats=written, zero_formats=written, show_offset=False)
    )
    axes.set_xlabel(plain(x_label))
    return figure
