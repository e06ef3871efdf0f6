"""Who speaks: shares of any code, officials and the unnamed, how long at a time, and who most."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.errors import RequestError
from analysis.measures.counting import (
    INTERVAL,
    SIZES,
    by_group,
    estimate_row,
    in_all,
    in_units,
    number_of_articles,
    order_values,
    per_article,
)
from analysis.measures.estimators import length_interval, share_interval
from analysis.options import LEVEL, as_list, require_columns
from analysis.schema import UNKNOWN, in_parts

OFFICIAL, UNOFFICIAL = "official", "unofficial"


def shares(
    attributions: pd.DataFrame,
    by: str,
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    values: Iterable[str] | None = None,
    unknown: bool = True,
    level: float = LEVEL,
    cluster: str = "article_id",
) -> pd.DataFrame:
    """Give each value of a code its share in each group, with an interval by article.

    The interval is that of :func:`analysis.measures.estimators.share_interval`. It does not correct the
    machine's mistakes, and does not say what share would be right.

    Parameters
    ----------
    attributions : DataFrame
        One row an attribution, with `article_id`, the code and the group columns (and `words` or `source_id`
        as the unit asks), as `corpus.store.coded_attributions` gives it; or counts of them, as
        `corpus.counts.count_attributions` does.
    by : str
        The code: side, source_type, form, anonymity, function …
    group : str or list of str
        Columns whose combinations are measured apart; an empty list measures all together.
    unit : {"attributions", "words", "sources"}
        What is counted.
    values : iterable of str, optional
        Values to give, in this order, also those that never occur (the codebook's sides); by default those
        that occur, the most frequent first, unknown last.
    unknown : bool
        Whether the unknown count in the whole; if not, shares are of those that are known.
    level : float
        Coverage of the intervals.
    cluster : str
        Column of what is alike within itself: articles, or events (`with_events`) where few carry many articles.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high` (0 to 1), `count` (units with the value),
        `n_attributions` and `n_articles` (of the group; that is what the shares are of), `effective_articles`, `note`.

    Raises
    ------
    RequestError
        When a column or the unit does not exist.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", by, *group)
    attributions = attributions.assign(**{by: attributions[by].astype(str)})
    if not unknown:
        attributions = attributions[attributions[by] != UNKNOWN]
    if values is None:
        values = order_values(in_units(attributions, unit), by)
    values = list(values)
    others = sorted(set(attributions[by]) - set(values))

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        counted = in_units(members, unit)
        counts, _ = per_article(counted, by, [*values, *others], cluster)
        wholes, sizes = counts.sum(axis=1), (in_all(members).sum(), number_of_articles(counted))
        for value, part in zip(values, counts.T, strict=False):
            found = share_interval(part, wholes, level)
            yield {by: value, "count": in_parts(part.sum()), **estimate_row(found, *sizes)}

    return by_group(attributions, group, rows, [by, *INTERVAL, "count", *SIZES])


def official_dominance(
    attributions: pd.DataFrame,
    official_types: list[str],
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the share that officials have of what sources of known type say.

    Parameters
    ----------
    attributions : DataFrame
        With `source_type`.
    official_types : list of str
        The source types that count as official; the codebook's scheme says which.
    group, unit, level
        As in :func:`analysis.measures.shares`.

    Returns
    -------
    DataFrame
        Like that of `shares`, one row a group.

    Raises
    ------
    RequestError
        When no type is official.

    References
    ---------- Sigal, L. V. (1973). *Reporters and Officials*. Bennett, W. L. (1990). Toward a theory of
    press-state relations in the United States. *Journal of Communication* 40(2), 103-127.
    """
    if not official_types:
        raise RequestError("Official dominance needs at least one source type that counts as official.")
    require_columns(attributions, "source_type")
    known = attributions[attributions["source_type"] != UNKNOWN]
    status = known["source_type"].isin(official_types).map({True: OFFICIAL, False: UNOFFICIAL})
    table = shares(known.assign(status=status), "status", group, unit, [OFFICIAL], level=level)
    return table.drop(columns="status")


def anonymous_share(
    attributions: pd.DataFrame,
    group: str | Sequence[str] = "outlet",
    unit: str = "attributions",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give each group the share of its attributions that go to sources without a name ("officials said").

    Attributions whose source is not mentioned at all are left out of the whole.

    Returns
    -------
    DataFrame
        Like that of :func:`analysis.measures.shares`, one row a group.
    """
    require_columns(attributions, "anonymity")
    known = attributions[attributions["anonymity"] != UNKNOWN]
    return shares(known, "anonymity", group, unit, ["anonymous"], level=level).drop(columns="anonymity")


def speech_length(
    attributions: pd.DataFrame,
    by: str = "side",
    group: str | Sequence[str] = "outlet",
    values: list[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give the mean number of words in an attribution of each value of a code, its interval by article.

    The interval of :func:`analysis.measures.estimators.mean_interval` on the log scale, since lengths are skewed and
    above 0: :math:`R \exp(\pm t_{G-1} \sqrt v)`. What the reader split in two counts as two attributions. It
    says how long, not how often.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `words`, the code and the group columns; or counts of words.
    by : str
        The code.
    group : str or list of str
        Columns whose combinations are measured apart.
    values : list of str, optional
        Values to give, in this order; by default those that occur.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        Group columns, `by`, `estimate`, `low`, `high` (words), `n_attributions`, `n_articles` (with
        the value), `note`.
    """
    group = as_list(group)
    require_columns(attributions, "article_id", "words", by, *group)
    frame = in_units(attributions.assign(**{by: attributions[by].astype(str)}), "attributions")
    values = order_values(frame, by) if values is None else list(values)

    def rows(members: pd.DataFrame) -> Iterable[dict]:
        for value in values:
            of_value = members[members[by] == value]
            words = per_article(of_value.assign(weight=of_value["words"]), by, [value])[0][:, 0]
            number = per_article(of_value, by, [value])[0][:, 0]
            yield {by: value, **estimate_row(length_interval(words, number, level), number.sum(), len(number))}

    return by_group(frame, group, rows, [by, *INTERVAL, *SIZES])


def top_sources(attributions: pd.DataFrame, unit: str = "attributions", top: int = 15) -> pd.DataFrame:
    """List the actors with most attributions or words; the unnamed are left out, equal ones stand by name.

    Returns
    -------
    DataFrame
        `actor`, `side` (most frequent of its attributions), `source_type`, `attributions`, `words`,
        `articles`.
    """
    require_columns(attributions, "article_id", "actor", "anonymity", "side", "source_type", "words")
    if top < 1:
        raise RequestError(f"The top {top} sources are nobody; take at least 1.")
    named = attributions[attributions["anonymity"] == "named"]
    named = named.assign(part=in_all(named), words=named["words"] * in_all(named))
    if named.empty:
        return pd.DataFrame(columns=["actor", "side", "source_type", "attributions", "words", "articles"])
    table = named.groupby("actor").agg(
        side=("side", _most_frequent),
        source_type=("source_type", _most_frequent),
        attributions=("part", "sum"),
        words=("words", "sum"),
        articles=("article_id", "nunique"),
    )
    order = "words" if unit == "words" else "attributions"
    table = table.assign(**{name: table[name].map(in_parts) for name in ("attributions", "words")})
    table = table.reset_index().sort_values([order, "actor"], ascending=[False, True])
    return table.head(top).reset_index(drop=True)


def _most_frequent(values: pd.Series) -> str:
    return min(values.mode())
