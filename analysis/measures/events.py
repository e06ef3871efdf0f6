"""Which articles report the same event, and how outlets differ where they report the same."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

from analysis.errors import RequestError
from analysis.measures.counting import INTERVAL, in_units, per_article
from analysis.measures.differences import adjusted
from analysis.measures.estimators import differences_within
from analysis.options import LEVEL, require_between, require_columns, require_level

_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def with_events(attributions: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Add to each attribution the `event` of its article, as :func:`find_events` or a table of one's own gives it."""
    require_columns(events, "article_id", "event")
    return attributions.merge(events[["article_id", "event"]], on="article_id", how="left", validate="many_to_one")


def some_weeks(articles: pd.DataFrame, most: int, seed: int = 0) -> pd.Series:
    """Choose the articles to look for events in: all, or those of weeks drawn by chance, at most so many.

    Which articles report one event takes comparing each with each of its days; of a million that cannot be done. A week
    that has more articles than there is room for is passed over. Undated articles count as a week of their own.

    Parameters
    ----------
    articles : DataFrame
        With `article_id` and `published`.

    Returns
    -------
    Series of str
        Their ids.
    """
    require_columns(articles, "article_id", "published")
    if len(articles) <= most:
        return articles["article_id"]
    weeks = pd.to_datetime(articles["published"]).dt.to_period("W").astype(str)
    sizes = weeks.value_counts().sort_index().sample(frac=1, random_state=seed)
    room, chosen = most, []
    for week, size in sizes.items():
        if size <= room:
            room -= size
            chosen.append(week)
    return articles.loc[weeks.isin(chosen), "article_id"]


def find_events(articles: pd.DataFrame, days: int = 14, similarity: float = 0.12) -> pd.DataFrame:
    r"""Put articles about the same event together, by the words of headline and story and by their day.

    Words are weighed by tf-idf, :math:`(1 + \ln f) \ln(N / d)`, headline words twice; articles are joined while the
    mean cosine between two groups is at least `similarity` (average linkage), and never across more than `days`.
    Undated articles are in no event, and left out. An event with one article is one too. Long-running stories
    come apart or run together as the threshold asks: read the table of events before resting a claim on it.

    Parameters
    ----------
    articles : DataFrame
        With `article_id`, `outlet`, `title`, `text`, `published`; duplicates should be left out.
    days : int
        Most days between two articles on one event.
    similarity : float
        Mean cosine from which two groups are one, 0 to 1.

    Returns
    -------
    DataFrame
        `article_id`, `outlet`, `event` ("e0001" …, by first day), `title`, `published`, one row a dated article.

    Raises
    ------
    RequestError
        When the similarity is no cosine, the days are negative or a column is missing.

    References
    ---------- Allan, J., ed. (2002). *Topic Detection and Tracking*. Kluwer. Staykovski, T., Barrón-Cedeño, A.,
    da San Martino, G. and Nakov, P. (2019). Dense vs. sparse representations for news stream clustering.
    *Text2Story at ECIR*, 47-52: tf-idf holds its own.
    """
    require_columns(articles, "article_id", "outlet", "title", "text", "published")
    require_between("The similarity of articles on one event", similarity, 0.01, 0.99)
    if days < 0:
        raise RequestError(f"Articles on one event cannot lie {days} days apart; take 0 or more.")
    articles = articles[pd.to_datetime(articles["published"]).notna()]
    table = articles[["article_id", "outlet", "title", "published"]].reset_index(drop=True)
    if table.empty:
        return table.assign(event=pd.Series(dtype=str))
    vectors = _tf_idf(list(articles["title"] + " " + articles["title"] + " " + articles["text"]))
    day = pd.to_datetime(table["published"]).map(lambda d: d.toordinal()).to_numpy(float)
    labels = _clusters(vectors, day, days, similarity)
    first = pd.Series(day).groupby(labels).min().sort_values(kind="stable")
    names = {label: f"e{number:04d}" for number, label in enumerate(first.index, 1)}
    return table.assign(event=[names[label] for label in labels])


def event_table(events: pd.DataFrame) -> pd.DataFrame:
    """List the events that two outlets or more report: `event`, `first`, `last`, `articles`, `outlets`, `headlines`."""
    require_columns(events, "event", "outlet", "title", "published")
    table = events.groupby("event").agg(
        first=("published", "min"),
        last=("published", "max"),
        articles=("outlet", "size"),
        outlets=("outlet", "nunique"),
        headlines=("title", lambda titles: " / ".join(title for title in titles[:3] if title)),
    )
    return table[table["outlets"] > 1].reset_index()


