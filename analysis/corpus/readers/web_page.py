"""Saved web pages: story and metadata through trafilatura (Barbaresi 2021), one article a page."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import html

from analysis.corpus.limits import LARGEST_PAGE, check_size
from analysis.corpus.readers.markup import parse, text_of, with_marks
from analysis.corpus.readers.page_metadata import host_name, known_outlet, page_fields, person
from analysis.corpus.readers.page_story import Block, find_story, without_headline
from analysis.corpus.records import Record, Rejection
from analysis.corpus.text.dates import find_published
from analysis.corpus.text.decoding import decode
from analysis.corpus.text.words import count_words

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
LANGUAGE = re.compile(r"""<html[^>]*\slang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
MODIFIED = re.compile(
    r"""<meta\b[^>]*\b(?:modified_time|updated_time|last-?modified|lastmod|datemodified|revised)["'\s][^>]*>""",
    re.IGNORECASE,
)
"""Elements that tell the day of a change, which is not that of publication."""

HEAD = 12
"""Lines above a story in which its page may print the day."""

LONGEST_LABEL = 5
"""Words above a story that are no standfirst, as the name of a section."""

FIELDS = {"title", "outlet", "author", "published", "section", "url", "language"}

SHORT = 0.5
"""Of the words that the page declares or its paragraphs have; a story with fewer is marked for a look."""

LEAST_OF_PAID = 200
"""Words; what stands before a paywall is shorter."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read a page as one record; readers' comments are left out. Pages of several stories are not parted."""
    check_size(path.stat().st_size, LARGEST_PAGE, "a web page")
    yield read_page(path.read_bytes())


def read_page(content: bytes, charset: str = "", address: str = "") -> Record | Rejection:
    """Read the bytes of a page, in the character set that its server declared, or else its head."""
    declared = CHARSET.search(content[:4096])
    markup = with_marks(decode(content, charset or (declared[1].decode("ascii") if declared else "")))
    page = parse(markup)
    told = page_fields(page)
    story = find_story(MODIFIED.sub("", markup))
    body = told.get("body", "")
    headline = main_headline(page)
    title = told.get("title") or (story.told.title if story.told else "") or headline
    titles = (title, (story.told.title if story.told else "") or "", headline)
    lines = without_headline(story.lines or body.split("\n"), titles)
    if not any(map(str.strip, lines)):
        return Rejection("", "no story found in the page; save its text as .txt")
    above = [line for line in story.above if len(line.split()) > LONGEST_LABEL]
    language = LANGUAGE.search(markup)
    url = told.get("url") or address or (story.told.url if story.told else "") or ""
    fields = {
        "title": headline or title,
        "outlet": host_name(url),
        "author": (story.told.author if story.told else "") or "",
        "published": day_above(story.blocks, lines) or (story.told.date if story.told else ""),
        "abstract": next(iter(without_headline(above, titles)), ""),
        "language": language[1] if language else "",
    }
    fields |= {field: value for field, value in told.items() if field in FIELDS}
    fields |= {"url": url, "outlet": known_outlet(url) or fields["outlet"], "author": person(fields["author"])}
    fields["text"] = "\n\n".join(lines)
    fields = {field: value for field, value in fields.items() if value}
    return Record("", fields, remark=why_short(page, told, "\n".join(lines)))


def main_headline(page: html.HtmlElement) -> str:
    """Give the headline as printed: of the level-one headings, the one most like the page's title."""
    title = (page.findtext(".//title") or "").casefold()
    headings = [text for heading in page.iter("h1") if (text := text_of(heading))]
    return next((text for text in headings if text.casefold()[:40] in title), headings[-1] if headings else "")


def day_above(blocks: list[Block], lines: list[str]) -> str:
    """Give the day of publication in the lines that a page prints above its story, nearest first."""
    first = next((number for number, block in enumerate(blocks) if block.text == lines[0]), 0)
    above = (block.text for block in reversed(blocks[max(0, first - HEAD) : first + 1]))
    return next((day for text in above if (day := find_published(text))), "")


def why_short(page: html.HtmlElement, told: Mapping[str, str], text: str) -> str:
    """Say why a story that was found may not be the whole; "" when nothing tells so."""
    found = count_words(text)
    declared = int(told["wordcount"]) if told.get("wordcount", "").isdigit() and len(told["wordcount"]) < 8 else 0
    if found < SHORT * max(declared, count_words(told.get("body", ""))):
        return f"looks short: {found} words found, the page declares {max(declared, count_words(told.get('body', '')))}"
    if told.get("free", "").casefold() == "false" and found < LEAST_OF_PAID:
        return f"looks short: {found} words, and the page is not free; it may end at a paywall"
    paragraphs = sum(count_words(line) for p in page.iter("p") if len(line := text_of(p)) > 80)
    if found < SHORT * paragraphs:
        return f"looks short: {found} words found, the page's paragraphs have {paragraphs}"
    return ""
