"""Factiva exports as HTML: one division of class "article enArticle" a record, with or without codes."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from analysis.corpus.readers.factiva import DOCUMENT, from_codes, from_lines
from analysis.corpus.readers.markup import lines_of, parse, text_of
from analysis.corpus.records import Record, Rejection
from analysis.corpus.text.decoding import read_text

ARTICLE = r"(?=<div[^>]*class\s*=\s*[\"']article [a-z]{2,4}Article)"


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read record by record."""
    # parted before parsing: a table that nobody closed would else put one record into another
    pieces = re.split(ARTICLE, read_text(path), flags=re.IGNORECASE)
    for number, piece in enumerate(pieces[1:], start=1):
        article = parse(piece.partition('<div id="pageFooter"')[0])
        values = _values(article)
        yield from_codes(str(number), values) if "HD" in values or "TD" in values else _without(str(number), article)


def _values(article: html.HtmlElement) -> dict[str, list[str]]:
    """Give the lines of each row of a table whose first cell is a code in bold."""
    values: dict[str, list[str]] = {}
    for row in article.iter("tr"):
        cells = row.findall("td")
        code = text_of(cells[0]).strip("\xa0 ") if len(cells) > 1 else ""
        if code.isupper() and 2 <= len(code) <= 4:
            values[code] = lines_of(cells[1])
    return values


def _without(place: str, article: html.HtmlElement) -> Record | Rejection:
    """Read the variant without codes: its head is divisions, its story paragraphs of class articleParagraph."""
    story = article.xpath('.//p[contains(@class, "articleParagraph")]')
    lines = [line for line in lines_of(article) if line != "\xa0"]
    title = text_of(next(iter(article.xpath('.//*[@id="hd"]')), None))
    if not story:
        return from_lines(place, lines, title)
    inside = {line for paragraph in story for line in lines_of(paragraph)}
    first = next(i for i, line in enumerate(lines) if line in inside)
    frame = lines[:first]
    named = [line for line in lines if line not in inside and DOCUMENT.fullmatch(line)]
    return from_lines(place, frame + [line for paragraph in story for line in lines_of(paragraph)] + named[-1:], title)
