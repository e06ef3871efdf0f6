"""The figures that a paper takes from a study: each drawn at its journal's size, with its data, caption and words.

Draws from a study's tables; reads and writes no file but the corpus, through its store.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml
from matplotlib.figure import Figure

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.store import coded_attributions, read_table, table_path
from analysis.errors import RequestError, nearest
from analysis.figures.agreement import describe_agreement, plot_agreement
from analysis.figures.comparisons import describe_cues, plot_cues
from analysis.figures.corpus import articles_over_time, describe_corpus, plot_corpus
from analysis.figures.estimates import plot_balance, plot_shares, plot_tone
from analysis.figures.journal import INCH, Column, PaperStyle, journals, settings
from analysis.figures.network import describe_network, plot_network
from analysis.figures.output import say, show
from analysis.figures.people import describe_people, plot_people
from analysis.figures.position import describe_positions, plot_positions
from analysis.figures.specifications import describe_specifications, plot_specifications
from analysis.figures.style import restyled
from analysis.figures.wording import describe_balance, describe_means, describe_shares
from analysis.measures.agreement import agreement_table
from analysis.measures.balance import balance
from analysis.measures.cues import cue_log_odds
from analysis.measures.experts import expert_attributions, expert_table, outlets_and_experts, quoted_together
from analysis.measures.hand_codes import machine_codes
from analysis.measures.shares import shares
from analysis.measures.specifications import (
    BALANCE_CHOICES,
    TONE_CHOICES,
    balance_specifications,
    extreme_outlets,
    own_specification,
    tone_specifications,
)
from analysis.measures.tone import TOOLS
from analysis.measures.tone_toward import MODEL, judged_by_tools, targeted_sentences, tone_by_tool, tone_toward
from analysis.measures.units import select_attributions

OWN_READER, OTHER_READER = "this study's", "the other"
VOICES = {"journalist": "the journalist's own text", "source": "quoted text"}
CAPTIONS = Path(__file__).with_name("captions.yml")


class Material(NamedTuple):
    """All that the figures and tables of one study are made from."""

    articles: pd.DataFrame
    attributions: pd.DataFrame
    readings: dict[str, pd.DataFrame]
    targeted: pd.DataFrame
    codes: pd.DataFrame
    book: Codebook
    unit: str
    tone_confidence: float
    former_officials: bool
    top: int

    @property
    def labels(self) -> dict[str, str]:
        return {side.id: side.label for side in self.book.sides}

    @property
    def names(self) -> tuple[str, str]:
        return tuple(self.labels[side] for side in self.book.compare)

    @property
    def sizes(self) -> str:
        return f"{len(self.articles)} articles, {len(self.attributions):,} attributions."


class Drawing(NamedTuple):
    """A figure with what goes beside it: the data that it draws, a caption, and what it says in words."""

    name: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt: str


def gather(
    corpus: Path,
    codebook: Path,
    unit: str = "attributions",
    kind: str = "both",
    minimum_confidence: float = 0.0,
    minimum_tone_confidence: float = 0.5,
    former_officials: bool = True,
    top: int = 15,
    second_reading: Path | None = None,
) -> Material:
    """Read what a study's figures are made from.

    Parameters
    ----------
    corpus, codebook
        The corpus's folder and the codebook's file.
    unit, kind, minimum_confidence
        What is counted, and which attributions.
    minimum_tone_confidence
        The tone model abstains where it is less sure.
    former_officials
        Whether former officials count as experts.
    top
        How many experts and cues a figure shows.
    second_reading
        A corpus of the same articles read by the other reader, for the figure of sensitivity; where it has not been
        read, there is one reader, and the figure's caption says so.

    Raises
    ------
    RequestError
        When a table is missing, or the second corpus holds other articles.
    """
    articles = read_table(corpus, "articles", "coalesce(duplicate_of, '') = ''")
    attributions = select_attributions(coded_attributions(corpus), kind, minimum_confidence)
    readings = {OWN_READER: attributions}
    if second_reading and table_path(second_reading, "attributions").is_file():
        readings[OTHER_READER] = _same_articles(second_reading, articles, kind)
    targeted = targeted_sentences(read_table(corpus, "tones"), read_table(corpus, "sentences"), articles)
    return Material(
        articles, attributions, readings, targeted, _codes(corpus), load_codebook(codebook), unit,
        minimum_tone_confidence, former_officials, top,
    )  # fmt: skip


def draw(name: str, material: Material, style: PaperStyle) -> Drawing:
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
        return make(material)


def show_drawing(drawing: Drawing) -> None:
    """Display a drawing in the notebook at its journal's size, what it says and its caption below."""
    show(drawing.figure, alt=drawing.alt)
    say(drawing.alt)
    say(f"Caption: {drawing.caption}")