def same_event_difference(
    attributions: pd.DataFrame,
    value: str,
    by: str = "side",
    group: str = "outlet",
    unit: str = "attributions",
    whole: list[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give how far each outlet's share of a value lies from the other outlets' in the events that both report.

    .. math:: d_e = \frac{y_{oe}}{x_{oe}} - \frac{\sum_{p \ne o} y_{pe}}{\sum_{p \ne o} x_{pe}}, \quad
              \bar d = \frac1E \sum_e d_e, \quad \bar d \pm t_{E-1} \sqrt{\tfrac{1}{E(E-1)} \sum_e (d_e - \bar d)^2}

    Every event counts once, and is the cluster; interval and p are of the same t, so that they agree, and p is adjusted
    by Holm over the outlets. Undated articles are in no event. It does not say who is right where they differ, and
    outlets may still have chosen which events to report.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `event` (`with_events` adds it), the code and the group.
    value, by, group, unit, whole
        As in :func:`analysis.measures.compare_with_rest`.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `group`, `estimate`, `low`, `high` (-1 to 1), `p`, `p_holm`, `n_events` (with something to count on both
        sides), `n_articles` (of the outlet, in these events), `note`.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. *Scandinavian Journal of Statistics* 6,
    65-70.
    """
    require_columns(attributions, "article_id", "event", by, group)
    require_level(level)
    counted = in_units(attributions, unit)
    values = sorted({value, *counted[by].astype(str)} if whole is None else {value, *whole})
    counts, articles = per_article(counted, by, values)
    of_article = attributions.drop_duplicates("article_id").set_index("article_id").loc[articles]
    sums = pd.DataFrame({
        "event": of_article["event"].to_numpy(), "group": of_article[group].astype(str).to_numpy(),
        "part": counts[:, values.index(value)], "whole": counts.sum(axis=1),
    })  # fmt: skip
    sums = sums[sums["whole"] > 0]
    shared = sums[sums.groupby("event")["group"].transform("nunique") > 1]
    outlets = sorted(of_article[group].astype(str).unique())
    found = differences_within(
        shared["part"], shared["whole"], pd.Categorical(shared["group"], outlets).codes,
        pd.factorize(shared["event"], sort=True)[0], len(outlets), level,
    )  # fmt: skip
    rows = [
        (outlet, *estimate[:4], p, events, int((shared["group"] == outlet).sum()))
        for outlet, (estimate, p, events) in zip(outlets, found, strict=True)
    ]
    table = adjusted(pd.DataFrame(rows, columns=[group, *INTERVAL, "note", "p", "n_events", "n_articles"]))
    return table[[group, *INTERVAL, "p", "p_holm", "n_events", "n_articles", "note"]]


def _tf_idf(texts: list[str]) -> sparse.csr_matrix:
    counts = [Counter(_WORD.findall(text.lower())) for text in texts]
    documents = Counter(word for count in counts for word in count)
    # A word of one article joins nothing, one of half of them too much.
    kept = [word for word, number in documents.items() if 1 < number <= max(2, len(texts) / 2)]
    place = {word: number for number, word in enumerate(sorted(kept))}
    rows, columns, weights = [], [], []
    for row, count in enumerate(counts):
        for word, number in count.items():
            if word in place:
                rows.append(row)
                columns.append(place[word])
                weights.append((1 + np.log(number)) * np.log(len(texts) / documents[word]))
    matrix = sparse.csr_matrix((weights, (rows, columns)), shape=(len(texts), len(place)))
    norms = np.sqrt(matrix.multiply(matrix).sum(axis=1).A1)
    return sparse.diags(1 / np.where(norms > 0, norms, 1)) @ matrix


def _clusters(vectors: sparse.csr_matrix, day: np.ndarray, days: int, similarity: float) -> np.ndarray:
    """Link within each connected part of the graph of near pairs, so that no matrix of all pairs is made."""
    near = (vectors @ vectors.T).tocoo()
    far = np.abs(day[near.row] - day[near.col]) > days
    kept = (near.data >= similarity) & ~far
    shape = (len(day), len(day))
    graph = sparse.coo_matrix((near.data[kept], (near.row[kept], near.col[kept])), shape=shape)
    _, part_of = connected_components(graph, directed=False)
    labels = np.zeros(len(day), dtype=int)
    for part in np.unique(part_of):
        members = np.flatnonzero(part_of == part)
        if len(members) > 1:
            own = vectors[members]
            distances = 1 - (own @ own.T).toarray()
            # Far beyond any cosine, so that one pair too many days apart keeps two groups apart.
            distances[np.abs(day[members][:, None] - day[members][None, :]) > days] = 1e6
            joined = linkage(distances[np.triu_indices(len(members), 1)].clip(min=0), "average")
            inside = fcluster(joined, 1 - similarity, "distance")
        else:
            inside = np.array([1])
        labels[members] = labels.max() + inside
    return labels
