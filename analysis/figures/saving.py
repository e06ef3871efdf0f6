"""A figure as the bytes of a file: PDF, SVG, PNG, TIFF or PGF of exactly its size, the same on every run.

Gives bytes; `reports` writes them.
"""

import io
import shutil
from collections.abc import Mapping
from unittest.mock import patch

import matplotlib as mpl
from matplotlib import style
from matplotlib.backends import backend_pgf
from matplotlib.figure import Figure

from analysis.errors import RequestError, nearest
from analysis.figures.latex import latex_text
from analysis.figures.output import to_svg
from analysis.figures.style import STYLE

FORMATS = ("pdf", "svg", "png", "tiff", "pgf")
USUAL = ("pdf", "svg", "png")
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
