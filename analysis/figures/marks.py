"""What each mark of a figure counts, and where it stands, so that a report can open the attributions behind it."""

from collections.abc import Iterable, Mapping
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from analysis.corpus.query import Selection
from analysis.schema import in_parts

SVG_DPI = 72
"""The resolution at which matplotlib lays out an SVG."""


def counts(
    artist: Artist, codes: Mapping[str, Any] | None, number: float | None = None, tip: str = "", said: str = ""
) -> Artist:
    """Note on what is drawn which attributions it counts; changes nothing in how it looks.

    Parameters
    ----------
    artist : Artist
        A dot, bar or point.
    codes : mapping or None
        Column of the coded attributions → the value, or values, that the mark counts; None where no page can tell.
    number : float, optional
        How many attributions it counts: a page opens them only if it finds just as many.
    tip : str
        What a pointer that rests on the mark is told: estimate, interval, number.
    said : str
        The estimate with its interval, which the page repeats above the attributions.
    """
    artist.evenhand = {
        "counts": as_codes(codes),
        "n": None if number is None else in_parts(number),
        "tip": tip,
        "said": said,
    }
    return artist


def as_codes(codes: Mapping[str, Any] | None) -> dict[str, list[str]] | None:
    """Write which codes are counted as plain lists of text, as pages hold them.

    Examples
    --------
    >>> as_codes({"outlet": "The Post", "side": ("north", "south"), "expert": True})
    {'outlet': ['The Post'], 'side': ['north', 'south'], 'expert': ['yes']}
    """
    if codes is None:
        return None
    written = {True: "yes", False: "no"}
    several = {name: [value] if isinstance(value, str | bool) else list(value) for name, value in codes.items()}
    return {name: [written.get(value, str(value)) for value in values] for name, values in several.items()}


def marks(figure: Figure) -> list[dict]:
    """Give each mark that says what it counts its place in a figure that was drawn as SVG; changes nothing in it.

    Returns
    -------
    list of dict
        `counts`, `n`, `tip` and `said` as noted; `box`: left, top, width and height in per cent of the figure.
    """
    resolution, figure.dpi = figure.dpi, SVG_DPI
    whole, found = figure.bbox, []
    for artist in figure.findobj(lambda artist: hasattr(artist, "evenhand")):
        box = artist.get_window_extent()
        sizes = box.x0 / whole.width, 1 - box.y1 / whole.height, box.width / whole.width, box.height / whole.height
        found.append({**artist.evenhand, "box": [round(100 * float(size), 1) for size in sizes]})
    figure.dpi = resolution
    return found


def stamp(selection: Selection | None, codes: Iterable[Mapping[str, Any] | None]) -> dict[str, Any]:
    """Give what an output carries for the page's evidence: the selection that it counts, and by which columns."""
    columns = sorted({column for counted in codes for column in counted or ()})
    return {"selection": selection.to_dict(), "columns": columns} if selection else {}
