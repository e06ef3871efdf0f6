"""What the reading left open, and where another reader would have read otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.query import Selection
from analysis.figures import forest, styled
from analysis.findings.finding import Finding, sized
from analysis.reading.second_opinion import second_opinion
from analysis.schema import UNKNOWN

CODES = ("source", "side", "source_type", "function", "gender")
"""What may not be known of an attribution; its source is not where the text names nobody."""


@dataclass(frozen=True, eq=False)
class Unknowns(Finding):
    """Shares of attributions of which neither text nor codebook tells the source, its side, type, function, gender."""

    group: str = "outlet"

    def plot(self, ax=None) -> Figure:
        return forest(
            self.table,
            rows=self.group,
            series="code",
            order=CODES,
            names={"source_type": "source type"},
            x_label="share of attributions not known",
            counting=lambda row: (self.codes(row), self.number(row)),
            ax=ax,
        )

    def overall(self) -> pd.Series:
        """Give the share of all attributions, by code."""
        known = self.table.dropna(subset=["estimate"])
        return known.groupby("code", sort=False)[["count", "n"]].sum().pipe(lambda sums: sums["count"] / sums["n"])

    def wide(self) -> pd.DataFrame:
        """Give a row a group and a column a code."""
        table = self.table.pivot(index=self.group, columns="code", values="estimate").reindex(columns=[*CODES])
        return table.assign(n_attributions=self.table.groupby(self.group)["n"].first()).reset_index()

    def headline(self) -> str:
        shares = self.overall()
        if shares.empty:
            return "There is no attribution to look at"
        side, kind = shares["side"], shares["source_type"]
        return f"The side of {side:.0%} of attributions is not known, nor the type of {kind:.0%}"

    def sentence(self) -> str:
        if self.table.empty:
            return "There is no attribution to look at."
        worst = self.table.loc[self.table["estimate"].idxmax()]
        parts = ", ".join(f"{code.replace('_', ' ')} {share:.0%}" for code, share in self.overall().items())
        where = f"most often the {worst['code'].replace('_', ' ')} in {worst[self.group]} ({worst['estimate']:.0%})"
        return f"Not known, of all attributions: {parts}; {where}."

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        named = row["code"] == "source"
        return {self.group: row[self.group]} | ({"sourced": False} if named else {row["code"]: UNKNOWN})

    def number(self, row: Mapping[str, Any]) -> float | None:
        return row["count"]


def unknowns(chosen: Selection, group: str = "outlet") -> Unknowns:
    """Give each group the shares of its attributions of which something is not known, with intervals by article.

    Parameters
    ----------
    chosen : Selection
        What counts.
    group : str
        What is measured apart.

    Returns
    -------
    Unknowns
        A row a group and `code`.
    """
    parts = []
    for code in CODES:
        column, unknown = ("sourced", "False") if code == "source" else (code, UNKNOWN)
        found = measures.shares(chosen.count(column, by=[group]), column, group, values=[unknown])
        parts.append(found.drop(columns=column).assign(code=code))
    return Unknowns(sized(pd.concat(parts, ignore_index=True)), chosen, group=group)


@dataclass(frozen=True, eq=False)
class Readers(Finding):
    """How far a second machine reader finds the same attributions and names the same sources."""

    reader: str = "rules"
    opinions: pd.DataFrame = field(default_factory=pd.DataFrame)
    """A row an attribution of either reader, with what it found."""

    def apart(self) -> pd.DataFrame:
        """Give what only one reader found, that of which it is surest first."""
        one = self.opinions[self.opinions["found_by"] != "both"]
        return one.sort_values("confidence", ascending=False, kind="stable")

    @styled
    def plot(self, ax=None) -> Figure:
        table = self.table.assign(estimate=self.table["agreement"], low=np.nan, high=np.nan)
        return forest(
            table, "form", x_label="agreement (F1)", percent=False, limits=(-0.04, 1.04), sort=False,
            nothing="Neither reader found an attribution, so there is no agreement to draw.", ax=ax,
        )  # fmt: skip

    def sentence(self) -> str:
        row = self.table.set_index("form").loc["all"]
        whole = int(row["both"] + row["first_only"] + row["second_only"])
        if not whole:
            return (
                f"Neither the corpus's reader nor the {self.reader} reader found an attribution in the articles read."
            )
        named = (
            "" if np.isnan(row["same_source"]) else f" and name the same source in {row['same_source']:.0%} of these"
        )
        return (
            f"Of {whole} attributions that the corpus's reader or the {self.reader} reader found, both found "
            f"{int(row['both'])}{named}; agreement (F1) {row['agreement']:.2f}."
        )

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table


def readers(chosen: Selection, reader: str = "rules", articles: int = 25, seed: int = 1) -> Readers:
    """Have some articles read again by another machine reader, and say how far the two agree.

    That both agree proves little: they share blind spots.

    Parameters
    ----------
    chosen : Selection
        Whose articles, and which of the corpus's attributions.
    reader : {"rules", "model"}
        The second reader.
    articles, seed : int
        How many articles it reads, and which draw of them.

    Returns
    -------
    Readers
        A row a form: as :func:`analysis.measures.reader_agreement` gives it.
    """
    ids = chosen.articles(["article_id"])["article_id"]
    texts = chosen.articles(limit_to=ids.sample(min(articles, len(ids)), random_state=seed))
    first = chosen.corpus.table("attributions", articles=texts["article_id"])
    opinions = second_opinion(texts, first, reader, articles, seed)
    return Readers(measures.reader_agreement(opinions), chosen, reader=reader, opinions=opinions)
