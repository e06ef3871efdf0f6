"""Factiva exports as text or RTF: records that end with a line "Document" and their name."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.readers.factiva import DOCUMENT, from_codes, from_lines
from analysis.corpus.records import Record, Rejection
from analysis.corpus.text.decoding import LINE_ENDS, read_text

CODES = "HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD SE CLM ART CT RF CO IN NS RE IPC IPD PUB AN NGC GC"
CODE = re.compile(rf"({CODES.replace(' ', '|')})(?:[ \t|\xa0]+(.*?)\|?)?")
PAGE = r"(Page|Seite|Página|Pagina) \d+( [^\W\d]+ \d+)?(\s*©.*)?"
NOISE = re.compile(rf"{PAGE}|© \d{{4}} Factiva.*|Dow Jones.*Factiva.*|\|+", re.IGNORECASE)


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read record by record."""
    yield from parse(LINE_ENDS.sub("\n", read_text(path)).split("\n"))


def parse(lines: list[str]) -> Iterator[Record | Rejection]:
    """Read the records among the lines of an export; feet of its pages are left out."""
    lines = [line for raw in lines if (line := " ".join(raw.strip(" |\t").split())) and not NOISE.fullmatch(line)]
    record: list[str] = []
    number = 0
    for line in lines:
        record.append(line)
        if DOCUMENT.search(line) and (DOCUMENT.fullmatch(line) or line.startswith("AN ")):
            number += 1
            values = _values(record)
            yield from_codes(str(number), values) if {"HD", "AN"} <= set(values) else from_lines(str(number), record)
            record = []
    if len(" ".join(record).split()) >= 20:
        reason = 'cut off, or an index: no line "Document" with its name ends it; deliver the file again'
        yield Rejection(str(number + 1), reason)


def _values(lines: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = CODE.fullmatch(line)
        if match and match[1] not in values:
            code = match[1]
            values[code] = [match[2]] if match[2] else []
        elif code:
            values[code].append(line)
    return values
