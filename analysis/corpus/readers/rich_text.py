"""RTF files: an export of Factiva or Nexis Uni, or one article; through striprtf."""

from collections.abc import Iterator
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from analysis.corpus.limits import LARGEST_WHOLE, check_size
from analysis.corpus.readers import factiva_text, nexis_uni
from analysis.corpus.readers.text_file import one_article
from analysis.corpus.records import Record, Rejection, Told


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read the text; pictures and formatting are left out."""
    check_size(path.stat().st_size, LARGEST_WHOLE, "an RTF file")
    lines = rtf_to_text(path.read_bytes().decode("latin-1"), encoding="cp1252", errors="replace").split("\n")
    if nexis_uni.END in map(str.strip, lines):
        yield Told(format="Nexis Uni")
        yield from nexis_uni.parse(lines)
    elif any(map(factiva_text.DOCUMENT.fullmatch, map(str.strip, lines))):
        yield Told(format="Factiva")
        yield from factiva_text.parse(lines)
    else:
        yield one_article("\n\n".join(line for line in lines if line.strip()))
