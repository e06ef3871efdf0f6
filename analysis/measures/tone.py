"""Tone of sentences by dictionaries, and toward the codebook's actors and sides by the model."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.files import load_yaml
from analysis.measures.agreement import krippendorff_alpha
from analysis.measures.counting import INTERVAL, by_group, estimate_row, sums_by_article
from analysis.measures.estimators import mean_interval
from analysis.measures.hand_codes import TONES
from analysis.options import LEVEL, as_list, require_between, require_columns

TOOLS = {"textblob": "TextBlob", "vader": "VADER"}

NEUTRAL = 0.05
"""A score nearer to 0 than this is neutral: the threshold of VADER's authors (Hutto and Gilbert 2014)."""
PROBABILITIES = ["p_negative", "p_neutral", "p_positive"]
MODEL = "model"

MENTIONED = ["n_mentions", "n_articles", "effective_articles", "note"]
PANEL = 100
"""Articles on which tools are compared at most: agreement needs no more, and leaving out each of thousands is slow."""

UNSAFE = 0.1
"""How many more neutral sentences in a hundred a dictionary may call negative where there are words of conflict."""

ENOUGH = 20
"""Neutral sentences with words of conflict, and without, that it takes to call a dictionary unsafe."""


def scored_sentences(sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Join sentences with their articles' outlet, title and day; drop duplicates and unscored ones.

    Parameters
    ----------
    sentences, articles : DataFrame
        The corpus's tables of these names.
    """
    require_columns(sentences, "article_id", "voice", *TOOLS)
    require_columns(articles, "article_id", "outlet", "title", "published", "duplicate_of")
    kept = articles.loc[articles["duplicate_of"].fillna("") == "", ["article_id", "outlet", "title", "published"]]
    return sentences.dropna(subset=list(TOOLS)).merge(kept, on="article_id", validate="many_to_one")


def mean_tone(
    sentences: pd.DataFrame, group: str | Sequence[str] = ("outlet", "voice"), level: float = LEVEL
) -> pd.DataFrame:
    """Give each group the mean score of its sentences by each tool, its interval linearised by article.

    Every sentence counts once: tools saturate with length, so texts are not scored whole.

    Parameters
    ----------
    sentences : DataFrame
        With `article_id`, a column for each tool and the group columns; as `scored_sentences` gives it.
    group : str or list of str
        Columns whose combinations are measured apart.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `tool`, `estimate`, `low`, `high` (-1 to 1), `n_sentences`, `n_articles`, `note`.

    References
    ---------- Hutto, C. J. and Gilbert, E. (2014). VADER: a parsimonious rule-based model for sentiment
    analysis of social media text. *ICWSM* 8, 216-225.
    """
    group = as_list(group)
    require_columns(sentences, "article_id", *TOOLS, *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        for column, tool in TOOLS.items():
            sums = sums_by_article(members, column)
            found = mean_interval(sums["sum"], sums["count"], level, (-1.0, 1.0))
            yield {"tool": tool, **estimate_row(found, len(members), len(sums), "n_sentences")}

    columns = ["tool", *INTERVAL, "n_sentences", "n_articles", "effective_articles", "note"]
    return by_group(sentences, group, rows, columns)


def signs(scores: pd.Series) -> pd.Series:
    """Call a score negative, neutral (within 0.05 of 0) or positive."""
    if (scores.abs() > 1).any():
        raise RequestError("A score lies outside -1 to 1, so it is not one of TextBlob's or VADER's.")
    names = np.select([scores <= -NEUTRAL, scores >= NEUTRAL], ["negative", "positive"], "neutral")
    return pd.Series(names, index=scores.index)


def disagreement(sentences: pd.DataFrame, group: str | Sequence[str] = "outlet") -> pd.DataFrame:
    """Say how far the two tools disagree: sentences with different signs, opposite ones, and correlation.

    Returns
    -------
    DataFrame
        Group columns, `different` and `opposite` (shares of sentences), `correlation` (Pearson's, missing
        where a tool gives one score only), `n_sentences`, `n_articles`.
    """
    group = as_list(group)
    require_columns(sentences, "article_id", *TOOLS, *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        one, other = (signs(members[tool]) for tool in TOOLS)
        opposite = (one != other) & (one != "neutral") & (other != "neutral")
        spread = len(members) > 2 and all(members[tool].nunique() > 1 for tool in TOOLS)
        correlation = members["textblob"].corr(members["vader"]) if spread else np.nan
        shares = [float(mask.mean()) if len(mask) else np.nan for mask in (one != other, opposite)]
        yield dict(zip(columns, (*shares, correlation, len(members), members["article_id"].nunique()), strict=True))

    columns = ["different", "opposite", "correlation", "n_sentences", "n_articles"]
    return by_group(sentences, group, rows, columns)


def sign_table(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count sentences by the sign that each tool gives them: rows TextBlob's, columns VADER's."""
    require_columns(sentences, *TOOLS)
    order = ["negative", "neutral", "positive"]
    table = pd.crosstab(signs(sentences["textblob"]), signs(sentences["vader"]))
    table = table.reindex(index=order, columns=order, fill_value=0)
    table.insert(0, "TextBlob says", order)
    return table.rename(columns={sign: f"VADER {sign}" for sign in order}).reset_index(drop=True)


def targeted_sentences(tones: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Join tones with their sentence, its dictionary scores and its article's outlet and title; duplicates left out."""
    require_columns(tones, "sentence_id", "article_id", "side", "actor", "voice", *PROBABILITIES)
    kept = articles.loc[articles["duplicate_of"].fillna("") == "", ["article_id", "outlet", "title", "published"]]
    scored = sentences[["sentence_id", "sentence", *TOOLS]]
    joined = tones.merge(scored, on="sentence_id", validate="many_to_one")
    return joined.merge(kept, on="article_id", validate="many_to_one")


def tone_toward(
    targeted: pd.DataFrame,
    minimum_confidence: float = 0.0,
    group: str | Sequence[str] = ("outlet", "side", "voice"),
    level: float = LEVEL,
    cluster: str = "article_id",
) -> pd.DataFrame:
    """Give each group its net tone, interval by article, and how many mentions it rests on.

    Parameters
    ----------
    targeted : DataFrame
        As `targeted_sentences` gives it: one row a mention.
    minimum_confidence : float
        The model abstains where its likeliest tone has a lower probability.
    group : str or list of str
        Columns whose combinations are measured apart. Without `voice`, outlets answer for what they quote.
    level : float
        Coverage of the intervals.
    cluster : str
        Column of what is alike within itself: articles, or events where few carry many articles.

    Returns
    -------
    DataFrame
        Group columns, `estimate`, `low`, `high` (-1 to 1), `negative`, `neutral`, `positive` (mean probabilities),
        `coverage` (share of mentions of which the model was sure enough), `n_mentions`, `n_articles` (of these
        mentions), `note`.
    """
    require_between("The lowest confidence", minimum_confidence, 0, 1)
    group = as_list(group)
    require_columns(targeted, "article_id", *PROBABILITIES, *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        sure = answered(members, minimum_confidence)
        net = sums_by_article(sure.assign(net=sure["p_positive"] - sure["p_negative"]), "net", cluster)
        found = mean_interval(net["sum"], net["count"], level, (-1.0, 1.0))
        row = dict(zip(TONES, sure[PROBABILITIES].mean(), strict=True)) | {"coverage": len(sure) / len(members)}
        yield row | estimate_row(found, len(sure), sure["article_id"].nunique(), "n_mentions")

    return by_group(targeted, group, rows, [*INTERVAL, *TONES, "coverage", *MENTIONED])


def answered(targeted: pd.DataFrame, minimum_confidence: float) -> pd.DataFrame:
    """Keep the mentions of which the model is sure enough."""
    return targeted[targeted[PROBABILITIES].max(axis=1) >= minimum_confidence]


def by_confidence(
    targeted: pd.DataFrame, thresholds: tuple[float, ...] = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
) -> pd.DataFrame:  # fmt: skip
    """Give the net tone toward each side in each voice for several lowest confidences: does the answer hold?"""
    found = [tone_toward(targeted, x, ["side", "voice"]).assign(confidence=x) for x in thresholds]
    table = pd.concat(found)[
        ["side", "voice", "confidence", "estimate", "low", "high", "coverage", "n_mentions", "note"]
    ]
    return table.sort_values(["side", "voice", "confidence"]).reset_index(drop=True)


def judged_by_tools(targeted: pd.DataFrame, further: dict[str, pd.Series] | None = None) -> pd.DataFrame:
    """Add what every tool calls each mention: -1 negative, 0 neutral, 1 positive.

    A dictionary gives every mention its sentence's sign: it has no target. Mentions in fragments that dictionaries do
    not score are left out, so that all tools judge the same.

    Parameters
    ----------
    targeted : DataFrame
        As `targeted_sentences` gives it.
    further : dict of Series, optional
        Scores (-1 to 1) by another lexicon, by its name, with the index of `targeted`.
    """
    scores = {tool: targeted[column] for column, tool in TOOLS.items()} | (further or {})
    scores = pd.DataFrame(scores, index=targeted.index).dropna().astype(float)
    judged = targeted.loc[scores.index].copy()
    for tool in scores:
        judged[tool] = signs(scores[tool]).map(TONES).astype(float)
    likeliest = judged[PROBABILITIES].to_numpy(float).argmax(axis=1) if len(judged) else np.array([], int)
    judged[MODEL] = np.array(list(TONES.values()))[likeliest]
    return judged


def tone_by_tool(
    judged: pd.DataFrame,
    tools: list[str],
    group: str | Sequence[str] = ("outlet", "side", "voice"),
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the share of positive minus that of negative mentions by each tool: would another tell the same?

    Returns
    -------
    DataFrame
        Group columns, `tool`, `estimate`, `low`, `high` (-1 to 1), `n_mentions`, `n_articles`, `note`.
    """
    group = as_list(group)
    require_columns(judged, "article_id", *tools, *group)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        for tool in tools:
            sums = sums_by_article(members, tool)
            found = mean_interval(sums["sum"], sums["count"], level, (-1.0, 1.0))
            yield {"tool": tool, **estimate_row(found, len(members), len(sums), "n_mentions")}

    return by_group(judged, group, rows, ["tool", *INTERVAL, *MENTIONED])


def sign_changes(by_tool: pd.DataFrame, group: str | Sequence[str] = ("outlet", "side", "voice")) -> pd.DataFrame:
    """Keep the groups in which a dictionary's mean has the opposite sign of the model's; one row a group and tool."""
    group = as_list(group)
    require_columns(by_tool, "tool", "estimate", *group)
    model = by_tool[by_tool["tool"] == MODEL][[*group, "estimate"]].rename(columns={"estimate": "by_model"})
    both = by_tool[by_tool["tool"] != MODEL].merge(model, on=group)
    return both[both["estimate"] * both["by_model"] < 0].reset_index(drop=True)


def tool_agreement(judged: pd.DataFrame, tools: list[str]) -> pd.DataFrame:
    r"""Give Krippendorff's ordinal alpha among all tools, among the dictionaries, and of each with the model.

    At most `PANEL` articles are compared, evenly spread over the corpus.

    Returns
    -------
    DataFrame
        `tools`, `estimate`, `low`, `high`, `n_mentions`, `n_articles`, `note`.

    References
    ---------- Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    """
    require_columns(judged, "article_id", MODEL, *tools)
    articles = pd.unique(judged["article_id"])
    chosen = articles[:: max(1, -(-len(articles) // PANEL))]
    judged = judged[judged["article_id"].isin(chosen)].reset_index(drop=True)
    others = [tool for tool in tools if tool != MODEL]
    panels = {"all": [MODEL, *others], "the dictionaries": others} | {
        f"model and {tool}": [MODEL, tool] for tool in others
    }
    rows = []
    for name, members in panels.items():
        codes = judged.melt("article_id", members, "coder", ignore_index=False).rename_axis("item").reset_index()
        found = krippendorff_alpha(codes, "ordinal")
        rows.append((name, *found[:3], len(judged), len(chosen), found.note))
    return pd.DataFrame(rows, columns=["tools", "estimate", "low", "high", "n_mentions", "n_articles", "note"])


def most_disputed(judged: pd.DataFrame, tools: list[str], limit: int) -> pd.DataFrame:
    """List the mentions on which tools differ most, the surest of the model first."""
    spread = judged[[MODEL, *tools]].std(axis=1, ddof=0)
    sure = judged[PROBABILITIES].max(axis=1)
    ordered = judged.assign(spread=spread, sure=sure).sort_values(
        ["spread", "sure", "sentence_id"], ascending=[False, False, True]
    )
    return ordered[ordered["spread"] > 0].head(limit).drop(columns=["spread", "sure"])


def conflict_vocabulary(judged: pd.DataFrame, tools: list[str]) -> pd.DataFrame:
    """Say how often each dictionary calls negative what the model calls neutral, with and without words of conflict.

    Where the difference is large, the dictionary measures the subject and not the tone. The words are those of
    `conflict-words.yml`.

    Returns
    -------
    DataFrame
        `tool`, `with_words`, `without_words` (shares called negative; missing where there are none), `n_with`,
        `n_without`, `unsafe` (a difference above `UNSAFE`, of `ENOUGH` sentences or more with such words and without).
    """
    neutral = judged[judged[MODEL] == 0]
    has = neutral["sentence"].str.contains(_conflict_words())
    sizes = int(has.sum()), int((~has).sum())
    rows = []
    for tool in (tool for tool in tools if tool != MODEL):
        negative = neutral[tool] < 0
        shares = [float(negative[mask].mean()) if mask.any() else np.nan for mask in (has, ~has)]
        rows.append((tool, *shares, *sizes, min(sizes) >= ENOUGH and bool(shares[0] - shares[1] > UNSAFE)))
    return pd.DataFrame(rows, columns=["tool", "with_words", "without_words", "n_with", "n_without", "unsafe"])


@cache
def _conflict_words() -> re.Pattern:
    words = load_yaml(Path(__file__).with_name("conflict-words.yml"))["words"]
    patterns = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.I)
