"""In what light sides are shown: tone toward them, and what another tool would say of it.

Mentions are counted here, not attributions: no page opens them as these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.query import Selection
from analysis.figures import MINUS, forest, interval_text, number_text, styled
from analysis.findings.corrected import beside
from analysis.findings.finding import Finding
from analysis.reading.tone.baselines import load_lexicon

VOICES = {"journalist": "the outlet's own words", "source": "words of its sources"}
SCALE = f"{MINUS}1 (negative) to 1 (positive)"


@dataclass(frozen=True, eq=False)
class Tone(Finding):
    """Net tone toward each side, mean of p(positive) − p(negative), in each voice and group."""

    group: str = "outlet"
    series: str = "side"
    """What has a colour of its own: the side, or the tool."""
    mentions: int = 0
    minimum_confidence: float = 0.0

    def of(self, voice: str) -> "Tone":
        """Give the same of one voice: "journalist", the outlet's own words, or "source", those it quotes."""
        return replace(self, table=self.table[self.table["voice"] == voice].reset_index(drop=True))

    @property
    def surest(self) -> pd.Series | None:
        """The row whose interval lies farthest from 0; in the outlet's own words where there are any."""
        found = self.table.dropna(subset=["low"])
        own = found[found["voice"] == "journalist"]
        found = own if len(own) else found
        away = np.maximum(found["low"], -found["high"])
        return found.loc[away.idxmax()] if len(found) and away.max() > 0 else None

    @styled
    def plot(self, ax=None) -> Figure:
        return forest(
            self.table,
            rows=self.group,
            series=self.series,
            order=list(self.labels.get(self.series, {})),
            names={**self.labels.get(self.series, {}), **self.labels.get(self.group, {})},
            x_label=f"net tone, {SCALE}",
            percent=False,
            middle=0,
            sort=False,
            counting=lambda row: (None, None),
            nothing="No sentence mentions a side of the codebook, so there is no tone to draw.",
            ax=ax,
        )

    def headline(self) -> str:
        if not self.mentions:
            return "No sentence mentions an actor or a side of the codebook"
        row = self.surest
        if row is None:
            return f"No {self.group} speaks of any side other than neutrally, beyond what chance allows"
        side, light = self._label("side", row["side"]), "ill" if row["estimate"] < 0 else "well"
        own = "speaks" if row["voice"] == "journalist" else "lets its sources speak"
        return f"{row[self.group]} {own} {light} of {side}: net tone {number_text(row['estimate'])}"

    def sentence(self, most: int = 8) -> str:
        found = self.table.dropna(subset=["estimate"])
        if not self.mentions or found.empty:
            return "No sentence mentions an actor or a side of the codebook, so there is no tone toward them."
        parts = []
        for (name, voice), rows in list(found.groupby([self.series, "voice"], sort=False))[:most]:
            low, high = rows.loc[rows["estimate"].idxmin()], rows.loc[rows["estimate"].idxmax()]
            reach = self._mean(low) if len(rows) == 1 else f"from {self._mean(low)} to {self._mean(high)}"
            parts.append(f"{self._label(self.series, name)} in {VOICES[voice]} {reach}")
        return f"Net tone toward {'; '.join(parts)}."

    def coverage(self) -> str:
        """Say of how many mentions the model was sure enough."""
        if not self.mentions:
            return ""
        sure = int(self.table["n_mentions"].sum())
        return (
            f"The model was sure enough (probability {self.minimum_confidence:g} or more) of {sure} of {self.mentions} "
            f"mentions, {sure / self.mentions:.0%}; it abstains on the rest."
        )

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None

    def _label(self, column: str, code: str) -> str:
        return self.labels.get(column, {}).get(code, code)

    def _mean(self, row: pd.Series) -> str:
        interval = "interval not estimable" if np.isnan(row["low"]) else interval_text(row, percent=False)
        return f"{number_text(row['estimate'])} in {row[self.group]} ({interval})"


def mentions_of(chosen: Selection, group: str = "outlet", lexicon: str = "") -> pd.DataFrame:
    """Give the mentions of actors and sides in the articles that are looked at: a row one, with sentence and tone.

    Parameters
    ----------
    chosen : Selection
        Whose articles.
    group : str
        What will be measured apart: outlet, a period, or a column of `outlets.csv`.
    lexicon : str
        A dictionary of one's own, as a file; its score of the sentence is the column `own`.

    Returns
    -------
    DataFrame
        As :func:`analysis.measures.targeted_sentences` gives it; `attrs["selection"]` is the selection.
    """
    columns = dict.fromkeys(["article_id", "outlet", "title", "published", "duplicate_of", group])
    articles = chosen.articles(columns)
    sentences = chosen.sentences(["sentence_id", "sentence", "textblob", "vader"])
    found = measures.targeted_sentences(chosen.tones(), sentences, articles)
    if group not in found:
        found[group] = found["article_id"].map(articles.set_index("article_id")[group])
    if lexicon:
        found["own"] = found["sentence"].map(load_lexicon(Path(lexicon)))
    found.attrs = {"selection": chosen}
    return found


