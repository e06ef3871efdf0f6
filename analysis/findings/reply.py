"""Who accuses whom, and whether the accused is heard."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.query import Selection
from analysis.corpus.store import read_table
from analysis.figures import describe_shares, forest, styled
from analysis.findings.finding import LABELS, Finding, sized


@dataclass(frozen=True, eq=False)
class Replies(Finding):
    """Of the articles in which a side is accused, the share in which it is heard, asked in vain, or neither."""

    accusations: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The attributions that accuse, a row for each accused side: `accused`, `accused_actor`, `basis` (cue or tone)."""

    @styled
    def plot(self, ax=None) -> Figure:
        return forest(
            self.table, "accused", "outcome", order=list(LABELS["outcome"]),
            names={**self.labels["accused"], **LABELS["outcome"]}, x_label="share of articles", sort=False, ax=ax,
            nothing="No source of a side accuses another side, so there is nothing to answer.",
        )  # fmt: skip

    def sentence(self) -> str:
        named = self.table.replace({"accused": dict(self.labels["accused"])})
        return describe_shares(named, "outcome", "accused", LABELS["outcome"], "articles that let a side be accused")

    def codes(self, row) -> dict[str, Any] | None:
        return None  # rows count articles


def right_of_reply(chosen: Selection, blame: float = measures.BLAME) -> Replies:
    """Give, of the articles in which a source accuses another side, the share in which that side is heard.

    It sees only sources with a side and targets that the codebook names; about one accusation in four that it finds is
    none.

    Parameters
    ----------
    chosen : Selection
        What is looked at; of a large corpus ``chosen.drawn(50_000)``.
    blame : float
        From what probability of a negative tone an attribution accuses whom it names.
    """
    cues = chosen.frequencies(["cue"])["cue"]
    accused = measures.accusations(*chosen.in_quarrel(measures.accusing_cues(cues), blame), blame)
    among = accused["article_id"].unique()
    heard = chosen.attributions(["article_id", "side"], articles=among, voices=True)
    texts = chosen.articles(["article_id", "text"], limit_to=among)
    silent = texts[texts["text"].str.contains(measures.no_reply_words(), case=False, regex=True)]
    sentences, tones = (
        read_table(chosen.corpus.folder, table, articles=silent["article_id"]) for table in ("sentences", "tones")
    )
    unanswered = measures.without_reply(sentences, tones, silent)
    table = sized(measures.right_of_reply(accused, heard, unanswered, ["accused"]))
    labels = LABELS | chosen.corpus.labels
    return Replies(table, chosen, labels, name="share", accusations=accused)
