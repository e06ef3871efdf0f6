"""Put a figure or a sentence into the notebook: as SVG with its alternative text, always the same bytes."""

import io
import sys
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import matplotlib as mpl
import pandas as pd
from IPython.display import display
from matplotlib import style
from matplotlib.figure import Figure

from analysis.corpus.query import Selection
from analysis.errors import RequestError
from analysis.figures.marks import marks
from analysis.figures.sheets import csv_bytes
from analysis.figures.style import STYLE
from analysis.shown import for_xml

SVG = "image/svg+xml"


def show_figure(
    figure: Figure,
    alt: str,
    caption: str = "",
    selection: Selection | None = None,
    sentence: str = "",
    table: pd.DataFrame | None = None,
) -> None:
    """Display a figure as SVG; its alternative text goes into the output's metadata and into the SVG itself.

    JupyterLab and nbconvert both show the output; what the metadata holds beside `alt` is for the report: the caption,
    the selection that was counted, and which parts of the figure count what (:func:`analysis.figures.marks.counts`).

    Parameters
    ----------
    figure : matplotlib Figure
        What to show; one that pyplot holds is closed, or Jupyter would draw it once more.
    alt : str
        What the figure says, for who cannot see it.
    caption : str
        What it holds; a page prints it as the figure's head.
    selection : Selection, optional
        What was counted.
    sentence : str
        What is said below it.
    table : DataFrame, optional
        What it was drawn from, which a page offers as CSV.

    Raises
    ------
    RequestError
        When the alternative text is empty.
    """
    if not alt.strip():
        raise RequestError("A figure needs an alternative text that says what it shows.")
    data = {SVG: to_svg(figure, alt), "text/plain": alt}
    drawn = marks(figure)
    about = {"alt": alt, "caption": caption, "marks": drawn} | stamp(selection, [mark["counts"] for mark in drawn])
    if table is not None:
        about["csv"] = csv_bytes(table).decode()
    display(data, raw=True, metadata={SVG: about})
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)
    if sentence:
        say(sentence)


def stamp(selection: Selection | None, codes: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """Give what an output carries for the page's evidence: the selection that it counts, and by which columns."""
    columns = sorted({column for counted in codes for column in counted or ()})
    return {"selection": selection.to_dict(), "columns": columns} if selection else {}


def to_svg(figure: Figure, alt: str = "") -> str:
    """Draw a figure as SVG text without date or random names: the same figure gives the same bytes."""
    buffer = io.StringIO()
    with mpl.rc_context(), style.context(["default", STYLE]):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    return for_xml(svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1) if alt else svg)


def say(sentence: str) -> None:
    """Display a sentence as a paragraph; names in it are text, never markup."""
    display({"text/html": f"<p>{escape(sentence)}</p>", "text/plain": sentence}, raw=True)
