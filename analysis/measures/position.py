"""Where in the article a side is heard: headline, first paragraph, first third, and in which turn."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures.checks import as_list, require_columns
from analysis.measures.intervals import mean_interval, share_of_articles
from analysis.measures.shares import order_values, split

PLACES = {
    "headline": "named in the headline",
    "first_paragraph": "heard in the first paragraph",
    "first_third": "heard in the first third",
    "first": "heard first",
}


def prominence(
    attributions: pd.DataFrame,
    sources: pd.DataFrame,
    articles: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: Iterable[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give, for each value of a code, the share of articles in which it stands in each prominent place.

    The whole are the articles that attribute anything; for the headline, those that also have one. A
    headline names a value when one of its sources' names or mentions stands in it as whole words. It does
    not see whom a headline means without naming.

    Parameters
    ----------
    attributions : DataFrame
        Coded attributions, with `paragraph`, `position` and `title`.
    sources : DataFrame
        With `source_id` and `mentions`.
    articles : DataFrame
        With `article_id`, `title` and `text`: where the text begins with the headline, the first paragraph is the next.
    by : str
        The code.
    group : str or list of str
        Columns whose combinations are measured apart.
    values : iterable of str, optional
        Values to give, in this order; by default those that occur.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `place` (headline, first_paragraph, first_third, first), `estimate`, `low`,
        `high`, `count` (articles), `n_attributions`, `n_articles`, `note`.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", "title", "paragraph", "position", "source_id", by, *group)
    require_columns(sources, "source_id", "mentions")
    require_columns(articles, "article_id", "title", "text")
    frame = attributions.assign(**{by: attributions[by].astype(str), "weight": 1.0})
    values = order_values(frame, by) if values is None else list(values)
    frame = frame.assign(headline=_named_in_headline(frame, sources), first_third=frame["position"] <= 1 / 3)
    frame["first_paragraph"] = frame["paragraph"] == frame["article_id"].map(_first_paragraphs(articles))
    frame["first"] = ranks(frame) == 1
    rows = []
    for key, members in split(frame, group):
        titled = members.loc[members["title"].fillna("") != "", "article_id"].unique()
        for value in values:
            of_value = members[members[by] == value]
            for place in PLACES:
                whole = titled if place == "headline" else members["article_id"].unique()
                there = set(of_value.loc[of_value[place], "article_id"])
                part = np.array([article in there for article in whole], float)
                found = share_of_articles(part, level)
                rows.append((*key, value, place, *found[:3], int(part.sum()), len(members), len(whole), found.note))
    columns = [by, "place", "estimate", "low", "high", "count", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def first_turn(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: Iterable[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give the mean turn and the mean offset at which a value is first heard, over the articles that hear it.

    Turn 1 is the article's first attribution. Articles that do not hear a value do not count, so this says
    how early, not how often.

    Returns
    -------
    DataFrame
        Group columns, `by`, `measure` (turn: 1 or more; offset: 0 start to 1 end), `estimate`, `low`, `high`,
        `n_attributions`, `n_articles`, `note`.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", "position", by, *group)
    frame = attributions.assign(**{by: attributions[by].astype(str), "weight": 1.0})
    values = order_values(frame, by) if values is None else list(values)
    frame["turn"] = ranks(frame)
    rows = []
    for key, members in split(frame, group):
        for value in values:
            of_value = members[members[by] == value]
            for measure, column in (("turn", "turn"), ("offset", "position")):
                earliest = of_value.groupby("article_id")[column].min()
                found = mean_interval(earliest, np.ones(len(earliest)), level)
                rows.append((*key, value, measure, *found[:3], len(of_value), len(earliest), found.note))
    columns = [by, "measure", "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def ranks(attributions: pd.DataFrame) -> pd.Series:
    """Number the attributions of each article from 1 by where their content begins."""
    return attributions.groupby("article_id")["position"].rank(method="first").astype(int)


def _first_paragraphs(articles: pd.DataFrame) -> dict[str, int]:
    return {
        article: int(bool(title) and text.startswith(title))
        for article, title, text in zip(articles["article_id"], articles["title"], articles["text"], strict=True)
    }


def _named_in_headline(frame: pd.DataFrame, sources: pd.DataFrame) -> list[bool]:
    mentions = sources.set_index("source_id")["mentions"]
    named = []
    for title, source_id, name in zip(frame["title"].fillna(""), frame["source_id"], frame["name"], strict=True):
        forms = {name, *(mentions[source_id] if source_id in mentions.index else [])}
        named.append(any(_stands_in(form, title) for form in forms))
    return named


def _stands_in(form: str, title: str) -> bool:
    # A pronoun in a headline names nobody, so a form must begin with a capital letter or digit.
    if not form or not title or not (form[0].isupper() or form[0].isdigit()) or form.lower() in _PRONOUNS:
        return False
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", title) is not None


_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "who", "his", "her", "their", "our"])
