"""A specification curve: how a finding moves with the choices behind it."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import colour, empty_figure, fitting, new_figure, points, styled, wrap
from analysis.figures.tables import number_text

QUIET = "#4d4d4d"


@styled
def plot_specifications(table: pd.DataFrame, choices: list[str], finding: str, own: pd.Series | None = None) -> Figure:
    """Draw every specification's estimate, the lowest first, over a table of dots that says what each one chose.

    A filled dot's interval leaves out 0, a hollow one's does not or there is none. The study's own is a square.

    Parameters
    ----------
    table : DataFrame
        A row a specification: the choices, `estimate`, `low`, `high`.
    choices : list of str
        Columns of the choices, drawn from top to bottom; one with a single value is left out.
    finding : str
        What is estimated, for the vertical axis.
    own : Series of bool, optional
        Which row the study itself chose.
    """
    own = pd.Series(False, table.index) if own is None else own
    table = table.assign(own=own).dropna(subset=["estimate"])
    if table.empty:
        return empty_figure("No specification has an estimate, so there is no curve to draw.")
    rows = [(name, value) for name in choices if table[name].nunique() > 1 for value in table[name].unique()]
    table = table.sort_values("estimate", kind="stable")
    figure = new_figure(2.6 + 0.2 * len(rows))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2.3, 0.2 * len(rows) + 0.1))
    _curve(above, table, finding)
    _choices(below, table, rows)
    figure.supxlabel(f"{len(table)} specifications, the lowest estimate first", fontsize=points(9), color="#333333")
    keys = [
        _key("o", "black", "interval leaves out 0"),
        _key("o", "white", "interval holds 0, or none"),
        _key("s", colour(1), "this study"),
    ]
    shown = keys if table["own"].any() else keys[:2]
    figure.legend(handles=shown, loc="outside upper left", ncols=max(1, min(len(shown), fitting(90) // 30)))
    return figure


def describe_specifications(table: pd.DataFrame, finding: str, own: pd.Series | None = None) -> str:
    """Say how far the estimates reach, how many have the finding's sign, and of how many the interval leaves out 0."""
    found = table.dropna(subset=["estimate"])
    if found.empty:
        return "No specification has an estimate."
    lowest, middle, highest = (number_text(x) for x in found["estimate"].quantile([0, 0.5, 1]))
    mine = table.loc[own, "estimate"].dropna() if own is not None else pd.Series(dtype=float)
    sign = np.sign(mine.iloc[0] if len(mine) else found["estimate"].median())
    same = int((np.sign(found["estimate"]) == sign).sum())
    clear = int((((found["low"] > 0) | (found["high"] < 0)) & (np.sign(found["estimate"]) == sign)).sum())
    here = f" This study's is {number_text(mine.iloc[0])}." if len(mine) else ""
    return (
        f"{finding[:1].upper()}{finding[1:]} under {len(found)} specifications: {lowest} to {highest}, median "
        f"{middle}.{here} {same} of {len(found)} have the same sign, and in {clear} of these the interval leaves out 0."
    )


def _curve(axes, table: pd.DataFrame, finding: str) -> None:
    axes.axhline(0, color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    for place, row in enumerate(table.to_dict("records")):
        known = not np.isnan(row["low"])
        shade = colour(1) if row["own"] else "black"
        if known:
            axes.vlines(place, row["low"], row["high"], color=shade if row["own"] else "#9a9a9a", linewidth=points(1.2))
        clear = known and (row["low"] > 0 or row["high"] < 0)
        axes.plot(
            place, row["estimate"], marker="s" if row["own"] else "o", markersize=points(6 if row["own"] else 4),
            markerfacecolor=shade if clear else "white", markeredgecolor=shade, zorder=4 if row["own"] else 3,
        )  # fmt: skip
    axes.set_ylabel(wrap(finding, 26))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.grid(axis="x", visible=False)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _choices(axes, table: pd.DataFrame, rows: list[tuple[str, str]]) -> None:
    for place, (name, value) in enumerate(rows):
        chosen = np.flatnonzero((table[name] == value).to_numpy())
        own = table["own"].to_numpy()[chosen]
        axes.plot(chosen[~own], np.full((~own).sum(), place), linestyle="none", marker="|", color="black",
                  markersize=points(6))  # fmt: skip
        axes.plot(chosen[own], np.full(own.sum(), place), linestyle="none", marker="s", color=colour(1),
                  markersize=points(5))  # fmt: skip
        if place and rows[place - 1][0] != name:
            axes.axhline(place - 0.5, color="#b0b0b0", linewidth=0.7)
    axes.set_yticks(range(len(rows)), [wrap(f"{name}: {value}", fitting(48), 1) for name, value in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-1, len(table))
    axes.grid(visible=False)
    axes.tick_params(axis="x", length=0, labelbottom=False)


def _key(marker: str, face: str, label: str) -> Line2D:
    edge = "black" if face in {"white", "black"} else face
    return Line2D([], [], linestyle="none", marker=marker, markerfacecolor=face, markeredgecolor=edge, label=label)
