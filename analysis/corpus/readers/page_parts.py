"""A web page made ready for the search for its story: what hides the story is mended, what is not the story goes.

It works on the page's elements by `page-parts.yml` and by how they stand to each other; it does not choose the story.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import html

from analysis.corpus.readers.markup import parse, text_of
from analysis.files import load_yaml

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

MOST_HIDDEN = 0.2
"""Of a page's text; a page that hides more of it shows it by a script, and it may be the story."""

LONG = 40
"""Characters of a paragraph of story."""

PARTS_OF_BODY = 2
"""Containers of one class, at one place, that hold paragraphs: ads part them, the story goes on."""

NAMED = ("class", "id", "data-component", "role", "itemprop")


class Prepared(NamedTuple):
    """The page's elements, its headline as printed, and the lines between headline and story."""

    page: html.HtmlElement
    headline: str
    standfirst: str


@cache
def _words(part: str) -> frozenset[str]:
    parts = load_yaml(Path(__file__).with_name("page-parts.yml"))
    return frozenset(word.casefold() for word in parts[part])


def prepare(markup: str) -> Prepared:
    """Mend and thin out a page: join a body that ads part, keep embedded posts, drop what is hidden or beside."""
    page = parse(markup)
    standfirst = take_standfirst(page)
    drop_hidden(page)
    drop_facts(page)
    drop_other_articles(page)
    drop_apart(page)
    keep_embedded(page)
    join_parted_body(page)
    headline = main_headline(page)
    return Prepared(page, text_of(headline), standfirst)


def is_part(element: html.HtmlElement, part: str) -> bool:
    """Tell whether one of the names of an element is a word of a list in `page-parts.yml`."""
    names = {word for name in NAMED for word in (element.get(name) or "").casefold().split()}
    return bool(names & _words(part))


def _elements(page: html.HtmlElement) -> list[html.HtmlElement]:
    return [element for element in page.iter() if isinstance(element.tag, str)]


def _length(element: html.HtmlElement) -> int:
    return len(element.text_content())


def main_headline(page: html.HtmlElement) -> html.HtmlElement | None:
    """Find the headline: of the level-one headings, the one most like the page's title."""
    title = text_of(page.find(".//title")) or (page.findtext(".//title") or "").strip()
    headings = [heading for heading in page.iter("h1") if text_of(heading)]
    like = [heading for heading in headings if text_of(heading).casefold()[:40] in title.casefold()]
    return next(iter(like or headings[-1:]), None)


def take_standfirst(page: html.HtmlElement) -> str:
    """Take the lines between headline and story out of the page, if they are marked as such; give their text."""
    for element in _elements(page):
        if is_part(element, "standfirst") and element.tag in ("h2", "h3", "p", "div") and element.find(".//h1") is None:
            text = text_of(element)
            if len(text) > LONG and len(element.findall(".//p")) <= 1:
                element.drop_tree()
                return text
    return ""


def drop_hidden(page: html.HtmlElement) -> None:
    """Drop elements that are not shown, unless they hold much of the page."""
    whole = max(_length(page), 1)
    for element in _elements(page):
        hidden = HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None
        if hidden and element.getparent() is not None and _length(element) < MOST_HIDDEN * whole:
            element.drop_tree()


def drop_facts(page: html.HtmlElement) -> None:
    """Drop markup about the page that only programs read, as publisher and dates in words; figures stay."""
    for element in _elements(page):
        fact = (element.get("itemprop") or "").casefold() in _words("facts") and element.tag in ("div", "span")
        if fact and element.getparent() is not None and _length(element) < 500 and element.find(".//p") is None:
            element.drop_tree()


def drop_other_articles(page: html.HtmlElement) -> None:
    """Drop articles that stand beside the one of the headline, or inside it with a linked headline of their own."""
    headline = main_headline(page)
    if headline is None:
        return
    around = list(headline.iterancestors())
    main = next((element for element in around if element.tag == "article"), None)
    if main is None or sum(len(text_of(p)) > LONG for p in main.iter("p")) < 2:
        return
    for article in list(page.iter("article")):
        beside = article is not main and article not in around
        linked = any(
            heading.find(".//a") is not None for level in ("h1", "h2", "h3") for heading in article.iter(level)
        )
        if beside and article.getparent() is not None and (linked or main not in article.iterancestors()):
            article.drop_tree()


def drop_apart(page: html.HtmlElement) -> None:
    """Drop boxes beside the story that hold little of the page's text."""
    whole = max(_length(page), 1)
    for element in _elements(page):
        if element.tag in ("html", "body", "article", "main") or not is_part(element, "apart"):
            continue
        small = _length(element) < MOST_HIDDEN * whole
        if small and element.getparent() is not None and element.find(".//h1") is None:
            element.drop_tree()


def keep_embedded(page: html.HtmlElement) -> None:
    """Make embedded posts plain quotations in plain divisions, so that none is taken for an ad."""
    for element in _elements(page):
        if not is_part(element, "embedded"):
            continue
        element.tag = "blockquote"
        for part in (element, *element.iterancestors()):
            if part.tag in ("article", "main", "body") or _length(part) > 3 * _length(element) + 200:
                break
            for name in list(part.attrib):
                del part.attrib[name]


def join_parted_body(page: html.HtmlElement) -> None:
    """Put the paragraphs of containers that stand at the same place under the same names into the first of them."""
    places: dict[tuple, list[html.HtmlElement]] = defaultdict(list)
    for element in page.iter("div", "section"):
        paragraphs = [child for child in element if child.tag == "p" and len(text_of(child)) > LONG]
        if paragraphs and element.get("class"):
            names = tuple((part.tag, part.get("class")) for part in (element, *list(element.iterancestors())[:2]))
            above = next((part for part in element.iterancestors() if part.tag in ("article", "main", "body")), None)
            places[(*names, above)].append(element)
    for containers in places.values():
        enough = [c for c in containers if sum(child.tag == "p" and len(text_of(child)) > LONG for child in c) >= 2]
        if len(enough) < PARTS_OF_BODY:
            continue
        first, *others = containers
        for other in others:
            if other.getparent() is None or first in other.iterancestors() or other in first.iterancestors():
                continue
            for child in list(other):
                first.append(child)
