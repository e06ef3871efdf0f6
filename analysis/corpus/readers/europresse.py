"""Europresse and Eureka exports as HTML, in both generations: spans in tables (to about 2014), then <article>."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from analysis.corpus.decoding import read_text
from analysis.corpus.readers.layouts import date_in_id, is_copyright, is_date
from analysis.corpus.readers.markup import lines_of, parse, text_of
from analysis.corpus.records import Record, Rejection

NUMBER = re.compile(r"(?:Numéro de document|Document number|Número de documento) ?: ?(\S+)")
DATE = re.compile(r"(?:[^\W\d]+,? )?(?:\d{1,2}(?:er)? [^\W\d]+|[^\W\d]+ \d{1,2},) \d{4}")
LONGEST_NAME = 6
"""Words of a line below the headline that is taken for the author's name."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read record by record. The file is taken as UTF-8 where it is, whatever its head says."""
    page = parse(read_text(path))
    names = page.xpath('//span[contains(@class, "DocPublicationName")]')
    for number, name in enumerate(names, start=1):
        article = next((parent for parent in name.iterancestors("article")), None)
        yield _second(str(number), article) if article is not None else _first(str(number), name)


def _first(place: str, name: html.HtmlElement) -> Record | Rejection:
    """Read a record of the first generation: loose text in a cell of a table, up to the number of the document."""
    frame = next((parent for parent in name.iterancestors("td")), name.getparent())
    title = text_of(next(iter(frame.xpath('.//span[contains(@class, "TitreArticleVisu")]')), None))
    header = " ".join(text_of(span) for span in frame.xpath('.//span[contains(@class, "DocHeader")]'))
    lines = lines_of(frame)
    start = next((i for i, line in enumerate(lines) if line == title), None)
    if start is None:
        return Rejection(place, "no headline; look at the document in the database")
    return _record(place, text_of(name), header, title, "", lines[start + 1 :])


def _second(place: str, article: html.HtmlElement) -> Record | Rejection:
    """Read a record of the second generation; notes beside it and the certificate below it are left out."""
    title_box = next(iter(article.xpath('.//div[contains(@class, "titreArticle")]')), None)
    titles = article.xpath('.//*[contains(@class, "titreArticleVisu")]')
    author = text_of(title_box.getnext()) if title_box is not None and title_box.getnext() is not None else ""
    header = " ".join(text_of(span) for span in article.xpath('.//*[contains(@class, "DocHeader")]'))
    name = text_of(article.xpath('.//span[contains(@class, "DocPublicationName")]')[0])
    bodies = article.xpath('.//*[contains(@class, "docOcurrContainer")]') or article.xpath("./section")
    outer = [body for body in bodies if not any(parent in bodies for parent in body.iterancestors())]
    foot = [line for part in article.xpath("./footer | .//footer") for line in lines_of(part) if NUMBER.match(line)]
    lines = [line for body in outer for line in lines_of(body)]
    title = " ".join(text_of(title) for title in titles)
    return _record(place, name, header, title, author, lines + foot)


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
