"""Who speaks most: the sources with a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.query import Selection
from analysis.figures import describe_people, plot_people
from analysis.findings.finding import Finding


@dataclass(frozen=True, eq=False)
class Sources(Finding):
    """The sources with most attributions, or words: a row one."""

    @property
    def counted(self) -> str:
        return "words" if self.unit == "words" else "attributions"

    def plot(self, ax=None) -> Figure:
        labels = self.labels.get("side", {})
        return plot_people(self.table, self.counted, labels=dict(labels), counting=self.counting)

    def sentence(self) -> str:
        return describe_people(self.table, "sources shown", self.counted)

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {"actor": row["actor"], "anonymity": "named"}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["attributions"]

    def readable(self, labels=None) -> pd.DataFrame:
        known = {column: dict(self.labels[column]) for column in ("side", "source_type") if column in self.labels}
        return self.table.replace(known)


def top_sources(chosen: Selection, unit: str = "attributions", top: int = 12) -> Sources:
    """List the sources with a name that have most attributions or words; the unnamed are left out.

    Returns
    -------
    Sources
        `actor`, `side`, `source_type`, `attributions`, `words`, `articles`.
    """
    rows = chosen.attributions(
        ["article_id", "actor", "anonymity", "side", "source_type", "words", "part"], voices=True
    )
    table = measures.top_sources(rows, unit, top)
    return Sources(table, chosen, chosen.corpus.labels, unit, name="attributions", percent=False)
