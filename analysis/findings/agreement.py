"""How far people and the machine agree, how right the machine is, and what hand codes make of an estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.account import count_of
from analysis.corpus.query import Selection
from analysis.figures import forest, interval_text, number_text, styled
from analysis.findings.finding import Finding
from analysis.schema import UNKNOWN

TENTATIVE, GOOD = 0.667, 0.8
"""Krippendorff's lowest alphas for tentative conclusions and for firm ones (*Content Analysis*, 2004, chapter 11)."""

TO_DO = (
    "Nobody has coded this corpus by hand yet. “evenhand code sample CORPUS --n 200 --coders Ada,Ben --page” draws a "
    "sample into a page for each coder; “evenhand code score CORPUS coding” reads what they filled in; then run this "
    "study again."
)
ALL = "all outlets"
MORE = 50
"""Further articles of which is said what coding them would buy."""


class HandCoded(NamedTuple):
    """What people coded of the articles that are looked at, and what the machine says of the same."""

    selection: Selection
    articles: pd.DataFrame
    attributions: pd.DataFrame
    mentions: pd.DataFrame
    hand: pd.DataFrame
    """The codes that stand: their item says the same as when it was coded."""
    left_out: int
    """Codes of articles that are not looked at, or of an older reading."""

    @property
    def codes(self) -> pd.DataFrame:
        """Give the people's codes and the machine's, one under the other; none where nobody coded."""
        machine = measures.machine_codes(self.attributions, self.mentions) if len(self.hand) else self.hand
        return pd.concat([self.hand, machine], ignore_index=True)

    def coders(self) -> pd.DataFrame:
        """Count what each coder did."""
        return measures.coder_counts(self.hand)

    def sentence(self) -> str:
        """Say what each coder did, or, where there is none, how to begin."""
        parts = [
            f"{row['coder']} judged {count_of(row['attributions'], 'attribution')} and "
            f"{count_of(row['mentions'], 'mention')}, read {count_of(row['articles'], 'article')} whole and added "
            f"{count_of(row['missed'], 'attribution')} that the machine missed"
            for row in self.coders().to_dict("records")
        ]
        rest = f" {count_of(self.left_out, 'code')} of other articles or an older reading are left out."
        return f"{'; '.join(parts)}.{rest if self.left_out else ''}" if parts else TO_DO

    def marks(self) -> pd.DataFrame:
        """Give the marks that people corrected: of which part, as the machine and as the coder has it."""
        told = self.hand[(self.hand["unit"] == measures.ATTRIBUTION) & self.hand["variable"].isin(measures.MARKS)]
        texts = self.articles.set_index("article_id")["text"]
        machine = self.attributions.set_index("attribution_id")
        rows = [
            {
                "coder": one["coder"],
                "outlet": machine.at[one["item"], "outlet"],
                "part": (part := one["variable"].removesuffix("_spans")),
                "machine": machine.at[one["item"], part],
                "by_hand": _words(texts[one["article_id"]], one["value"]),
            }
            for one in told.to_dict("records")
        ]
        return pd.DataFrame(rows, columns=["coder", "outlet", "part", "machine", "by_hand"])

    def contested(self, variable: str) -> pd.DataFrame:
        """Give the attributions that somebody coded otherwise than the machine, with what people say beside."""
        labels = self.selection.corpus.labels.get(variable, {})
        return measures.contested(self.codes, self.attributions, variable, labels)

    def confused(self) -> pd.DataFrame:
        """Count what two coders called the same item where they differ, the most frequent first."""
        table = measures.confusion_table(self.codes)
        apart = table[table["value_of_one"] != table["value_of_other"]].sort_values("items", ascending=False)
        labels = self.selection.corpus.labels
        for column in ("value_of_one", "value_of_other"):
            named = [labels.get(row["variable"], {}).get(row[column], row[column]) for row in apart.to_dict("records")]
            apart = apart.assign(**{column: named})
        return apart


