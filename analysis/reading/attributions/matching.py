"""Which attributions of two readings, a machine's or a person's, are one: by the words of their contents."""

import re
from collections.abc import Iterable

from analysis.reading.attributions.attribution import Span

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")


def words_touched(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Number the words of a text that the spans touch; punctuation and quotation marks are no words."""
    spans = [(int(start), int(end)) for start, end in spans]
    words = (match.span() for match in WORD.finditer(text))
    return frozenset(i for i, (a, b) in enumerate(words) if any(start < b and end > a for start, end in spans))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Give the words that two share as a part of those that either has."""
    return len(one & other) / len(one | other) if one | other else 0.0


def pair(ones: list[frozenset[int]], others: list[frozenset[int]]) -> dict[int, int]:
    """Match contents one to one, the largest overlap first, from half a union on: place in `ones` to place in `others`.

    References
    ----------
    Newell, C., Margolin, D. and Ruths, D. (2018). An attribution relations corpus for political news. *LREC*.
    """
    overlaps = ((overlap(one, other), i, j) for i, one in enumerate(ones) for j, other in enumerate(others))
    pairs: dict[int, int] = {}
    for share, i, j in sorted(overlaps, reverse=True):
        if share >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def same_source(first: Iterable[Span], second: Iterable[Span]) -> bool:
    """Tell whether two mentions of a source overlap, or there is none in either."""
    if not len(first) or not len(second):
        return not len(first) and not len(second)
    return any(a < d and c < b for a, b in first for c, d in second)


def find_content(text: str, words: str) -> list[Span]:
    """Find words that somebody copied out of a text, whatever its spaces, quotation marks and letter case are there.

    Returns
    -------
    list of span
        One span, or none when the text has no such words.
    """
    wanted = [re.escape(match[0]) for match in WORD.finditer(_plain(words))]
    if not wanted:
        return []
    found = re.search(r"\W+".join(wanted), _plain(text), re.IGNORECASE)
    return [found.span()] if found else []


def _plain(text: str) -> str:
    """Make apostrophes one; every character keeps its place."""
    return text.translate(str.maketrans("’‘ʼ`´", "'''''"))
