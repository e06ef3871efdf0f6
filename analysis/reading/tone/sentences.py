"""An article cut into sentences, and each sentence into the voices that speak in it."""

import re
from itertools import pairwise

from spacy.tokens import Doc

from analysis.reading.attributions.attribution import Attribution, Span
from analysis.reading.parser import text_of
from analysis.reading.tone.baselines import score

JOURNALIST, SOURCE = "journalist", "source"


def sentence_spans(doc: Doc) -> list[Span]:
    """Give the characters of each sentence; none runs over the end of a paragraph."""
    spans, whole = [], text_of(doc)
    for sentence in doc.sents:
        for line in re.finditer(r"[^\n]*\S[^\n]*", whole[sentence.start_char : sentence.end_char]):
            start, end = sentence.start_char + line.start(), sentence.start_char + line.end()
            text = whole[start:end]
            spans.append((start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())))
    return spans


def sentence_rows(doc: Doc, attributions: list[Attribution], article_id: str) -> list[dict]:
    """Make the rows of `sentences`: what stands inside an attribution is its source's voice, the rest the journalist's.

    A part without a letter or a digit (a quotation mark, a full stop) makes no row.
    """
    content = sorted((*span, number) for number, a in enumerate(attributions) for span in a.content)
    rows, whole = [], text_of(doc)
    for start, end in sentence_spans(doc):
        within = [(max(s, start), min(e, end), n) for s, e, n in content if s < end and e > start]
        edges = sorted({start, end, *(edge for s, e, _ in within for edge in (s, e))})
        for a, b in pairwise(edges):
            text = whole[a:b].strip()
            if not re.search(r"\w", text):
                continue
            owner = next((n for s, e, n in within if s <= a and b <= e), None)
            begin = whole.index(text, a)
            rows.append(
                {
                    "sentence_id": f"{article_id}-s{len(rows)}",
                    "article_id": article_id,
                    "start": begin,
                    "end": begin + len(text),
                    "sentence": text,
                    "voice": JOURNALIST if owner is None else SOURCE,
                    "attribution_id": "" if owner is None else f"{article_id}-a{owner}",
                    **score(text),
                }  # fmt: skip
            )
    return rows
