"""What a web page says of its article, in this order: JSON-LD, then meta elements; the first that says it counts.

What neither says is left to the caller, who asks trafilatura and htmldate. Of the address only the host is used.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from analysis.corpus.text.dates import DATE_IN_WORDS
from analysis.files import load_yaml

ARTICLES = frozenset(
    f"{kind}article" for kind in ("", "news", "reportagenews", "analysisnews", "opinionnews", "reviewnews",
                                  "backgroundnews", "satirical")
) | {"blogposting", "liveblogposting"}  # fmt: skip
"""Types of schema.org, in lower case, that are an article."""

META = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author_name", "byl", "dc.creator", "parsely-author", "sailthru.author"),
    "published": ("article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "dc.date",
                  "dc.date.issued", "parsely-pub-date", "sailthru.date", "date"),
    "section": ("article:section", "section", "parsely-section"),
    "abstract": ("og:description", "description", "twitter:description"),
    "url": ("og:url",),
}  # fmt: skip
"""Names of meta elements for each field, best first."""

LARGEST = 2_000_000
"""Characters of a script of JSON-LD; longer ones hold something else."""


def page_fields(page: html.HtmlElement) -> dict[str, str]:
    """Give the fields that the page's JSON-LD or its meta elements tell; none is empty.

    wordcount, free and body are JSON-LD's wordCount, isAccessibleForFree and articleBody.
    """
    found = from_json_ld(page)
    meta = _meta(page)
    if meta.get("og:site_name", "-").casefold() in _sections(meta, found):
        del meta["og:site_name"]  # some name the section there
    for field, names in META.items():
        told = next((meta[name] for name in names if name in meta), "")
        if told and field not in found and not (field == "author" and told.startswith("http")):
            found[field] = told
    return found


def _sections(meta: dict[str, str], found: dict[str, str]) -> set[str]:
    return {said.casefold() for said in (*(meta.get(name, "") for name in META["section"]), found.get("section", ""))}


@cache
def _domains() -> dict[str, str]:
    return load_yaml(Path(__file__).with_name("domains.yml"))


def known_outlet(url: str) -> str:
    """Give the outlet whose address this is by `domains.yml`; "" where it is not there."""
    parts = host_name(url).split(".")
    return next((name for i in range(len(parts)) if (name := _domains().get(".".join(parts[i:])))), "")


def host_name(url: str) -> str:
    """Give the host of an address as outlets call themselves by it; "" where it is no address.

    Examples
    --------
    >>> host_name("https://www.harbour-post.example/bridge"), host_name("bridge.html")
    ('harbour-post.example', '')
    """
    try:
        return re.sub(r"^(?:www\d?|m|amp)\.", "", (urlsplit(url).hostname or "").casefold())
    except ValueError:
        return ""


def person(written: str) -> str:
    """Give the name in a byline without the day that a page printed behind it.

    Examples
    --------
    >>> person("Carrie Arnold November"), person("Mira Holt; March 11, 2024"), person("Theresa May")
    ('Carrie Arnold', 'Mira Holt', 'Theresa May')
    >>> person("Ann Lee, April Jones")
    'Ann Lee, April Jones'
    """
    day = rf"(?:{DATE_IN_WORDS}(?! [^\W\d])|\d)"
    return re.sub(rf"(\w\S* \S*\w)[\s,;|–-]+{day}.*$", r"\1", written.strip(), flags=re.I | re.S)


def _meta(page: html.HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in page.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").casefold()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            values.setdefault(name, content)
    return values


def from_json_ld(page: html.HtmlElement) -> dict[str, str]:
    """Give the fields of the first article in the page's JSON-LD."""
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").casefold() or len(text) > LARGEST:
            continue
        try:
            content = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(content):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if ARTICLES & {str(kind).casefold() for kind in kinds}:
                return _fields(item)
    return {}


def _objects(content: Any) -> Iterator[dict]:
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            stack.extend(item[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in item)


def _fields(item: dict) -> dict[str, str]:
    address = item.get("url") or item.get("mainEntityOfPage")
    told = {
        "title": item.get("headline"),
        "author": item.get("author"),
        "published": item.get("datePublished"),
        "outlet": item.get("publisher"),
        "section": item.get("articleSection"),
        "language": item.get("inLanguage"),
        "url": address.get("@id") if isinstance(address, dict) else address,
        "wordcount": item.get("wordCount"),
        "free": item.get("isAccessibleForFree"),
        "body": item.get("articleBody"),
    }
    return {field: value for field, said in told.items() if (value := _plain(said))}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return _plain(value.get("name") or value.get("@value"))
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_plain, value[:20]))))
    written = "" if value is None else str(value)
    return "" if written.startswith(("http://www.facebook", "https://www.facebook")) else written.strip()