def too_high(drawing: Drawing, style: PaperStyle) -> str:
    """Say that a figure is higher than the journal's page takes; empty when it is not."""
    height = drawing.figure.get_figheight() * INCH
    most = journals()[style.journal].height
    if height <= most:
        return ""
    return f"Figure {drawing.name} is {height:.0f} mm high, and {style.journal} takes {most:.0f}: leave outlets out."


def _corpus(m: Material) -> Drawing:
    counts, period = articles_over_time(m.articles)
    return _drawing(m, "corpus", plot_corpus(m.articles), counts, describe_corpus(m.articles), period=period)


def _shares(m: Material) -> Drawing:
    table = shares(m.attributions, "side", unit=m.unit, values=[*m.book.side_ids, "unknown"])
    figure = plot_shares(table, "side", labels=m.labels, x_label=f"share of {m.unit}")
    return _drawing(m, "shares", figure, table, describe_shares(table, "side", labels=m.labels, unit=m.unit))


def _balance(m: Material) -> Drawing:
    table = balance(m.attributions, m.book.compare, unit=m.unit)
    return _drawing(m, "balance", plot_balance(table, m.names), table, describe_balance(table, m.names))


def _positions(m: Material) -> Drawing:
    chosen = m.attributions[m.attributions["side"].isin(m.labels)]
    columns = ["attribution_id", "article_id", "outlet", "side", "position"]
    data = chosen[columns].sort_values(["side", "position", "attribution_id"])
    figure = plot_positions(m.attributions, labels=m.labels)
    return _drawing(m, "positions", figure, data, describe_positions(m.attributions, labels=m.labels))


def _experts(m: Material) -> Drawing:
    table = expert_table(m.attributions, m.former_officials)
    shown = table.head(m.top)
    figure = plot_people(shown, series="basis", detail="affiliation")
    former = "counted" if m.former_officials else "left out"
    words = describe_people(table, "experts")
    return _drawing(m, "experts", figure, shown, words, number=len(shown), of=len(table), former=former)


def _cues(m: Material) -> Drawing:
    table = cue_log_odds(m.attributions, m.book.compare)
    return _drawing(m, "cues", plot_cues(table, m.names), table, describe_cues(table, m.names), number=len(table))


def _network(m: Material) -> Drawing:
    quoted = expert_attributions(m.attributions, m.former_officials)
    links, together = outlets_and_experts(quoted), quoted_together(quoted)
    words = describe_network(links, together, m.top)
    return _drawing(m, "network", plot_network(links, together, m.top), links, words)


def _tone(m: Material) -> Drawing:
    table = tone_toward(m.targeted, m.tone_confidence)
    named = table.assign(side=table["side"].replace(m.labels))
    figure = plot_tone(named, panel="side", x_label="net tone toward the side")
    words = describe_means(named.assign(series=named["side"] + ", " + named["voice"]), "net tone", "series")
    return _drawing(m, "tone", figure, table, words, confidence=f"{m.tone_confidence:g}")


def _tools(m: Material) -> Drawing:
    table = tone_by_tool(judged_by_tools(m.targeted), [MODEL, *TOOLS.values()], ["side", "voice"])
    sides, voices = table["side"].replace(m.labels), table["voice"].replace(VOICES)
    drawn = table.assign(side=sides, outlet=voices, voice=table["tool"])  # a row a voice, a series a tool
    figure = plot_tone(drawn, panel="side", x_label="mean tone of a mention")
    words = describe_means(drawn.assign(series=drawn["voice"]), "tone of a mention", "series", group="side")
    return _drawing(m, "tools", figure, table, words)


