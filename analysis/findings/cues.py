"""In which words the sides are quoted: classes of cues, and the cues that go with either side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures import describe_cues, plot_cues
from analysis.findings.finding import Finding, from_counts, sized, two_sides
from analysis.findings.shares import Shares


@dataclass(frozen=True, eq=False)
class Cues(Finding):
    """The log-odds of each cue between two sides: above 0 it goes with the first."""

    sides: tuple[str, str] = ("", "")
    written: Mapping[str, list[str]] = field(default_factory=dict)
    """Each cue's forms as the articles have them."""

    @property
    def names(self) -> tuple[str, str]:
        labels = self.labels.get("side", {})
        return tuple(labels.get(side, side) for side in self.sides)

    def plot(self, ax=None) -> Figure:
        return plot_cues(self.table, self.names, counting=self.counting, ax=ax)

    def sentence(self) -> str:
        return describe_cues(self.table, self.names)

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {"side": self.sides, "cue": self.written.get(row["cue"], [])}


@dataclass(frozen=True, eq=False)
class CueClasses(Shares):
    """Shares of the classes of cues, whose rows open the attributions with one of the class's cues."""

    written: Mapping[str, list[str]] = field(default_factory=dict)

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {self.group[0]: row[self.group[0]], "cue": self.written.get(row[self.by], [])}


def cue_log_odds(counted: pd.DataFrame, sides: str | Iterable[str] = "") -> Cues:
    """Say which cues go with which of two sides, drawn to what all sources' cues would give (Monroe et al. 2008).

    Parameters
    ----------
    counted : DataFrame
        Counts by side and cue.
    sides : (str, str) or str, optional
        The two sides; the codebook's pair without.
    """
    about = from_counts(counted)
    sides = two_sides(about, sides)
    table = sized(measures.cue_log_odds(counted, sides))
    return Cues(table, **about, name="log-odds", percent=False, sides=sides, written=_written(counted, "cue_lemma"))


def cue_classes(counted: pd.DataFrame, group: str = "side") -> CueClasses:
    """Give each class of cues its share in each group: said, insisted, admitted, claimed, denied (`cue-classes.yml`).

    Parameters
    ----------
    counted : DataFrame
        Counts by the group and cue, of all articles together (``by=[]``).
    group : str
        What is measured apart; of sides, the unknown are left out.
    """
    about = from_counts(counted)
    classed = measures.with_cue_class(counted)
    if group in about["labels"]:
        classed = classed[classed[group].isin(list(about["labels"][group]))]
    table = sized(measures.shares(classed, "cue_class", [group], values=measures.CLASSES))
    written = _written(counted, "cue_class")
    return CueClasses(table, **about, name="share", by="cue_class", group=(group,), written=written)


def _written(counted: pd.DataFrame, column: str) -> dict[str, list[str]]:
    cues = measures.with_cue_class(counted[["cue"]].fillna("").drop_duplicates())
    return cues.groupby(column)["cue"].agg(list).to_dict()
