"""Who is quoted for knowledge: the list, their share, how many different ones, women among them, who shares whom."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.account import count_of
from analysis.corpus.query import Selection
from analysis.figures import (
    describe_curves,
    describe_network,
    describe_share,
    forest,
    plot_curves,
    plot_network,
    plot_people,
    styled,
)
from analysis.findings.corrected import beside, describe_corrected, drawable, hand_coded
from analysis.findings.finding import Finding, sized

COLUMNS = [*measures.EXPERT_COLUMNS, "name", "nature", "gender"]
JOINING = r"(?:of|the|for|and|in|at|on|to|de|la|du|der|von|&)"
WHOLE = re.compile(rf"[A-Z0-9][^\s]*(?:\s+(?:{JOINING}\s+)*[A-Z0-9(][^\s]*)*")
"""A name from its first word to its last: capitalised words, joined by small ones; "Ohio native and" is no name."""


@dataclass(frozen=True, eq=False)
class Experts(Finding):
    """The experts with a name, the most quoted first; and what is asked of their attributions."""

    group: str = "outlet"
    former_officials: bool = True
    quoted: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Attributions of experts, of the unnamed too."""
    pooled: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The same in the articles drawn to compare pools, former officials among them."""
    top: int = 15

    @styled
    def plot(self, ax=None) -> Figure:
        shown = self.readable().head(self.top)
        counting = lambda row: (self.codes(row), self.number(row))  # noqa: E731
        return plot_people(shown, series="basis", detail="affiliation", counting=counting)

    def headline(self) -> str:
        if self.table.empty:
            return "No expert is quoted by name"
        first = self.table.iloc[0]
        return (
            f"{count_of(len(self.table), 'expert')} quoted by name, most often {first['actor']}: "
            f"{first['attributions']} of {len(self.quoted)} attributions to experts"
        )

    def sentence(self) -> str:
        if self.table.empty:
            return "No expert is quoted by name."
        first = self.table.head(3).to_dict("records")
        leaders = "; ".join(f"{row['actor']} ({row['attributions']:,})" for row in first)
        unnamed = int((self.quoted["anonymity"] != "named").sum())
        return (
            f"Most attributions among {count_of(len(self.table), 'expert')}: {leaders}. {unnamed} of the "
            f"{len(self.quoted)} name nobody (“analysts say”): they count in shares, not as persons."
        )

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {"actor": row["actor"], "expert": True}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["attributions"]

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table.assign(affiliation=[name if is_name(name) else "" for name in self.table["affiliation"]])

    def share(self) -> "ExpertShare":
        """Give experts' share of attributions."""
        counted = self.selection.count(["expert", "expert_basis"], by=[self.group])
        table = sized(measures.expert_share(counted, self.group, self.former_officials))
        by_hand = hand_coded(self.selection, "expert", [self.group], "attributions") if self.former_officials else None
        if by_hand:
            corrected = measures.corrected_shares(*by_hand, "expert", [measures.YES], self.group)
            table = beside(table, corrected, [self.group])
        return ExpertShare(table, self.selection, name="share", group=self.group, former=self.former_officials)

    def concentration(self, top: int = 5, by: str = "actor") -> pd.DataFrame:
        """Give how few share the room, with and without former officials: a row a group and measure."""
        return measures.expert_concentration(self.pooled, top, by, self.group)

    def curve(self) -> "Curve":
        """Give how many different experts so many articles would quote."""
        table = measures.expert_curve(self.pooled, self.former_officials, self.group)
        return Curve(table, self.selection, name="experts", percent=False, group=self.group)

    def women(self) -> "Women":
        """Give the share of women among the experts with a name, and its bounds."""
        return Women(measures.gender_bounds(self.quoted, self.group), self.selection, group=self.group)

    def network(self) -> "Network":
        """Give which outlets quote which experts, and which experts stand in the same article."""
        found = measures.expert_attributions(self.pooled, self.former_officials)
        together = measures.quoted_together(found)
        return Network(measures.outlets_and_experts(found), self.selection, together=together, top=self.top)

    def overlap(self) -> pd.DataFrame:
        """Give how far each two groups quote the same experts."""
        return measures.shared_experts(measures.expert_attributions(self.pooled, self.former_officials), self.group)

    def organisations(self, column: str) -> pd.DataFrame:
        """Give shares of types (`organisation_type`) or countries (`organisation_country`) of their organisations."""
        placed = measures.with_organisation(self.quoted, self.selection.corpus.codebook)
        return measures.shares(placed, column, [])


