"""How a paper's figures look: a journal's sizes and the researcher's own style.yml, as settings of matplotlib.

Reads and checks the style; draws nothing.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from matplotlib import font_manager
from matplotlib.colors import is_color_like, to_hex
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
