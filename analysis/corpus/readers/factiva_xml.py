"""Factiva exports as XML."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from analysis.corpus.readers.layouts import date_in_id
from analysis.corpus.records import Record, Rejection, Told

PARTS = {"accessionNo": "id", "sourceName": "outlet", "byline": "author", "baseLanguage": "language",
         "sectionName": "section"}  # fmt: skip
SEVERAL = {"region": "regions", "newsSubject": "subjects", "company": "companies", "industry": "industries"}


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read article by article, never the whole file. Entities are not resolved, nothing outside the file is read."""
    number = 0
    try:
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for event, node in etree.iterparse(str(path), events=("start", "end"), **options):
            if not isinstance(node.tag, str):
                continue
            tag = etree.QName(node).localname
            if event == "start" and tag == "ppsarticleResultSet" and (count := node.get("count", "")).isdigit():
                yield Told(declared=int(count[:9]))
            if event == "end" and tag == "article":
                number += 1
                yield _record(str(number), node)
                node.clear()
    except etree.XMLSyntaxError as error:
        yield Rejection("", f"not XML that can be read to its end: {str(error)[:200]}; deliver it again")


def _record(number: str, article: etree._Element) -> Record | Rejection:
    fields: dict[str, str] = {}
    extra: dict[str, list[str]] = {}
    story: list[str] = []
    for part in article:
        if not isinstance(part.tag, str):
            continue
        tag = etree.QName(part).localname
        text = " ".join("".join(part.itertext()).split())
        if tag in ("leadParagraph", "tailParagraphs"):
            story += [" ".join("".join(line.itertext()).split()) for line in part]
        elif tag == "headline":
            fields["title"] = text
        elif tag == "publicationDate":
            fields["published"] = text
        elif tag in SEVERAL:
            extra.setdefault(SEVERAL[tag], []).append(text)
        elif tag in PARTS and text:
            fields[PARTS[tag]] = text
    place = fields.pop("id", number)
    story = [line for line in story if line]
    if not story:
        return Rejection(place, "no story in its paragraphs: a headline only; look at it in the database")
    fields |= {"published": fields.get("published") or date_in_id(place), "text": "\n\n".join(story)}
    kept = {name: "; ".join(filter(None, values)) for name, values in extra.items()}
    return Record(place, {name: value for name, value in fields.items() if value}, {k: v for k, v in kept.items() if v})
