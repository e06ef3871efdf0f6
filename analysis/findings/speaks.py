"""Who speaks of whom, and how: the sides of speakers and of those whom they name, accusations and praise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import measures
from analysis.corpus.query import Selection
from analysis.figures import (
    counts,
    empty_figure,
    estimate_text,
    fitting,
    interval_text,
    new_figure,
    number_text,
    points,
    styled,
    wrap,
)
from analysis.findings.finding import Finding
from analysis.schema import UNKNOWN

PRAISE = 0.9
"""From what probability of a positive tone a source supports whom it names."""


@dataclass(frozen=True, eq=False)
class SpeaksOf(Finding):
    """Net tone of each side's sources toward each side that they name: a row a pair, `speaker` and `target`."""

    accusing: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The attributions that accuse another side, with `accused`."""
    supporting: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The attributions that speak well of a side, with `supported`."""
    named: pd.DataFrame = field(default_factory=pd.DataFrame)
    """How many attributions (`n`) of a `side` name which sides (`speaks_of`: their codes, joined by +)."""

    @styled
    def plot(self, ax=None) -> Figure:
        table = self.table.dropna(subset=["estimate"])
        if table.empty:
            return empty_figure("No source of a side names a side, so nobody speaks of anybody.")
        order = list(self.labels["side"])
        speakers, targets = ([side for side in order if side in set(table[name])] for name in ("speaker", "target"))
        tones = table.pivot(index="speaker", columns="target", values="estimate").reindex(speakers, columns=targets)
        axes = ax or new_figure(len(speakers) * 0.62 + 1.1).add_subplot()
        axes.imshow(tones.to_numpy(float), cmap="PuOr", vmin=-1, vmax=1, aspect="auto", alpha=0.75)
        for row in table.to_dict("records"):
            text = f"{number_text(row['estimate'])}\n({row['n_mentions']})"
            place = targets.index(row["target"]), speakers.index(row["speaker"])
            axes.annotate(text, place, ha="center", va="center", fontsize=points(8), color="#1a1a1a")
            cell = axes.add_patch(Rectangle((place[0] - 0.5, place[1] - 0.5), 1, 1, fill=False, linewidth=0))
            counts(cell, *self.counting(row), said=estimate_text(row, False))
        axes.set_xticks(range(len(targets)), [wrap(self._name(side), fitting(14)) for side in targets])
        axes.set_yticks(range(len(speakers)), [wrap(self._name(side), fitting(20)) for side in speakers])
        axes.grid(visible=False)
        axes.set_xlabel("of whom they speak; net tone (mentions)")
        axes.set_ylabel("whose sources speak")
        return axes.figure

    def sentence(self) -> str:
        table = self.table.dropna(subset=["low"])
        if table.empty:
            return "Too few sources of a side name a side to say who speaks of whom."
        away = table.loc[_surely_away(table).sort_values(ascending=False).index].head(4)
        parts = [
            f"{self._name(row['speaker'])} on {self._name(row['target'])} {number_text(row['estimate'])} "
            f"({interval_text(row, False)})"
            for row in away.to_dict("records")
        ]
        return f"Net tone, farthest from neutral: {'; '.join(parts)}."

    def headline(self) -> str:
        table = self.table.dropna(subset=["low"])
        table = table[(table["low"] > 0) | (table["high"] < 0)]
        if table.empty:
            return "No side's sources speak of a side other than neutrally, beyond what chance allows"
        row = table.loc[_surely_away(table).idxmax()]
        light = "ill" if row["estimate"] < 0 else "well"
        names = self._name(row["speaker"]), self._name(row["target"])
        return f"Sources on the side of {names[0]} speak {light} of {names[1]}: net tone {number_text(row['estimate'])}"

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return {"side": row["speaker"], "speaks_of": list(self._of(row)["speaks_of"])}

    def number(self, row: Mapping[str, Any]) -> float | None:
        return self._of(row)["n"].sum()  # attributions, of which one may name a side several times

    def _of(self, row: Mapping[str, Any]) -> pd.DataFrame:
        names_it = self.named["speaks_of"].map(lambda sides: row["target"] in sides.split(" + "))
        return self.named[names_it & (self.named["side"] == row["speaker"])]

    def _name(self, side: str) -> str:
        return self.labels["side"].get(side, side)

    def matrix(self, column: str = "accusing") -> pd.DataFrame:
        """Count attributions by the speakers' side (rows) and the side they name: of `accusing` or `supporting`."""
        rows, named = (self.accusing, "accused") if column == "accusing" else (self.supporting, "supported")
        sides = list(self.labels["side"])
        counted = pd.crosstab(rows["side"], rows[named]).reindex(index=sides, columns=sides, fill_value=0)
        return counted.rename(index=dict(self.labels["side"]), columns=dict(self.labels["side"])).rename_axis(
            index="whose sources", columns=None
        ).reset_index()  # fmt: skip


def _surely_away(table: pd.DataFrame) -> pd.Series:
    """Say how far from neutral the nearer end of each interval is; below 0 where it holds neutral."""
    return np.maximum(table["low"], -table["high"])


def speaks_of(chosen: Selection, minimum_confidence: float = 0.0, blame: float = measures.BLAME) -> SpeaksOf:
    """Give the net tone of each side's sources toward each side they name, and who accuses and who supports whom.

    It sees only sources with a side and targets that the codebook names; about one accusation in four that it finds is
    none. Sources without a side are left out; what sources of two sides say together counts once for each.

    Parameters
    ----------
    chosen : Selection
        What is looked at; of a large corpus ``chosen.drawn(50_000)``.
    minimum_confidence : float
        The model abstains where its likeliest tone has a lower probability.
    blame : float
        From what probability of a negative tone an attribution accuses whom it names.

    Returns
    -------
    SpeaksOf
        `speaker`, `target`, `estimate`, `low`, `high` (-1 to 1), `negative`, `neutral`, `positive`, `coverage`,
        `n_mentions`, `articles`, `note`.
    """
    rows = chosen.attributions(voices=True)
    rows = rows[rows["side"] != UNKNOWN].drop_duplicates(["attribution_id", "side"])  # once for each side that speaks
    tones = chosen.tones()
    tones = tones[(tones["voice"] == "source") & (tones["side"] != UNKNOWN)]
    spoken = tones.assign(target=tones["side"]).merge(
        rows[["attribution_id", "side"]].rename(columns={"side": "speaker"}), on="attribution_id"
    )
    table = measures.tone_toward(spoken, minimum_confidence, ["speaker", "target"])
    praised = spoken[spoken["p_positive"] >= PRAISE].drop_duplicates(["attribution_id", "target"])
    praised = praised[["attribution_id", "target"]].rename(columns={"target": "supported"})
    spoken_of = chosen.attributions(["side", "speaks_of", "part"], voices=True)
    labels = chosen.corpus.labels
    named = labels["side"]
    return SpeaksOf(
        table.rename(columns={"n_articles": "articles"}), chosen, {**labels, "speaker": named, "target": named},
        "mentions", name="net tone", percent=False, accusing=measures.accusations(rows, tones, blame),
        supporting=rows.merge(praised, on="attribution_id"),
        named=spoken_of.groupby(["side", "speaks_of"], as_index=False)["part"].sum().rename(columns={"part": "n"}),
    )  # fmt: skip