def coded_by_hand(chosen: Selection) -> HandCoded:
    """Gather what people coded of the articles that are looked at, with the machine's attributions of them."""
    codes = chosen.hand_codes()
    articles = chosen.articles(limit_to=codes["article_id"].unique())
    ids = articles["article_id"]
    attributions, mentions = chosen.attributions(articles=ids), chosen.corpus.table("tones", articles=ids)
    hand = measures.standing_codes(codes[codes["article_id"].isin(ids)], attributions, mentions)
    return HandCoded(chosen, articles, attributions, mentions, hand, len(codes) - len(hand))


@dataclass(frozen=True, eq=False)
class Agreement(Finding):
    """Krippendorff's alpha for each variable, among the people and of each with the machine."""

    @styled
    def plot(self, ax=None) -> Figure:
        table = self.table.assign(variable=self.table["variable"].str.replace("_", " "))
        return forest(
            table,
            rows="variable",
            series="coders",
            x_label=f"Krippendorff's alpha (dashed: {TENTATIVE})",
            percent=False,
            middle=TENTATIVE,
            together=True,
            sort=False,
            nothing=TO_DO,
            ax=ax,
        )

    @property
    def found(self) -> pd.DataFrame:
        return self.table.dropna(subset=["estimate"]).sort_values(["estimate", "variable", "coders"])

    def headline(self) -> str:
        if self.found.empty:
            return "Nobody has checked this reading yet"
        with_machine = self.found[self.found["coders"] != measures.PEOPLE]
        low, high = with_machine.iloc[0], with_machine.iloc[-1]
        return (
            f"People and the machine agree least on {_name(low)} (alpha {number_text(low['estimate'])}), most on "
            f"{_name(high)} ({number_text(high['estimate'])})"
        )

    def sentence(self, most: int = 8) -> str:
        found = self.found
        if found.empty:
            return TO_DO
        parts = [
            f"{_name(row)}, {row['coders']} {number_text(row['estimate'])}" for _, row in found.head(most).iterrows()
        ]
        more = f"; and {len(found) - most} more" if len(found) > most else ""
        low, good = int((found["estimate"] < TENTATIVE).sum()), int((found["estimate"] >= GOOD).sum())
        return (
            f"Krippendorff's alpha, the lowest first: {'; '.join(parts)}{more}. {low} of {len(found)} are below "
            f"{TENTATIVE}: nothing should rest on these alone; {good} reach {GOOD}, the usual demand."
        )

    def readable(self, labels=None) -> pd.DataFrame:
        means = np.select(
            [self.table["estimate"] >= GOOD, self.table["estimate"] >= TENTATIVE], ["good", "tentative"], ""
        )
        low = self.table["estimate"] < TENTATIVE
        return super().readable(labels).assign(means=np.where(low, "too low to rest on", means))

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None


def agreement(coded: HandCoded) -> Agreement:
    """Say for each variable how far people agree, and each of them with the machine, which is a coder like any other.

    Returns
    -------
    Agreement
        A row a variable and `coders`, with `agreed`, the share of items coded alike; none where nobody coded.
    """
    table = measures.agreement_table(coded.codes, orders=coded.selection.corpus.codebook.orders)
    return Agreement(table, coded.selection, name="alpha", percent=False)


@dataclass(frozen=True, eq=False)
class Quality(Finding):
    """How much of what the machine found is right, and how much of what there is it found, as each coder judges."""

    @styled
    def plot(self, ax=None) -> Figure:
        options = {"together": True, "sort": False, "limits": (0, 1.02), "nothing": self.sentence(), "ax": ax}
        return forest(self.table, rows="measure", series="coder", x_label="share of attributions", **options)

    def sentence(self) -> str:
        if self.table.empty:
            return "Nobody has judged the machine's attributions."
        parts = [
            f"by {coder}: "
            + ", ".join(
                f"{row['measure']} {row['estimate']:.0%} ({interval_text(row)})" for row in rows.to_dict("records")
            )
            for coder, rows in self.table.groupby("coder", sort=True)
        ]
        return f"The machine's attributions, {'; '.join(parts)}."

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None


