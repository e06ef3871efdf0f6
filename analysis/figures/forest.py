"""One plot for every estimate with an interval: a row an outlet, a dot its estimate, a line its interval.

Draws what it is given and computes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.errors import RequestError
from analysis.figures.marks import counts
from analysis.figures.style import UNKNOWN_GREY, empty_figure, fitting, look, new_figure, plain, points, styled, wrap
from analysis.figures.tables import MINUS, estimate_text

HOLLOW, CORRECTED = "hollow: no interval", "diamond: corrected by hand codes"
NOTHING = "There is nothing to draw: nobody is quoted, or the selection leaves none."
ONE = "series "
"""The column of the only series, where there is no other."""
SINGLE = {"color": "#1a1a1a", "marker": "o"}
ENDS = ("estimate", "low", "high", "outer_low", "outer_high", "corrected_low", "corrected_high")
"""Columns of what an axis must hold."""

ROW = 0.34
"""Height of a row in inches; a label of more lines takes more."""

Counting = Callable[[Mapping[str, Any]], tuple[Mapping[str, Any] | None, float | None]]


@styled
def forest(
    table: pd.DataFrame,
    rows: str = "outlet",
    series: str = "",
    *,
    order: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    x_label: str = "",
    percent: bool = True,
    middle: float | None = None,
    limits: tuple[float, float] | None = None,
    together: bool = False,
    sort: bool = True,
    beside: Callable[[Mapping[str, Any]], str] | None = None,
    counting: Counting | None = None,
    nothing: str = NOTHING,
    ax: Axes | None = None,
) -> Figure:
    """Draw estimates with their intervals.

    Several series stand in a panel each, or together in one with a legend; a series has its colour and marker by its
    place in `order`, whatever else is drawn. An estimate without an interval is a hollow dot. A pale band shows what
    the unknown and sampling leave open together, where the table says so (`outer_low`, `outer_high`); a grey diamond
    below an estimate says what hand codes make of it (`corrected`, `corrected_low`, `corrected_high`).

    Parameters
    ----------
    table : DataFrame
        With `estimate`, `low`, `high`, the column of the rows and that of the series; one row a dot.
    rows, series : str
        Columns; without a series there is one.
    order : sequence of str
        All values that the series could have, as the study orders them.
    names : mapping, optional
        What to write for a value of the series or of the rows.
    x_label : str
        What is measured.
    percent : bool
        Whether estimates are shares.
    middle : float, optional
        Where to draw a line for "as much of the one as of the other".
    limits : (float, float), optional
        Ends of the axis; by default from zero to the largest share, or around all intervals.
    together : bool
        Draw all series in one panel; so it is anyway in axes of one's own.
    sort : bool
        Whether to sort rows by the first series' estimate, the largest on top; else they stay as they come.
    beside : callable, optional
        What to write at the right of a row.
    counting : callable, optional
        From a row of the table to the codes it counts, and how many (:func:`analysis.figures.marks.counts`).
    nothing : str
        What to say where there is nothing to draw.
    ax : Axes, optional
        Where to draw; a figure of its own is made without.

    Raises
    ------
    RequestError
        When a row has several estimates of one series: another column tells them apart, and must be chosen or drawn.
    """
    table = table.dropna(subset=["estimate"])
    if table.empty:
        return empty_figure(nothing) if ax is None else _say_in(ax, nothing)
    table = table.assign(**({} if series else {ONE: ""}))
    series, names = series or ONE, dict(names or {})
    _refuse_several(table, rows, series)
    values = [value for value in dict.fromkeys([*order, *table[series]]) if value in set(table[series])]
    listed = _listed(table, rows, series, values, sort)
    texts = [wrap(names.get(row, row), fitting(24)) for row in listed]
    ordered = [*dict.fromkeys([*order, *values])]
    looks = {value: look(ordered.index(value), value) if value else SINGLE for value in values}
    draw = _Drawing(rows, series, listed, looks, names, percent, middle, counting)
    own = ax is None
    if own and len(values) > 1 and len(listed) > 1 and not together:
        return _panels(draw, table, values, texts, x_label, limits)
    if own:
        ax = new_figure(
            _height(texts, len(values)) + (1.0 + 0.1 * len(values) if len(values) > 1 else 0.95)
        ).add_subplot()
    axes, figure = ax, ax.figure
    if len(listed) == 1 and len(values) > 1:  # one outlet: a row a value
        texts = [wrap(names.get(value, value), fitting(30)) for value in values]
        draw = draw._replace(listed=values, rows=series)
        if own:
            figure.set_figheight(points(_height(texts) + 0.95))
        draw.dots(axes, table)
    else:
        for place, value in enumerate(values):
            draw.dots(axes, table[table[series] == value], (place - (len(values) - 1) / 2) * 0.7 / len(values))
        if len(values) > 1:
            _legend(axes, looks, names, own)
    _rows(axes, texts)
    _axis(axes, table, percent, limits, x_label)
    if beside:
        written = {row[draw.rows]: beside(row) for row in table.to_dict("records")}
        numbers = axes.secondary_yaxis("right")
        numbers.set_yticks(range(len(draw.listed)), [written.get(row, "") for row in draw.listed])
        numbers.spines["right"].set_visible(False)
        numbers.tick_params(length=0, labelsize=points(8))
    if keys := _explained(table):
        axes.set_xlabel("\n".join(filter(None, [axes.get_xlabel(), keys])))
    return figure


def interval_beside(row: Mapping[str, Any]) -> str:
    """Write an estimate with its interval as it stands beside a row.

    Examples
    --------
    >>> interval_beside({"estimate": 0.5, "low": -0.25, "high": 0.75})
    '+0.50  [−0.25, +0.75]'
    """
    text = f"{row['estimate']:+.2f}"
    if not np.isnan(row["low"]):
        text += f"  [{row['low']:+.2f}, {row['high']:+.2f}]"
    return text.replace("-", MINUS)


class _Drawing(NamedTuple):
    rows: str
    series: str
    listed: list
    looks: dict[str, dict[str, str]]
    names: dict[str, str]
    percent: bool
    middle: float | None
    counting: Counting | None

    def dots(self, axes: Axes, table: pd.DataFrame, dodge: float = 0.0) -> None:
        """Draw one series' dots, intervals and bands."""
        if self.middle is not None and not axes.lines:
            axes.axvline(self.middle, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
        for row in table.to_dict("records"):
            place, style = self.listed.index(row[self.rows]) + dodge, self.looks[row[self.series]]
            known = not np.isnan(row["low"])
            if not np.isnan(row.get("outer_low", np.nan)):
                axes.hlines(place, row["outer_low"], row["outer_high"], color="#d9d9d9", linewidth=points(7), zorder=1)
            if known:
                axes.hlines(place, row["low"], row["high"], color=style["color"], linewidth=points(1.8), zorder=2)
            fill = style["color"] if known or style["marker"] == "x" else "white"
            (dot,) = axes.plot(
                row["estimate"], place, linestyle="none", markerfacecolor=fill, markeredgecolor=style["color"],
                marker=style["marker"], markersize=points(6.5), markeredgewidth=points(1.4), clip_on=False, zorder=3,
            )  # fmt: skip
            if not np.isnan(row.get("corrected", np.nan)):
                beside = {"color": UNKNOWN_GREY, "zorder": 2}
                axes.hlines(place + 0.24, row["corrected_low"], row["corrected_high"], linewidth=points(1.2), **beside)
                axes.plot(
                    row["corrected"], place + 0.24, linestyle="none", marker="D", markerfacecolor="white",
                    markersize=points(4.5), clip_on=False, **beside,
                )  # fmt: skip
            codes, number = self.counting(row) if self.counting else (None, None)
            counts(dot, codes, number, self.tip(row), estimate_text(row, self.percent))

    def tip(self, row: Mapping[str, Any]) -> str:
        named = [row[column] for column in (self.rows, self.series) if row[column]]
        who = ", ".join(str(self.names.get(name, name)) for name in named)
        sizes = f"; n {row['n']:,.0f} in {row['articles']:,.0f} articles" if "n" in row and "articles" in row else ""
        return f"{who}: {estimate_text(row, self.percent)}{sizes}"


def _panels(draw: _Drawing, table: pd.DataFrame, values: list[str], texts: list[str], x_label: str, limits) -> Figure:
    across, down = panel_grid(len(values))
    figure = new_figure(down * (_height(texts) + 0.45) + 0.45)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for axes, value in zip(grid.flat, values, strict=False):
        draw.dots(axes, table[table[draw.series] == value])
        axes.set_title(wrap(draw.names.get(value, value), fitting(70) // across, 2))
        _rows(axes, texts)
        _axis(axes, table, draw.percent, limits, "")
    drop_empty_panels(grid, len(values))
    keys = _explained(table)
    if keys:
        figure.set_figheight(figure.get_figheight() + points(0.16))
    figure.supxlabel("\n".join(filter(None, [plain(x_label), keys])), fontsize=points(9), color="#333333")
    return figure


def _explained(table: pd.DataFrame) -> str:
    """Say what the marks are that not every figure has."""
    corrected = "corrected" in table and table["corrected"].notna().any()
    return "; ".join(filter(None, [HOLLOW if table["low"].isna().any() else "", CORRECTED if corrected else ""]))


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


def _refuse_several(table: pd.DataFrame, rows: str, series: str) -> None:
    twice = table.duplicated([rows, series])
    if twice.any():
        found = table[twice].iloc[0]
        raise RequestError(
            f'"{found[rows]}" has several estimates of "{found[series]}" in one plot: choose a group, or name the '
            "column that tells them apart as the series."
        )


def _listed(table: pd.DataFrame, rows: str, series: str, values: list[str], sort: bool) -> list:
    found = list(dict.fromkeys(table[rows]))
    if not sort:
        return found
    first = table[table[series] == values[0]].set_index(rows)["estimate"]
    return sorted(found, key=lambda row: (-first.get(row, -np.inf), str(row)))


def _legend(axes: Axes, looks: dict, names: Mapping[str, str], own: bool) -> None:
    keys = [
        Line2D([], [], **style, linestyle="-", label=wrap(names.get(value, value), fitting(40), 1))
        for value, style in looks.items()
    ]
    longest = max(len(key.get_label()) for key in keys) + 6
    columns = max(1, min(len(keys), fitting(100) // longest))
    if own:
        axes.figure.legend(handles=keys, loc="outside upper left", ncols=columns)
    else:
        axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(0, 1.0), borderaxespad=0.3, ncols=columns)


def _axis(axes: Axes, table: pd.DataFrame, percent: bool, limits, x_label: str) -> None:
    ends = table[[name for name in ENDS if name in table]].to_numpy(float)
    if limits is None and percent:
        top = min(1.0, max(0.1, np.nanmax(ends)) * 1.05)
        limits = (-0.03 * top, top)
    if limits:
        axes.set_xlim(*limits)
    axes.xaxis.set_major_locator(MaxNLocator(4 if axes.get_gridspec().ncols < 4 else 3, steps=[1, 2, 2.5, 5, 10]))
    if percent:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    axes.set_xlabel("\n".join(wrap(line, fitting(72)) for line in x_label.splitlines()))


def _rows(axes: Axes, texts: list[str]) -> None:
    axes.set_yticks(range(len(texts)), texts)
    axes.set_ylim(len(texts) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)


def _height(texts: list[str], series: int = 1) -> float:
    lines = max(text.count("\n") + 1 for text in texts)
    return len(texts) * max(ROW, 0.2 * series, 0.17 * lines + 0.12)


def _say_in(axes: Axes, message: str) -> Figure:
    axes.text(0, 0.5, wrap(message, 60), transform=axes.transAxes, color="#4d4d4d")
    axes.axis("off")
    return axes.figure
