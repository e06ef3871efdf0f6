"""How far people and the machine agree, variable by variable."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.figures.style import empty_figure, fitting, look, new_figure, points, styled, wrap
from analysis.figures.tables import number_text

ENOUGH = 0.667
"""Krippendorff's lowest alpha for tentative conclusions (*Content Analysis*, 2004, chapter 11)."""

NOBODY = "Nobody coded by hand yet, so there is no agreement to draw: notebook 07 makes a sheet."


@styled
def plot_agreement(table: pd.DataFrame) -> Figure:
    """Draw alpha with its interval: one row a variable, people among themselves and each of them with the machine.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.agreement_table` gives it.
    """
    table = table.dropna(subset=["estimate"])
    if table.empty:
        return empty_figure(NOBODY)
    variables, coders = list(table["variable"].unique()), list(table["coders"].unique())
    spread = 0.7 / len(coders)
    figure = new_figure(len(variables) * max(0.34, 0.19 * len(coders)) + 0.6 + 0.2 * len(coders))
    axes = figure.add_subplot()
    axes.axvline(ENOUGH, color="#4d4d4d", linewidth=1, linestyle=(0, (4, 3)))
    for row in table.to_dict("records"):
        series = look(coders.index(row["coders"]))
        place = variables.index(row["variable"]) + (coders.index(row["coders"]) - (len(coders) - 1) / 2) * spread
        known = not np.isnan(row["low"])
        if known:
            axes.hlines(place, row["low"], row["high"], color=series["color"], linewidth=points(1.6))
        axes.plot(row["estimate"], place, **series, markersize=points(6), zorder=3, clip_on=False,
                  markerfacecolor=series["color"] if known else "white")  # fmt: skip
    axes.set_yticks(range(len(variables)), [wrap(name.replace("_", " "), fitting(26)) for name in variables])
    axes.set_ylim(len(variables) - 0.5, -0.5)
    lowest = np.nanmin(table[["estimate", "low"]].to_numpy(float))
    axes.set_xlim(min(-0.05, max(-1.0, lowest - 0.05)), 1.02)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(f"Krippendorff's alpha (dashed: {ENOUGH})")
    keys = [Line2D([], [], **look(place), linestyle="-", label=wrap(name, 30, 1)) for place, name in enumerate(coders)]
    figure.legend(handles=keys, loc="outside upper left", ncols=max(1, min(len(keys), fitting(90) // 30)))
    return figure


def describe_agreement(table: pd.DataFrame, most: int = 8) -> str:
    """Say the alphas, the lowest first, and how many are too low to rest anything on."""
    found = table.dropna(subset=["estimate"]).sort_values(["estimate", "variable", "coders"])
    if found.empty:
        return NOBODY
    parts = [
        f"{row['variable'].replace('_', ' ')}, {row['coders']} {number_text(row['estimate'])}"
        for row in found.head(most).to_dict("records")
    ]
    more = f"; and {len(found) - most} more" if len(found) > most else ""
    low = int((found["estimate"] < ENOUGH).sum())
    return (
        f"Krippendorff's alpha, the lowest first: {'; '.join(parts)}{more}. {low} of {len(found)} are below {ENOUGH}."
    )
