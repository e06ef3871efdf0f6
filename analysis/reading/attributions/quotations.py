"""Where the quotation marks of a text open and close, and what that makes of an attribution."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from analysis.files import load_yaml
from analysis.reading.attributions.attribution import Span

_TABLE = load_yaml(Path(__file__).with_name("quotation_marks.yml"))
_SHAPES = {
    mark: (width, shape)
    for width in ("double", "single")
    for shape in ("opening", "closing", "either")
    for mark in _TABLE[width][shape]
}
_MARKS = sorted([*_SHAPES, *_TABLE["never"]], key=len, reverse=True)
_MARK = re.compile("\n|" + "|".join(map(re.escape, _MARKS)))
_ELISION = re.compile(rf"(?:{'|'.join(_TABLE['elisions'])}|\d\d?s?)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")


def quoted_regions(text: str) -> list[Span]:
    """Find the parts of a text that stand inside quotation marks, marks included, in order and apart.

    Every paragraph is read alone, so that one odd mark spoils one paragraph at most; a quotation that a
    paragraph leaves open runs to that paragraph's end. Single marks count when they stand outside double ones
    and close. Whether the words are anybody's speech or a title is not decided here. Takes linear time.

    Examples
    --------
    >>> text = "“We’ll stay,” she said. ‘It’s the workers’ choice.’"
    >>> [text[start:end] for start, end in quoted_regions(text)]
    ['“We’ll stay,”', '‘It’s the workers’ choice.’']
    """
    return list(_regions(text))


def form_of(text: str, content: Iterable[Span]) -> str:
    """Name the form of a content: direct (at least 90 % of its words quoted), mixed (some) or indirect."""
    regions = _regions(text)
    starts = [start for start, _ in regions]
    words = quoted = 0
    for span_start, span_end in content:
        for word in _WORD.finditer(text, span_start, span_end):
            words += 1
            region = bisect_right(starts, word.start()) - 1
            quoted += region >= 0 and word.end() <= regions[region][1]
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * words else "mixed"


@lru_cache(maxsize=8)  # form_of is asked once an attribution
def _regions(text: str) -> tuple[Span, ...]:
    double, single = [], []
    paragraphs: list[tuple[int, int, list[tuple]]] = [(0, len(text), [])]
    for mark in _MARK.finditer(text):
        if mark[0] == "\n":
            start, _, marks = paragraphs.pop()
            paragraphs += [(start, mark.start(), marks), (mark.end(), len(text), [])]
        elif mark[0] in _SHAPES:
            paragraphs[-1][2].append((*mark.span(), *_SHAPES[mark[0]]))
    paragraphs = [(start, end, marks) for start, end, marks in paragraphs if text[start:end].strip()]
    left_open = False
    for start, end, marks in paragraphs:
        found, left_open = _double_regions(text, start, end, marks, left_open)
        double += found
    single = list(_single_regions(text, paragraphs, double))
    outside = [region for region in double if not _inside(region[0], single)]
    return tuple(sorted(outside + single))


def _double_regions(text, start, end, marks, left_open) -> tuple[list[Span], bool]:
    """Pair one paragraph's double marks; `left_open`: the paragraph before did not close its last."""
    regions, opened = [], None
    for mark_start, mark_end, width, shape in marks:
        if width == "single":
            continue
        opens, closes = _surroundings(text, mark_start, mark_end, start, end)
        broken = text[mark_start] == "\ufffd"
        if broken and opens == closes:
            continue  # a lost apostrophe or dash
        looks = "opening" if opens and not closes else "closing" if closes and not opens else shape
        if opened is None:
            if looks == "closing":
                if left_open and not regions:
                    regions.append((start, mark_end))
            elif shape != "closing" or looks == "opening":
                opened = mark_start
        elif looks == "opening":
            regions.append((opened, mark_start))
            opened = mark_start
        else:
            regions.append((opened, mark_end))
            opened = None
    if opened is not None:
        regions.append((opened, end))
    return regions, opened is not None


def _single_regions(text, paragraphs, double) -> Iterator[Span]:
    """Pair the single marks that stand outside double ones; apostrophes and possessives are passed over."""
    held = None  # a paragraph that opens and does not close: quoted only when the next paragraph opens too
    for start, end, marks in paragraphs:
        opened = closed = None
        for mark_start, mark_end, width, shape in marks:
            if width == "double" or _inside(mark_start, double):
                continue
            opens, closes = _surroundings(text, mark_start, mark_end, start, end)
            if opens and shape != "closing" and not _ELISION.match(text, mark_end):
                if closed:
                    yield opened, closed
                opened, closed = mark_start, None
                if held and not text[start:mark_start].strip():
                    yield held
                held = None
            elif closes and opened is not None and shape != "opening":
                closed = mark_end
                possessive = text[mark_start - 1] in "sS" and text[mark_end : mark_end + 1] == " "
                if not possessive:
                    yield opened, closed
                    opened = closed = None
        if closed:
            yield opened, closed
        first = opened is not None and not closed and not text[start:opened].strip()
        held = (opened, end) if first else None


def _surroundings(text, mark_start, mark_end, start, end) -> tuple[bool, bool]:
    """Whether a mark stands where one opens (before a word) and where one closes (behind a word or stop)."""
    before = text[mark_start - 1] if mark_start > start else " "
    after = text[mark_end] if mark_end < end else " "
    opens = not before.isalnum() and before not in ".,!?;…%" and not after.isspace()
    closes = not before.isspace() and before not in "([{—–" and not after.isalnum()
    return opens, closes


def _inside(position: int, regions: list[Span]) -> bool:
    index = bisect_right(regions, (position, float("inf"))) - 1
    return index >= 0 and regions[index][0] <= position < regions[index][1]
