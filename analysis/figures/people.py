"""Who speaks most: sources and experts as bars."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

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
