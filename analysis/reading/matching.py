"""Which attributions of two readings are one, by the words of their contents, and whether their sources are."""

import re
from collections.abc import Iterable

from analysis.reading.attribution import Span

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")


def words_of(text: str) -> list[Span]:
    """List the words of a text; punctuation and quotation marks are none."""
    return [match.span() for match in WORD.finditer(text)]


def content_words(spans: Iterable[Span], words: list[Span]) -> frozenset[int]:
    """Number the words that spans touch."""
    return frozenset(i for i, (s, e) in enumerate(words) if any(s < b and e > a for a, b in spans))


def pair(first: list[frozenset[int]], second: list[frozenset[int]]) -> list[tuple[int, int]]:
    """Match contents one to one, best overlap first, from half on (intersection over union)."""
    overlaps = ((len(a & b) / len(a | b), i, j) for i, a in enumerate(first) for j, b in enumerate(second) if a & b)
    pairs, taken_first, taken_second = [], set(), set()
    for overlap, i, j in sorted(overlaps, reverse=True):
        if overlap >= 0.5 and i not in taken_first and j not in taken_second:
            pairs.append((i, j))
            taken_first.add(i)
            taken_second.add(j)
    return pairs


def same_source(first: Iterable[Span], second: Iterable[Span]) -> bool:
    """Tell whether two mentions of a source overlap, or there is none in either."""
    if not len(first) or not len(second):
        return not len(first) and not len(second)
    return any(a < d and c < b for a, b in first for c, d in second)
