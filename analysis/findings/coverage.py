"""What a corpus holds: articles over time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.account import count_of
from analysis.corpus.query import Selection
from analysis.errors import RequestError
from analysis.figures import timeline
from analysis.findings.finding import Finding


@dataclass(frozen=True, eq=False)
class Coverage(Finding):
    """Articles of each outlet, or other group, by day, week or month; the undated are counted and not drawn."""

    group: str = "outlet"
    period: str = "month"
    articles: pd.DataFrame = field(default_factory=pd.DataFrame)
    """All of them, with the group and the day."""

    @cached_property
    def sizes(self) -> pd.Series:
        """Articles of each group, dated or not."""
        return self.articles[self.group].value_counts().sort_index()

    def plot(self, ax=None) -> Figure:
        return timeline(self.table, self.group, f"articles a {self.period}", ax)

    def headline(self) -> str:
        days = pd.to_datetime(self.articles["published"])
        when = ", none of them dated" if days.isna().all() else f", {_day(days.min())} to {_day(days.max())}"
        return f"{count_of(len(self.articles), 'article')} by {count_of(len(self.sizes), self.group)}{when}"

    def sentence(self, most: int = 8) -> str:
        sizes, text = self.sizes, self.headline()
        if len(sizes) == 1:
            text += f": {sizes.index[0]}"
        else:
            widest, least = _with(sizes, sizes.max()), _with(sizes, sizes.min())
            alike = sizes.nunique() == 1
            text += f", {sizes.iloc[0]} each" if alike else f": most in {widest}, fewest in {least}"
        undated = self.articles.loc[self.articles["published"].isna(), self.group].value_counts().sort_index()
        if undated.empty or undated.sum() == sizes.sum():
            return f"{text}."
        parts = [
            f"{name} ({f'all {n}' if n == sizes[name] else f'{n} of {sizes[name]}'})"
            for name, n in undated.sort_values(ascending=False, kind="stable").head(most).items()
        ]
        more = f"; and those of {count_of(len(undated) - most, f'more {self.group}')}" if len(undated) > most else ""
        missing = "has no day and is" if undated.sum() == 1 else "have no day and are"
        return f"{text}. {count_of(undated.sum(), 'article')} {missing} not in the chart: {', '.join(parts)}{more}."

    def bridge(self, articles: int, duplicates: int, copies: int) -> str:
        """Say why the pages count fewer articles than the corpus holds.

        Parameters
        ----------
        articles, duplicates : int
            All articles, and those whose text stands in an earlier one.
        copies : int
            Of the rest, those that tell the story of another in nearly the same words.
        """
        text = f"Of {count_of(articles, 'article')}, {duplicates} {'has' if duplicates == 1 else 'have'} the text of "
        text += "an earlier one"
        if not copies:
            return f"{text}. This page and the others count {len(self.articles)}."
        return (
            f"{text} and {copies} more {'tells' if copies == 1 else 'tell'} another one's story in nearly the same "
            f"words (copies). This page and the others count {len(self.articles)}: copies count "
            f"{self.selection.corpus.copies}."
        )

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table


def coverage(chosen: Selection, group: str = "outlet") -> Coverage:
    """Count the articles that are looked at over time, also those in which nobody speaks.

    Parameters
    ----------
    chosen : Selection
        What is looked at.
    group : str
        What is counted apart: outlet, or a column of `outlets.csv`.

    Returns
    -------
    Coverage
        A row a group and period that has any: `start` (its first day), `days` (its length), `articles`.

    Raises
    ------
    RequestError
        When no article is left to look at.
    """
    articles = chosen.articles(["article_id", group, "published"])
    if articles.empty:
        raise RequestError(f"No article is left of those asked for: {chosen.described()}.")
    table, period = measures.articles_over_time(articles, group)
    return Coverage(table, chosen, group=group, period=period, articles=articles)


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _with(sizes: pd.Series, size: int, most: int = 3) -> str:
    """Name the groups that have so many articles, or count them where they are more than a few."""
    *others, last = sizes.index[sizes == size]
    if not others:
        return f"{last} ({size})"
    named = f"{', '.join(map(str, others))} and {last}" if len(others) < most else f"{len(others) + 1} of them"
    return f"{named} ({size} each)"
