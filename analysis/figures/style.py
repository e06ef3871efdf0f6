"""The house style: colours and markers that hold for colour-blind readers and in grey, labels that fit."""

import functools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import style
from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("evenhand.mplstyle")
UNKNOWN_GREY = "#7F7F7F"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
HATCHES = ("", "//", "..", "xx", "--", "\\\\", "++")
WIDTH, TEXT = 7.2, 9.0
"""Inches and points for which the plots give their sizes; `restyled` scales them to others."""


class _Restyled(NamedTuple):
    settings: Mapping
    colours: tuple[str, ...]


PHONE = MappingProxyType({"figure.figsize": (3.9, 3.6)})
"""Settings of a figure as wide as a phone, its text as large as in a wide one."""

HOUSE = _Restyled(MappingProxyType({}), COLOURS)
_RESTYLED: ContextVar[_Restyled] = ContextVar("restyled", default=HOUSE)


@contextmanager
def restyled(settings: Mapping, colours: Sequence[str] = COLOURS) -> Iterator[None]:
    """Have all plots drawn within use these settings of matplotlib above the house style, and these colours."""
    token = _RESTYLED.set(_Restyled(settings, tuple(colours)))
    try:
        yield
    finally:
        _RESTYLED.reset(token)


def styled(plot):
    """Draw a plot in the house style, whatever the reader's own matplotlib settings are."""

    @functools.wraps(plot)
    def draw(*arguments, **options) -> Figure:
        with mpl.rc_context(), style.context(["default", STYLE, dict(_RESTYLED.get().settings)]):
            return plot(*arguments, **options)

    return draw


def look(index: int, value: str = "") -> dict[str, str]:
    """Give colour and marker of the series at a place; the unknown are always a grey cross."""
    if value == "unknown":
        return {"color": UNKNOWN_GREY, "marker": "x"}
    return {"color": colour(index), "marker": MARKERS[index % len(MARKERS)]}


def colour(index: int) -> str:
    """Give the colour of the series at a place."""
    colours = _RESTYLED.get().colours
    return colours[index % len(colours)]


def new_figure(height: float) -> Figure:
    """Make an empty figure, as wide as the style says, of a height that is right for text of 9 points."""
    return Figure(figsize=(mpl.rcParams["figure.figsize"][0], points(height)))


def points(size: float) -> float:
    """Scale a size that is right beside text of 9 points to the text of the style."""
    return size * mpl.rcParams["font.size"] / TEXT


def fitting(characters: int) -> int:
    """Say how many characters take the room that so many take in a figure of the house's size."""
    return max(8, round(characters * mpl.rcParams["figure.figsize"][0] / points(WIDTH)))


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
    figure = new_figure(1.2)
    text = textwrap.fill(plain(message), fitting(90))
    figure.text(0.02, 0.5, text, va="center", color="#4d4d4d", fontsize=points(10))
    return figure
