"""JSON: one article, a list of them, or an object that holds such a list, as NewsAPI's is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.corpus.limits import LARGEST_WHOLE
from analysis.corpus.readers import json_lines
from analysis.corpus.records import Rejection, Row, Told, our_fields
from analysis.corpus.text.decoding import read_text


def read(path: Path) -> Iterator[Row | Rejection | Told]:
    """Read a JSON file; several objects one after another, a line each, are read as JSON Lines."""
    if path.stat().st_size > LARGEST_WHOLE:  # a list of this size would take its memory ten times over
        yield from json_lines.read(path)
        return
    try:
        content = json.loads(read_text(path))
    except RecursionError:
        yield Rejection("", "not JSON that can be read: nested too deeply; give a list of articles")
    except ValueError as error:
        if str(error).startswith("Extra data"):
            yield from json_lines.read(path)
        else:
            yield Rejection("", f"not JSON: {error}; mend the file there")
    else:
        rows = find_rows(content)
        if not rows:
            yield Rejection("", "empty: no article in the file; give a list of objects")
        for number, row in enumerate(rows, start=1):
            yield Row(str(number), row)


def find_rows(content: Any) -> list[Any]:
    """Find the articles: a list, one object with a text, or the longest such list among an object's values.

    Examples
    --------
    >>> find_rows({"status": "ok", "response": {"docs": [{"body": "A story."}]}})
    [{'body': 'A story.'}]
    """
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or is_article(content):
        return [content]
    values = list(content.values())
    if values and all(map(is_article, values)):
        return values  # articles by their ids
    inner = [find_rows(value) for value in values if isinstance(value, list | dict)]
    return max((rows for rows in inner if any(map(is_article, rows))), key=len, default=[content])


def is_article(row: Any) -> bool:
    """Tell whether it is an object that has a text."""
    return isinstance(row, dict) and "text" in our_fields(row)
