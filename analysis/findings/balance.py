"""Whether two sides are heard equally."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures import describe_balance, fitting, forest, interval_beside, number_text, styled, wrap
from analysis.findings.corrected import beside, describe_corrected, drawable, hand_coded
from analysis.findings.finding import PERIODS, Finding, Labels, from_counts, sized, two_sides, unplaced


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
            drawable(self.table, 2),
            rows=self.group,
            percent=False,
            middle=0,
            limits=(-1.04, 1.04),
            x_label=ends(self.names),
            beside=interval_beside,
            sort=not self.group.endswith(PERIODS),
            counting=self.counting,
            nothing=f"Neither {self.names[0]} nor {self.names[1]} is quoted, so there is no balance to draw.",
            ax=ax,
        )

    def sentence(self) -> str:
        said = describe_balance(self.table, self.names, self.group) + unplaced(self.table, self.group)
        return said + describe_corrected(self.table, [self.group], percent=False)

    def headline(self) -> str:
        found = self.table[self.table["leans"] != ""]
        if found.empty:
            return self._none_leans()
        row = found.loc[found["estimate"].abs().idxmax()]
        return f"{row[self.group]} hears {self.names[int(row['estimate'] < 0)]} most: {balance_in_words(row)}"

    def _none_leans(self) -> str:
        """Say why none hears a side more: too little is known of each, the unknown could turn it, or they are even."""
        table, names = self.table.dropna(subset=["low"]), " or ".join(self.names)
        if table.empty:
            return f"No {self.group} has enough for an interval of whether it hears {names} more"
        known = ((table["low"] > 0) | (table["high"] < 0)).sum()
        if known:
            return f"By what is known {known} of {len(table)} hear one side more, but the unknown could turn each"
        return f"No {self.group} hears {names} more, beyond what chance allows"

    def doubt(self) -> str:
        known, leaning = self.table["low"].notna().sum(), (self.table["leans"] != "").sum()
        told = f"{leaning} of {len(self.table)} hear one side more; {known - leaning} cannot be told from even"
        few = len(self.table) - known
        told += f"; {few} have too little for an interval" if few else ""
        return f"{told}. 95 % intervals by article; pale: with what the unknown could do."

    def readable(self, labels: Labels | None = None) -> pd.DataFrame:
        shown = super().readable(labels).drop(columns=["leans", "lowest", "highest"])
        return shown.rename(columns=dict(zip(("first", "second"), self.names, strict=True)))

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {self.group: row[self.group], "side": self.sides}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["n"]


def balance(counted: pd.DataFrame, sides: str | Iterable[str] = "", group: str = "outlet") -> Balance:
    """Give each group its balance between two sides, and what the unknown could do to it.

    Parameters
    ----------
    counted : DataFrame
        Counts by side, as :meth:`analysis.corpus.query.Selection.count` gives them; or rows of one's own.
    sides : (str, str) or str, optional
        Ids of the first and the second side, or both in one text ("one, other"); the codebook's pair without.
    group : str
        What is measured apart.

    Returns
    -------
    Balance
        A row a group, also with `first`, `second`, `unknown` (numbers) and `lowest`, `highest`: the balance if all the
        unknown belonged to the second or first side; with `corrected` where people coded by hand.
    """
    about = from_counts(counted)
    sides, unit = two_sides(about, sides), about["unit"]
    table = measures.balance(counted, sides, group, unit)
    bounds = measures.balance_bounds(counted, sides, group, unit).drop(columns="estimate")
    table = sized(table.merge(bounds, on=group))
    if by_hand := hand_coded(about["selection"], "side", [group], unit):
        table = beside(table, measures.corrected_balance(*by_hand, sides, group, unit), [group])
    return Balance(table, **about, name="balance", percent=False, sides=sides, group=group)


def ends(names: tuple[str, str]) -> str:
    """Write below an axis which end is whose."""
    if fitting(70) < 70:
        first, second = (f"only {wrap(side, fitting(44), 1)}" for side in names)
        between = "    " if len(first + second) < fitting(52) else "\n"
        return f"balance\n← {second}{between}{first} →"
    first, second = (f"only {wrap(side, fitting(34), 1)}" for side in names)
    return f"← {second}        balance        {first} →"


def balance_in_words(row: Mapping[str, Any]) -> str:
    """Write a balance as shares of the two sides: "balance −0.73, of 48 attributions"."""
    return f"balance {number_text(row['estimate'])} in {row['n']:,} attributions"
