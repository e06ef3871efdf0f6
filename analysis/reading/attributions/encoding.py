"""Text made ready for the encoder: word pieces with features, packed into windows of whole paragraphs.

In PolNeAR source, cue and content stand in one paragraph 99 times in 100, so a paragraph is never cut
unless it is longer than a window, and every window begins with the paragraph before it, for context.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from analysis.paths import MODELS
from analysis.reading.attributions.quotations import quoted_regions

TOKENIZER = MODELS / "tokenizer.json"
PADDING, BREAK, START, END = 0, 1, 101, 102
"""Word pieces of the vocabulary; BREAK, a paragraph's end, is one that its makers left unused."""

WINDOW = 288
"""Word pieces in a window, START and END included."""

LOWER, CAPITALISED, UPPER, OTHER = range(4)
SENTENCE_END = re.compile(r"[.!?…]$")


class Encoded(NamedTuple):
    """One article in words and word pieces: `pieces`, `case`, `quoted`, `word` run over pieces, the rest over words."""

    pieces: np.ndarray
    case: np.ndarray
    quoted: np.ndarray
    word: np.ndarray
    """The word that each piece belongs to."""
    first: np.ndarray
    """The first piece of each word."""
    start: np.ndarray
    end: np.ndarray
    """Characters of each word in the text."""
    paragraph: np.ndarray
    """The paragraph of each word, from 0; a part of an overlong paragraph counts as one."""


class Window(NamedTuple):
    """Pieces `[begin, end)` of an article; of its words only those from `trusted` (a word) on are read here."""

    begin: int
    end: int
    trusted: int


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """Load the word pieces that every network here shares."""
    loaded = Tokenizer.from_file(str(TOKENIZER))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def _case(word: str) -> int:
    if word.islower():
        return LOWER
    if word.isupper() and len(word) > 1:
        return UPPER
    return CAPITALISED if word[:1].isupper() else OTHER


def encode(text: str) -> Encoded:
    """Split a text into words and word pieces with their case and whether they stand in quotation marks.

    It neither cleans nor shortens: offsets point into `text` as given. A character that the tokenizer
    drops (a NUL, a lone combining mark) belongs to no word.
    """
    paragraphs = [(m.start(), m.group()) for m in re.finditer(r"[^\n\r]+", text) if m.group().strip()]
    inside = np.zeros(len(text) + 1, dtype=np.int64)
    for a, b in quoted_regions(text):
        inside[a:b] = 1
    pieces, word, first, start, end, paragraph = [], [], [], [], [], []
    for number, ((base, _), encoding) in enumerate(
        zip(
            paragraphs,
            tokenizer().encode_batch([p for _, p in paragraphs], add_special_tokens=False),
            strict=True,
        )
    ):
        last = None
        for piece, (a, b), word_id in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
            if word_id != last:
                first.append(len(pieces))
                start.append(base + a)
                end.append(base + b)
                paragraph.append(number)
                last = word_id
            end[-1] = base + b
            pieces.append(piece)
            word.append(len(first) - 1)
    array = lambda values: np.array(values, dtype=np.int64)  # noqa: E731
    start, end, word = array(start), array(end), array(word)
    case = array([_case(text[a:b]) for a, b in zip(start, end, strict=True)])
    quoted = inside[(start + end) // 2] if len(start) else start
    return Encoded(
        array(pieces), case[word] if len(word) else case, quoted[word] if len(word) else quoted, word,
        array(first), start, end, _split_overlong(text, array(paragraph), array(first), start, end, len(pieces)),
    )  # fmt: skip


def _split_overlong(text, paragraph, first, start, end, n_pieces) -> np.ndarray:
    """Renumber paragraphs so that two always fit into a window, cut after a sentence where one ends."""
    limit = (WINDOW - 2) // 2
    numbers, out = np.flatnonzero(np.diff(paragraph, prepend=-1)), np.empty_like(paragraph)
    bounds = [*numbers.tolist(), len(paragraph)]
    after = np.append(first[1:], n_pieces)
    number = 0
    for a, b in zip(bounds, bounds[1:], strict=False):
        while b > a:
            cut = b
            if after[b - 1] - first[a] > limit:
                cut = max(a + 1, int(np.searchsorted(after, first[a] + limit, side="right")))
                stops = [w for w in range(a + (cut - a) // 2, cut) if SENTENCE_END.search(text[start[w] : end[w]])]
                cut = stops[-1] + 1 if stops else cut
            out[a:cut] = number
            number += 1
            a = cut
    return out


def windows(article: Encoded, size: int = WINDOW, shortened: int = 0) -> list[Window]:
    """Pack whole paragraphs into windows, each but the first beginning with the paragraph before it.

    `shortened` takes that many pieces off the first window, so that training sees paragraphs in other company.
    """
    if not len(article.first):
        return []
    heads = np.flatnonzero(np.diff(article.paragraph, prepend=-1))
    ends = np.append(article.first[heads[1:]], len(article.pieces))
    begins = article.first[heads]
    room, out, at = size - 2 - shortened, [], 0
    while at < len(heads):
        context = at - 1 if at and (ends[at] - begins[at - 1]) + 1 <= room else at
        last = at
        while last + 1 < len(heads) and ends[last + 1] - begins[context] + (last + 1 - context) <= room:
            last += 1
        out.append(Window(int(begins[context]), int(ends[last]), int(heads[at])))
        room, at = size - 2, last + 1
    return out


def window_inputs(article: Encoded, window: Window) -> dict[str, np.ndarray]:
    """Lay out one window for the encoder: START, its pieces with BREAK between paragraphs, END.

    Returns
    -------
    dict of int64 arrays of one length
        `pieces`, `case`, `quoted`, `paragraph` (within the window, START and END are -1) and `word`
        (the article's word where a word begins, -1 elsewhere).
    """
    span = slice(window.begin, window.end)
    words = article.word[span]
    begins = np.diff(words, prepend=-1) != 0
    number = article.paragraph[words]
    breaks = np.flatnonzero(np.diff(number)) + 1
    lay = lambda values, filler, edge: np.concatenate([[edge], np.insert(values, breaks, filler), [edge]])  # noqa: E731
    pieces = lay(article.pieces[span], BREAK, START)
    pieces[-1] = END
    return {
        "pieces": pieces,
        "case": lay(article.case[span], OTHER, OTHER),
        "quoted": lay(article.quoted[span], 0, 0),
        "paragraph": lay(number - number[0], number[breaks - 1] - number[0], -1),
        "word": lay(np.where(begins, words, -1), -1, -1),
    }  # fmt: skip


def pad(rows: list[np.ndarray], filler: int) -> np.ndarray:
    """Stack rows of different lengths, filled up to the longest."""
    out = np.full((len(rows), max(map(len, rows))), filler, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out