def tone_toward(mentions: pd.DataFrame, minimum_confidence: float = 0.0, group: str = "outlet") -> Tone:
    """Give the net tone toward each side in each voice, with an interval by article, and corrected where people coded.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions_of` gives them; or rows of one's own.
    minimum_confidence : float
        The model abstains where its likeliest tone has a lower probability.
    group : str
        What is measured apart.

    Returns
    -------
    Tone
        A row a group, side and voice.
    """
    keys = [group, "side", "voice"]
    table = measures.tone_toward(mentions, minimum_confidence, keys)
    about = _about(mentions)
    if chosen := mentions.attrs.get("selection"):
        hand = measures.standing_codes(chosen.hand_codes(), tones=mentions)
        sure = measures.answered(mentions, minimum_confidence)
        table = beside(table, measures.corrected_tone(sure, hand, keys), keys)
    return Tone(table, **about, group=group, mentions=len(mentions), minimum_confidence=minimum_confidence)


@dataclass(frozen=True, eq=False)
class Tools(Tone):
    """What tools of tone say of the same mentions: the model, and dictionaries as a baseline."""

    series: str = "tool"
    judged: pd.DataFrame = field(default_factory=pd.DataFrame)
    """A row a mention, with what each tool calls it: −1, 0 or 1."""
    tools: tuple[str, ...] = ()

    def agreement(self) -> pd.DataFrame:
        """Give Krippendorff's ordinal alpha of the tools."""
        return measures.tool_agreement(self.judged, list(self.tools))

    def conflict(self) -> pd.DataFrame:
        """Give how often dictionaries call neutral sentences negative, with and without words of conflict."""
        return measures.conflict_vocabulary(self.judged, list(self.tools))

    def disputed(self, limit: int) -> pd.DataFrame:
        """Give the mentions on which tools differ most, those first of which the model is surest."""
        columns = [self.group, "voice", "target", "sentence", *self.tools]
        return measures.most_disputed(self.judged, list(self.tools[1:]), limit)[columns]

    def headline(self) -> str:
        changes = measures.sign_changes(self.table, [self.group, "side", "voice"])
        return f"Another tool would turn the sign of {len(changes)} tones" if len(changes) else "No tool turns a sign"

    def sentence(self, most: int = 6) -> str:
        changes = measures.sign_changes(self.table, [self.group, "side", "voice"])
        if changes.empty:
            return f"No dictionary's mean has the opposite sign of the model's. {self.warning()}"
        parts = [
            f"{row['tool']} on {self._label('side', row['side'])} in {row[self.group]}"
            for row in changes.head(most).to_dict("records")
        ]
        more = f"; and {len(changes) - most} more" if len(changes) > most else ""
        return f"Another tool would turn the sign {len(changes)} times: {'; '.join(parts)}{more}. {self.warning()}"

    def warning(self) -> str:
        """Warn of dictionaries that call neutral sentences negative for their words of conflict, or say why not."""
        table = self.conflict()
        n_with, n_without = table[["n_with", "n_without"]].max() if len(table) else (0, 0)
        if min(n_with, n_without) < measures.ENOUGH:
            return (
                "Too few sentences to tell whether dictionaries take words of conflict for hostility: of those that "
                f"the model calls neutral {n_with} have such words and {n_without} have none; it takes "
                f"{measures.ENOUGH} of either."
            )
        unsafe = table[table["unsafe"]]
        if unsafe.empty:
            return "No dictionary reads this corpus's words of conflict as hostility more often than other words."
        parts = [
            f"{row['tool']} calls {row['with_words']:.0%} of the sentences negative that the model calls neutral and "
            f"that have such words ({row['n_with']}), and {row['without_words']:.0%} of those without"
            for row in unsafe.to_dict("records")
        ]
        return f"Words of conflict make dictionaries unsafe on this corpus: {'; '.join(parts)}."


def tone_by_tool(mentions: pd.DataFrame, group: str = "outlet") -> Tools:
    """Say what the model and dictionaries call the same mentions; a dictionary has no target, and is a baseline only.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions_of` gives them, with a column `own` where a dictionary of one's own was named.
    group : str
        What is measured apart.

    Returns
    -------
    Tools
        A row a group, side, voice and tool.
    """
    further = {"own": mentions["own"]} if "own" in mentions else {}
    judged = measures.judged_by_tools(mentions, further)
    tools = (measures.MODEL, *measures.TOOLS.values(), *further)
    table = measures.tone_by_tool(judged, list(tools), [group, "side", "voice"])
    return Tools(table, **_about(mentions), group=group, mentions=len(mentions), judged=judged, tools=tools)


def _about(mentions: pd.DataFrame) -> dict[str, Any]:
    chosen = mentions.attrs.get("selection")
    labels = {**(chosen.corpus.labels if chosen else {}), "voice": VOICES}
    return {"labels": labels, "unit": "mentions", "name": "net tone", "percent": False}
