"""Annotated articles as windows with labels, word by word, for the network to learn from."""

import random
from collections.abc import Iterable

import numpy as np

from analysis.reading.attributions.attribution import Span
from analysis.reading.attributions.decoding import CONTENT, CUE, SOURCE
from analysis.reading.attributions.encoding import Encoded, encode, window_inputs, windows
from analysis.training.augmentation import augment

NOT_A_WORD = -100
"""The tag of a piece that begins no word: nothing is learnt from it."""


def words_of(article: Encoded, spans: Iterable[Span]) -> list[int]:
    """List the words that spans of characters touch."""
    return [
        word
        for start, end in spans
        for word in range(
            np.searchsorted(article.end, start, side="right"), np.searchsorted(article.start, end, side="left")
        )
    ]


def word_labels(article: Encoded, attributions: list[dict]) -> tuple[np.ndarray, np.ndarray, dict[int, list[int]]]:
    """Label each word of an article.

    Returns
    -------
    tags : (n,) numbers of `decoding.TAGS`
    owner : (n,) for a word of content the first word of its cue, else -1
    sources : for the first word of each cue the words of its source, empty when it has none
    """
    tags = np.zeros(len(article.start), dtype=np.int64)
    owner = np.full(len(article.start), -1, dtype=np.int64)
    sources = {}
    for attribution in attributions:
        cue = words_of(article, attribution["cue"])
        if not cue:
            continue
        for part, tag in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
            for span in attribution[part]:
                words = words_of(article, [span])
                tags[words] = tag + 1
                tags[words[:1]] = tag
        owner[words_of(article, attribution["content"])] = cue[0]
        sources[cue[0]] = words_of(article, attribution["source"])
    return tags, owner, sources


def training_windows(articles: list[dict], chance: random.Random) -> list[dict]:
    """Lay out every article anew, some retyped, as the inputs of `window_inputs` with `tags`, `owner` and `sources`.

    `owner` and `sources` count in pieces of the window: the first piece of a content word's cue, or -1; and for the
    first piece of each cue the first pieces of its source's words, or START (0) when it has none.
    """
    rows = []
    for annotated in articles:
        text, attributions = augment(annotated["text"], annotated["attributions"], chance)
        article = encode(text)
        tags, owner, sources = word_labels(article, attributions)
        for window in windows(article, shortened=chance.randrange(0, 160)):
            row = window_inputs(article, window)
            place = {int(word): piece for piece, word in enumerate(row["word"]) if word >= 0}
            row["tags"] = np.where(row["word"] >= 0, tags[row["word"]], NOT_A_WORD)
            row["owner"] = np.array([place.get(int(owner[word]), -1) if word >= 0 else -1 for word in row["word"]])
            row["sources"] = _sources_in_reach(row["paragraph"], place, sources)
            rows.append(row)
    return rows


def _sources_in_reach(
    paragraph: np.ndarray, place: dict[int, int], sources: dict[int, list[int]]
) -> dict[int, list[int]]:
    """Place each cue's source; one in another paragraph (one in a thousand) teaches nothing."""
    placed = {
        place[cue]: [place[word] for word in words]
        for cue, words in sources.items()
        if cue in place and all(word in place for word in words)
    }
    return {
        cue: words or [0] for cue, words in placed.items() if all(paragraph[word] == paragraph[cue] for word in words)
    }
