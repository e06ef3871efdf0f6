"""Numbers as bars: who speaks most, and articles over time.

Draws what it is given and computes nothing.
"""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.errors import RequestError
from analysis.figures.forest import Counting
from analysis.figures.marks import counts
from analysis.figures.style import HATCHES, UNKNOWN_GREY, colour, empty_figure, fitting, new_figure, plain, styled, wrap


@styled
def plot_people(
    table: pd.DataFrame,
    value: str = "attributions",
    series: str = "side",
    labels: dict[str, str] | None = None,
    detail: str = "",
    counting: Counting | None = None,
) -> Figure:
    """Draw a bar for each actor, coloured and hatched by a code, its number written at its end.

    Parameters
    ----------
    table : DataFrame
        With `actor`, the value and the series, as `top_sources` or `expert_table` of the measures give it.
    value : str
        Column of the bars' length.
    series : str
        Column of the code that gives colour and hatch.
    labels : dict, optional
        What to write for a code, in the order of the legend.
    detail : str
        Column to write under a name (an affiliation); empty for none.
    counting : callable, optional
        From a row to the codes it counts, and how many attributions.
    """
    if table.empty:
        return empty_figure("Nobody is named as a source here, so there are no bars to draw.")
    labels = labels or {}
    values = [code for code in labels if code in set(table[series])]
    values += sorted(set(table[series]) - set(values))
    texts = [
        wrap(row["actor"], fitting(34), 2)
        + (f"\n{wrap(row[detail], fitting(40), 1)}" if detail and row[detail] else "")
        for row in table.to_dict("records")
    ]
    heights = sum(0.15 * (text.count("\n") + 1) + 0.14 for text in texts)
    figure = new_figure(heights + 1.0)
    axes = figure.add_subplot()
    for place, row in enumerate(table.to_dict("records")):
        face, hatch = _fill(values.index(row[series]), row[series])
        bars = axes.barh(place, row[value], 0.66, color=face, hatch=hatch, edgecolor="white", linewidth=0)
        codes = {"actor": row["actor"]} | ({"expert": True} if series == "basis" else {})
        counts(bars[0], *(counting(row) if counting else (codes, None)), f"{row['actor']}: {row[value]:,} {value}")
        axes.annotate(f"{row[value]:,}", (row[value], place), (4, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(table)), texts)
    axes.set_ylim(len(table) - 0.45, -0.55)
    axes.set_xlim(0, table[value].max() * 1.1)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(plain(value))
    keys = []
    for place, code in enumerate(values):
        face, hatch = _fill(place, code)
        label = wrap(labels.get(code, code) or "none given", 20, 1)
        keys.append(Patch(facecolor=face, hatch=hatch, edgecolor="white", linewidth=0, label=label))
    figure.legend(handles=keys, loc="outside upper left", ncols=max(1, min(fitting(92) // 23, len(keys))))
    return figure


def describe_people(table: pd.DataFrame, what: str, value: str = "attributions") -> str:
    """Say who leads a table of actors, by how much, and how many it holds."""
    if table.empty:
        return f"There are no {what}."
    leaders = "; ".join(f"{row['actor']} ({row[value]:,})" for row in table.head(3).to_dict("records"))
    return f"Most {value} among {len(table)} {what}: {leaders}."


def _fill(place: int, code: str) -> tuple[str, str]:
    if code == "unknown":
        return UNKNOWN_GREY, ""
    return colour(place), HATCHES[place % len(HATCHES)]


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
