"""Estimates corrected by hand codes beside the raw ones; nothing where nobody coded by hand."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.output import say
from analysis.figures.output import show_figure as show
from analysis.figures.style import UNKNOWN_GREY, fitting, look, new_figure, plain, points, styled, wrap
from analysis.figures.tables import interval_text, number_text, readable_estimates, show_table

CORRECTED, RAW = "corrected by hand codes, with its interval", "the machine's own"
ENOUGH = 20
"""Hand codes in a group below which its corrected estimate is called thin."""


def show_corrected(table: pd.DataFrame, what: str, rows: str = "outlet", panel: str = "", percent: bool = True) -> None:
    """Display corrected estimates beside the raw ones: a figure, its sentence and the table.

    Nothing where nobody coded by hand, and the sentence alone where that was too little to correct anything.

    Parameters
    ----------
    table : DataFrame
        As `measures.correction` gives it, with labels in place of ids.
    what : str
        What is estimated.
    rows, panel : str
        Columns of the figure's rows and panels.
    percent : bool
        Whether it is a share.
    """
    if table.empty:
        return
    sentence = describe_corrected(table, what, rows, panel, percent)
    if table["estimate"].isna().all():
        say(sentence)
        return
    show(plot_corrected(table, what, rows, panel, percent), alt=sentence)
    say(sentence)
    readable = readable_estimates(table, "corrected", percent=percent).rename(
        columns={"raw": "machine", "n_hand": "by hand"}
    )
    show_table(readable, f"Corrected by hand codes: {what}.", ["corrected", "machine"] if percent else [])


@styled
def plot_corrected(
    table: pd.DataFrame, what: str, rows: str = "outlet", panel: str = "", percent: bool = True
) -> Figure:
    """Draw each corrected estimate with its interval, and above it the raw one; a row an outlet, a panel a value.

    An outlet none of whose estimates can be corrected has no row.
    """
    table = table[table[rows].isin(table.loc[table["estimate"].notna(), rows])]
    panels = list(table[panel].unique()) if panel else [""]
    names = list(table[rows].unique())
    down = -(-len(panels) // 5)
    across = -(-len(panels) // down)
    texts = [wrap(name, fitting(22)) for name in names]
    lines = max(text.count("\n") + 1 for text in texts)
    figure = new_figure(down * (len(names) * max(0.4, 0.17 * lines + 0.12) + 0.5) + 0.9)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for axes, value in zip(grid.flat, panels, strict=False):
        for row in (table[table[panel] == value] if panel else table).to_dict("records"):
            _pair(axes, row, names.index(row[rows]))
        axes.set_title(wrap(value, fitting(70) // across, 2) if panel else "")
        axes.set_yticks(range(len(names)), texts)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(3))
        if percent:
            axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
        else:
            axes.axvline(0, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for axes in list(grid.flat)[len(panels) :]:
        axes.remove()
    figure.supxlabel(plain(what), fontsize=points(9), color="#333333")
    keys = [Line2D([], [], **look(0), label=CORRECTED), _hollow([], [], label=RAW)]
    figure.legend(handles=keys, loc="outside upper left", ncols=2 if fitting(90) >= 80 else 1)
    return figure


def _pair(axes, row: dict, place: int) -> None:
    axes.add_line(_hollow([row["raw"]], [place - 0.16]))
    if not np.isnan(row["estimate"]):
        axes.hlines(place + 0.16, row["low"], row["high"], color=look(0)["color"], linewidth=points(1.8))
        axes.plot(row["estimate"], place + 0.16, **look(0), markersize=points(6), clip_on=False)


def _hollow(x: list, y: list, label: str = "") -> Line2D:
    return Line2D(x, y, color=UNKNOWN_GREY, marker="D", markersize=points(5), markerfacecolor="white",
                  linestyle="none", label=label, clip_on=False)  # fmt: skip


def describe_corrected(
    table: pd.DataFrame, what: str, rows: str = "outlet", panel: str = "", percent: bool = True, most: int = 4
) -> str:
    """Say where hand codes move an estimate most, and where there are too few of them."""
    found = table.dropna(subset=["estimate", "raw"])
    if found.empty:
        return f"Corrected by hand codes, {what}: not estimable, since too little was coded by hand."
    moved = found.assign(moved=(found["estimate"] - found["raw"]).abs()).sort_values(
        ["moved", rows], ascending=[False, True]
    )
    parts = [_moved(row, rows, panel, percent) for row in moved.head(most).to_dict("records")]
    outside = (found["raw"] < found["low"]) | (found["raw"] > found["high"])
    thin = found.loc[found["n_hand"] < ENOUGH, rows]
    without = table.loc[~table[rows].isin(found[rows]), rows]
    return (
        f"Corrected by hand codes, {what}; most moved: {'; '.join(parts)}. In {int(outside.sum())} of {len(found)} the "
        f"machine's own lies outside the interval."
        + _listed(f"Fewer than {ENOUGH} hand codes", thin, most)
        + _listed("Too few to correct by", without, most)
    )


def _listed(lead: str, names: pd.Series, most: int) -> str:
    unlike = sorted(set(names.astype(str)))
    return f" {lead}: {', '.join(unlike[:most])}{' …' if len(unlike) > most else ''}." if unlike else ""


def _moved(row: dict, rows: str, panel: str, percent: bool) -> str:
    name = f"{row[panel]} in {row[rows]}" if panel else row[rows]
    values = [f"{100 * row[key]:.0f} %" if percent else number_text(row[key]) for key in ("raw", "estimate")]
    return f"{name} from {values[0]} to {values[1]} ({interval_text(row, percent)})"
