"""The figures that a paper takes from a study: its findings, each drawn at its journal's size, with its caption."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.query import Selection, open_corpus
from analysis.corpus.store import quoted, table_path
from analysis.errors import RequestError, nearest
from analysis.figures import (
    INCH,
    Column,
    PaperStyle,
    colour_distances,
    describe_palette,
    forest,
    journals,
    load_style,
    name_macros,
    number_table,
    restyled,
    settings,
    show_figure,
)
from analysis.files import load_yaml
from analysis.findings.agreement import Agreement, HandCoded, agreement, coded_by_hand
from analysis.findings.balance import Balance, balance
from analysis.findings.coverage import Coverage, coverage
from analysis.findings.cues import Cues, cue_log_odds
from analysis.findings.experts import Experts, experts
from analysis.findings.finding import Finding
from analysis.findings.paper_tables import reported_numbers, tabulate
from analysis.findings.positions import Positions, positions
from analysis.findings.shares import Shares, shares
from analysis.findings.specifications import Specifications, balance_specifications, tone_specifications
from analysis.findings.tone import VOICES, Tone, Tools, mentions_of, tone_by_tool, tone_toward

OWN_READER, OTHER_READER = "this study's", "the other"
CAPTIONS = Path(__file__).with_name("captions.yml")


@dataclass(frozen=True)
class Paper:
    """The findings of one study that a paper takes; each is made when it is asked for, and once."""

    chosen: Selection
    unit: str = "attributions"
    minimum_tone_confidence: float = 0.5
    former_officials: bool = True
    top: int = 15
    """How many experts and cues a figure shows."""
    drawn_articles: int = 20_000
    """In how many articles at most, drawn by chance, tone is measured, cues and pools of experts are compared."""
    second_reading: Path | None = None
    """A corpus of the same articles read by the other reader, for the figure of sensitivity."""
    style: PaperStyle = PaperStyle()

    @cached_property
    def sides(self) -> tuple[str, str]:
        return self.chosen.corpus.codebook.compare

    @cached_property
    def labels(self) -> dict[str, str]:
        return self.chosen.corpus.labels["side"]

    @property
    def names(self) -> tuple[str, str]:
        return tuple(self.labels[side] for side in self.sides)

    @cached_property
    def drawn(self) -> Selection:
        return self.chosen.drawn(self.drawn_articles)

    @cached_property
    def by_side(self) -> pd.DataFrame:
        return self.chosen.count("side", unit=self.unit)

    @cached_property
    def by_type(self) -> pd.DataFrame:
        return self.chosen.count("source_type", unit=self.unit)

    @cached_property
    def positions(self) -> Positions:
        return positions(self.chosen.frequencies(["side", "step"]))

    @cached_property
    def cues(self) -> Cues:
        return cue_log_odds(self.drawn.count(["side", "cue"], by=[]), self.sides)

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(self.chosen)

    @cached_property
    def shares(self) -> Shares:
        return shares(self.by_side, "side")

    @cached_property
    def balance(self) -> Balance:
        return balance(self.by_side, self.sides)

    @cached_property
    def experts(self) -> Experts:
        return experts(self.chosen, self.former_officials, top=self.top, pool=self.drawn_articles)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return mentions_of(self.drawn)

    @cached_property
    def tone(self) -> Tone:
        return tone_toward(self.mentions, self.minimum_tone_confidence)

    @cached_property
    def tools(self) -> Tools:
        return tone_by_tool(self.mentions)

    @cached_property
    def coded(self) -> HandCoded:
        return coded_by_hand(self.chosen)

    @cached_property
    def agreement(self) -> Agreement:
        return agreement(self.coded)

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets farthest apart."""
        return measures.extreme_outlets(self.by_side, self.sides, self.unit)

    @cached_property
    def readings(self) -> dict[str, pd.DataFrame]:
        """Attributions of these outlets by each reader; of one only where the second corpus has not been read."""
        columns = ["article_id", "outlet", "side", "expert_basis", "words", "source_id"]
        within = f"outlet IN ({', '.join(map(quoted, self.outlets)) or 'NULL'})"
        within += f" AND ({self.chosen.where})" if self.chosen.where else ""
        found = {OWN_READER: self.chosen.but(where=within).attributions(columns)}
        if self.second_reading and table_path(self.second_reading, "attributions").is_file():
            corpus = self.chosen.corpus
            other = open_corpus(self.second_reading, corpus.codebook_file, corpus.copies).select(self.chosen.kind)
            articles = self.chosen.articles(["article_id"])["article_id"]
            if set(other.corpus.table("articles", ["article_id"])["article_id"]).isdisjoint(articles):
                raise RequestError(
                    f'"{self.second_reading}" holds none of this study\'s articles; read the same articles into it.'
                )
            rows = other.but(where=within).attributions(columns)
            found[OTHER_READER] = rows[rows["article_id"].isin(articles)]
        return found

    @cached_property
    def sensitivity_of_balance(self) -> Specifications:
        chosen = dict(
            zip(measures.BALANCE_CHOICES, (self.unit, measures.LEFT_OUT, measures.COUNTED[0], OWN_READER), strict=True)
        )
        return balance_specifications(self.readings, self.sides, self.outlets, chosen)

    @cached_property
    def sensitivity_of_tone(self) -> Specifications:
        least = f"{self.minimum_tone_confidence:g}"
        chosen = dict(zip(measures.TONE_CHOICES, (measures.MODEL, "the journalist's", least), strict=True))
        return tone_specifications(self.tools.judged, self.sides, self.names, chosen)

    @property
    def sizes(self) -> str:
        return f"{len(self.coverage.articles):,} articles, {int(measures.in_all(self.by_side).sum()):,} attributions."

    def figure(self, name: str) -> Figure:
        """Draw one of the figures at its journal's size."""
        return draw(name, self, self.style).figure

    def caption(self, name: str) -> str:
        """Give the caption of a figure, as it stands in the paper."""
        return draw(name, self, self.style).caption

    def table(self, name: str) -> pd.DataFrame:
        """Give one of the paper's tables as people read it."""
        return tabulate(name, self).readable

    def numbers(self) -> pd.DataFrame:
        """List the macros of the numbers that a paper may report."""
        return number_table(name_macros(reported_numbers(self)))

    def widths(self, names: Iterable[str]) -> dict[str, float]:
        """Give the widths of figures in inches."""
        return {name: self.figure(name).get_figwidth() for name in names}

    def show_figures(self) -> None:
        """Put all figures on the page, each with what it says as its alternative text, and its caption."""
        for name in self.figures():
            drawing = draw(name, self, self.style)
            show_figure(drawing.figure, drawing.alt, drawing.caption)

    def nearest_colours(self) -> pd.DataFrame:
        """Give the two colours nearest to each other, by how people see."""
        distances = colour_distances(self.style.colours)
        return distances.sort_values("distance").groupby("sight", sort=False).head(1).reset_index(drop=True)

    def colours_said(self) -> str:
        """Say whether everybody can tell the colours apart."""
        return describe_palette(self.style.colours)

    def figures(self) -> list[str]:
        """Name the figures that there are: none of agreement where nobody coded by hand."""
        return [name for name in FIGURES if name != "agreement" or len(self.agreement.table)]


