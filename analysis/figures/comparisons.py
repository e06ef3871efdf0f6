"""What sets apart: cues by side, and outlets where they report the same events."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import empty_figure, fitting, look, new_figure, plain, points, styled, wrap
from analysis.figures.tables import number_text, points_text

ROW = 0.27
"""Height of a row in inches."""


@styled
def plot_cues(table: pd.DataFrame, sides: tuple[str, str], most: int = 8) -> Figure:
    """Draw the cues that most go with either side, with their intervals; the marker tells the cue's class.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.cue_log_odds` gives it.
    sides : (str, str)
        Labels of the two sides.
    most : int
        Most cues drawn for either side.
    """
    table = _furthest(table.dropna(subset=["low"]), most)
    if table.empty:
        return empty_figure(f"No cue is used often enough for {sides[0]} and {sides[1]} to be compared.")
    classes = list(dict.fromkeys(table["cue_class"]))
    figure = new_figure(len(table) * ROW + 1.25)
    axes = figure.add_subplot()
    axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for place, row in enumerate(table.to_dict("records")):
        _whisker(axes, row, place, look(classes.index(row["cue_class"]), row["cue_class"]))
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
    figure.legend(handles=keys, loc="outside upper left", ncols=max(1, min(len(keys), fitting(90) // 15)))
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


@styled
def plot_differences(table: pd.DataFrame, what: str, group: str = "outlet") -> Figure:
    """Draw differences of shares as a forest plot: one row an outlet, 0 is like the others.

    Parameters
    ----------
    table : DataFrame
        With the group, `estimate`, `low`, `high` (-1 to 1) and `n_events`, as
        :func:`analysis.measures.same_event_difference` gives it.
    what : str
        Whose share differs.
    group : str
        Column of the outlets.
    """
    table = table.dropna(subset=["estimate"]).reset_index(drop=True)
    if table.empty:
        return empty_figure("No event is reported by two outlets, so there is nothing to compare.")
    texts = [wrap(name, fitting(26)) for name in table[group]]
    tall = max(text.count("\n") + 1 for text in texts)
    figure = new_figure(len(texts) * max(0.34, 0.17 * tall + 0.12) + 0.8)
    axes = figure.add_subplot()
    axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for place, row in enumerate(table.to_dict("records")):
        _whisker(axes, row, place, look(0))
    axes.set_yticks(range(len(texts)), texts)
    axes.set_ylim(len(texts) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    numbers = axes.secondary_yaxis("right")
    numbers.set_yticks(range(len(texts)), [f"{n} event{'s' if n > 1 else ''}" for n in table["n_events"]])
    numbers.spines["right"].set_visible(False)
    numbers.tick_params(length=0, labelsize=points(8))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(lambda share, _: number_text(100 * share, 0))
    axes.set_xlabel(f"share of {plain(what)}, less that of other outlets on the same events (points)")
    return figure


def describe_differences(table: pd.DataFrame, what: str, group: str = "outlet", most: int = 8) -> str:
    """Say for each outlet how far its share lies from the others' on the same events, and whether 0 is inside."""
    found = table.dropna(subset=["estimate"])
    if found.empty:
        return "No event is reported by two outlets, so outlets cannot be compared on the same events."
    parts = []
    for row in found.head(most).to_dict("records"):
        interval = "" if np.isnan(row["low"]) else "95 % interval "
        parts.append(f"{row[group]} {number_text(100 * row['estimate'], 0)} points ({interval}{points_text(row)})")
    more = f"; and {len(found) - most} more outlets" if len(found) > most else ""
    return f"Share of {what} less that of other outlets on the same events: {'; '.join(parts)}{more}."


def _furthest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    second, first = table[table["z"] < 0].head(most), table[table["z"] >= 0].tail(most)
    return pd.concat([first[::-1], second[::-1]]).reset_index(drop=True)


def _whisker(axes, row, place: float, series: dict[str, str]) -> None:
    known = not np.isnan(row["low"])
    if known:
        axes.hlines(place, row["low"], row["high"], color=series["color"], linewidth=points(1.6))
    fill = series["color"] if known or series["marker"] == "x" else "white"
    axes.plot(
        row["estimate"], place, linestyle="none", marker=series["marker"], markerfacecolor=fill,
        markeredgecolor=series["color"], markersize=points(6), zorder=3, clip_on=False,
    )  # fmt: skip
