"""Where in the article a side is heard: headline, first paragraph, first third, and in which turn."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.measures.counting import INTERVAL, SIZES, by_group, estimate_row, in_all, in_units, order_values
from analysis.measures.estimators import mean_interval, share_of_articles
from analysis.options import LEVEL, as_list, require_columns
from analysis.schema import in_parts

PLACES = {
    "headline": "a source of it named in the headline",
    "first_paragraph": "heard in the first paragraph",
    "first_third": "heard in the first third",
    "first": "heard first",
}

PLACED = ("titled", "headline", "first_paragraph", "first_third", "turn = 1 AS first")
"""What `prominence` asks `corpus.counts.count_attributions` for beside the code."""


def prominence(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | Sequence[str] = "outlet",
    values: Iterable[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give, for each value of a code, the share of articles in which it stands in each prominent place.

    The whole are the articles that attribute anything; for the headline, those that also have one. Of a headline it
    counts whether somebody whom the article quotes for that value is named in it, by name or mention as whole words:
    neither who is named there without being quoted, nor whom it means without naming.

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

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        articles = members.groupby("article_id")[["titled", "articles"]].first()
        size = in_all(members).sum()
        for value in values:
            there = members[members[by] == value].groupby("article_id")[list(PLACES)].any()
            for place in PLACES:
                whole = articles[articles["titled"]] if place == "headline" else articles
                part = there[place].reindex(whole.index, fill_value=False).repeat(whole["articles"]).to_numpy(float)
                found = share_of_articles(part, level)
                yield {by: value, "place": place, "count": in_parts(part.sum()), **estimate_row(found, size, len(part))}

    return by_group(frame, group, rows, [by, "place", *INTERVAL, "count", *SIZES])


def first_turn(
    heard: pd.DataFrame,
    by: str = "side",
    group: str | Sequence[str] = "outlet",
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

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        for value in values:
            of_value = members[members[by] == value]
            for measure in ("turn", "offset"):
                found = mean_interval(of_value[measure], np.ones(len(of_value)), level)
                size = of_value["attributions"].sum(), len(of_value)
                yield {by: value, "measure": measure, **estimate_row(found, *size)}

    return by_group(heard, group, rows, [by, "measure", *INTERVAL, *SIZES])