def _agreement(m: Material) -> Drawing:
    table = agreement_table(m.codes)
    return _drawing(m, "agreement", plot_agreement(table), table, describe_agreement(table))


def _sensitivity_of_balance(m: Material) -> Drawing:
    outlets = extreme_outlets(m.attributions, m.book.compare, m.unit)
    finding, between = "balance" if len(outlets) < 2 else "gap in balance", " minus ".join(outlets) or "no outlet"
    table = balance_specifications(m.readings if outlets else {}, m.book.compare, outlets)
    choice = {"unit": m.unit, "unknown sides": "left out", "former officials": "counted", "reader": OWN_READER}
    own = own_specification(table, choice) if outlets else None
    figure = plot_specifications(table, list(BALANCE_CHOICES), finding, own)
    words = describe_specifications(table, f"{finding} ({between})", own)
    readers = "" if len(m.readings) > 1 else "One reader only: the articles were not read by a second one."
    name = "sensitivity-balance"
    return _drawing(m, name, figure, table, words, finding=finding, outlets=between, readers=readers)


def _sensitivity_of_tone(m: Material) -> Drawing:
    table = tone_specifications(judged_by_tools(m.targeted), [MODEL, *TOOLS.values()], m.book.compare)
    finding = f"tone toward {m.names[0]} minus {m.names[1]}"
    choice = {"tool": MODEL, "voice": "the journalist's", "lowest confidence": f"{m.tone_confidence:g}"}
    own = own_specification(table, choice) if choice["lowest confidence"] in set(table["lowest confidence"]) else None
    figure = plot_specifications(table, list(TONE_CHOICES), finding, own)
    words = describe_specifications(table, finding, own)
    return _drawing(m, "sensitivity-tone", figure, table, words, finding=finding)


FIGURES: dict[str, tuple[Callable[[Material], Drawing], Column]] = {
    "corpus": (_corpus, "single"),
    "shares": (_shares, "double"),
    "balance": (_balance, "single"),
    "positions": (_positions, "onehalf"),
    "cues": (_cues, "onehalf"),
    "experts": (_experts, "onehalf"),
    "network": (_network, "onehalf"),
    "tone": (_tone, "double"),
    "tools": (_tools, "double"),
    "agreement": (_agreement, "single"),
    "sensitivity-balance": (_sensitivity_of_balance, "double"),
    "sensitivity-tone": (_sensitivity_of_tone, "double"),
}
"""The figures of a paper, and how many columns each takes unless the style says otherwise."""


def _drawing(m: Material, name: str, figure: Figure, data: pd.DataFrame, alt: str, **words) -> Drawing:
    """Put a figure together with its caption, whose words come from `captions.yml`."""
    known = {
        "intervals": captions()["intervals"], "sizes": m.sizes, "unit": m.unit, "one": m.names[0], "other": m.names[1],
        "mentions": f"{len(m.targeted):,}", "articles": f"{len(m.articles):,}",
    }  # fmt: skip
    return Drawing(name, figure, data, " ".join(captions()[name].format(**known, **words).split()), alt)


@cache
def captions() -> dict[str, str]:
    """Give the captions of `captions.yml`, their braces not filled."""
    return yaml.safe_load(CAPTIONS.read_text(encoding="utf-8"))


def _codes(corpus: Path) -> pd.DataFrame:
    """Give the hand codes with the machine's codes of the same corpus; nothing where nobody coded."""
    if not table_path(corpus, "hand_codes").is_file():
        return pd.DataFrame(columns=["coder", "unit", "item", "article_id", "variable", "value"])
    people = read_table(corpus, "hand_codes")
    return pd.concat(
        [people, machine_codes(coded_attributions(corpus), read_table(corpus, "tones"))], ignore_index=True
    )


def _same_articles(corpus: Path, articles: pd.DataFrame, kind: str) -> pd.DataFrame:
    if set(read_table(corpus, "articles")["article_id"]).isdisjoint(articles["article_id"]):
        raise RequestError(f'"{corpus}" holds none of this study\'s articles; read the same articles into it.')
    found = select_attributions(coded_attributions(corpus), kind)
    return found[found["article_id"].isin(articles["article_id"])]
