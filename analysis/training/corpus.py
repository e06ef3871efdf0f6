"""Annotated articles: JSON Lines of `text` and `attributions`, each with source, cue and content as character spans.

Also what `evenhand annotations export --coder` writes: of a coder's articles those that were read whole.
"""

import json
from pathlib import Path

from analysis.errors import RequestError

PARTS = ("source", "cue", "content")
HELD_OUT_EVERY = 20
"""Every twentieth article of a corpus is kept from training, to choose and to calibrate on."""


def read_corpus(path: Path) -> list[dict]:
    """Read annotated articles.

    Raises
    ------
    RequestError
        When the file is missing, or a line has no text or no attributions.
    """
    if not path.is_file():
        raise RequestError(f'There is no file "{path}" of annotated articles.')
    articles = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                articles.append(_checked(line, path, number))
    return [article for article in articles if article.get("read_whole", True)]


def _checked(line: str, path: Path, number: int) -> dict:
    try:
        article = json.loads(line)
        for attribution in article["attributions"]:
            attribution |= {part: [_ends(span) for span in attribution[part]] for part in PARTS}
        spans = [span for attribution in article["attributions"] for part in PARTS for span in attribution[part]]
        if all(0 <= start < end <= len(article["text"]) for start, end in spans):
            return article
        wrong = "a span lies outside its text"
    except (ValueError, KeyError, TypeError) as error:
        wrong = f"{type(error).__name__}: {error}"
    raise RequestError(f'"{path}", line {number}: no article with "text" and "attributions" ({wrong}); mend the line.')


def _ends(span: list | dict) -> list[int]:
    return [span["start"], span["end"]] if isinstance(span, dict) else span


def split(articles: list[dict]) -> tuple[list[dict], list[dict]]:
    """Part a corpus into articles to train on and articles held out."""
    held_out = articles[::HELD_OUT_EVERY]
    return [a for i, a in enumerate(articles) if i % HELD_OUT_EVERY], held_out
