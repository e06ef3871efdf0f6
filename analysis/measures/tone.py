"""Mean dictionary sentiment of sentences: a baseline, the journalist's and quoted text apart.

Dictionaries read war as negative whoever writes (see van Atteveldt, van der Velden and Boukes 2021), so the
functions give every tool side by side and say where the tools disagree.
"""

import numpy as np
import pandas as pd

from analysis.errors import RequestError
from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import mean_interval
from analysis.measures.shares import split

TOOLS = {"textblob": "TextBlob", "vader": "VADER"}
NEUTRAL = 0.05
"""A score nearer to 0 than this is neutral: the threshold of VADER's authors (Hutto and Gilbert 2014)."""


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
    sentences: pd.DataFrame, group: str | list[str] = ("outlet", "voice"), level: float = 0.95
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
    rows = []
    for key, members in split(sentences, group):
        for column, tool in TOOLS.items():
            sums = members.groupby("article_id")[column].agg(["sum", "count"])
            found = mean_interval(sums["sum"], sums["count"], level)
            rows.append((*key, tool, *found[:3], len(members), len(sums), found.note))
    columns = ["tool", "estimate", "low", "high", "n_sentences", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def signs(scores: pd.Series) -> pd.Series:
    """Call a score negative, neutral (within 0.05 of 0) or positive."""
    if (scores.abs() > 1).any():
        raise RequestError("A score lies outside -1 to 1, so it is not one of TextBlob's or VADER's.")
    names = np.select([scores <= -NEUTRAL, scores >= NEUTRAL], ["negative", "positive"], "neutral")
    return pd.Series(names, index=scores.index)


def disagreement(sentences: pd.DataFrame, group: str | list[str] = "outlet") -> pd.DataFrame:
    """Say how far the two tools disagree: sentences with different signs, opposite ones, and correlation.

    Returns
    -------
    DataFrame
        Group columns, `different` and `opposite` (shares of sentences), `correlation` (Pearson's, missing
        where a tool gives one score only), `n_sentences`, `n_articles`.
    """
    group = as_list(group)
    require_columns(sentences, "article_id", *TOOLS, *group)
    rows = []
    for key, members in split(sentences, group):
        one, other = (signs(members[tool]) for tool in TOOLS)
        opposite = (one != other) & (one != "neutral") & (other != "neutral")
        spread = len(members) > 2 and all(members[tool].nunique() > 1 for tool in TOOLS)
        correlation = members["textblob"].corr(members["vader"]) if spread else np.nan
        shares = [float(mask.mean()) if len(mask) else np.nan for mask in (one != other, opposite)]
        rows.append((*key, *shares, correlation, len(members), members["article_id"].nunique()))
    columns = ["different", "opposite", "correlation", "n_sentences", "n_articles"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def sign_table(sentences: pd.DataFrame) -> pd.DataFrame:
    """Count sentences by the sign that each tool gives them: rows TextBlob's, columns VADER's."""
    require_columns(sentences, *TOOLS)
    order = ["negative", "neutral", "positive"]
    table = pd.crosstab(signs(sentences["textblob"]), signs(sentences["vader"]))
    table = table.reindex(index=order, columns=order, fill_value=0)
    table.insert(0, "TextBlob says", order)
    return table.rename(columns={sign: f"VADER {sign}" for sign in order}).reset_index(drop=True)
