"""What every finding is: a table of estimates that can be drawn, said and read, and knows what it was counted from."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure, SubFigure

from analysis import measures
from analysis.corpus.account import count_of
from analysis.corpus.query import UNDATED, Selection
from analysis.figures import (
    PHONE,
    estimate_text,
    readable_estimates,
    restyled,
    show_evidence,
    show_figure,
    show_table,
)
from analysis.schema import UNKNOWN

Labels = Mapping[str, Mapping[str, str]]
LABELS = {
    "outcome": measures.OUTCOMES,
    "place": measures.PLACES,
    "voice": {"journalist": "the outlet's own words", "source": "words of its sources"},
}
"""What to write for codes that no codebook names, by column."""

PERIODS = ("year", "month", "week", "day")
"""Groups that stand in the order of time."""

LEAD = "application/vnd.evenhand.lead+json"
"""Media type of what stands at the head of a page: its finding, in a sentence."""


@dataclass(frozen=True, eq=False)
class Finding(ABC):
    """A table of estimates with what it was counted from; :meth:`plot`, :meth:`sentence` and :meth:`readable` show it.

    Attributes
    ----------
    table : DataFrame
        Raw values: the columns of what was measured apart, `estimate`, `low`, `high`, `n` (attributions in the whole),
        `articles` and `note`. Change it, draw it, save it as you like.
    selection : Selection or None
        What was counted; None when the rows were a frame of one's own, and no page can open them.
    labels : mapping
        What to write for a code, by column.
    unit : str
        What was counted: attributions, words or sources.
    """

    table: pd.DataFrame
    selection: Selection | None = None
    labels: Labels = field(default_factory=dict)
    unit: str = "attributions"
    name: str = field(default="estimate", kw_only=True)
    """What the estimate is called at the head of a column."""
    percent: bool = field(default=True, kw_only=True)

    @abstractmethod
    def plot(self, ax=None) -> Figure | SubFigure:
        """Draw the finding, in a figure of its own or in the axes given."""

    @abstractmethod
    def sentence(self) -> str:
        """Say the finding in a sentence or two, with its interval; what cannot be told is said to be so."""

    def headline(self) -> str:
        """Say the finding in at most twenty words."""
        return self.sentence().split(". ")[0].rstrip(".")

    def doubt(self) -> str:
        """Say in a line what is uncertain about the headline."""
        return self.sentence()

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """Say which attributions a row of the table counts, column by column; None when no page can tell."""
        return None

    def number(self, row: Mapping[str, Any]) -> float | None:
        """Say how many attributions a row counts."""
        return row.get("n")

    def counting(self, row: Mapping[str, Any]) -> tuple[dict[str, Any] | None, float | None]:
        """Say what a row counts, and how many: what a figure's mark and a table's row carry."""
        return self.codes(row), self.number(row)

    def readable(self, labels: Labels | None = None) -> pd.DataFrame:
        """Give the table as people read it: labels for codes, one column for the interval, rounded nowhere."""
        labels = self.labels if labels is None else labels
        return readable_estimates(self.table, self.name, labels, self.percent)


def show(what: Finding | Figure | pd.DataFrame, caption: str, alt: str = "", **options) -> None:
    """Put a finding, a figure or a table on the page.

    A finding is shown as its figure, its sentence and its table; the page carries the selection behind it, so that a
    reader opens the attributions under each number.

    Parameters
    ----------
    what : Finding, matplotlib Figure or DataFrame
        What to show.
    caption : str
        What it holds.
    alt : str
        What a figure says to who cannot see it; of a finding its sentence.
    **options
        For a table: `percent` and `points` (columns), `decimals`, `limit`; for a finding `figure=False` or
        `table=False` leaves that out.

    Raises
    ------
    RequestError
        When a figure has no alternative text, or there is no caption.
    """
    if isinstance(what, pd.DataFrame):
        show_table(what, caption, **options)
    elif isinstance(what, Figure):
        show_figure(what, alt, caption)
    else:
        _show_finding(what, caption, alt, **options)


def lead(finding: Finding, doubt: str = "") -> None:
    """Put a finding at the head of the page: its headline, and in a line what is uncertain about it."""
    nothing = finding.selection.nothing() if finding.selection else ""
    widen = "Choose other days or another condition, or count copies each time."
    said = {"headline": nothing or finding.headline(), "doubt": widen if nothing else doubt or finding.doubt()}
    display({LEAD: said, "text/plain": f"{said['headline']}. {said['doubt']}"}, raw=True)


def show_attributions(
    chosen: Selection, rows: pd.DataFrame, caption: str, codes: Iterable[str] = ("side", "source_type"), limit: int = 20
) -> None:
    """Put attributions on the page, the first `limit` of them, in their paragraphs with source, cue and content marked.

    Parameters
    ----------
    chosen : Selection
        Whose articles they stand in.
    rows : DataFrame
        As :meth:`analysis.corpus.query.Selection.attributions` gives them.
    caption : str
        Which attributions these are.
    codes : iterable of str
        Columns to write beside them.
    limit : int
        Most that are shown.
    """
    texts = chosen.articles(["article_id", "text"], rows["article_id"].head(limit).unique())
    show_evidence(rows, texts, caption, limit, codes, chosen.corpus.labels)


def _show_finding(finding: Finding, caption: str, alt: str = "", figure: bool = True, table: bool = True) -> None:
    sentence = finding.sentence()
    if figure:
        with restyled(PHONE):
            narrow = finding.plot()
        show_figure(finding.plot(), alt or sentence, caption, finding.selection, sentence, finding.table, narrow)
    if table:
        rows = finding.table.to_dict("records")
        counted = [(*finding.counting(row), estimate_text(row, finding.percent)) for row in rows]
        shares = [finding.name, "corrected"] if finding.percent else []
        show_table(finding.readable(), caption, shares, counted=counted, selection=finding.selection)


def from_counts(counted: pd.DataFrame) -> dict[str, Any]:
    """Take from counts what they were counted from: selection, labels and unit; a plain frame tells none."""
    selection = counted.attrs.get("selection")
    labels = LABELS | (selection.corpus.labels if selection else {})
    return {"selection": selection, "labels": labels, "unit": counted.attrs.get("unit", "attributions")}


def sized(table: pd.DataFrame) -> pd.DataFrame:
    """Name the numbers of a measure's table as every finding does: `n` attributions in `articles` articles."""
    return table.rename(columns={"n_attributions": "n", "n_articles": "articles"})


def two_sides(about: Mapping[str, Any], sides: str | Iterable[str] = "") -> tuple[str, str]:
    """Give the two sides to compare: a pair, or as "one, other"; the codebook's pair where none is named.

    Raises
    ------
    RequestError
        When they are not two different sides of the codebook.
    """
    selection = about["selection"]
    if selection is None:
        return tuple(part.strip() for part in sides.split(",")) if isinstance(sides, str) else tuple(sides)
    asked = sides if isinstance(sides, str) else ", ".join(sides)
    return measures.compared_sides(selection.corpus.codebook, asked)


def unplaced(table: pd.DataFrame, group: str) -> str:
    """Say how many articles are of no known period, or stand in outlets of which nobody said what is asked."""
    if group not in table or "articles" not in table:
        return ""
    sizes = table.groupby(group)["articles"].max()
    articles = {code: count_of(int(sizes[code]), "article") for code in (UNDATED, UNKNOWN) if code in sizes}
    undated = f" {articles[UNDATED]} of no known {group} stand apart." if UNDATED in articles else ""
    unknown = f" Of {articles[UNKNOWN]} the {group} is not known." if UNKNOWN in articles else ""
    return undated + unknown
