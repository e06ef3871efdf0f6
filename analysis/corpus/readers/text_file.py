"""Text files: one article a file, with its title as first line, or with lines like ``Title: …`` before it."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.records import Record, Rejection, field_names, our_fields
from analysis.corpus.text.decoding import REPAIRED, is_mojibake, read_text, repair

HEADER = re.compile(r"([A-Za-z][A-Za-z _-]{1,30}):[ \t]*(.*)")
SENTENCE_END = re.compile(r"[.:;,][\"'”’)\]]*$")
LONGEST_TITLE = 20
"""Words."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read a text file as one record; fields from its header, else the title from its first line."""
    yield one_article(read_text(path))


def one_article(text: str) -> Record | Rejection:
    """Make a record of a text that is one article; a rejection when it has no words."""
    fields, body = split_header(repair(text).strip())
    if not body:
        return Rejection("", "empty: no text in the file; deliver it again")
    if "title" not in fields and (title := first_line_title(body)):
        fields["title"] = title
    return Record("", fields | {"text": body}, remark=REPAIRED if is_mojibake(text) else "")


def split_header(text: str) -> tuple[dict[str, str], str]:
    """Part the lines ``Name: value`` above the body, if every one names a field; a title may stand above them.

    Examples
    --------
    >>> split_header("Outlet: Harbour Post\\nDate: 2024-03-12\\n\\nThe mayor said no.")
    ({'outlet': 'Harbour Post', 'published': '2024-03-12'}, 'The mayor said no.')
    >>> split_header("A bridge too far\\nDate: 2024-03-12\\n\\nThe mayor said no.")
    ({'title': 'A bridge too far', 'published': '2024-03-12'}, 'The mayor said no.')
    """
    title, _, rest = text.partition("\n")
    told = _fields(text)
    if told is None and len(title.split()) < LONGEST_TITLE and (told := _fields(rest.strip())):
        told = {"title": title.strip()} | told[0], told[1]
    return told or ({}, text)


def _fields(text: str) -> tuple[dict[str, str], str] | None:
    head, _, body = text.partition("\n\n")
    lines = [HEADER.fullmatch(line.strip()) for line in head.split("\n")]
    if not body.strip() or not all(lines):
        return None
    row = {line[1]: line[2] for line in lines if line}
    known = field_names()
    if not all(re.sub("[ -]", "_", name.strip().lower()) in known for name in row):
        return None
    fields = our_fields(row)
    return None if "text" in fields else (fields, body.strip())


def first_line_title(text: str) -> str:
    """Give the first line if it looks like a title: short, no sentence, longer text below; else ""."""
    line, _, rest = text.partition("\n")
    line = line.strip()
    short = 0 < len(line.split()) < LONGEST_TITLE
    return line if short and not SENTENCE_END.search(line) and len(rest.split()) > len(line.split()) else ""
