"""A figure or a sentence in the notebook, a figure as a file: always the same bytes.

Gives bytes; `reports` writes them.
"""

import io
import shutil
import sys
from collections.abc import Mapping
from html import escape
from unittest.mock import patch

import matplotlib as mpl
import pandas as pd
from IPython.display import display
from matplotlib import style
from matplotlib.backends import backend_pgf
from matplotlib.figure import Figure

from analysis.corpus.query import Selection
from analysis.errors import RequestError, nearest
from analysis.figures.latex import latex_text
from analysis.figures.marks import marks, stamp
from analysis.figures.style import STYLE
from analysis.figures.tables import csv_bytes
from analysis.shown import for_xml

SVG = "image/svg+xml"


def show_figure(
    figure: Figure,
    alt: str,
    caption: str = "",
    selection: Selection | None = None,
    sentence: str = "",
    table: pd.DataFrame | None = None,
    narrow: Figure | None = None,
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
    narrow : matplotlib Figure, optional
        The same drawn for a phone, which a page shows there instead.

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
    if narrow is not None:
        about["narrow"] = {"svg": to_svg(narrow), "marks": marks(narrow)}
    display(data, raw=True, metadata={SVG: about})
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)
    if sentence:
        say(sentence)


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
    display({"text/html": f'<p class="said">{escape(sentence)}</p>', "text/plain": sentence}, raw=True)


FORMATS = ("pdf", "svg", "png", "tiff", "pgf")
USUAL_FORMATS = ("pdf", "svg", "png")
RESOLUTION = 600
"""Dots an inch of a PNG or TIFF."""


def figure_bytes(figure: Figure, alt: str, kind: str) -> bytes:
    """Draw a figure as a file of a kind; fonts are embedded as outlines that journals take (Type 42, never Type 3).

    The page has exactly the figure's size. Neither the day nor the machine is written into it. In an SVG letters are
    shapes, so that it looks the same where the font is missing; its alternative text tells what it says.

    Parameters
    ----------
    figure : matplotlib Figure
        What to draw.
    alt : str
        What it shows, written into the file's metadata.
    kind : {"pdf", "svg", "png", "tiff", "pgf"}
        PGF takes LaTeX, which measures its text.

    Raises
    ------
    RequestError
        For another kind, or for PGF where there is no LaTeX.
    """
    if kind not in FORMATS:
        raise RequestError(f'A figure can be saved as {", ".join(FORMATS)}, not as "{kind}".{nearest(kind, FORMATS)}')
    if kind == "svg":
        return to_svg(figure, alt).encode()
    if kind == "pgf":
        return _pgf(figure)
    if kind == "tiff":
        return _saved(figure, kind, {"dpi": RESOLUTION, "pil_kwargs": {"compression": "tiff_lzw"}})
    return _saved(figure, kind, {"dpi": RESOLUTION, "metadata": _metadata(kind, alt)})


def _metadata(kind: str, alt: str) -> Mapping:
    if kind == "pdf":
        return {"CreationDate": None, "ModDate": None, "Creator": "Evenhand", "Producer": "matplotlib", "Subject": alt}
    return {"Software": None, "Description": alt.encode("latin-1", "replace").decode("latin-1")}


def _pgf(figure: Figure) -> bytes:
    """Draw for LaTeX; matplotlib's own escaping leaves `&`, `#` and braces to be run, and stops at other scripts."""
    system = next((name for name in ("pdflatex", "lualatex", "xelatex") if shutil.which(name)), "")
    if not system:
        raise RequestError("PGF needs LaTeX, which is not installed here; ask for pdf, svg, png or tiff.")
    with patch.object(backend_pgf, "_tex_escape", lambda text: latex_text(text.replace(r"\$", "$"))):
        return _saved(figure, "pgf", {}, {"pgf.texsystem": system, "pgf.rcfonts": False})


def _saved(figure: Figure, kind: str, options: dict, settings: Mapping | None = None) -> bytes:
    buffer = io.BytesIO()
    with mpl.rc_context(), style.context(["default", STYLE, dict(settings or {})]):
        figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()
