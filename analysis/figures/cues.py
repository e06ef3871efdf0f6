"""What sets two sides apart: the cues that go with either."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.figures.forest import Counting
from analysis.figures.marks import counts
from analysis.figures.style import empty_figure, fitting, look, new_figure, plain, points, styled, wrap

ROW = 0.27
"""Height of a row in inches."""


@styled
def plot_cues(
    table: pd.DataFrame,
    sides: tuple[str, str],
    most: int = 8,
    counting: Counting | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw the cues that most go with either side, with their intervals; the marker tells the cue's class.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.cue_log_odds` gives it.
    sides : (str, str)
        Labels of the two sides.
    most : int
        Most cues drawn for either side.
    counting : callable, optional
        From a row of the table to the codes it counts, and how many.
    ax : Axes, optional
        Where to draw; a figure of its own is made without.
    """
    table = furthest(table.dropna(subset=["low"]), most)
    if table.empty:
        return empty_figure(f"No cue is used often enough for {sides[0]} and {sides[1]} to be compared.")
    classes = list(dict.fromkeys(table["cue_class"]))
    axes = ax or new_figure(len(table) * ROW + 1.25).add_subplot()
    figure = axes.figure
    axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for place, row in enumerate(table.to_dict("records")):
        dot = _whisker(axes, row, place, look(classes.index(row["cue_class"]), row["cue_class"]))
        counts(dot, *(counting(row) if counting else (None, None)), f"{row['cue']}: {row['first']} : {row['second']}")
    axes.set_yticks(range(len(table)), [plain(cue) for cue in table["cue"]])
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    numbers = axes.secondary_yaxis("right")
    numbers.set_yticks(range(len(table)), [f"{row.second} : {row.first}" for row in table.itertuples()])
    numbers.spines["right"].set_visible(False)
    numbers.tick_params(length=0, labelsize=points(8))
    second, first = (wrap(side, fitting(24), 1) for side in (sides[1], sides[0]))
    axes.set_xlabel(f"← more with {second}      log-odds      more with {first} →")
    axes.set_title(
        f"times with {second} : with {first}", loc="right", fontsize=points(8), color="#4d4d4d", fontweight="normal"
    )
    keys = [Line2D([], [], **look(place, name), linestyle="none", label=name) for place, name in enumerate(classes)]
    place = {"loc": "outside upper left"} if ax is None else {"loc": "upper left"}
    (figure if ax is None else axes).legend(handles=keys, ncols=max(1, min(len(keys), fitting(90) // 15)), **place)
    return figure


def describe_cues(table: pd.DataFrame, sides: tuple[str, str], most: int = 3) -> str:
    """Say which cues go with one side beyond what their intervals allow, or that none does."""
    table = table.dropna(subset=["low"])
    if table.empty:
        return f"No cue is used often enough for {sides[0]} and {sides[1]} to be compared."
    parts = []
    for side, times, rows in (
        (sides[0], "first", table[table["low"] > 0][::-1]),
        (sides[1], "second", table[table["high"] < 0]),
    ):
        cues = [f"“{row['cue']}” ({row[times]} times)" for row in rows.head(most).to_dict("records")]
        if cues:
            parts.append(f"{', '.join(cues)} with {side}")
    if not parts:
        return f"Of {len(table)} cues compared, none goes with {sides[0]} or {sides[1]} beyond what chance allows."
    return f"Of {len(table)} cues compared, these go with one side, their interval leaving out 0: {'; '.join(parts)}."


def furthest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep the cues that most go with either side, so many of each at most."""
    second, first = table[table["z"] < 0].head(most), table[table["z"] >= 0].tail(most)
    return pd.concat([first[::-1], second[::-1]]).reset_index(drop=True)


def _whisker(axes, row, place: float, series: dict[str, str]) -> Line2D:
    known = not np.isnan(row["low"])
    if known:
        axes.hlines(place, row["low"], row["high"], color=series["color"], linewidth=points(1.6))
    fill = series["color"] if known or series["marker"] == "x" else "white"
    return axes.plot(
        row["estimate"], place, linestyle="none", marker=series["marker"], markerfacecolor=fill,
        markeredgecolor=series["color"], markersize=points(6), zorder=3, clip_on=False,
    )[0]  # fmt: skip
