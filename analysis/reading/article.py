"""One article read: who says what, who that is, and in whose voice each sentence stands."""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from spacy.tokens import Doc

from analysis.corpus.text.words import count_words
from analysis.reading.attributions.attribution import Attribution, span_text
from analysis.reading.attributions.quotations import form_of
from analysis.reading.coding.portrait import surroundings_of
from analysis.reading.parser import text_of
from analysis.reading.sources.resolution import resolve_sources
from analysis.reading.tone.sentences import sentence_rows

Finder = Callable[[Doc], list[Attribution]]
"""A reader: it finds the attributions of a parsed article, in the order of the text."""


def read_article(article_id: str, doc: Doc, find: Finder) -> dict[str, list[dict]]:
    """Make an article's rows of `attributions`, `speakers`, `sources` (not yet coded) and `sentences`."""
    text, attributions = text_of(doc), find(doc)
    sources, owners = resolve_sources(doc, attributions)
    for number, row in enumerate(sources):
        own = [attribution for attribution, told in zip(attributions, owners, strict=True) if number in told]
        row["surroundings"] = surroundings_of(text, own)
    ids = [f"{article_id}-p{number}" for number in range(len(sources))]
    return {
        "attributions": [
            {
                "attribution_id": f"{article_id}-a{number}", "article_id": article_id,
                "source_id": ids[told[0]] if told else "", **describe(text, attribution),
            }
            for number, (attribution, told) in enumerate(zip(attributions, owners, strict=True))
        ],
        "speakers": [
            {
                "attribution_id": f"{article_id}-a{number}", "article_id": article_id, "source_id": ids[place],
                "part": 1 / len(told),
            }
            for number, told in enumerate(owners) for place in told
        ],
        "sources": [{"source_id": i, "article_id": article_id, **row} for i, row in zip(ids, sources, strict=True)],
        "sentences": sentence_rows(doc, attributions, article_id),
    }  # fmt: skip


def describe(text: str, attribution: Attribution) -> dict:
    """Give what the table says of an attribution by itself: its words, spans, form, place and length."""
    begin = min(start for start, _ in attribution.content)
    content = span_text(text, attribution.content)
    return {
        "form": form_of(text, attribution.content), "kind": attribution.kind, "confidence": attribution.confidence,
        "content": content, "content_spans": [list(span) for span in attribution.content],
        "cue": span_text(text, attribution.cue), "cue_spans": [list(span) for span in attribution.cue],
        "source": span_text(text, attribution.source), "source_spans": [list(span) for span in attribution.source],
        "via": span_text(text, attribution.via),
        "paragraph": bisect_right(_breaks(text), begin), "position": begin / max(1, len(text)),
        "words": count_words(content),
    }  # fmt: skip


@lru_cache(maxsize=8)  # asked once an attribution
def _breaks(text: str) -> list[int]:
    """List where each paragraph but the first begins."""
    return [match.end() for match in re.finditer(r"\n(?=[^\n])", text)]
