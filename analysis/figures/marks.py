"""What each mark of a figure counts, and where it stands, so that a report can open the attributions behind it."""

from urllib.parse import urlencode

from matplotlib.figure import Figure

SVG_DPI = 72
"""The resolution at which matplotlib lays out an SVG."""


def counted(**codes) -> str:
    """Name a mark after the attributions that it counts, to be the `gid` of what is drawn.

    Parameters
    ----------
    **codes
        Column of the coded attributions → the value, or the list of values, that the mark counts.

    Examples
    --------
    >>> counted(outlet="The Post", side=["north", "south"])
    'outlet=The+Post&side=north&side=south'
    """
    return urlencode(codes, doseq=True)


def marks(figure: Figure) -> list[dict]:
    """Give each mark that has a `gid` its place in a figure that was drawn as SVG; changes nothing in it.

    Returns
    -------
    list of dict
        `counts`: the mark's gid; `box`: left, top, width and height in per cent of the figure's width and height.
    """
    resolution, figure.dpi = figure.dpi, SVG_DPI
    whole, found = figure.bbox, []
    for artist in figure.findobj(lambda artist: artist.get_gid()):
        box = artist.get_window_extent()
        sizes = box.x0 / whole.width, 1 - box.y1 / whole.height, box.width / whole.width, box.height / whole.height
        found.append({"counts": artist.get_gid(), "box": [round(100 * float(size), 1) for size in sizes]})
    figure.dpi = resolution
    return found
