"""Attributions out to other programs and back, as stand-off annotations: spans beside a text that nobody changes.

Every span carries its exact words and those around it, so that a text that was shifted or changed on the way shows
at once (the text quote selector of the W3C's Web Annotation). It does not merge two people's annotations.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from analysis.corpus.store import read_chosen, read_table
from analysis.corpus.text.words import count_words
from analysis.errors import RequestError
from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.quotations import form_of

PARTS = ("content", "cue", "source")
CONTEXT = 32
"""Characters kept before and after a span."""

COPIED = ("form", "kind", "confidence", "via", "source_id")


class Problem(NamedTuple):
    """What could not be taken over: of which article, and why."""

    article_id: str
    reason: str


def digest(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def selector(text: str, start: int, end: int) -> dict:
    """Describe a span by its place, its exact words, and those before and after it.

    Examples
    --------
    >>> selector("The mayor said no.", 4, 9)
    {'start': 4, 'end': 9, 'exact': 'mayor', 'prefix': 'The ', 'suffix': ' said no.'}
    """
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return {"start": start, "end": end, "exact": text[start:end], "prefix": before, "suffix": after}


def standoff(corpus: Path, where: str = "") -> Iterator[dict]:
    """Give the articles that a condition keeps, each with its text, its hash and its attributions.

    Parameters
    ----------
    corpus
        Folder of a corpus that was read.
    where
        Condition in DuckDB's SQL on articles; without it all that are no duplicates.
    """
    articles = read_chosen(corpus, where)
    of_article = dict(list(read_table(corpus, "attributions").groupby("article_id", sort=False)))
    for article in articles.sort_values("article_id").itertuples():
        found = of_article.get(article.article_id)
        yield {
            "article_id": article.article_id,
            "outlet": article.outlet,
            "title": article.title,
            "published": article.published_in,
            "text": article.text,
            "text_sha256": digest(article.text),
            "attributions": [] if found is None else [_out(article.text, row) for row in found.to_dict("records")],
        }


def _out(text: str, row: dict) -> dict:
    spans = {part: [selector(text, int(start), int(end)) for start, end in row[f"{part}_spans"]] for part in PARTS}
    return {"attribution_id": row["attribution_id"], **{name: row[name] for name in COPIED}, **spans}


def read_lines(content: bytes) -> list[dict]:
    """Read JSON Lines as `export_annotations` writes them.

    Raises
    ------
    RequestError
        When a line is no JSON object with an article_id and attributions.
    """
    records = []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"line {number} is not JSON ({error}); mend or remove it.") from error
        if not isinstance(record, dict) or not {"article_id", "attributions"} <= set(record):
            raise RequestError(f"line {number} is no article: it needs article_id and attributions.")
        records.append(record)
    return records


def take_over(corpus: Path, records: Iterable[dict]) -> tuple[list[dict], set[str], list[Problem]]:
    """Make rows of the table attributions of annotations that came back, each span checked against the corpus's text.

    A span counts when ``text[start:end]`` is its exact words; else when these stand just once between its prefix and
    suffix. Form, paragraph, position and words are worked out anew; kind, confidence and source_id are taken as given,
    and are speech, 1 and "" where they are missing.

    Returns
    -------
    rows, articles, problems
        Rows of attributions; the ids of the articles that they replace all attributions of; what was not taken over.
        An attribution with a content that cannot be placed is left out and told.
    """
    texts = dict(read_table(corpus, "articles", columns=["article_id", "text"]).itertuples(index=False))
    rows: list[dict] = []
    articles: set[str] = set()
    problems: list[Problem] = []
    for record in records:
        article_id = str(record["article_id"])
        if article_id not in texts:
            problems.append(Problem(article_id, "no article of this corpus; export the annotations from this corpus"))
            continue
        if article_id in articles:
            problems.append(Problem(article_id, "stands there twice; the first one was taken"))
            continue
        text = texts[article_id]
        changed = record.get("text_sha256") not in (None, digest(text))
        articles.add(article_id)
        for number, attribution in enumerate(record["attributions"]):
            try:
                rows.append(_in(article_id, number, text, attribution))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                told = "its text is not the corpus's any more, and " if changed else ""
                problems.append(Problem(article_id, f"attribution {number}: {told}{error}"))
    return rows, articles, problems


def _in(article_id: str, number: int, text: str, attribution: dict) -> dict:
    spans = {part: sorted(place(text, span) for span in attribution.get(part) or []) for part in PARTS}
    if not spans["content"]:
        raise ValueError("it has no content")
    content = spans["content"]
    return {
        "attribution_id": str(attribution.get("attribution_id") or f"{article_id}-n{number}"),
        "article_id": article_id,
        "form": form_of(text, content),
        "kind": str(attribution.get("kind") or "speech"),
        "confidence": float(attribution.get("confidence", 1.0)),
        "via": str(attribution.get("via") or ""),
        "source_id": str(attribution.get("source_id") or ""),
        "paragraph": text.count("\n\n", 0, content[0][0]),
        "position": content[0][0] / max(len(text), 1),
        "words": sum(count_words(text[start:end]) for start, end in content),
        **{part: span_text(text, spans[part]) for part in PARTS},
        **{f"{part}_spans": [list(span) for span in spans[part]] for part in PARTS},
    }


def place(text: str, span: dict) -> tuple[int, int]:
    """Find a span in a text: where it says, or where its words stand once between its prefix and suffix.

    Raises
    ------
    ValueError
        When it cannot be placed.

    Examples
    --------
    >>> place("Today the mayor said no.", {"start": 4, "end": 9, "exact": "mayor", "prefix": "the ", "suffix": " said"})
    (10, 15)
    """
    start, end, exact = int(span["start"]), int(span["end"]), str(span["exact"])
    if exact and 0 <= start < end <= len(text) and text[start:end] == exact:
        return start, end
    prefix, suffix = str(span.get("prefix", "")), str(span.get("suffix", ""))
    around = f"{prefix}{exact}{suffix}"
    if exact and text.count(around) == 1:
        start = text.index(around) + len(prefix)
        return start, start + len(exact)
    raise ValueError(f'"{exact[:40]}" does not stand at {start}-{end}, nor once between its prefix and suffix')
