"""Which format a file is in, told by what stands in it; its name decides only where the content does not."""

import re
import zipfile
from pathlib import Path

from analysis.corpus.readers import factiva, lexis
from analysis.corpus.readers.delimited import looks_like_table
from analysis.corpus.readers.packed import DAMAGED
from analysis.corpus.text.decoding import BYTE_ORDER_MARKS

HEAD = 1 << 20
"""Bytes that are looked at: some exports begin with 65 kB of style sheet."""

MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "Parquet"),
    (b"WARC/", "WARC"),
    (b"{\\rtf", "RTF"),
)

REFUSED = (
    (b"%PDF", "PDF pages have no reading order that can be relied on; ask the database for Word, HTML or text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Outlook file; save it as .docx, or a sheet as .xlsx"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BZh", "packed by bzip2; unpack it, or pack it as zip, gz or zst"),
    (b"7z\xbc\xaf", "packed by 7-Zip; unpack it, or pack it as zip, gz or zst"),
    (b"Rar!", "packed by RAR; unpack it, or pack it as zip, gz or zst"),
    (b"SQLite format 3", "a database; export its table of articles as CSV"),
)

MARKUP = (
    (r"<DOCFULL\b", "LexisNexis HTML"),
    (r"class\s*=\s*[\"']article [a-z]{2,4}Article", "Factiva HTML"),
    (r"class\s*=\s*[\"']DocPublicationName", "Europresse HTML"),
    (r"<a name=[\"']?DocID_|<Text WordCount=", "ProQuest HTML"),
    (r"<(?:\w+:)?(?:PPSResponse|ppsarticleResultSet|ppsArticleResponse)\b", "Factiva XML"),
    (r"<html\b|<!doctype html|<head\b|<body\b", "web page"),
)

PLAIN = (
    (r"^_{40,}\r?$[\s\S]*^(?:Full text|ProQuest document ID|Publication title): ", "ProQuest text"),
    (rf"^{lexis.NUMBER.pattern}$", "LexisNexis text"),
    (r"^LENGTH: +[\d,.]+ words\r?$[\s\S]*^LOAD-DATE: ", "LexisNexis text"),
    (rf"^{factiva.DOCUMENT.pattern}[ \t]*\r?$", "Factiva text"),
    (r"^End of Document\r?$", "Nexis Uni text"),
    (r"^\d{14}-T?\d+\t(?:[^\t\n]*\t){20}", "GDELT"),
    (r"\A(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version: ", "e-mail"),
)  # fmt: skip

SUFFIXES = {
    **dict.fromkeys([".txt", ".text"], "text"),
    **dict.fromkeys([".html", ".htm", ".xhtml"], "web page"),
    **dict.fromkeys([".csv", ".tsv", ".tab"], "table of text"),
    **dict.fromkeys([".jsonl", ".ndjson"], "JSON Lines"),
    **dict.fromkeys([".eml", ".mht", ".mhtml"], "e-mail"),
    ".json": "JSON",
    ".parquet": "Parquet",
    ".gz": "gzip",
    ".zst": "zstd",
}
"""What a file is whose content has no mark of its format."""

KNOWN = ".txt .html .csv .tsv .xlsx .ods .json .jsonl .parquet .docx .rtf .xml .eml .mhtml .warc .zip .gz .zst"


class UnknownFormat(Exception):
    """No reader reads this file; the message says why and what to do."""


def find_format(path: Path, name: str = "") -> str:
    """Tell the format of a file, by the names that `READERS` uses.

    Parameters
    ----------
    path
        The file.
    name
        What it is called, where that is not the name of the file on disk.

    Raises
    ------
    UnknownFormat
        When no reader reads it.
    """
    suffix = Path(name or path.name).suffix.lower()
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for magic, found in MAGIC:
        if head.startswith(magic):
            return found
    for magic, reason in REFUSED:
        if head.startswith(magic):
            raise UnknownFormat(f'format "{suffix or path.name}" is not read: {reason}')
    if head.startswith(b"PK"):
        return _inside_zip(path, suffix)
    return _by_text(decode_head(head), suffix)


def decode_head(head: bytes) -> str:
    """Decode the beginning of a file well enough to see its marks; wrong characters do no harm."""
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)]
    return head.decode(marked[0] if marked else "latin-1", "ignore").lstrip("\ufeff")


def _inside_zip(path: Path, suffix: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist()}
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (*DAMAGED, RuntimeError):
        return "zip"  # damaged or locked: the reader of archives says how, member by member
    if "word/document.xml" in names:
        return "Word"
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in kind:
        return "spreadsheet"
    if kind.startswith(b"application/"):
        raise UnknownFormat(f'format "{suffix}" is not read: an OpenDocument text or a book; save it as .docx or .txt')
    return "zip"


def _by_text(head: str, suffix: str) -> str:
    start = head.lstrip()
    if start.startswith("<"):
        for pattern, found in MARKUP:
            if re.search(pattern, head, re.IGNORECASE):
                return found
        if start.startswith("<?xml") and SUFFIXES.get(suffix) != "web page":
            raise UnknownFormat(f'format "{suffix}" is not read: XML of a kind unknown here; convert it to {KNOWN}')
    for pattern, found in PLAIN:
        if re.search(pattern, head, re.MULTILINE):
            return found
    if SUFFIXES.get(suffix) == "text" and looks_like_table(head):
        return "table of text"
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if start.startswith("<") and re.match(r"<(html|!doctype)", start, re.IGNORECASE):
        return "web page"
    if re.match(r"\{\s*\"|\[\s*\{", start):
        return "JSON"
    raise UnknownFormat(f'format "{suffix or "no suffix"}" is not read; convert it to one of {KNOWN}')
