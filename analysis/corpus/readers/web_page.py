"""Saved web pages: story and metadata through trafilatura (Barbaresi 2021), one article a page."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import trafilatura
from lxml import html

from analysis.corpus.limits import LARGEST_PAGE, check_size
from analysis.corpus.readers.markup import text_of
from analysis.corpus.readers.page_metadata import page_fields
from analysis.corpus.readers.page_parts import prepare
from analysis.corpus.records import Record, Rejection
from analysis.corpus.text.cleaning import same_line
from analysis.corpus.text.decoding import decode
from analysis.corpus.text.words import count_words

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
LANGUAGE = re.compile(r"""<html[^>]*\slang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
DATES = {"original_date": True, "extensive_search": False}
"""For htmldate: when it was first published, from markup that says so, not from numbers in the page."""

FIELDS = {"title", "outlet", "author", "published", "section", "url", "language"}

SHORT = 0.5
"""Of the words that the page declares or its paragraphs have; a story with fewer is marked for a look."""

LEAST_OF_PAID = 200
"""Words; what stands before a paywall is shorter."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read a page as one record; readers' comments are left out. Pages of several stories are not parted."""
    check_size(path.stat().st_size, LARGEST_PAGE, "a web page")
    yield read_page(path.read_bytes())


def read_page(content: bytes, charset: str = "") -> Record | Rejection:
    """Read the bytes of a page, in the character set that its server declared, or else its head."""
    declared = CHARSET.search(content[:4096])
    page = decode(content, charset or (declared[1].decode("ascii") if declared else ""))
    prepared = prepare(page)
    told = page_fields(prepared.page)
    # never deduplicate=True: it remembers texts from page to page and drops what it has seen
    story = trafilatura.bare_extraction(
        prepared.page, with_metadata=True, include_comments=False, date_extraction_params=DATES
    )
    text = (story.text or "").strip() if story is not None else ""
    text = text or told.get("body", "")
    language = LANGUAGE.search(page)
    title = told.get("title") or (story.title if story else "") or prepared.headline
    lines = without_headline(text.split("\n"), (title, (story.title if story else "") or "", prepared.headline))
    if not any(map(str.strip, lines)):
        return Rejection("", "no story found in the page; save its text as .txt")
    guessed = {
        "title": prepared.headline,
        "outlet": (story.sitename or story.hostname) if story else "",
        "author": story.author if story else "",
        "published": story.date if story else "",
        "url": story.url if story else "",
        "language": language[1] if language else "",
    }
    known = {field: value for field, value in told.items() if field in FIELDS}
    fields = {field: value for field, value in guessed.items() if value} | known
    fields |= {"abstract": prepared.standfirst} if prepared.standfirst else {}
    return Record("", fields | {"text": "\n\n".join(lines)}, remark=why_short(prepared.page, told, text))


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


def without_headline(lines: list[str], headlines: Iterable[str]) -> list[str]:
    """Drop the headline from the first lines of a story."""
    return [line for i, line in enumerate(lines) if i > 2 or not any(h and same_line(h, line) for h in headlines)]
