"""Saved web pages: story and metadata through trafilatura (Barbaresi 2021), one article a page."""

import re
from collections.abc import Iterator
from pathlib import Path

import trafilatura

from analysis.corpus.decoding import decode
from analysis.corpus.limits import LARGEST_PAGE, check_size
from analysis.corpus.records import Record, Rejection

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
LANGUAGE = re.compile(r"""<html[^>]*\slang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
DATES = {"original_date": True, "extensive_search": False}
"""For htmldate: when it was first published, from markup that says so, not from numbers in the page."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read a page as one record; readers' comments are left out. Pages of several stories are not parted."""
    check_size(path.stat().st_size, LARGEST_PAGE, "a web page")
    yield read_page(path.read_bytes())


def read_page(content: bytes, charset: str = "") -> Record | Rejection:
    """Read the bytes of a page, in the character set that its server declared, or else its head."""
    declared = CHARSET.search(content[:4096])
    page = decode(content, charset or (declared[1].decode("ascii") if declared else ""))
    # never deduplicate=True: it remembers texts from page to page and drops what it has seen
    story = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, date_extraction_params=DATES)
    if story is None or not (story.text or "").strip():
        return Rejection("", "no story found in the page; save its text as .txt")
    language = LANGUAGE.search(page)
    fields = {
        "text": story.text.replace("\n", "\n\n"),
        "title": story.title,
        "outlet": story.sitename or story.hostname,
        "author": story.author,
        "published": story.date,
        "url": story.url,
        "language": language[1] if language else "",
    }
    return Record("", {name: value for name, value in fields.items() if value})