class Drawing(NamedTuple):
    """A figure with what goes beside it: the data that it draws, a caption, and what it says in words."""

    name: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt: str


def paper_of(
    chosen: Selection,
    unit: str = "attributions",
    minimum_tone_confidence: float = 0.5,
    former_officials: bool = True,
    top: int = 15,
    drawn_articles: int = 20_000,
    second_reading: str = "",
    style: str = "",
    journal: str = "",
) -> Paper:
    """Gather what a paper takes from a selection, in the style of a file and of a journal; see :class:`Paper`."""
    second, looks = (
        Path(second_reading) if second_reading else None,
        load_style(Path(style) if style else None, journal),
    )
    return Paper(chosen, unit, minimum_tone_confidence, former_officials, top, drawn_articles, second, looks)


def draw(name: str, paper: Paper, style: PaperStyle) -> Drawing:
    """Draw one of `FIGURES` as wide as the style's journal has its columns.

    Raises
    ------
    RequestError
        When there is no such figure: names the nearest.
    """
    if name not in FIGURES:
        raise RequestError(f'There is no figure "{name}" (there are: {", ".join(FIGURES)}).{nearest(name, FIGURES)}')
    unknown = [figure for figure in style.columns if figure not in FIGURES]
    if unknown:
        raise RequestError(
            f'The style has columns for "{unknown[0]}", which is no figure.{nearest(unknown[0], FIGURES)}'
        )
    make, column = FIGURES[name]
    with restyled(settings(style, style.columns.get(name, column)), style.colours):
        return make(paper, name)


