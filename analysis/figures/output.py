"""Put a figure or a sentence into the notebook: as SVG with its alternative text, always the same bytes."""

import io
from html import escape

import matplotlib as mpl
from IPython.display import display
from matplotlib import style
from matplotlib.figure import Figure

from analysis.errors import RequestError
from analysis.figures.marks import marks
from analysis.figures.style import STYLE

SVG = "image/svg+xml"


def show(figure: Figure, alt: str) -> None:
    """Display a figure as SVG; its alternative text goes into the output's metadata and into the SVG itself.

    JupyterLab and nbconvert both show the output; the metadata's `alt` and `marks` (which parts of the figure count
    what, from :func:`analysis.figures.marks.counted`) are for the report's template.

    Parameters
    ----------
    figure : matplotlib Figure
        What to show; it is not closed.
    alt : str
        What the figure says, for who cannot see it.

    Raises
    ------
    RequestError
        When the alternative text is empty.
    """
    if not alt.strip():
        raise RequestError("A figure needs an alternative text that says what it shows.")
    data = {SVG: to_svg(figure, alt), "text/plain": alt}
    display(data, raw=True, metadata={SVG: {"alt": alt, "marks": marks(figure)}})


def to_svg(figure: Figure, alt: str = "") -> str:
    """Draw a figure as SVG text without date or random names: the same figure gives the same bytes."""
    buffer = io.StringIO()
    with mpl.rc_context(), style.context(["default", STYLE]):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1) if alt else svg


def say(sentence: str) -> None:
    """Display a sentence as a paragraph; names in it are text, never markup."""
    display({"text/html": f"<p>{escape(sentence)}</p>", "text/plain": sentence}, raw=True)
