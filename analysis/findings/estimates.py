"""Findings that are one estimate a row: officials, the unnamed, how long, how early, how prominent, how various."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures import describe_means, describe_share, forest, interval_text, number_text, styled
from analysis.findings.finding import PERIODS, Finding, from_counts, sized, two_sides, unplaced


@dataclass(frozen=True, eq=False)
class Estimates(Finding):
    """An estimate for each group, of one thing or of several (`series`)."""

    what: str = "estimate"
    """What is estimated: the name of the axis, and how the sentence begins."""
    group: str = "outlet"
    series: str = ""
    counted: Mapping[str, Any] | None = field(default_factory=dict)
    """Codes that every row counts beside its group and series; None where rows count no attributions."""
    number_of: str = "n"
    """The column of how many attributions a row counts."""
    middle: float | None = None
    drawn: tuple[str, str] | None = None
    """Column and value of the rows that are drawn and said, where the table holds several estimates."""

    @property
    def main(self) -> pd.DataFrame:
        """The rows that are drawn and said."""
        return self.table[self.table[self.drawn[0]] == self.drawn[1]] if self.drawn else self.table

    @styled
    def plot(self, ax=None) -> Figure:
        return forest(
            self.main, self.group, self.series, order=list(self.labels.get(self.series, {})),
            names={**self.labels.get(self.series, {}), **self.labels.get(self.group, {})}, x_label=self.what,
            percent=self.percent, middle=self.middle, sort=not self.group.endswith(PERIODS), counting=self.counting,
            ax=ax,
        )  # fmt: skip

    def sentence(self) -> str:
        columns = [column for column in (self.group, self.series) if column in self.labels]
        named = self.main.replace({column: dict(self.labels[column]) for column in columns})
        if self.series:
            said = describe_means(named, self.what, self.series, self.group, percent=self.percent)
        elif self.percent:
            said = describe_share(named, self.what[:1].upper() + self.what[1:], self.group)
        else:
            said = describe_means(named, self.what, "", self.group)
        return said + unplaced(self.table, self.group)

    def headline(self) -> str:
        found = self.main.dropna(subset=["estimate"])
        if found.empty or self.series:
            return super().headline()
        row = found.loc[found["estimate"].idxmax()]
        value = f"{100 * row['estimate']:.0f} %" if self.percent else number_text(row["estimate"], 1)
        interval = interval_text(row, self.percent)
        return f"{self.what[:1].upper()}{self.what[1:]}: most in {row[self.group]}, {value} ({interval})"

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        if self.counted is None:
            return None
        return {column: row[column] for column in (self.group, self.series) if column} | dict(self.counted)

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row[self.number_of] if self.number_of == "n" or self.unit == "attributions" else None


def officials(counted: pd.DataFrame, group: str = "outlet") -> Estimates:
    """Give each group the share of officials in what sources of known type say; the codebook says who is official.

    Parameters
    ----------
    counted : DataFrame
        Counts by source_type, of a selection.
    group : str
        What is measured apart.
    """
    about = from_counts(counted)
    types = [kind.id for kind in about["selection"].corpus.codebook.source_types if kind.sir.startswith("official")]
    table = sized(measures.official_dominance(counted, types, group, about["unit"]))
    what = f"officials' share of {about['unit']} of known type"
    codes = {"source_type": types}
    return Estimates(table, **about, name="share", what=what, group=group, counted=codes, number_of="count")


def anonymous(counted: pd.DataFrame, group: str = "outlet", series: str = "") -> Estimates:
    """Give each group, and each value of a series apart, the share that goes to sources without a name.

    Attributions whose source is not mentioned at all are left out of the whole.
    """
    about = from_counts(counted)
    table = sized(measures.anonymous_share(counted, [*filter(None, [group, series])], about["unit"]))
    what, codes = f"share of {about['unit']} without a name", {"anonymity": "anonymous"}
    return Estimates(
        table, **about, name="share", what=what, group=group, series=series, counted=codes, number_of="count"
    )


def speech_length(counted: pd.DataFrame, by: str = "side", group: str = "outlet") -> Estimates:
    """Give the mean words in an attribution of each value of a code, in each group; counts must be of words."""
    about = from_counts(counted)
    table = sized(measures.speech_length(counted, by, group, _values(about, by)))
    return Estimates(
        table, **about | {"unit": "attributions"}, name="words", percent=False, what="words in an attribution",
        group=group, series=by,
    )  # fmt: skip


def prominence(counted: pd.DataFrame, by: str = "side", group: str = "outlet") -> Estimates:
    """Give the share of articles in which a value stands in each prominent place; counts by the code and `PLACED`.

    Rows count articles, so no page opens them.
    """
    about = from_counts(counted)
    table = sized(measures.prominence(counted, by, group, _values(about, by)))
    return Estimates(
        table, **about, name="share", what="share of articles that open with", group=group, series=by, counted=None,
        drawn=("place", "first"),
    )  # fmt: skip


def first_turn(heard: pd.DataFrame, by: str = "side", group: str = "outlet") -> Estimates:
    """Give the mean turn and place at which a value is first heard, in the articles that hear it.

    Parameters
    ----------
    heard : DataFrame
        As :meth:`analysis.corpus.query.Selection.first_heard` gives it.
    """
    about = from_counts(heard)
    table = sized(measures.first_turn(heard, by, group, _values(about, by)))
    return Estimates(
        table, **about, name="mean", percent=False, what="turn in which it is first heard", group=group,
        series=by, drawn=("measure", "turn"),
    )  # fmt: skip


def one_sidedness(counted: pd.DataFrame, sides: str | Iterable[str] = "", group: str = "outlet") -> Estimates:
    """Give each group the mean over its articles of the balance without its sign, and what mixing would give."""
    about = from_counts(counted)
    sides = two_sides(about, sides)
    table = sized(measures.balance_within_articles(counted, sides, group, about["unit"]))
    return Estimates(
        table, **about, name="one-sidedness", percent=False, what="one-sidedness of articles", group=group,
        counted={"side": sides},
    )  # fmt: skip


def diversity(counted: pd.DataFrame, by: str = "source_type", group: str = "outlet") -> Estimates:
    """Give each group the diversity of a code: entropy, evenness, concentration, effective types; the unknown left out.

    The chart draws effective types: of how many equally frequent ones the same entropy would be. Evenness is there
    when the codebook says how many classes there are.
    """
    about = from_counts(counted)
    classes = len(about["labels"].get(by, {})) or None
    table = sized(measures.diversity(counted, by, classes, group, about["unit"]))
    labels = {**about["labels"], "measure": measures.DIVERSITY_MEASURES}
    return Estimates(
        table, **about | {"labels": labels}, name="estimate", percent=False, group=group, counted=None,
        what=f"effective {by.replace('_', ' ')}s, by entropy", drawn=("measure", "hill_1"),
    )  # fmt: skip


def _values(about: Mapping[str, Any], by: str) -> list[str] | None:
    return list(about["labels"][by]) if by in about["labels"] else None
