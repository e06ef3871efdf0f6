"""The figures that a paper takes from a study: each drawn at its journal's size, with its data, caption and words.

Draws from a study's tables; reads and writes no file but the corpus, through its store.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.counts import count_attributions, frequencies
from analysis.corpus.store import (
    ONCE,
    coded_attributions,
    counted_articles,
    draw_articles,
    quoted,
    read_hand_codes,
    read_table,
    table_path,
)
from analysis.errors import RequestError, nearest
from analysis.figures.agreement import describe_agreement, plot_agreement
from analysis.figures.comparisons import describe_cues, plot_cues
from analysis.figures.corpus import articles_over_time, describe_corpus, plot_corpus
from analysis.figures.estimates import plot_balance, plot_shares, plot_tone
from analysis.figures.journal import INCH, Column, PaperStyle, journals, settings
from analysis.figures.network import describe_network, plot_network
from analysis.figures.output import say
from analysis.figures.output import show_figure as show
from analysis.figures.people import describe_people, plot_people
from analysis.figures.position import describe_positions, plot_positions
from analysis.figures.specifications import describe_specifications, plot_specifications
from analysis.figures.style import restyled
from analysis.figures.wording import describe_balance, describe_means, describe_shares
from analysis.files import load_yaml
from analysis.measures import (
    BALANCE_CHOICES,
    MODEL,
    PLACE,
    TONE_CHOICES,
    TOOLS,
    agreement_table,
    balance,
    balance_specifications,
    cue_log_odds,
    expert_attributions,
    expert_table,
    extreme_outlets,
    in_all,
    judged_by_tools,
    machine_codes,
    outlets_and_experts,
    own_specification,
    quoted_together,
    selection,
    shares,
    targeted_sentences,
    tone_by_tool,
    tone_specifications,
    tone_toward,
)

OWN_READER, OTHER_READER = "this study's", "the other"
VOICES = {"journalist": "the journalist's own text", "source": "quoted text"}
CAPTIONS = Path(__file__).with_name("captions.yml")


class Material(NamedTuple):
    """All that the figures and tables of one study are made from."""

    articles: pd.DataFrame
    by_side: pd.DataFrame
    by_type: pd.DataFrame
    by_expertise: pd.DataFrame
    cues: pd.DataFrame
    places: pd.DataFrame
    experts: pd.DataFrame
    pooled: pd.DataFrame
    outlets: tuple[str, ...]
    drawn: int
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
    def n_attributions(self) -> int:
        return int(in_all(self.by_side).sum())

    @property
    def sizes(self) -> str:
        return f"{len(self.articles)} articles, {self.n_attributions:,} attributions."

    @property
    def where_drawn(self) -> str:
        return f" (in {self.drawn:,} articles drawn by chance)" if self.drawn else ""


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
    copies: str = ONCE,
    drawn_articles: int = 20_000,
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
    copies
        Whether a story that several articles print counts "once" or "each time".
    drawn_articles
        In how many articles at most, drawn by chance, tone is measured, cues and pools of experts are compared.

    Raises
    ------
    RequestError
        When a table is missing, or the second corpus holds other articles.
    """
    book, chosen = load_codebook(codebook), selection(kind, minimum_confidence)
    asked = {"where": chosen, "copies": copies}
    columns = ["article_id", "outlet", "title", "published", "agency", "duplicate_of", "words"]
    articles = counted_articles(corpus, copies, columns)
    by_side = count_attributions(corpus, "side", unit=unit, **asked)
    outlets = extreme_outlets(by_side, book.compare, unit)
    columns = ["article_id", "outlet", "side", "expert_basis", "words", "source_id"]
    of_outlets = f"outlet IN ({', '.join(map(quoted, outlets)) or 'NULL'})"
    readings = {OWN_READER: coded_attributions(corpus, copies, columns, f"{chosen} AND {of_outlets}")}
    if second_reading and table_path(second_reading, "attributions").is_file():
        condition = f"{selection(kind)} AND {of_outlets}"
        readings[OTHER_READER] = _same_articles(second_reading, articles["article_id"], copies, columns, condition)
    columns = ["article_id", "outlet", "actor", "nature", "anonymity", "affiliation", "expert", "expert_basis"]
    columns += ["words"]
    are_experts = f"{chosen} AND expert"
    drawn = draw_articles(corpus, drawn_articles, copies)
    return Material(
        articles,
        by_side,
        count_attributions(corpus, "source_type", unit=unit, **asked),
        count_attributions(corpus, ["expert", "expert_basis"], **asked),
        count_attributions(corpus, ["side", "cue"], [], articles=drawn, **asked),
        frequencies(corpus, ["side", PLACE], **asked),
        coded_attributions(corpus, copies, columns, are_experts),
        coded_attributions(corpus, copies, columns, are_experts, drawn),
        outlets, len(drawn or ()), readings, _targeted(corpus, articles, drawn), _codes(corpus, copies), book, unit,
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
    table = shares(m.by_side, "side", unit=m.unit, values=[*m.book.side_ids, "unknown"])
    figure = plot_shares(table, "side", labels=m.labels, x_label=f"share of {m.unit}")
    return _drawing(m, "shares", figure, table, describe_shares(table, "side", labels=m.labels, unit=m.unit))


def _balance(m: Material) -> Drawing:
    table = balance(m.by_side, m.book.compare, unit=m.unit)
    return _drawing(m, "balance", plot_balance(table, m.names), table, describe_balance(table, m.names))


def _positions(m: Material) -> Drawing:
    chosen = m.places[m.places["side"].isin(m.labels)]
    data = chosen[["side", "position", "attributions"]].sort_values(["side", "position"])
    figure = plot_positions(m.places, labels=m.labels)
    return _drawing(m, "positions", figure, data, describe_positions(m.places, labels=m.labels))


def _experts(m: Material) -> Drawing:
    table = expert_table(m.experts, m.former_officials)
    shown = table.head(m.top)
    figure = plot_people(shown, series="basis", detail="affiliation")
    former = "counted" if m.former_officials else "left out"
    words = describe_people(table, "experts")
    return _drawing(m, "experts", figure, shown, words, number=len(shown), of=len(table), former=former)


def _cues(m: Material) -> Drawing:
    table = cue_log_odds(m.cues, m.book.compare)
    number = f"{len(table):,}{m.where_drawn}"
    return _drawing(m, "cues", plot_cues(table, m.names), table, describe_cues(table, m.names), number=number)


def _network(m: Material) -> Drawing:
    quoted_experts = expert_attributions(m.pooled, m.former_officials)
    links, together = outlets_and_experts(quoted_experts), quoted_together(quoted_experts)
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
    outlets = m.outlets
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
        "mentions": f"{len(m.targeted):,}{m.where_drawn}",
        "articles": f"{len(m.articles):,}",
    }  # fmt: skip
    return Drawing(name, figure, data, " ".join(captions()[name].format(**known, **words).split()), alt)