def quality(coded: HandCoded, by: str = "") -> Quality:
    """Say how right each coder finds the machine's attributions: precision, recall and F1, with intervals by article.

    Recall comes only from articles that a coder read whole. With `by` (form, side …), apart for each value.
    """
    table = measures.attribution_quality(coded.hand, coded.attributions, by=by)
    return Quality(table, coded.selection, coded.selection.corpus.labels, name="share")


@dataclass(frozen=True, eq=False)
class Corrected(Finding):
    """Shares as the machine has them, and corrected by hand codes, over all articles together."""

    code: str = "side"
    more: int = 0
    """Further articles that could be coded, `MORE` at most."""

    @styled
    def plot(self, ax=None) -> Figure:
        machine = self.table.assign(whose="the machine's own", estimate=self.table["raw"], low=np.nan, high=np.nan)
        both = pd.concat([self.table.assign(whose="corrected, with its interval"), machine], ignore_index=True)
        return forest(
            both, rows=self.code, series="whose", names=self.labels.get(self.code), x_label="share of attributions",
            together=True, sort=False, nothing=self.sentence(), ax=ax,
        )  # fmt: skip

    def sentence(self, most: int = 4) -> str:
        found = self.table.dropna(subset=["estimate", "raw"]) if len(self.table) else self.table
        if found.empty:
            return "Too little was coded by hand to correct an estimate."
        moved = found.assign(moved=(found["estimate"] - found["raw"]).abs())
        moved = moved.sort_values(["moved", self.code], ascending=[False, True])
        parts = [
            f"{self.labels.get(self.code, {}).get(row[self.code], row[self.code])} from {row['raw']:.0%} to "
            f"{row['estimate']:.0%} ({interval_text(row)})"
            for row in moved.head(most).to_dict("records")
        ]
        outside = int(((found["raw"] < found["low"]) | (found["raw"] > found["high"])).sum())
        return (
            f"Hand codes move most: {'; '.join(parts)}. In {outside} of {len(found)} the machine's own lies outside "
            f"the interval.{self._bought(moved)}"
        )

    def _bought(self, moved: pd.DataFrame) -> str:
        """Say what coding further articles would buy for the widest interval."""
        widths = moved.assign(now=(moved["high"] - moved["low"]) / 2).dropna(subset=["now", "with_more"])
        if widths.empty:
            return ""
        row = widths.loc[widths["now"].idxmax()]
        name = self.labels.get(self.code, {}).get(row[self.code], row[self.code])
        now, then = f"{100 * row['now']:.0f}", f"{100 * row['with_more']:.0f}"
        buys = f"leave it at ±{now}" if now == then else f"make ±{then} of it"
        return f" The widest is that of {name}, ±{now} points: another {self.more} articles, coded, would {buys}."

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None


def corrected_shares(coded: HandCoded, code: str = "side") -> Corrected:
    """Correct the shares of a code over all articles together, by what people coded (prediction-powered inference).

    Returns
    -------
    Corrected
        As :func:`analysis.measures.corrected_shares` gives it, and `with_more`, the half-width that coding `more`
        further articles would leave; none where nobody coded.
    """
    chosen = coded.selection
    items = chosen.count_beside(coded.hand["article_id"], code).assign(all=ALL)
    values = [*chosen.corpus.labels.get(code, sorted(set(items[code]) - {UNKNOWN})), UNKNOWN]
    table = measures.corrected_shares(items, coded.hand, code, values, "all")
    own = measures.shares(items, code, "all", values=values).set_index(code)
    widths = zip((table["high"] - table["low"]) / 2, table[code].map((own["high"] - own["low"]) / 2), strict=True)
    n = coded.hand["article_id"].nunique()
    more = min(MORE, int(table["n_articles"].max()) - n) if len(table) and n > 1 else 0
    table["with_more"] = [measures.width_with_more(now, whole, n, more) for now, whole in widths] if more else np.nan
    return Corrected(table, chosen, chosen.corpus.labels, name="corrected", code=code, more=more)


def _words(text: str, spans: str) -> str:
    """Give the words at spans as hand codes write them."""
    return " … ".join(text[int(start) : int(end)] for start, end in (span.split("-") for span in spans.split(",")))


def _name(row: Mapping[str, Any]) -> str:
    return row["variable"].replace("_", " ")
