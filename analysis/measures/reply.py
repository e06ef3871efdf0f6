"""The right of reply: whether whom an article lets be accused is heard in it, or was asked and did not answer."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.files import load_yaml
from analysis.measures.counting import INTERVAL, SIZES, by_group, estimate_row
from analysis.measures.cues import cue_lemma
from analysis.measures.estimators import share_interval, share_of_articles
from analysis.options import LEVEL, as_list, require_between, require_columns
from analysis.schema import UNKNOWN

BLAME = 0.9
"""From what probability of a negative tone an attribution accuses whom it names."""

OUTCOMES = {
    "heard": "heard in the same article",
    "no_reply": "asked, and said not to have answered",
    "silent": "neither",
}
"""What may become of a side that is accused in an article; `heard` goes before `no_reply`."""


def accusations(attributions: pd.DataFrame, tones: pd.DataFrame, blame: float = BLAME) -> pd.DataFrame:
    """Find attributions in which a source of one side accuses another side or its actor.

    A source accuses whom its content names first when the cue is one of `right-of-reply.yml` (accused, blamed …), and
    whomever it names when the tone toward it is negative with a probability of at least `blame`. It sees only
    sources with a side and targets that the codebook names; not whom "they" means, and not what the journalist's own
    voice reproaches. Judged by hand on sixty articles of PolNeAR's training half, about three in four of what it
    finds accuse or attack whom it says; the others name the target in a quarrel with somebody else. Whether an
    accusation is just, it does not ask.

    Parameters
    ----------
    attributions : DataFrame
        Coded attributions, with `attribution_id`, `cue`, `side`, `actor`.
    tones : DataFrame
        The corpus's table: who is named in which attribution, and in what tone.
    blame : float
        Lowest probability of a negative tone, 0 to 1; 1 leaves the cues alone.

    Returns
    -------
    DataFrame
        The attributions, one row for each accused side, with `accused` (side), `accused_actor` (the first one named;
        "" for the side itself) and `basis` ("cue" or "tone").

    Raises
    ------
    RequestError
        When a column is missing, or `blame` is no probability.
    """
    require_between("The lowest probability of blame", blame, 0, 1)
    require_columns(attributions, "attribution_id", "article_id", "cue", "side", "actor")
    require_columns(tones, "attribution_id", "voice", "side", "actor", "p_negative", "start")
    named = tones[tones["voice"] == "source"].sort_values(["attribution_id", "start"])
    named = named.rename(columns={"side": "accused", "actor": "accused_actor"})
    named = named[["attribution_id", "accused", "accused_actor", "p_negative"]]
    named = named.assign(first=~named.duplicated("attribution_id"))
    pairs = attributions[attributions["side"] != UNKNOWN].merge(named, on="attribution_id")
    pairs = pairs[(pairs["accused"] != pairs["side"]) & (pairs["accused"] != UNKNOWN)]
    by_cue = pairs["first"] & pairs["cue"].fillna("").map(cue_lemma).isin(_table()["accusing"])
    pairs = pairs.assign(basis=np.where(by_cue, "cue", "tone"))[by_cue | (pairs["p_negative"] >= blame)]
    return (
        pairs.drop_duplicates(["attribution_id", "accused"])
        .drop(columns=["p_negative", "first"])
        .reset_index(drop=True)
    )


def accusing_cues(cues: Iterable[str]) -> list[str]:
    """Keep the cues, as written, that accuse."""
    return sorted({cue for cue in cues if cue_lemma(cue) in _table()["accusing"]})


def without_reply(sentences: pd.DataFrame, tones: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Find where an article says that somebody of a side declined to comment, did not respond, could not be reached.

    Who it was is the last actor or word of a side that the codebook finds before or in the words, in their sentence; a
    pronoun or "a spokesman" with the name in the sentence before is not seen.

    Returns
    -------
    DataFrame
        `article_id`, `side`, `actor`, `words` (those that say it); one row a place.
    """
    require_columns(sentences, "sentence_id", "article_id", "start", "end")
    require_columns(tones, "article_id", "start", "side", "actor")
    require_columns(articles, "article_id", "text")
    texts = articles.set_index("article_id")["text"]
    found = []
    for article_id, own in sentences.groupby("article_id", sort=True):
        text = texts.get(article_id, "")
        targets = None
        for match in _no_reply().finditer(text):
            targets = tones[tones["article_id"] == article_id] if targets is None else targets
            begins = text.rfind("\n", 0, match.start()) + 1
            begins = max([begins, *own.loc[_opens(own, text) & (own["start"] <= match.start()), "start"]])
            before = targets[targets["start"].between(begins, match.end())].sort_values("start")
            if len(before) and before["side"].iloc[-1] != UNKNOWN:
                found.append((article_id, *before[["side", "actor"]].iloc[-1], match[0]))
    return pd.DataFrame(found, columns=["article_id", "side", "actor", "words"])


def right_of_reply(
    accused: pd.DataFrame,
    attributions: pd.DataFrame,
    unanswered: pd.DataFrame,
    group: str | Sequence[str] = ("outlet", "accused"),
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give, of the articles that let a side be accused, the share in which it is heard, asked in vain, or neither.

    A side is heard when anybody of it is a source in the same article, before or after; that it answers the very
    accusation is not asked. An article in which two sides are accused counts once for each.

    Parameters
    ----------
    accused : DataFrame
        As `accusations` gives it.
    attributions : DataFrame
        Coded attributions: who is heard.
    unanswered : DataFrame
        As `without_reply` gives it.
    group : str or list of str
        Columns of `accused` whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `outcome` (heard, no_reply, silent), `estimate`, `low`, `high` (0 to 1), `count` (articles),
        `n_attributions` (accusations), `n_articles` (with one), `note`. Nobody accused gives no rows.
    """
    group = as_list(group)
    require_columns(accused, "article_id", "accused", *group)
    require_columns(attributions, "article_id", "side")
    require_columns(unanswered, "article_id", "side")
    heard = set(zip(attributions["article_id"], attributions["side"], strict=True))
    asked = set(zip(unanswered["article_id"], unanswered["side"], strict=True))
    outcomes = [
        "heard" if case in heard else "no_reply" if case in asked else "silent"
        for case in zip(accused["article_id"], accused["accused"], strict=True)
    ]
    cases = accused.assign(outcome=outcomes)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        once = members.drop_duplicates(["article_id", "accused"])
        wholes = once.groupby("article_id").size()
        for outcome in OUTCOMES:
            part = once[once["outcome"] == outcome].groupby("article_id").size().reindex(wholes.index, fill_value=0)
            single = (wholes == 1).all()
            found = share_of_articles(part, level) if single else share_interval(part, wholes, level)
            yield {"outcome": outcome, "count": int(part.sum()), **estimate_row(found, len(members), len(wholes))}

    return by_group(cases, group, rows, ["outcome", *INTERVAL, "count", *SIZES])


def _opens(sentences: pd.DataFrame, text: str) -> pd.Series:
    """Tell which parts begin a sentence: a sentence that two voices share is two rows, whose second opens none."""
    before = sentences["start"].map(lambda start: text[:start].rstrip("“\"‘' ")[-1:] if start else "")
    return before.isin(["", ".", "!", "?", "”", "\n"])


@cache
def _table() -> dict:
    return load_yaml(Path(__file__).with_name("right-of-reply.yml"))


def no_reply_words() -> str:
    """Give the pattern of what says that somebody did not answer, as a regular expression without regard to case."""
    return r"\b(?:" + "|".join(_table()["no_reply"]) + ")"


@cache
def _no_reply() -> re.Pattern:
    return re.compile(no_reply_words(), re.I)