@cache
def captions() -> dict[str, str]:
    """Give the captions of `captions.yml`, their braces not filled."""
    return load_yaml(CAPTIONS)


def _targeted(corpus: Path, articles: pd.DataFrame, drawn: list[str] | None) -> pd.DataFrame:
    """Join the tones of the articles drawn with their sentences."""
    chosen = articles if drawn is None else articles[articles["article_id"].isin(drawn)]
    columns = ["sentence_id", "article_id", "sentence", "textblob", "vader"]
    sentences = read_table(corpus, "sentences", columns=columns, articles=chosen["article_id"])
    return targeted_sentences(read_table(corpus, "tones", articles=chosen["article_id"]), sentences, chosen)


def _codes(corpus: Path, copies: str) -> pd.DataFrame:
    """Give the hand codes with the machine's codes of the same articles; nothing where nobody coded."""
    people = read_hand_codes(corpus)
    if people.empty:
        return pd.DataFrame(columns=["coder", "unit", "item", "article_id", "variable", "value"])
    by_hand = people["article_id"].unique()
    machine = machine_codes(
        coded_attributions(corpus, copies, articles=by_hand), read_table(corpus, "tones", articles=by_hand)
    )
    return pd.concat([people, machine], ignore_index=True)


def _same_articles(corpus: Path, articles: pd.Series, copies: str, columns: list[str], where: str) -> pd.DataFrame:
    if set(read_table(corpus, "articles", columns=["article_id"])["article_id"]).isdisjoint(articles):
        raise RequestError(f'"{corpus}" holds none of this study\'s articles; read the same articles into it.')
    found = coded_attributions(corpus, copies, columns, where)
    return found[found["article_id"].isin(articles)]
