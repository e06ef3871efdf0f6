"""Comma-, semicolon- or tab-separated values with a line of column names: one article a row."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.limits import LONGEST_LINE
from analysis.corpus.records import Columns, Rejection, Row, columns_of
from analysis.corpus.text.decoding import find_encoding

DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?\s*", re.IGNORECASE)


def read(path: Path) -> Iterator[Columns | Row | Rejection]:
    """Read row by row, never the whole file; rows are counted from 1, below the column names."""
    csv.field_size_limit(LONGEST_LINE)
    with path.open("rb") as stream:
        lines = io.TextIOWrapper(stream, find_encoding(stream), errors="replace", newline="")
        first = lines.readline(LONGEST_LINE)
        if told := SEPARATOR.fullmatch(first):  # what Excel writes for itself
            delimiter = told[1]
        else:
            delimiter = find_delimiter(first)
            lines.seek(0)
        pieces = iter(lambda: lines.readline(LONGEST_LINE).replace("\0", ""), "")
        rows = csv.DictReader(pieces, delimiter=delimiter)
        try:
            yield Columns(tuple(rows.fieldnames or ()))
        except csv.Error as error:
            yield Rejection("", f"its column names cannot be read: {error}; mend the first line")
            return
        number = 0
        while True:
            number += 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Rejection(str(number), f"not a row that can be read: {error}; mend its quotation marks")
                continue
            if None in row or None in row.values():
                reason = "its columns are more or fewer than the names at the top; quote text that holds commas"
                yield Rejection(str(number), reason)
            else:
                yield Row(str(number), row)


def find_delimiter(names: str) -> str:
    """Find what separates the column names: the one of , ; tab | that stands there most often."""
    return max(DELIMITERS, key=names.count)


def looks_like_table(head: str) -> bool:
    """Tell whether a text begins with column names, one of them that of a text, and not with a sentence."""
    first = head.partition("\n")[0].strip()
    names = [name.strip(' "') for name in first.split(find_delimiter(first))]
    fields = columns_of(names)
    return len(names) > 1 and len(fields) > 1 and "text" in fields and all(len(name) < 40 for name in names)


def refuse_gdelt(path: Path) -> Iterator[Rejection]:
    """Say what to do with a file of the GDELT Global Knowledge Graph, which has no texts."""
    yield Rejection("", "a table of GDELT: it has addresses, no text; save the pages in its fifth column, ingest those")
