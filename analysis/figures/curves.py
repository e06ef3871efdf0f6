"""How a number grows with the articles read: rarefaction curves."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.figures.forest import drop_empty_panels, panel_grid
from analysis.figures.style import colour, empty_figure, fitting, new_figure, plain, points, styled, wrap
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
