"""Whether colours can be told apart: by the colour-blind, whose sight is simulated, and in grey.

Measures colours and judges them; it chooses none.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from colorspacious import cspace_convert
from matplotlib.colors import to_rgb

SIGHTS = {
    "full colour": None,
    "no red cones": "protanomaly",
    "no green cones": "deuteranomaly",
    "no blue cones": "tritanomaly",
}
"""How people see, and what colorspacious calls it (at full severity)."""

LEAST = 10.0
"""Smallest distance in CAM02-UCS at which two colours count as told apart; about 1 is just noticeable."""


def colour_distances(colours: Sequence[str]) -> pd.DataFrame:
    r"""Give the distance of each pair of colours, as people of each kind of sight see them, and in grey.

    Colours are first seen through the simulation, then compared in CAM02-UCS; in grey only the lightness J'
    is compared.

    Returns
    -------
    DataFrame
        `sight`, `one`, `other` (colours), `distance`.

    References
    ---------- Machado, G. M., Oliveira, M. M. and Fernandes, L. A. F. (2009). A physiologically-based model
    for simulation of color vision deficiency. *IEEE Transactions on Visualization and Computer Graphics*
    15(6), 1291-1298. Luo, M. R., Cui, G. and Li, C. (2006). Uniform colour spaces based on CIECAM02.
    *Color Research and Application* 31(4), 320-330.
    """
    rows = []
    for sight, name in SIGHTS.items():
        seen = [_seen(colour, name) for colour in colours]
        rows += [(sight, *pair, float(np.linalg.norm(a - b))) for pair, (a, b) in _pairs(colours, seen)]
    lightness = [_seen(colour, None)[:1] for colour in colours]
    rows += [("grey", *pair, float(np.linalg.norm(a - b))) for pair, (a, b) in _pairs(colours, lightness)]
    return pd.DataFrame(rows, columns=["sight", "one", "other", "distance"])


def confusable(colours: Sequence[str]) -> pd.DataFrame:
    """Keep the pairs that somebody cannot tell apart by colour; not those alike in grey only, which markers part."""
    distances = colour_distances(colours)
    near = distances[(distances["sight"] != "grey") & (distances["distance"] < LEAST)]
    return near.sort_values("distance").reset_index(drop=True)


def describe_palette(colours: Sequence[str]) -> str:
    """Say whether everybody can tell a palette's colours apart, or name those that somebody cannot."""
    near, distances = confusable(colours), colour_distances(colours)
    if near.empty:
        alike = ((distances["sight"] == "grey") & (distances["distance"] < LEAST)).sum()
        grey = f"; in grey {alike} of their pairs look alike: markers and hatches part them" if alike else ""
        return f"All who see colour can tell these {len(colours)} colours apart, also the colour-blind{grey}."
    pairs = [f"{row['one']} and {row['other']} ({row['sight']})" for row in near.head(4).to_dict("records")]
    return f"Not everybody can tell these colours apart: {'; '.join(pairs)}. Markers and hatches still differ."


def _seen(colour: str, deficiency: str | None) -> np.ndarray:
    rgb = np.array(to_rgb(colour))
    if deficiency:
        space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
        rgb = np.clip(cspace_convert(rgb, space, "sRGB1"), 0, 1)
    return cspace_convert(rgb, "sRGB1", "CAM02-UCS")


def _pairs(names: Sequence[str], values: list[np.ndarray]):
    return zip(combinations(names, 2), combinations(values, 2), strict=True)
