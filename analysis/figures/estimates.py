"""Estimates as dots with their intervals: shares, balance, tone."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.marks import counts
from analysis.figures.style import empty_figure, fitting, look, new_figure, plain, points, styled, wrap
from analysis.figures.tables import MINUS

NOTHING = "There are no attributions to draw: nobody is quoted, or the selection leaves none."
HOLLOW = "hollow: interval not estimable"
ROW = 0.34
"""Height of a row in inches; a label of more lines takes more."""


@styled
def plot_shares(
    table: pd.DataFrame,
    by: str,
    group: str = "outlet",
    labels: dict[str, str] | None = None,
    x_label: str = "share of attributions",
) -> Figure:
    """Draw shares with their intervals: one panel a value of the code, one row an outlet.

    With one outlet there is one panel, with one row a value. It draws what it is given and computes nothing.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.shares` gives it.
    by, group : str
        Columns of the code and of the outlets.
    labels : dict, optional
        What to write for a value (the codebook's labels of sides).
    x_label : str
        Name of the horizontal axis.
    """
    table = table.dropna(subset=["estimate"])
    if table.empty:
        return empty_figure(NOTHING)
    values, outlets = list(table[by].unique()), list(table[group].unique())
    names = {value: (labels or {}).get(value, value) for value in values}
    if len(outlets) == 1:
        return _one_panel(table, by, group, names, x_label)
    return _panels(table, by, group, names, x_label)


def _one_panel(table: pd.DataFrame, by: str, group: str, names: dict[str, str], x_label: str) -> Figure:
    texts = [wrap(names[value], fitting(30)) for value in table[by]]
    figure = new_figure(_height(texts) + 0.7)
    axes = figure.add_subplot()
    for place, (index, value) in enumerate(zip(table.index, table[by], strict=True)):
        row = table.loc[index]
        _dot(axes, row, place, look(place, value), {group: row[group], by: value})
    _rows(axes, texts)
    _percent(axes, table, x_label)
    _explain_hollow(figure, table)
    return figure


def _panels(table: pd.DataFrame, by: str, group: str, names: dict[str, str], x_label: str) -> Figure:
    values, outlets = list(names), sorted(table[group].unique(), key=str)
    across, down = panel_grid(len(values))
    texts = [wrap(outlet, fitting(22)) for outlet in outlets]
    titles = [wrap(names[value], fitting(70) // across, 2) for value in values]
    figure = new_figure(down * (_height(texts) + 0.45) + 0.45)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for place, (axes, value) in enumerate(zip(grid.flat, values, strict=False)):
        for row in table[table[by] == value].to_dict("records"):
            codes = {group: row[group], by: value}
            _dot(axes, row, outlets.index(row[group]), look(place, value), codes)
        axes.set_title(titles[place])
        _rows(axes, texts)
        _percent(axes, table, "")
    drop_empty_panels(grid, len(values))
    figure.supxlabel(plain(x_label), fontsize=points(9), color="#333333")
    _explain_hollow(figure, table)
    return figure


@styled
def plot_balance(
    table: pd.DataFrame, sides: tuple[str, str], group: str = "outlet", ids: tuple[str, str] | None = None
) -> Figure:
    """Draw balances as a forest plot: one row an outlet, 0 is as much of the one side as of the other.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.balance` gives it: `estimate`, `low`, `high` between -1 and 1.
    sides : (str, str)
        Labels of the two sides: +1 is all the first, -1 all the second.
    group : str
        Column of the outlets.
    ids : (str, str), optional
        The two sides in the coded attributions, by which a reader of the report finds what a dot counts.
    """
    table = table.dropna(subset=["estimate"]).reset_index(drop=True)
    if table.empty:
        return empty_figure(f"Neither {sides[0]} nor {sides[1]} is quoted, so there is no balance to draw.")
    texts = [wrap(name, fitting(26)) for name in table[group]]
    figure = new_figure(_height(texts) + 0.95)
    axes = figure.add_subplot()
    axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for place, row in enumerate(table.to_dict("records")):
        codes = {group: row[group], "side": ids} if ids else None
        _dot(axes, row, place, {"color": "#1a1a1a", "marker": "o"}, codes)
    _rows(axes, texts)
    axes.set_xlim(-1.04, 1.04)
    axes.set_xlabel(_ends(sides))
    numbers = axes.secondary_yaxis("right")
    numbers.set_yticks(range(len(table)), [_numbers(row) for row in table.to_dict("records")])
    numbers.spines["right"].set_visible(False)
    numbers.tick_params(length=0, labelsize=points(8))
    _explain_hollow(figure, table)
    return figure


@styled
def plot_tone(
    table: pd.DataFrame, panel: str = "tool", x_label: str = "mean score of a sentence", group: str = "outlet"
) -> Figure:
    """Draw mean tone: one panel a tool or a side, one row an outlet, the journalist's and quoted text apart.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.mean_tone` or :func:`analysis.measures.tone_toward` gives it:
        columns `voice`, the panel's and the estimate's.
    panel : str
        Column of the panels.
    x_label : str
        What is averaged.
    group : str
        Column of the outlets.
    """
    table = table.dropna(subset=["estimate"])
    if table.empty:
        return empty_figure("No sentence can be scored, so there is no tone to draw.")
    panels, voices = list(table[panel].unique()), sorted(table["voice"].unique())
    outlets = sorted(table[group].unique(), key=str)
    texts = [wrap(outlet, fitting(22)) for outlet in outlets]
    across, down = panel_grid(len(panels))
    figure = new_figure(down * (_height(texts, 0.25 * max(2, len(voices))) + 0.45) + 0.65)
    grid = figure.subplots(down, across, sharey=True, sharex=True, squeeze=False)
    for axes, name in zip(grid.flat, panels, strict=False):
        axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
        for row in table[table[panel] == name].to_dict("records"):
            place = voices.index(row["voice"])
            dodge = (place - (len(voices) - 1) / 2) * 0.3
            _dot(axes, row, outlets.index(row[group]) + dodge, look(place))
        axes.set_title(wrap(name, fitting(72) // across))
        axes.xaxis.set_major_locator(MaxNLocator(4 if across < 4 else 3))
        _rows(axes, texts)
    drop_empty_panels(grid, len(panels))
    figure.supxlabel(f"{x_label}, {MINUS}1 (negative) to 1 (positive)", fontsize=points(9), color="#333333")
    names = {"journalist": "the journalist's own text", "source": "quoted text"}
    keys = [
        Line2D([], [], **look(place), linestyle="-", label=names.get(voice, voice))
        for place, voice in enumerate(voices)
    ]
    figure.legend(handles=keys, loc="outside upper right", ncols=max(1, min(len(keys), fitting(90) // 30)))
    _explain_hollow(figure, table)
    return figure


def panel_grid(panels: int) -> tuple[int, int]:
    """Say how many panels stand beside each other, and in how many rows: up to five in the house's width."""
    most = max(1, min(5, fitting(70) // 14))
    down = -(-panels // most)
    return -(-panels // down), down


def drop_empty_panels(grid, panels: int) -> None:
    """Take away the places of a grid that no panel fills, and number the axis of each column's last panel."""
    across = grid.shape[1]
    for axes in list(grid.flat)[panels:]:
        axes.remove()
    for axes in list(grid.flat)[max(0, panels - across) : panels]:
        axes.tick_params(labelbottom=True)


def _ends(sides: tuple[str, str]) -> str:
    if fitting(70) < 70:
        first, second = (f"only {wrap(side, fitting(44), 1)}" for side in sides)
        between = "    " if len(first + second) < fitting(52) else "\n"
        return f"balance\n← {second}{between}{first} →"
    first, second = (f"only {wrap(side, fitting(34), 1)}" for side in sides)
    return f"← {second}        balance        {first} →"


def _dot(axes, row, place: float, series: dict[str, str], codes: dict | None = None) -> None:
    known = not np.isnan(row["low"])
    if known:
        axes.hlines(place, row["low"], row["high"], color=series["color"], linewidth=points(1.8))
    fill = series["color"] if known or series["marker"] == "x" else "white"
    (dot,) = axes.plot(
        row["estimate"], place, linestyle="none", markerfacecolor=fill, markeredgecolor=series["color"],
        marker=series["marker"], markersize=points(6.5), markeredgewidth=points(1.4), clip_on=False, zorder=3,
    )  # fmt: skip
    if codes:
        counts(dot, codes)


def _rows(axes, texts: list[str]) -> None:
    axes.set_yticks(range(len(texts)), texts)
    axes.set_ylim(len(texts) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)


def _percent(axes, table: pd.DataFrame, x_label: str) -> None:
    top = min(1.0, max(0.1, np.nanmax(table[["estimate", "high"]].to_numpy(float))) * 1.05)
    axes.set_xlim(-0.03 * top, top)
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    axes.set_xlabel(plain(x_label))


def _numbers(row) -> str:
    if np.isnan(row["low"]):
        text = f"{row['estimate']:+.2f}"
    else:
        text = f"{row['estimate']:+.2f}  [{row['low']:+.2f}, {row['high']:+.2f}]"
    return text.replace("-", MINUS)


def _height(texts: list[str], row: float = ROW) -> float:
    lines = max(text.count("\n") + 1 for text in texts)
    return len(texts) * max(row, 0.17 * lines + 0.12)


def _explain_hollow(figure: Figure, table: pd.DataFrame) -> None:
    """Say what a hollow dot is in a line of its own below the name of the axis, which nothing can be printed over."""
    if not table["low"].isna().any():
        return
    figure.set_figheight(figure.get_figheight() + points(0.16))
    if label := figure.get_supxlabel():
        figure.supxlabel(f"{label}\n{HOLLOW}", fontsize=points(9), color="#333333")
    else:
        figure.axes[0].set_xlabel(f"{figure.axes[0].get_xlabel()}\n{HOLLOW}")
