"""Word files (.docx): an export of Nexis Uni, or one article."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from analysis.corpus.limits import LARGEST_WHOLE, check_growth, check_size
from analysis.corpus.readers import nexis_uni
from analysis.corpus.readers.text_file import one_article
from analysis.corpus.records import Record, Rejection, Told

SHORTEST = 20
"""Words; a file with fewer is the cover of an export, not an article."""


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read the paragraphs; tables, headers and footnotes are left out."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        check_growth(path.stat().st_size, unpacked)
        check_size(unpacked, LARGEST_WHOLE, "a Word file")
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        yield Rejection("", f"not a Word file that can be opened: {str(error)[:300]}; save it anew as .docx")
        return
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    if nexis_uni.END in map(str.strip, lines):
        yield Told(format="Nexis Uni")
        yield from nexis_uni.parse(paragraphs)
    elif len(" ".join(lines).split()) < SHORTEST:
        yield Rejection("", "no article found in it: neither an export of Nexis Uni nor a story; deliver it again")
    else:
        yield one_article("\n\n".join(line for line in lines if line.strip()))
