"""Curves: how a number grows with the articles read, and where in the article the sides are heard."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.forest import drop_empty_panels, panel_grid
from analysis.figures.marks import counts
from analysis.figures.style import WIDTH, colour, empty_figure, fitting, look, new_figure, plain, points, styled, wrap
from analysis.figures.tables import number_text


@styled
def plot_curves(table: pd.DataFrame, what: str = "experts", group: str = "outlet") -> Figure:
    """Draw a panel for each outlet: its curve with its interval, those of the others in grey behind it.

    The dashed line stands at the articles of the smallest outlet, where all can be compared.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.expert_curve` gives it.
    what : str
        Who is counted.
    group : str
        Column of the outlets.
    """
    curves = {name: rows for name, rows in table.groupby(group, sort=True) if len(rows) > 1}
    if not curves:
        return empty_figure(f"No outlet has two articles that quote {what}, so there is no curve to draw.")
    across, down = panel_grid(len(curves))
    figure = new_figure(down * 1.75 + 0.4)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for axes, (name, own) in zip(grid.flat, curves.items(), strict=False):
        for other in curves.values():
            axes.plot(other["articles"], other["estimate"], color="#b0b0b0", linewidth=points(0.8))
        axes.fill_between(own["articles"], own["low"], own["high"], color=colour(0), alpha=0.25, linewidth=0)
        axes.plot(own["articles"], own["estimate"], color=colour(0), linewidth=points(1.8))
        axes.axvline(_common(table, group), color="#4d4d4d", linewidth=points(0.8), linestyle=(0, (4, 3)))
        axes.set_title(wrap(name, fitting(70) // across, 2))
        axes.set_ylim(0, 1.05 * table[["estimate", "high"]].max(axis=None))
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    drop_empty_panels(grid, len(curves))
    figure.supxlabel(plain(f"articles that quote {what}"), fontsize=points(9), color="#333333")
    figure.supylabel(plain(f"different {what}"), fontsize=points(9), color="#333333")
    return figure


def describe_curves(table: pd.DataFrame, what: str = "experts", group: str = "outlet", most: int = 8) -> str:
    """Say how many different people each outlet quotes in as many articles as the smallest one has."""
    curves = table.groupby(group)["articles"].transform("max") > 1
    found = table[curves & (table["articles"] == _common(table, group))].sort_values("estimate", ascending=False)
    if found.empty:
        return f"No outlet has two articles that quote {what}."
    parts = [
        f"{row[group]} {number_text(row['estimate'], 1)} ({_ends(row)})" for row in found.head(most).to_dict("records")
    ]
    rest = f"; and {len(found) - most} more" if len(found) > most else ""
    return (
        f"Any {_common(table, group)} articles that quote {what} quote, on average, so many different ones: "
        f"{'; '.join(parts)}{rest}."
    )


def _common(table: pd.DataFrame, group: str) -> int:
    """Give the articles of the smallest outlet that has a curve."""
    ends = table.groupby(group)["articles"].max()
    return int(ends[ends > 1].min()) if (ends > 1).any() else 0


def _ends(row) -> str:
    if np.isnan(row["low"]):
        return row["note"]
    return f"95 % interval {number_text(row['low'], 1)} to {number_text(row['high'], 1)}"


LINES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)))


@styled
def plot_positions(
    attributions: pd.DataFrame,
    by: str = "side",
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw, for each value of a code, the share of its attributions that stand before a point of the article.

    A line above the others belongs to whom the articles let speak earlier. The unknown are not drawn.

    Parameters
    ----------
    attributions : DataFrame
        With `position` (0 start to 1 end) and the code, and `attributions` where a row stands for several.
    by : str
        The code.
    labels : dict, optional
        What to write for a value, in the order in which to draw them; others are not drawn.
    ax : Axes, optional
        Where to draw; a figure of its own is made without.
    """
    values = list(labels) if labels else sorted(attributions[by].unique())
    order = [value for value in values if value != "unknown"]
    values = [value for value in order if (attributions[by] == value).any()]
    if not values:
        return empty_figure("There are no attributions to draw: no source has a known value.")
    axes = ax or new_figure(3.6).add_subplot()
    figure = axes.figure
    axes.plot([0, 1], [0, 1], color="#b0b0b0", linewidth=1)
    keys = []
    for value in values:
        place = order.index(value)
        positions, number = _placed(attributions, by, value)
        steps = np.concatenate([[0], positions, [1]])
        heights = np.concatenate([[0], number.cumsum() / number.sum(), [1]])
        series = look(place, value)
        label = f"{wrap((labels or {}).get(value, value), 22)} ({number.sum()})"
        line = LINES[place % len(LINES)]
        axes.step(steps, heights, where="post", linestyle=line, color=series["color"])
        places = np.arange(0.1, 1, 0.2) + 0.03 * (place % 4)
        reached = heights[np.searchsorted(positions, places, side="right")]
        axes.plot(places, reached, linestyle="none", **series)
        keys.append(Line2D([], [], linestyle=line, **series, label=label))
    axes.axvline(1 / 3, color="#4d4d4d", linewidth=0.8, linestyle=(0, (4, 3)))
    axes.text(1 / 3, 1.03, "first third", fontsize=points(8), color="#4d4d4d", ha="center", va="bottom")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("position in the article, start to end")
    axes.set_ylabel("share of its attributions so far")
    percent = FuncFormatter(lambda share, _: f"{share:.0%}")
    axes.xaxis.set_major_formatter(percent)
    axes.yaxis.set_major_formatter(percent)
    beside = figure.get_figwidth() >= points(WIDTH) - 0.1
    place = {"loc": "outside right upper"} if beside else {"loc": "outside upper left", "ncols": 2}
    if ax is not None:
        place = {"loc": "upper left"}
    legend = (figure if ax is None else axes).legend(
        handles=keys, title="attributions", alignment="left", handlelength=3, **place
    )
    for text, value in zip(legend.get_texts(), values, strict=True):
        counts(text, {by: value}, _placed(attributions, by, value)[1].sum())
    return figure


def describe_positions(attributions: pd.DataFrame, by: str = "side", labels: Mapping[str, str] | None = None) -> str:
    """Say, for each value of a code, which share of its attributions stand in the first third."""
    labels = labels or {value: value for value in sorted(attributions[by].unique()) if value != "unknown"}
    parts = []
    for value, label in labels.items():
        positions, number = _placed(attributions, by, value)
        if len(positions):
            share = number[positions <= 1 / 3].sum() / number.sum()
            parts.append(f"{label} {100 * share:.0f} % of {number.sum()}")
    if not parts:
        return "No source has a known value, so no position can be compared."
    return f"Attributions in the first third of the article: {'; '.join(parts)}. A third would be 33 %."


def _placed(attributions: pd.DataFrame, by: str, value: str) -> tuple[np.ndarray, np.ndarray]:
    """Give the places at which a value is heard, from the start on, and how often at each."""
    chosen = attributions[attributions[by] == value].sort_values("position", kind="stable")
    number = chosen.get("attributions", pd.Series(1, chosen.index))
    return chosen["position"].to_numpy(float), number.to_numpy(int)
