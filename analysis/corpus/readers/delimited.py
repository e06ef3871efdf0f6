"""Comma-, semicolon- or tab-separated values with a line of column names: one article a row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.decoding import find_encoding, open_binary
from analysis.corpus.records import Record, Rejection, as_record, our_fields

LONGEST_FIELD = 1 << 27
"""Characters; the csv module's own limit of 131,072 is shorter than some articles."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read row by row, never the whole file; rows are counted from 1, below the column names."""
    csv.field_size_limit(LONGEST_FIELD)
    with open_binary(path) as stream:
        lines = io.TextIOWrapper(stream, find_encoding(stream), errors="replace", newline="")
        names = lines.readline()
        lines.seek(0)
        rows = csv.DictReader((line.replace("\0", "") for line in lines), delimiter=find_delimiter(names))
        if "text" not in our_fields(dict.fromkeys(rows.fieldnames or [], "x")):
            yield as_record("", dict.fromkeys(rows.fieldnames or []))
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
                yield as_record(str(number), row)


def find_delimiter(names: str) -> str:
    """Find what separates the column names: the one of , ; tab | that stands there most often."""
    return max(",;\t|", key=names.count)
