"""LexisNexis exports as plain text: records after lines like "3 of 12 DOCUMENTS", wrapped at some 79 columns."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.readers.lexis import NUMBER, Block, parse_record
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.decoding import LINE_ENDS, read_text

CENTRED = re.compile(r" {8,}")


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read record by record; the cover with the search terms is left out."""
    text = LINE_ENDS.sub("\n", read_text(path))
    starts = list(re.finditer(rf"^{NUMBER.pattern}$", text, re.MULTILINE))
    yield Told(declared=declared(starts))
    if not starts:  # one document, saved by itself
        yield parse_record("", (_block(block) for block in re.split(r"\n[ \t]*\n", text)))
        return
    for start, end in zip(starts, [*(match.start() for match in starts[1:]), len(text)], strict=True):
        blocks = (_block(block) for block in re.split(r"\n[ \t]*\n", text[start.end() : end]))
        yield parse_record(start[1] or start[3], blocks)


def declared(numbers: list[re.Match[str]]) -> int:
    """Give the number of documents that most records of the file say there are."""
    totals = [int(match[2] or match[4]) for match in numbers]
    return max(totals, key=totals.count, default=0)


def _block(written: str) -> Block:
    lines = [line for line in written.split("\n") if line.strip()]
    return Block(" ".join(" ".join(lines).split()), bool(lines) and all(CENTRED.match(line) for line in lines))