@dataclass(frozen=True, eq=False)
class ExpertShare(Finding):
    """Experts' share of attributions in each group."""

    group: str = "outlet"
    former: bool = True

    @styled
    def plot(self, ax=None) -> Figure:
        counting = lambda row: (self.codes(row), self.number(row))  # noqa: E731
        return forest(
            drawable(self.table), self.group, x_label="experts' share of attributions", counting=counting, ax=ax
        )

    def sentence(self) -> str:
        return describe_share(self.table, "Experts' share of attributions", self.group) + describe_corrected(
            self.table, [self.group]
        )

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {self.group: row[self.group], "expert": True} if self.former else None

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["count"]


@dataclass(frozen=True, eq=False)
class Curve(Finding):
    """How many different experts so many articles would quote: rarefaction, so that groups can be compared."""

    group: str = "outlet"

    def plot(self, ax=None) -> Figure:
        return plot_curves(self.table, group=self.group)

    def sentence(self) -> str:
        return describe_curves(self.table, group=self.group)

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None


@dataclass(frozen=True, eq=False)
class Women(Finding):
    """The share of women among experts with a name; the band is what the unknown could make of it, no interval."""

    group: str = "outlet"

    @styled
    def plot(self, ax=None) -> Figure:
        table = self.table.assign(low=np.nan, high=np.nan)
        nothing = "No expert is quoted by name, so there is no share of women."
        return forest(
            table, self.group, x_label="share of women among the known; band: if all unknown were men, or women",
            limits=(0, 1.02), counting=lambda row: (None, None), nothing=nothing, ax=ax,
        )  # fmt: skip

    @cached_property
    def people(self) -> pd.Series:
        """Women, men and unknown, all groups together."""
        return self.table[["women", "men", "unknown"]].sum().astype(int)

    def sentence(self) -> str:
        women, men, unknown = self.people
        if not women + men + unknown:
            return "No expert is quoted by name."
        return (
            f"Of {women + men} experts of known gender, counted in each {self.group}, {women} "
            f"{'is a woman' if women == 1 else 'are women'}; of {unknown} more the text does not tell."
        )

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table.rename(columns={"estimate": "of the known"})


@dataclass(frozen=True, eq=False)
class Network(Finding):
    """Which outlets quote which experts."""

    together: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Pairs of experts whom the same article quotes."""
    top: int = 25

    def plot(self, ax=None) -> Figure:
        return plot_network(self.table, self.together, self.top)

    def sentence(self) -> str:
        return describe_network(self.table, self.together, self.top)

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["attributions"]

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table


def experts(
    chosen: Selection, former_officials: bool = True, group: str = "outlet", top: int = 15, pool: int = 20_000
) -> Experts:
    """List the experts with a name, and gather what is asked of their attributions.

    An expert is a source quoted for knowledge, not as a party to the story; on what ground, the text or the codebook
    says. Nobody is called independent here.

    Parameters
    ----------
    chosen : Selection
        What counts.
    former_officials : bool
        Whether former officials and officers count as experts.
    group : str
        What is measured apart.
    top : int
        How many experts figures show.
    pool : int
        In how many articles at most, drawn by chance, pools of experts are compared and joined.

    Returns
    -------
    Experts
        As :func:`analysis.measures.expert_table` gives it.
    """
    columns = [*dict.fromkeys([*COLUMNS, group])]
    of_experts = chosen.but(where="expert")
    drawn, rows = of_experts.drawn(pool), of_experts.attributions(columns)
    pooled = rows if drawn.ids is None else drawn.attributions(columns)
    quoted = measures.expert_attributions(rows, former_officials)
    return Experts(
        measures.expert_table(quoted), chosen, group=group, former_officials=former_officials, quoted=quoted,
        pooled=pooled, top=top,
    )  # fmt: skip


def is_name(name: str) -> bool:
    """Say whether an affiliation is a name, not a piece of a sentence.

    Examples
    --------
    >>> is_name("University of Kessel"), is_name("Ohio native and"), is_name("Kukura's fellow College")
    (True, False, False)
    """
    return bool(WHOLE.fullmatch(name))
