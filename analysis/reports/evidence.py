"""The attributions behind a report's numbers, with the articles they stand in, for the page's reading panel.

Selects as the notebook does; counts and draws nothing.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.counts import frequencies
from analysis.corpus.store import EACH_TIME, coded_attributions, counted_articles, draw_articles, quoted, table_path
from analysis.measures import selection

FACETS = {
    "outlet": "outlet",
    "side": "side",
    "source": "actor",
    "source type": "source_type",
    "form": "form",
    "kind": "kind",
    "anonymity": "anonymity",
    "expert": "expert",
    "expert basis": "expert_basis",
}
"""What the panel filters by, and the column of the coded attributions that holds it."""

PARTS = ("source", "cue", "content")

MOST_CHARACTERS = 1_500_000
"""Characters of article text in one page; of a larger corpus a page holds a fixed random choice of articles."""


MOST_ARTICLES = 2_000
"""Articles drawn by chance of a larger corpus, from which those are taken that a page has room for."""

MOST_LINKED = 500_000
"""Attributions up to which a page's numbers are linked; of a larger corpus a page shows examples without links."""


class Evidence(NamedTuple):
    """What a page shows of the attributions under its numbers, and the codes of all of them."""

    shown: dict[str, Any]
    """For the reading panel; JSON can write it (see `gather`)."""
    codes: pd.DataFrame
    """A row an attribution, a column a facet, also of those that the page has no room for; empty beyond `MOST_LINKED`,
    so that no number is linked."""


def gather(corpus: Path, codebook: Path, parameters: dict[str, Any]) -> Evidence | None:
    """Gather what a page needs to show the attributions under its numbers.

    Parameters
    ----------
    corpus, codebook
        As given to the notebook.
    parameters
        The notebook's parameters with their defaults; `kind`, `minimum_confidence` and `outlet` select here as
        they do there.

    Returns
    -------
    Evidence or None
        What is shown is `total`: number of attributions selected; `facets`: list of {name, values: [[code, label], …]};
        `articles`: list of {outlet, title, published, text}; `attributions`: list of [article, values of the
        facets (positions in their lists), spans of source, cue and content]. None when the corpus has no
        attributions to show.
    """
    if not all(table_path(corpus, table).is_file() for table in ("articles", "attributions", "sources")):
        return None
    where = selection(parameters.get("kind", "both"), parameters.get("minimum_confidence", 0.0))
    if outlet := parameters.get("outlet"):
        where += f" AND outlet = {quoted(outlet)}"
    copies = parameters.get("copies", EACH_TIME)
    total = int(frequencies(corpus, ["form"], where, copies)["attributions"].sum())
    if not total:
        return None
    some = draw_articles(corpus, MOST_ARTICLES, copies) if total > MOST_LINKED else None
    selected = coded_attributions(corpus, copies, where=where, articles=some)
    articles = _within_limit(
        counted_articles(corpus, copies, articles=selected["article_id"].unique()), set(selected["article_id"])
    )
    if some is not None:
        selected = selected[selected["article_id"].isin(articles["article_id"])]
    shown = selected[selected["article_id"].isin(articles["article_id"])]
    places = {article: place for place, article in enumerate(articles["article_id"])}
    book = load_codebook(codebook)
    codes = pd.DataFrame({name: selected[column].map(_text) for name, column in FACETS.items()})
    facets = [_facet(name, codes[name], book) for name in FACETS]
    positions = [{code: place for place, (code, _) in enumerate(facet["values"])} for facet in facets]
    content = {
        "total": total,
        "facets": facets,
        "articles": [
            {name: _text(row[name]) for name in ("outlet", "title", "published", "text")}
            for row in articles.to_dict("records")
        ],
        "attributions": [
            [
                places[row["article_id"]],
                [position[code] for position, code in zip(positions, codes.loc[number], strict=True)],
                *([[int(start), int(end)] for start, end in row[f"{part}_spans"]] for part in PARTS),
            ]
            for number, row in shown.to_dict("index").items()
        ],
    }
    return Evidence(content, codes if some is None else codes.head(0))


def _within_limit(articles: pd.DataFrame, wanted: set[str]) -> pd.DataFrame:
    """Keep of the wanted articles as many as a page can hold: all, or a choice that does not depend on their order."""
    articles = articles[articles["article_id"].isin(wanted)]
    if articles["text"].str.len().sum() > MOST_CHARACTERS:
        by_chance = articles["article_id"].map(lambda name: sha256(name.encode()).hexdigest()).sort_values().index
        lengths = articles.loc[by_chance, "text"].str.len().cumsum()
        articles = articles.loc[lengths[lengths <= MOST_CHARACTERS].index]
    return articles.sort_values(["outlet", "published", "article_id"], kind="stable")


def _facet(name: str, codes: pd.Series, codebook: Codebook) -> dict[str, Any]:
    labels = {"side": codebook.sides, "source type": codebook.source_types}.get(name, ())
    labels = {entry.id: entry.label for entry in labels}
    values = sorted(set(codes))
    return {"name": name, "values": [[value, labels.get(value, value)] for value in values]}


def _text(value: Any) -> str:
    """Write a value as text; what is missing as nothing, a truth as yes or no, a day without its hour."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value is pd.NaT or value != value:
        return ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
