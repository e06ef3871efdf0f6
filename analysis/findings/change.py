"""Whether a side's share changed at dates that the researcher names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures import forest, number_text, points_text, readable_differences, styled
from analysis.findings.finding import Finding, from_counts, two_sides


@dataclass(frozen=True, eq=False)
class Breaks(Finding):
    """The first side's share, of both, after a date less that before it; a row a date."""

    sides: tuple[str, str] = ("", "")

    @property
    def side(self) -> str:
        return self.labels.get("side", {}).get(self.sides[0], self.sides[0])

    @styled
    def plot(self, ax=None) -> Figure:
        return forest(
            self.table, "date", x_label=f"share of {self.side} after the date less that before", middle=0,
            limits=(-1.04, 1.04), sort=False, nothing="No date is named at which something might have changed.", ax=ax,
        )  # fmt: skip

    def sentence(self) -> str:
        found = self.table.dropna(subset=["estimate"])
        if found.empty:
            return "No date is named, or nothing stands on one side of it, so no break can be tested."
        parts = [
            f"{row['date']} {number_text(100 * row['estimate'], 0)} points ({points_text(row)}{_test(row)})"
            for row in found.to_dict("records")
        ]
        return f"Share of {self.side}, of both sides, after a date less that before: {'; '.join(parts)}."

    def codes(self, row) -> dict[str, Any] | None:
        return None

    def readable(self, labels=None) -> pd.DataFrame:
        return readable_differences(self.table)


def breaks_at(
    counted: pd.DataFrame, dates: str | Iterable[str], sides: str | Iterable[str] = "", permutations: int = 1999
) -> Breaks:
    """Test whether the first side's share of both changed at dates; whole days change places, the undated are left out.

    It does not tell a break from a trend.

    Parameters
    ----------
    counted : DataFrame
        Counts by side and "day".
    dates : str or iterable of str
        First days of what comes after: "2024-03-01, 2024-05-01".
    sides : (str, str) or str, optional
        The two sides; the codebook's pair without.
    permutations : int
        How often days change places, 99 or more.
    """
    about = from_counts(counted)
    sides = two_sides(about, sides)
    days = [part.strip() for part in dates.split(",") if part.strip()] if isinstance(dates, str) else list(dates)
    table = measures.breaks_at(
        counted, days, sides[0], whole=list(sides), unit=about["unit"], permutations=permutations
    )
    return Breaks(table, **about, name="difference", sides=sides)


def _test(row: dict[str, Any]) -> str:
    return "" if row["p"] != row["p"] else f", p = {row['p']:.3f}"
