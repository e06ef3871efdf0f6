"""Europresse and Eureka exports as HTML, in both generations: spans in tables (to about 2014), then <article>."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from analysis.corpus.readers.layouts import date_in_id, is_copyright, is_date
from analysis.corpus.readers.markup import lines_of, parse, text_of
from analysis.corpus.records import Record, Rejection
from analysis.corpus.text.decoding import read_text

NUMBER = re.compile(r"(?:Numéro de document|Document number|Número de documento) ?: ?(\S+)")
NAME = "DocPublicationName"
DATE = re.compile(r"(?:[^\W\d]+,? )?(?:\d{1,2}(?:er)? [^\W\d]+|[^\W\d]+ \d{1,2},) \d{4}")
LONGEST_NAME = 6
"""Words of a line below the headline that is taken for the author's name."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read record by record. The file is taken as UTF-8 where it is, whatever its head says."""
    page = read_text(path)
    second = re.search(r"<article\b", page, re.IGNORECASE)
    # parted before parsing: divisions that nobody closed would else put one record into another
    pieces = re.split(r"(?=<article\b)" if second else f"(?=<span[^>]*{NAME})", page, flags=re.IGNORECASE)
    records = [piece for piece in pieces if re.search(f"<span[^>]*{NAME}", piece, re.IGNORECASE)]
    for number, piece in enumerate(records, start=1):
        yield (_second if second else _first)(str(number), parse(piece))


def _first(place: str, page: html.HtmlElement) -> Record | Rejection:
    """Read a record of the first generation: loose text, up to the number of the document."""
    title = _text(page, "TitreArticleVisu")
    lines = lines_of(page)
    start = next((i for i, line in enumerate(lines) if line == title), None)
    if start is None:
        return Rejection(place, "no headline; look at the document in the database")
    return _record(place, _text(page, NAME), _text(page, "DocHeader"), title, "", lines[start + 1 :])


def _second(place: str, page: html.HtmlElement) -> Record | Rejection:
    """Read a record of the second generation; notes beside it and the certificate below it are left out."""
    title_box = next(iter(_all(page, "titreArticle")), None)
    below = title_box.getnext() if title_box is not None else None
    author = text_of(below) if below is not None and below.tag == "div" else ""
    bodies = _all(page, "docOcurrContainer") or page.findall(".//section")
    outer = [body for body in bodies if not any(parent in bodies for parent in body.iterancestors())]
    foot = [line for part in page.iter("footer") for line in lines_of(part) if NUMBER.match(line)]
    lines = [line for body in outer for line in lines_of(body) if not NUMBER.match(line)]
    return _record(
        place, _text(page, NAME), _text(page, "DocHeader"), _text(page, "titreArticleVisu"), author, lines + foot
    )


def _all(page: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return page.xpath('.//*[contains(concat(" ", normalize-space(@class), " "), $name)]', name=f" {name} ")


def _text(page: html.HtmlElement, name: str) -> str:
    return " ".join(text_of(element) for element in _all(page, name))


def _record(place: str, outlet: str, header: str, title: str, author: str, lines: list[str]) -> Record | Rejection:
    end = next((i for i, line in enumerate(lines) if NUMBER.match(line)), len(lines))
    number = NUMBER.match(lines[end])[1] if end < len(lines) else place
    story = lines[:end]
    while story and is_copyright(story[-1]):
        story.pop()
    if not author and len(story) > 1 and len(story[0].split()) <= LONGEST_NAME and not re.search("[.!?:]$", story[0]):
        author = story.pop(0)
    if not story:
        return Rejection(number, "no story below its headline; look at the document in the database")
    date = DATE.search(header)
    section = header[: date.start()].strip(" ,") if date else header.split(",")[0]
    fields = {
        "outlet": outlet,
        "title": title,
        "author": author,
        "section": "" if is_date(section) else section,
        "published": date[0] if date else date_in_id(number),
        "text": "\n\n".join(story),
    }
    return Record(number, {field: value for field, value in fields.items() if value})
