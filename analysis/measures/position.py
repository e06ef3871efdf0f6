"""Where in the article a side is heard: headline, first paragraph, first third, and in which turn."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.measures.counting import in_all, in_units, order_values, split
from analysis.measures.estimators import mean_interval, share_of_articles
from analysis.options import LEVEL, as_list, require_columns

PLACES = {
    "headline": "named in the headline",
    "first_paragraph": "heard in the first paragraph",
    "first_third": "heard in the first third",
    "first": "heard first",
}

PLACED = ("titled", "headline", "first_paragraph", "first_third", "turn = 1 AS first")
"""What `prominence` asks `corpus.counts.count_attributions` for beside the code."""

PLACE = "ceil(position * 900) / 900 AS position"
"""Places in the article for a figure of millions: in steps of 1/900 (a third is one), rounded up."""


def prominence(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: Iterable[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give, for each value of a code, the share of articles in which it stands in each prominent place.

    The whole are the articles that attribute anything; for the headline, those that also have one. A
    headline names a value when one of its sources' names or mentions stands in it as whole words. It does
    not see whom a headline means without naming.

    Parameters
    ----------
    attributions : DataFrame
        Counts by the code and `PLACED`, as `corpus.counts.count_attributions` gives them.
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
    require_columns(attributions, "article_id", "titled", *PLACES, by, *group)
    frame = in_units(attributions.assign(**{by: attributions[by].astype(str)}), "attributions")
    values = order_values(frame, by) if values is None else list(values)
    rows = []
    for key, members in split(frame, group):
        articles = members.groupby("article_id")[["titled", "articles"]].first()
        size = int(in_all(members).sum())
        for value in values:
            there = members[members[by] == value].groupby("article_id")[list(PLACES)].any()
            for place in PLACES:
                whole = articles[articles["titled"]] if place == "headline" else articles
                part = there[place].reindex(whole.index, fill_value=False).repeat(whole["articles"]).to_numpy(float)
                found = share_of_articles(part, level)
                rows.append((*key, value, place, *found[:3], int(part.sum()), size, len(part), found.note))
    columns = [by, "place", "estimate", "low", "high", "count", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])


def first_turn(
    heard: pd.DataFrame,
    by: str = "side",
    group: str | list[str] = "outlet",
    values: Iterable[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give the mean turn and the mean offset at which a value is first heard, over the articles that hear it.

    Turn 1 is the article's first attribution. Articles that do not hear a value do not count, so this says
    how early, not how often.

    Parameters
    ----------
    heard : DataFrame
        A row an article and value, as `corpus.counts.first_heard` gives it.

    Returns
    -------
    DataFrame
        Group columns, `by`, `measure` (turn: 1 or more; offset: 0 start to 1 end), `estimate`, `low`, `high`,
        `n_attributions`, `n_articles`, `note`.
    """
    group = as_list(group)
    require_columns(heard, "turn", "offset", "attributions", by, *group)
    values = list(heard.groupby(by)["attributions"].sum().index) if values is None else list(values)
    rows = []
    for key, members in split(heard, group):
        for value in values:
            of_value = members[members[by] == value]
            for measure in ("turn", "offset"):
                found = mean_interval(of_value[measure], np.ones(len(of_value)), level)
                size = (int(of_value["attributions"].sum()), len(of_value))
                rows.append((*key, value, measure, *found[:3], *size, found.note))
    columns = [by, "measure", "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=[*group, *columns])
