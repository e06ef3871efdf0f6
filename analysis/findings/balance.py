"""Whether two sides are heard equally."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures.forest import forest, interval_beside
from analysis.figures.style import fitting, styled, wrap
from analysis.figures.wording import describe_balance
from analysis.findings.finding import Finding, from_counts, sized


@dataclass(frozen=True, eq=False)
class Balance(Finding):
    """(a − b) / (a + b) in each group: +1 when only the first side is heard, −1 only the second."""

    sides: tuple[str, str] = ("", "")
    group: str = "outlet"

    @property
    def names(self) -> tuple[str, str]:
        labels = self.labels.get("side", {})
        return tuple(labels.get(side, side) for side in self.sides)

    @styled
    def plot(self, ax=None) -> Figure:
        return forest(
            self.table,
            rows=self.group,
            percent=False,
            middle=0,
            limits=(-1.04, 1.04),
            x_label=ends(self.names),
            beside=interval_beside,
            counting=lambda row: (self.codes(row), self.number(row)),
            nothing=f"Neither {self.names[0]} nor {self.names[1]} is quoted, so there is no balance to draw.",
            ax=ax,
        )

    def sentence(self) -> str:
        return describe_balance(self.table, self.names, self.group)

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {self.group: row[self.group], "side": self.sides}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["n"]


def balance(counted: pd.DataFrame, sides: Iterable[str] = (), group: str = "outlet") -> Balance:
    """Give each group its balance between two sides, and what the unknown could do to it.

    Parameters
    ----------
    counted : DataFrame
        Counts by side, as :meth:`analysis.corpus.query.Selection.count` gives them; or rows of one's own.
    sides : (str, str), optional
        Ids of the first and the second side; the codebook's pair without.
    group : str
        What is measured apart.

    Returns
    -------
    Balance
        A row a group, also with `first`, `second`, `unknown` (numbers) and `lowest`, `highest`: the balance if all the
        unknown belonged to the second or first side.
    """
    about = from_counts(counted)
    sides = tuple(sides) or about["selection"].corpus.codebook.compare
    table = measures.balance(counted, sides, group, about["unit"])
    bounds = measures.balance_bounds(counted, sides, group, about["unit"]).drop(columns="estimate")
    return Balance(
        sized(table.merge(bounds, on=group)), **about, name="balance", percent=False, sides=sides, group=group
    )


def ends(names: tuple[str, str]) -> str:
    """Write below an axis which end is whose."""
    if fitting(70) < 70:
        first, second = (f"only {wrap(side, fitting(44), 1)}" for side in names)
        between = "    " if len(first + second) < fitting(52) else "\n"
        return f"balance\n← {second}{between}{first} →"
    first, second = (f"only {wrap(side, fitting(34), 1)}" for side in names)
    return f"← {second}        balance        {first} →"
