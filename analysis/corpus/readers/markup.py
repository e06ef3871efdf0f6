"""HTML as lines of text, the way a browser breaks them, for exports whose layout is known."""

import re
from collections.abc import Iterator

from lxml import html

BLOCKS = frozenset(
    """address article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre
    section table tbody td th tr ul""".split()  # noqa: SIM905
)
SILENT = frozenset(["script", "style", "head", "title", "noscript", "template"])


QUOTATION = (
    (re.compile(r"<q\b[^>]*>\s*[\"“]?", re.IGNORECASE), "“"),
    (re.compile(r"[\"”]?\s*</q\s*>", re.IGNORECASE), "”"),
)
"""A browser shows <q> as quotation marks, which the text itself lacks or has."""


def with_marks(markup: str) -> str:
    """Write the quotation marks that elements of quotation stand for."""
    for element, mark in QUOTATION:
        markup = element.sub(mark, markup)
    return markup


def parse(markup: str) -> html.HtmlElement:
    """Parse HTML, however broken; control characters that no parser takes are left out."""
    document = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|^\s*<\?xml[^>]*>", "", with_marks(markup))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    return html.document_fromstring((document.strip() or "<p></p>").encode("utf-8", "replace"), parser=parser)


def lines_of(element: html.HtmlElement) -> list[str]:
    """Give the lines of an element's text, none empty; white space as a browser shows it.

    Examples
    --------
    >>> lines_of(parse("<p>One <b>line</b>.<br>Another.</p><p>A third.</p>"))
    ['One line.', 'Another.', 'A third.']
    """
    lines = (" ".join(line.split()) for line in "".join(_pieces(element)).split("\n"))
    return [line for line in lines if line]


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    """Walk without recursion: a hostile page may be nested deeper than Python's stack."""
    stack: list[tuple[html.HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        block = node.tag in BLOCKS
        if leaving:
            if block:
                yield "\n"
            if node is not element and node.tail:
                yield node.tail.replace("\n", " ")
            continue
        stack.append((node, True))
        if isinstance(node.tag, str) and node.tag not in SILENT:
            if block:
                yield "\n"
            if node.text:
                yield node.text if node.tag == "pre" else node.text.replace("\n", " ")
            stack.extend((child, False) for child in reversed(node))


def text_of(element: html.HtmlElement | None) -> str:
    """Give the text of an element in one line; empty when there is none."""
    return " ".join(lines_of(element)) if element is not None else ""
