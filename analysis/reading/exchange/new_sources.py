"""Sources that nobody read and somebody marked by hand: found again by their words, as the reader finds its own.

They are made of the article's text and of the attributions alone, so that a corpus read or coded anew has them again.
"""

import hashlib
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.corpus.store import database, outlets_and_years, read_table, write_table
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.exchange.known_sources import who


def name_new_sources(corpus: Path, rows: list[dict], known: pd.DataFrame) -> list[dict]:
    """Fill in `source_id` of attributions whose source was not read, and give those whose words name nobody.

    Parameters
    ----------
    corpus : folder with `articles`
    rows : attributions without a `source_id`, changed in place
    known : the sources of their articles
    """
    for article, of_it in _by_article(rows).items():
        names = known.loc[known["article_id"] == article, ["name", "source_id"]].itertuples(index=False, name=None)
        names = list(names)
        found, places = _resolved(_text(corpus, article), of_it)
        for row, told in zip(of_it, places, strict=True):
            if told and any(map(str.isalpha, row["source"])):
                name = found[told[0]]["name"]
                row["source_id"] = who(name, names) or new_id(article, name)
    return [row for row in rows if not row["source_id"]]


def new_id(article: str, name: str) -> str:
    """Give the id of a source that was marked by hand: of the same words the same, whatever was read beside it."""
    return f"{article}-h{hashlib.sha256(' '.join(name.casefold().split()).encode()).hexdigest()[:8]}"


def add_new_sources(corpus: Path, codebook: Codebook) -> int:
    """Put the sources of imported attributions that the table `sources` lacks there, coded; return how many."""
    with database(corpus, "attributions", "sources") as tables:
        lacking = tables.execute(
            "FROM attributions ANTI JOIN sources USING (source_id) WHERE source_id <> '' ORDER BY attribution_id"
        ).df()
    rows = [
        {"source_id": source, "article_id": article, **row}
        for article, of_it in _by_article(lacking.to_dict("records")).items()
        for source, row in _rows_of(article, _text(corpus, article), of_it).items()
    ]
    if rows:
        from analysis.reading.coding.code import code_sources
        from analysis.reading.coding.judge import judged
        from analysis.reading.coding.layer import load_layer
        from analysis.reading.parts import NOT_CODED

        before = read_table(corpus, "sources")
        new = pd.DataFrame([NOT_CODED | row | judged(row) for row in rows], columns=before.columns)
        coded = code_sources(new, codebook, *outlets_and_years(corpus), load_layer(corpus))
        write_table(corpus, "sources", [*before.to_dict("records"), *coded.to_dict("records")])
    return len(rows)


def _rows_of(article: str, text: str, attributions: list[dict]) -> dict[str, dict]:
    from analysis.reading.coding.portrait import surroundings_of

    found, places = _resolved(text, attributions)
    rows = {}
    for number, row in enumerate(found):
        own = [a for a, told in zip(attributions, places, strict=True) if number in told]
        if (source := own[0]["source_id"]) == new_id(article, row["name"]):
            rows[source] = row | {"surroundings": surroundings_of(text, [_attribution(a) for a in own])}
    return rows


def _resolved(text: str, attributions: list[dict]) -> tuple[list[dict], list[tuple[int, ...]]]:
    from analysis.reading.parser import load_parser
    from analysis.reading.sources.resolution import resolve_sources

    return resolve_sources(load_parser()(text), [_attribution(row) for row in attributions])


def _attribution(row: dict) -> Attribution:
    spans = (tuple((int(s), int(e)) for s, e in row[f"{part}_spans"]) for part in ("source", "cue", "content"))
    return Attribution(*spans)


def _text(corpus: Path, article: str) -> str:
    return read_table(corpus, "articles", columns=["article_id", "text"], articles=[article]).text.iloc[0]


def _by_article(rows: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["article_id"], []).append(row)
    return found
