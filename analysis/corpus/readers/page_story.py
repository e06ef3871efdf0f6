"""The story of a web page: trafilatura's (Barbaresi 2021), held against how the page is built and a second extractor.

No list of names or strings is used. Each rule helps on pages of sites that it was not written from; benchmarks/pages.py
tells by how much.
"""

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import trafilatura
from lxml import html
from trafilatura.readability_lxml import Document

from analysis.corpus.readers.markup import BLOCKS, SILENT, lines_of, parse
from analysis.corpus.text.cleaning import same_line

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

UNREAD = SILENT | {"select", "option", "button", "svg", "iframe", "textarea"}
"""Elements whose text is no part of a story."""

PROSE = 40
"""Characters of a paragraph of story."""

MOST_LINKS = 0.75
"""Of a line's characters; a line with more is the headline of another story, or a promotion."""

LIST_OF_LINKS = 0.15
"""Of a story's characters; where such lines hold more, they are the story."""

AGREED = 0.6
"""Of a story's characters that the second extractor has too; with fewer it looked elsewhere, and does not count."""

DATES = {"original_date": True, "extensive_search": False}
"""For htmldate: when it was first published, from markup that says so, not from numbers in the page."""


class Block(NamedTuple):
    """A line of a page: its text, the share of it that is links, where it stands, if in a heading or a quotation.

    place: names and classes of its element and of three around it; paragraphs of one story share them.
    """

    text: str
    links: float
    place: tuple
    heading: bool
    quoted: bool


class Line(NamedTuple):
    """A line of a story, and the number of the block that it is; -1 where none is."""

    text: str
    block: int


class Story(NamedTuple):
    """The lines of a story, those between its headline and it, what the page has, and what trafilatura says of it."""

    lines: list[str]
    above: list[str]
    blocks: list[Block]
    told: trafilatura.settings.Document | None


class Parts(NamedTuple):
    """What a story is chosen from: trafilatura's lines, what the page has, the second extractor's lines."""

    lines: list[Line]
    blocks: list[Block]
    other: set[str]
    told: trafilatura.settings.Document | None


def find_story(page: str) -> Story:
    """Find the story of a page, without headline, standfirst, lists of other stories and what stands below it."""
    return choose(parts_of(page))


def parts_of(page: str) -> Parts:
    """Read a page in two ways, and break it as a browser does; nothing is chosen yet."""
    blocks = list(blocks_of(parse(page)))
    # never deduplicate=True: it remembers texts from page to page and drops what it has seen
    told = trafilatura.bare_extraction(
        page, fast=True, with_metadata=True, include_comments=False, date_extraction_params=DATES
    )
    found = [re.sub("^- ", "", line.strip()) for line in ((told.text if told else "") or "").split("\n")]
    return Parts(locate(filter(None, found), blocks), blocks, second_opinion(page), told)


def choose(parts: Parts) -> Story:
    """Choose the lines of the story by the rules below; none applies where no line is found in the page."""
    lines, blocks, other, told = parts
    if any(line.block >= 0 for line in lines):
        lines = without_tail(without_links(with_missing(lines, blocks), blocks), other)
    top = headings_above(lines, blocks)
    return Story([line.text for line in lines[top:]], [line.text for line in lines[:top]], blocks, told)


def blocks_of(page: html.HtmlElement) -> Iterator[Block]:
    """Give the lines of a page as a browser breaks them, without what it does not show; it walks without recursion."""
    around: list[html.HtmlElement] = []
    pieces: list[str] = []
    linked = in_links = 0
    stack: list[tuple[html.HtmlElement, bool]] = [(page, False)]

    def block() -> Iterator[Block]:
        if text := " ".join("".join(pieces).split()):
            whole = sum(map(len, pieces))
            names = {element.tag for element in around}
            place = tuple((element.tag, element.get("class")) for element in around[-4:])
            quoted = "blockquote" in names and "aside" not in names
            yield Block(text, linked / whole, place, bool(names & HEADINGS), quoted)

    while stack:
        node, leaving = stack.pop()
        shown = isinstance(node.tag, str) and node.tag not in UNREAD and node.get("hidden") is None
        written = node.text if shown and not leaving else node.tail if leaving or not shown else ""
        if shown and node.tag in BLOCKS:
            yield from block()
            pieces, linked = [], 0
            around.pop() if leaving else around.append(node)
        in_links += (node.tag == "a" and shown) * (-1 if leaving else 1)
        if written and not (node is page and leaving):
            pieces.append(written.replace("\n", " "))
            linked += len(written) * (in_links > 0)
        if shown and not leaving:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
    yield from block()


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def locate(lines: Iterable[str], blocks: list[Block]) -> list[Line]:
    """Find the block that each line is: the next one below the line before with its letters, else the last."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        places[_key(block.text)].append(number)
    found, last = [], -1
    for line in lines:
        there = places.get(_key(line), [])
        number = there[min(bisect.bisect_right(there, last), len(there) - 1)] if there else -1
        last = max(last, number)
        found.append(Line(line, number))
    return found


def with_missing(lines: list[Line], blocks: list[Block]) -> list[Line]:
    """Add the paragraphs that stand where most of the story stands, as those below an ad, and quotations inside it."""
    have = {line.block for line in lines}
    words: Counter[tuple] = Counter()
    for line in lines:
        if line.block >= 0 and len(line.text) > PROSE:
            words[blocks[line.block].place] += len(line.text)
    (place, size), *_ = words.most_common(1) or [((), 0)]
    home = place if size > _size(lines) / 2 else None
    first, last = min(have - {-1}), max(have)
    order, at = [], first
    for line in lines:
        at = max(at, line.block)
        order.append((at, line))
    for number, block in enumerate(blocks[first:], start=first):
        prose = block.place == home and len(block.text) > PROSE and block.links < 0.5
        if number not in have and (prose or (block.quoted and number < last)):
            order.append((number, Line(block.text, number)))
    return [line for _, line in sorted(order, key=lambda placed: placed[0])]


def headings_above(lines: list[Line], blocks: list[Block]) -> int:
    """Count the headings with which a story begins: its headline and a summary of it."""
    return next((n for n, line in enumerate(lines) if line.block < 0 or not blocks[line.block].heading), len(lines))


def without_links(lines: list[Line], blocks: list[Block]) -> list[Line]:
    """Drop lines that are links, unless the story is a list of them."""
    kept = [line for line in lines if line.block < 0 or blocks[line.block].links <= MOST_LINKS]
    return kept if _size(kept) > (1 - LIST_OF_LINKS) * _size(lines) else lines


def without_tail(lines: list[Line], other: set[str]) -> list[Line]:
    """Drop the lines below the last one that the second extractor has too, where the two agree on the story."""
    agreed = [number for number, line in enumerate(lines) if _key(line.text) in other]
    return lines[: agreed[-1] + 1] if _size([lines[n] for n in agreed]) > AGREED * _size(lines) else lines


def _size(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def second_opinion(page: str) -> set[str]:
    """Give the lines of the story by the readability algorithm (Arc90; lxml), without punctuation."""
    try:
        found = Document(parse(page)).summary()
    except (ValueError, TypeError, AttributeError):
        return set()
    return {_key(line) for line in lines_of(parse(found) if isinstance(found, str) else found)}


def without_headline(lines: list[str], headlines: Iterable[str]) -> list[str]:
    """Drop the headline from the first lines of a story."""
    return [line for i, line in enumerate(lines) if i > 2 or not any(h and same_line(h, line) for h in headlines)]