def too_high(drawing: Drawing, style: PaperStyle) -> str:
    """Say that a figure is higher than the journal's page takes; empty when it is not."""
    height = drawing.figure.get_figheight() * INCH
    most = journals()[style.journal].height
    if height <= most:
        return ""
    return f"Figure {drawing.name} is {height:.0f} mm high, and {style.journal} takes {most:.0f}: leave outlets out."


def _finding(p: Paper, name: str, found: Finding, data: pd.DataFrame | None = None, **words) -> Drawing:
    return _drawing(p, name, found.plot(), found.table if data is None else data, found.sentence(), **words)


def _drawing(p: Paper, name: str, figure: Figure, data: pd.DataFrame, alt: str, **words) -> Drawing:
    """Put a figure together with its caption, whose words come from `captions.yml`."""
    where = f" (in {p.drawn_articles:,} articles drawn by chance)" if p.drawn.ids is not None else ""
    known = {
        "intervals": captions()["intervals"], "sizes": p.sizes, "unit": p.unit, "one": p.names[0], "other": p.names[1],
        "mentions": f"{len(p.mentions):,}{where}", "articles": f"{len(p.coverage.articles):,}", "where": where,
    }  # fmt: skip
    return Drawing(name, figure, data, " ".join(captions()[name].format(**known | words).split()), alt)


@cache
def captions() -> dict[str, str]:
    """Give the captions of `captions.yml`, their braces not filled."""
    return load_yaml(CAPTIONS)


def _positions(p: Paper, name: str) -> Drawing:
    table = p.positions.table
    data = table.loc[table["side"].isin(p.labels), ["side", "position", "attributions"]]
    return _finding(p, name, p.positions, data.sort_values(["side", "position"]))


def _cues(p: Paper, name: str) -> Drawing:
    return _finding(p, name, p.cues, number=f"{len(p.cues.table):,}")


def _experts(p: Paper, name: str) -> Drawing:
    shown, former = p.experts.table.head(p.top), "counted" if p.former_officials else "left out"
    return _finding(p, name, p.experts, shown, number=len(shown), of=len(p.experts.table), former=former)


def _tools(p: Paper, name: str) -> Drawing:
    keys = ["side", "voice"]
    table = measures.tone_by_tool(p.tools.judged, list(p.tools.tools), keys)
    named = table["side"].replace(p.labels) + ", " + table["voice"].replace(VOICES)
    figure = forest(
        table.assign(of=named), "of", "tool", order=p.tools.tools, x_label="mean tone of a mention", percent=False,
        middle=0, together=True, sort=False, nothing="No sentence mentions a side, so there is no tone to draw.",
    )  # fmt: skip
    return _drawing(p, name, figure, table, p.tools.sentence())


def _balance_moves(p: Paper, name: str) -> Drawing:
    finding = p.sensitivity_of_balance
    readers = "" if len(p.readings) > 1 else "One reader only: the articles were not read by a second one."
    return _finding(p, name, finding, finding=finding.what, outlets=finding.of, readers=readers)


def _tone_moves(p: Paper, name: str) -> Drawing:
    return _finding(p, name, p.sensitivity_of_tone, finding=p.sensitivity_of_tone.what)


def _tone(p: Paper, name: str, voice: str = "journalist") -> Drawing:
    return _finding(p, name, p.tone.of(voice), confidence=f"{p.minimum_tone_confidence:g}", voice=VOICES[voice])


FIGURES: dict[str, tuple[Callable[[Paper, str], Drawing], Column]] = {
    "corpus": (lambda p, name: _finding(p, name, p.coverage, period=p.coverage.period), "single"),
    "shares": (lambda p, name: _finding(p, name, p.shares), "double"),
    "balance": (lambda p, name: _finding(p, name, p.balance), "single"),
    "positions": (_positions, "onehalf"),
    "cues": (_cues, "onehalf"),
    "experts": (_experts, "onehalf"),
    "network": (lambda p, name: _finding(p, name, p.experts.network()), "onehalf"),
    "tone": (_tone, "double"),
    "tone-quoted": (lambda p, name: _tone(p, name, "source"), "double"),
    "tools": (_tools, "double"),
    "agreement": (lambda p, name: _finding(p, name, p.agreement), "single"),
    "sensitivity-balance": (_balance_moves, "double"),
    "sensitivity-tone": (_tone_moves, "double"),
}
"""The figures of a paper, and how many columns each takes unless the style says otherwise."""
