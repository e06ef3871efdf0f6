"""JSON Lines: one article a line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.decoding import find_encoding, open_binary
from analysis.corpus.records import Record, Rejection, as_record


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read line by line, never the whole file; a broken line is rejected by its number, counted from 1."""
    with open_binary(path) as stream:
        lines = io.TextIOWrapper(stream, find_encoding(stream), errors="replace")
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Rejection(f"line {number}", f"not JSON: {error}; mend or remove the line")
                continue
            yield as_record(f"line {number}", row)
