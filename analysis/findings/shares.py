"""How attributions fall to sides, source types or any other code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.errors import RequestError
from analysis.figures import describe_shares, forest, styled
from analysis.findings.corrected import beside, describe_corrected, drawable, hand_coded
from analysis.findings.finding import PERIODS, Finding, from_counts, sized, unplaced
from analysis.schema import UNKNOWN


@dataclass(frozen=True, eq=False)
class Shares(Finding):
    """Shares of each value of a code, in each group."""

    by: str = "side"
    group: tuple[str, ...] = ("outlet",)

    @styled
    def plot(self, ax=None) -> Figure:
        rows, *further = self.group or (self.by,)
        if further:
            raise RequestError(
                f"One plot holds one group, not {', '.join(self.group)}: draw those of one {further[0]} at a time, or "
                f"count by one of them."
            )
        return forest(
            drawable(self.table if self.group else self.table.assign(**{"all ": "all"})),
            rows=rows if self.group else "all ",
            series=self.by,
            order=list(self.labels.get(self.by, {})),
            names={**self.labels.get(self.by, {}), **self.labels.get(rows, {})},
            x_label=f"share of {self.unit}",
            sort=not rows.endswith(PERIODS),
            counting=self.counting,
            ax=ax,
        )

    def sentence(self) -> str:
        group = self.group[0] if self.group else "all"
        table = self.table if self.group else self.table.assign(all="all")
        table = table.replace({name: dict(self.labels.get(name, {})) for name in self.group})
        for further in self.group[1:]:
            table = table.assign(**{group: table[group].astype(str) + ", " + table[further].astype(str)})
        said = describe_shares(table, self.by, group, self.labels.get(self.by), self.unit) + unplaced(table, group)
        named = table.replace({self.by: dict(self.labels.get(self.by, {}))})
        return said + describe_corrected(named, [self.by, *self.group[:1]])

    def headline(self) -> str:
        known = self.table[(self.table[self.by] != UNKNOWN) & (self.table["estimate"] > 0)]
        if known.empty:
            return self.sentence().rstrip(".")
        row = known.loc[known["estimate"].idxmax()]
        where = (
            f"{self.labels.get(self.group[0], {}).get(row[self.group[0]], row[self.group[0]])}: " if self.group else ""
        )
        verb = "come from" if self.by in ("side", "source_type", "actor") else "are"
        value = self.labels.get(self.by, {}).get(row[self.by], row[self.by])
        return f"{where}{100 * row['estimate']:.0f} % of the {self.unit} {verb} {value}"

    def doubt(self) -> str:
        unknown = self.table[self.table[self.by] == UNKNOWN]["estimate"].dropna()
        told = f"{100 * unknown.min():.0f} to {100 * unknown.max():.0f} % are unknown. " if len(unknown) else ""
        return f"{told}95 % intervals by article; they do not cover the machine's own mistakes."

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {column: row[column] for column in (*self.group, self.by)}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["count"] if self.unit == "attributions" else None


def shares(
    counted: pd.DataFrame,
    by: str,
    group: str | Iterable[str] = ("outlet",),
    values: Iterable[str] | None = None,
    unknown: bool = True,
    corrected: bool = True,
) -> Shares:
    """Give each value of a code its share in each group, with an interval by article.

    Parameters
    ----------
    counted : DataFrame
        As :meth:`analysis.corpus.query.Selection.count` gives it; or rows of one's own, one an attribution.
    by : str
        The code: side, source_type, form, anonymity …
    group : str or iterable of str
        What is measured apart.
    values : iterable of str, optional
        Values to give, also those that never occur; by default the codebook's, else those that occur.
    unknown : bool
        Whether the unknown count in the whole.
    corrected : bool
        Whether to put corrected estimates beside, where people coded by hand and the unknown count.

    Returns
    -------
    Shares
        A row a group and value; with `corrected` where people coded by hand.
    """
    about = from_counts(counted)
    group = (group,) if isinstance(group, str) else tuple(group)
    if values is None and by in about["labels"]:
        values = [*about["labels"][by], UNKNOWN]
    unit = about["unit"]
    table = sized(measures.shares(counted, by, list(group), unit, values, unknown))
    if corrected and unknown and by in measures.CODES and (by_hand := hand_coded(about["selection"], by, group, unit)):
        found = measures.corrected_shares(*by_hand, by, list(dict.fromkeys(table[by])), list(group), unit)
        table = beside(table, found, [*group, by])
    return Shares(table, **about, name="share", by=by, group=group)
