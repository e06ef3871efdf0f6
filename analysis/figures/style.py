"""The house style: colours and markers that hold for colour-blind readers and in grey, labels that fit."""

import functools
import textwrap
from pathlib import Path

import matplotlib as mpl
from matplotlib import style
from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("evenhand.mplstyle")
UNKNOWN_GREY = "#7F7F7F"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
HATCHES = ("", "////", "....", "xxxx", "----", "\\\\\\\\", "++++")


def styled(plot):
    """Draw a plot in the house style, whatever the reader's own matplotlib settings are."""

    @functools.wraps(plot)
    def draw(*arguments, **options) -> Figure:
        with mpl.rc_context(), style.context(["default", STYLE]):
            return plot(*arguments, **options)

    return draw


def look(index: int, value: str = "") -> dict[str, str]:
    """Give colour and marker of the series at a place; the unknown are always a grey cross."""
    if value == "unknown":
        return {"color": UNKNOWN_GREY, "marker": "x"}
    return {"color": COLOURS[index % len(COLOURS)], "marker": MARKERS[index % len(MARKERS)]}


def wrap(label: str, width: int = 24, lines: int = 3) -> str:
    """Break a long label into lines, the last ending in an ellipsis if it is longer still.

    Examples
    --------
    >>> wrap("Daily Gazette of the Upper River Valley", 20)
    'Daily Gazette of the\\nUpper River Valley'
    """
    text = textwrap.fill(plain(label), width, max_lines=lines, placeholder=" …", break_on_hyphens=True)
    return text or "(no name)"


def plain(label) -> str:
    """Make a label that matplotlib draws as it is written; a `$` would otherwise start a formula."""
    return str(label).replace("$", r"\$")


def empty_figure(message: str) -> Figure:
    """Draw a figure that says why there is nothing to draw."""
    figure = Figure(figsize=(7.2, 1.2))
    figure.text(0.02, 0.5, textwrap.fill(plain(message), 90), va="center", color="#4d4d4d", fontsize=10)
    return figure
