"""How outlets differ from the others: over all their articles, or on the events that both report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.corpus.account import count_of
from analysis.corpus.query import Selection
from analysis.figures import describe_differences, describe_tests, forest, readable_differences, styled
from analysis.findings.corrected import beside
from analysis.findings.estimates import Estimates
from analysis.findings.finding import Finding, from_counts, sized, two_sides


@dataclass(frozen=True, eq=False)
class Differences(Finding):
    """A group's share of one side, of two, less that of the others: difference, test and, on events, an interval."""

    sides: tuple[str, str] = ("", "")
    group: str = "outlet"
    same_events: bool = False
    looked_at: tuple[int, int] = (0, 0)
    """In how many articles events were looked for, of how many."""
    undated: int = 0
    """How many of these are in no event because the day is not known on which they were published."""

    @property
    def side(self) -> str:
        return self.labels.get("side", {}).get(self.sides[0], self.sides[0])

    @styled
    def plot(self, ax=None) -> Figure:
        table = self.table if "low" in self.table else self.table.assign(low=float("nan"), high=float("nan"))
        return forest(
            table, self.group, x_label=f"share of {self.side} less that of the others, in points", middle=0,
            limits=(-1.04, 1.04), beside=_beside, counting=self.counting, ax=ax,
            nothing="There is nothing to compare: it takes two outlets with two articles each."
            if not self.same_events else "No event is reported by two outlets, so there is nothing to compare.",
        )  # fmt: skip

    def sentence(self) -> str:
        if self.same_events:
            some, whole = self.looked_at
            few = f" Events were looked for in {some} of {whole} articles." if some < whole else ""
            undated = f" {count_of(self.undated, 'article')} without a day can be in no event." if self.undated else ""
            return describe_differences(self.table, self.side, self.group) + few + undated
        return describe_tests(self.table, self.side, self.group)

    def readable(self, labels=None) -> pd.DataFrame:
        return readable_differences(self.table)


def _beside(row: Mapping[str, Any]) -> str:
    p = row["p_holm"]
    test = "" if p is None or p != p else f"p {'< 0.001' if p < 0.001 else f'= {p:.3f}'}"
    return "; ".join(filter(None, [count_of(row["n_events"], "event") if "n_events" in row else "", test]))


def compare_with_rest(
    counted: pd.DataFrame, sides: str | Iterable[str] = "", group: str = "outlet", permutations: int = 1999
) -> Differences:
    """Test each group's share of the first side, of both, against that of all others; whole articles are exchanged.

    Parameters
    ----------
    counted : DataFrame
        Counts by side.
    sides : (str, str) or str, optional
        The two sides; the codebook's pair without.
    group : str
        What is compared.
    permutations : int
        How often articles are exchanged, 99 or more.

    Returns
    -------
    Differences
        A row a group: `estimate` (difference of shares), `p`, `p_holm` (over the groups), `articles`, `note`.
    """
    about = from_counts(counted)
    sides = two_sides(about, sides)
    table = measures.compare_with_rest(
        counted, sides[0], group=group, unit=about["unit"], whole=list(sides), permutations=permutations
    )
    return Differences(sized(table), **about, name="difference", sides=sides, group=group)


def compare_on_events(
    chosen: Selection,
    sides: str | Iterable[str] = "",
    group: str = "outlet",
    unit: str = "attributions",
    events: pd.DataFrame | None = None,
    most: int = 3000,
) -> Differences:
    """Compare each group with the others on the events that both report, of which each is a cluster.

    Parameters
    ----------
    chosen : Selection
        What is looked at.
    sides, group
        As in `compare_with_rest`.
    unit : {"attributions", "words", "sources"}
        What is counted.
    events : DataFrame, optional
        `article_id` and `event`, of one's own; without, `events_of` finds them.
    most : int
        In how many articles at most events are looked for.

    Returns
    -------
    Differences
        A row a group: `estimate`, `low`, `high`, `p`, `p_holm`, `n_events`, `articles`, `note`.
    """
    about = {"selection": chosen, "labels": chosen.corpus.labels, "unit": unit}
    sides = two_sides(about, sides)
    events = events_of(chosen, most) if events is None else events
    rows = _reported(chosen, group, events)
    table = measures.same_event_difference(rows, sides[0], group=group, unit=unit, whole=list(sides))
    looked_at = (events.attrs.get("looked_at", 0), events.attrs.get("of", 0))
    return Differences(
        sized(table),
        **about,
        name="difference",
        sides=sides,
        group=group,
        same_events=True,
        looked_at=looked_at,
        undated=events.attrs.get("undated", 0),
    )


def events_of(chosen: Selection, most: int = 3000) -> pd.DataFrame:
    """Say which articles report one event, by their words and days; of a large corpus in whole weeks drawn by chance.

    Returns
    -------
    DataFrame
        `article_id`, `outlet`, `event`, `title`, `published`; `attrs` say in how many articles of how many
        (`looked_at`, `of`), and how many of these have no day (`undated`).
    """
    articles = chosen.articles(["article_id", "published"])
    looked_at = measures.some_weeks(articles, most)
    found = measures.find_events(chosen.articles(limit_to=looked_at))
    undated = int(articles.loc[articles["article_id"].isin(looked_at), "published"].isna().sum())
    found.attrs |= {"looked_at": len(looked_at), "of": len(articles), "undated": undated}
    return found


def odds_on_events(
    chosen: Selection, sides: str | Iterable[str] = "", group: str = "outlet", events: pd.DataFrame | None = None
) -> Estimates:
    """Model the odds of the first side, of both, by group and event (GEE); the mean group has 1.

    Where people coded by hand, the odds corrected by their codes stand beside those of the machine (DSL).
    """
    about = {"selection": chosen, "labels": chosen.corpus.labels}
    sides = two_sides(about, sides)
    rows = _reported(chosen, group, events_of(chosen) if events is None else events)
    table = measures.odds_by_outlet(rows, sides[0], group=group, whole=list(sides), strata="event")
    codes = measures.standing_codes(chosen.hand_codes(), rows)
    if len(codes):
        corrected = measures.corrected_odds(rows, codes, sides[0], list(sides), group, "event")
        table = beside(table, corrected, [group])
    what = f"odds of {about['labels']['side'].get(sides[0], sides[0])}, the mean {group} has 1"
    return Estimates(
        sized(table), **about, name="odds ratio", percent=False, what=what, group=group, counted=None, middle=1
    )


def _reported(chosen: Selection, group: str, events: pd.DataFrame) -> pd.DataFrame:
    columns = list(dict.fromkeys(["attribution_id", "article_id", group, "side", "words", "source_id", "content"]))
    return measures.with_events(chosen.attributions(columns, articles=events["article_id"]), events)
