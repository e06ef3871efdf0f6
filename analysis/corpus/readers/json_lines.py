"""JSON Lines: one article a line."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.limits import LONGEST_LINE, MEGABYTE
from analysis.corpus.records import Rejection, Row
from analysis.corpus.text.decoding import find_encoding


def read(path: Path) -> Iterator[Row | Rejection]:
    """Read line by line, never the whole file; a broken line is rejected by its number, counted from 1."""
    with path.open("rb") as stream:
        lines = io.TextIOWrapper(stream, find_encoding(stream), errors="replace")
        number, inside = 0, False
        while line := lines.readline(LONGEST_LINE):
            continued, inside = inside, not line.endswith("\n")
            number += not continued
            if continued or not line.strip():
                continue
            if inside and len(line) >= LONGEST_LINE:
                reason = f"longer than {LONGEST_LINE // MEGABYTE} million characters; give each article a line"
                yield Rejection(f"line {number}", reason)
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Rejection(f"line {number}", f"not JSON: {error}; mend or remove the line")
                continue
            yield Row(f"line {number}", row)
