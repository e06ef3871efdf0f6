"""Which outlets quote which experts, and which experts stand in the same article."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.figures.marks import counts
from analysis.figures.style import colour, empty_figure, fitting, new_figure, points, styled, wrap


@styled
def plot_network(links: pd.DataFrame, together: pd.DataFrame, most: int = 25) -> Figure:
    """Draw outlets and the experts they quote as a network of two columns; arcs join experts of one article.

    A line is as thick as the articles in which the outlet quotes the expert are many. Experts stand beside those whom
    the same outlets quote. Those left out beyond `most` are quoted by the fewest outlets, then in the fewest articles.

    Parameters
    ----------
    links : DataFrame
        `outlet`, `actor`, `articles`: as :func:`analysis.measures.outlets_and_experts` gives it.
    together : DataFrame
        `first`, `second`, `articles`: as :func:`analysis.measures.quoted_together` gives it.
    most : int
        Most experts drawn.
    """
    if links.empty:
        return empty_figure("No expert is quoted, so there is no network to draw.")
    experts, outlets = _order(links, most)
    links = links[links["actor"].isin(experts)]
    rows = max(len(experts), len(outlets))
    figure = new_figure(rows * 0.25 + 0.7)
    axes = figure.add_subplot()
    place = {("actor", name): y for name, y in zip(experts, _spread(len(experts), rows), strict=True)}
    place |= {("outlet", name): y for name, y in zip(outlets, _spread(len(outlets), rows), strict=True)}
    left, right = 0.3, 0.62
    for row in links.itertuples():
        ends = (left, place["outlet", row.outlet]), (right, place["actor", row.actor])
        axes.plot(
            *zip(*ends, strict=True), color=colour(outlets.index(row.outlet)), alpha=0.75, solid_capstyle="round",
            linewidth=points(0.7 + 0.9 * min(row.articles, 6)),
        )  # fmt: skip
    for pair in together.itertuples():
        if pair.first in experts and pair.second in experts:
            one, other = place["actor", pair.first], place["actor", pair.second]
            _arc(axes, right, one, other, 0.012 + 0.05 * abs(one - other) / rows, 0.6 + 0.6 * min(pair.articles, 4))
    for name in outlets:
        y = place["outlet", name]
        axes.plot(left, y, "s", color=colour(outlets.index(name)), markersize=points(8), zorder=3)
        axes.text(left - 0.02, y, wrap(name, fitting(22), 2), ha="right", va="center")
    shared = links.groupby("actor")["outlet"].nunique()
    for name in experts:
        y = place["actor", name]
        face = "#1a1a1a" if shared[name] > 1 else "white"
        series = {"marker": "o", "markerfacecolor": face, "markeredgecolor": "#1a1a1a", "markersize": points(5.5)}
        number = links.loc[links["actor"] == name, "attributions"].sum() if "attributions" in links else None
        counts(axes.plot(right, y, **series, zorder=3)[0], {"actor": name, "expert": True}, number)
        axes.text(right + 0.06, y, wrap(name, fitting(30), 1), va="center")
    for x, side, head in (
        (left, "right", "outlets"),
        (right, "left", "experts (filled: quoted by two outlets or more)"),
    ):
        axes.text(x, -0.8, wrap(head, fitting(46)), ha=side, va="bottom", color="#4d4d4d", fontsize=points(8))
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.4, -1.4 if fitting(46) >= 46 else -2.2)
    axes.axis("off")
    return figure


def describe_network(links: pd.DataFrame, together: pd.DataFrame, most: int = 25) -> str:
    """Say how many experts how many outlets quote, who joins most outlets, and how many pairs share an article."""
    if links.empty:
        return "No expert is quoted, so there is no network."
    outlets = links.groupby("actor")["outlet"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    joining = outlets[outlets > 1]
    rule = "those of most outlets, then of most articles"
    drawn = f"; the figure shows {most} of them, {rule}" if len(outlets) > most else ""
    text = f"{links['outlet'].nunique()} outlets quote {len(outlets)} experts{drawn}. "
    if joining.empty:
        text += "No expert is quoted by two outlets"
    else:
        names = "; ".join(f"{name} ({number} outlets)" for name, number in joining.head(3).items())
        text += (
            f"{len(joining)} {'is' if len(joining) == 1 else 'are'} quoted by two outlets or more, most widely {names}"
        )
    pairs = f"{len(together)} pair{'' if len(together) == 1 else 's'} of experts" if len(together) else "no two experts"
    stand = "stands" if len(together) == 1 else "stand"
    return f"{text}; {pairs} {stand} in the same article."


def _order(links: pd.DataFrame, most: int) -> tuple[list[str], list[str]]:
    """Take the experts of most outlets, then of most articles; order both columns so that few lines cross."""
    size = links.groupby("actor").agg(outlets=("outlet", "nunique"), articles=("articles", "sum")).reset_index()
    size = size.sort_values(["outlets", "articles", "actor"], ascending=[False, False, True])
    experts = list(size["actor"].head(most))
    outlets = sorted(links["outlet"].unique(), key=str)
    table = links.pivot_table(index="actor", columns="outlet", values="articles", aggfunc="sum", fill_value=0)
    weights = table.reindex(index=experts, columns=outlets, fill_value=0).to_numpy(float)
    rows, columns = np.arange(len(experts)), np.arange(len(outlets))
    for _ in range(20):  # each side in turn to the mean place of its neighbours (Sugiyama et al. 1981)
        ranks = np.argsort(np.argsort(columns))
        rows = rows[np.argsort((weights @ ranks)[rows] / weights.sum(axis=1)[rows], kind="stable")]
        ranks = np.argsort(rows)
        total = weights.sum(axis=0)
        middle = np.divide(weights.T @ ranks, total, out=np.full(len(outlets), np.inf), where=total > 0)
        columns = np.argsort(np.argsort(middle, kind="stable"))
    return [experts[i] for i in rows], [outlets[i] for i in np.argsort(columns)]


def _spread(number: int, rows: int) -> np.ndarray:
    """Give the places of a column, spread over the height."""
    return np.linspace(0, rows - 1, number) if number > 1 else np.array([(rows - 1) / 2])


def _arc(axes, x: float, one: float, other: float, reach: float, width: float) -> None:
    path = Path([(x, one), (x + reach, one), (x + reach, other), (x, other)], [Path.MOVETO, *[Path.CURVE4] * 3])
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor="#4d4d4d", linewidth=points(width), alpha=0.8))
