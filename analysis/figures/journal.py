"""How a paper looks: a journal's sizes and the researcher's style.yml, and whether all can tell its colours apart.

Reads and checks; draws nothing and chooses no colour.
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from colorspacious import cspace_convert
from matplotlib import font_manager
from matplotlib.colors import is_color_like, to_hex, to_rgb
from matplotlib.rcsetup import cycler
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from analysis.errors import RequestError, nearest
from analysis.figures.style import COLOURS
from analysis.files import load_yaml

JOURNALS = Path(__file__).with_name("journals.yml")
INCH = 25.4
"""Millimetres."""

SANS = ("Arial", "Liberation Sans", "DejaVu Sans")
"""What journals ask for, what is drawn alike (Debian's fonts-liberation), and what matplotlib brings along."""

Column = Literal["single", "onehalf", "double"]


def _colour(value: str) -> str:
    if not is_color_like(value):
        raise ValueError(f"{value!r} is no colour; write it as '#0072B2'")
    return to_hex(value).upper()


def usual_font() -> str:
    """Give the first of `SANS` that is installed."""
    there = set(font_manager.get_font_names())
    return next(name for name in SANS if name in there)


class Journal(BaseModel):
    """What a journal asks of a figure: widths and height in millimetres, text in points."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    single: float
    onehalf: float
    double: float
    height: float
    text: float


class PaperStyle(BaseModel):
    """A researcher's style.yml: what is left out is the house's."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    journal: str = "evenhand"
    text: float | None = Field(None, ge=5, le=14, description="points; the journal's where there is none")
    font: str = Field(default_factory=usual_font)
    colours: Annotated[tuple[Annotated[str, AfterValidator(_colour)], ...], Field(min_length=4)] = COLOURS
    columns: dict[str, Column] = Field({}, description="figure → the columns that it takes")


def load_style(path: Path | None = None, journal: str = "") -> PaperStyle:
    """Read a style.yml, or give the house's style; a journal named here replaces the file's.

    Raises
    ------
    RequestError
        When the file is not one, a key is misspelt, or the journal or the font is not known.
    """
    content = _read(path) if path else {}
    if journal:
        content["journal"] = journal
    try:
        style = PaperStyle.model_validate(content)
    except ValidationError as error:
        problem = error.errors()[0]
        name = ".".join(map(str, problem["loc"]))
        hint = nearest(name, PaperStyle.model_fields) if problem["type"] == "extra_forbidden" else ""
        raise RequestError(f'"{path}": "{name}" is wrong: {problem["msg"].lower()}.{hint}') from None
    if style.journal not in journals():
        known = ", ".join(journals())
        raise RequestError(
            f'There is no journal "{style.journal}"; {known} are known.{nearest(style.journal, journals())}'
        )
    try:
        font_manager.findfont(style.font, fallback_to_default=False)
    except ValueError:
        names = sorted(set(font_manager.get_font_names()))
        raise RequestError(f'The font "{style.font}" is not installed here.{nearest(style.font, names)}') from None
    return style


@cache
def journals() -> dict[str, Journal]:
    """Give the journals of `journals.yml` by name."""
    content = load_yaml(JOURNALS)
    return {name: Journal.model_validate(sizes) for name, sizes in content.items()}


def settings(style: PaperStyle, column: Column) -> dict:
    """Give matplotlib's settings for a figure of so many columns: exact width, text, lines and font of the style."""
    journal = journals()[style.journal]
    text = style.text or journal.text
    scale = text / 9
    return {
        "figure.figsize": (getattr(journal, column) / INCH, 3.6 * scale),
        "font.family": style.font,
        "font.size": text,
        "axes.titlesize": text,
        "axes.labelsize": text,
        "xtick.labelsize": text * 0.94,
        "ytick.labelsize": text * 0.94,
        "legend.fontsize": text * 0.94,
        "legend.title_fontsize": text * 0.94,
        "lines.linewidth": 1.6 * scale,
        "lines.markersize": 6 * scale,
        "axes.titlepad": 8 * scale,
        "axes.labelpad": 6 * scale,
        "figure.constrained_layout.h_pad": 0.06 * scale,
        "figure.constrained_layout.w_pad": 0.06 * scale,
        "axes.prop_cycle": cycler(color=list(style.colours)),
    }


def _read(path: Path) -> dict:
    content = load_yaml(path)
    if not isinstance(content or {}, dict):
        raise RequestError(f'"{path}" has no keys; a style may have {", ".join(PaperStyle.model_fields)}.')
    return content or {}


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
