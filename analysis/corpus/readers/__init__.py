"""Readers of files: one module a format, each with ``read(path) -> Iterator[Found]``.

A reader finds records and their fields. It does not clean text, parse dates or decide outlets.
A new format is a new module, a line in `READERS`, and its mark in `formats`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath

from analysis.corpus.limits import DEEPEST, TooLarge
from analysis.corpus.readers import (
    delimited,
    europresse,
    factiva_html,
    factiva_text,
    factiva_xml,
    json_lines,
    json_whole,
    lexis_html,
    lexis_text,
    mail,
    nexis_uni,
    packed,
    parquet,
    proquest,
    rich_text,
    spreadsheet,
    text_file,
    warc,
    web_page,
    word,
)
from analysis.corpus.readers.formats import UnknownFormat, find_format
from analysis.corpus.readers.markup import lines_of, parse
from analysis.corpus.records import (
    EMPTY,
    Columns,
    Record,
    Rejection,
    Row,
    Told,
    as_record,
    columns_of,
    tell_mapping,
    why_no_text,
)
from analysis.corpus.text.decoding import NotText

Found = Record | Rejection | Row | Columns | Told
Reader = Callable[[Path], Iterator[Found]]

READERS: dict[str, Reader] = {
    "text": text_file.read,
    "web page": web_page.read,
    "table of text": delimited.read,
    "GDELT": delimited.refuse_gdelt,
    "spreadsheet": spreadsheet.read,
    "Parquet": parquet.read,
    "JSON": json_whole.read,
    "JSON Lines": json_lines.read,
    "Word": word.read,
    "RTF": rich_text.read,
    "Nexis Uni text": nexis_uni.read,
    "LexisNexis text": lexis_text.read,
    "LexisNexis HTML": lexis_html.read,
    "Factiva HTML": factiva_html.read,
    "Factiva XML": factiva_xml.read,
    "Factiva text": factiva_text.read,
    "ProQuest text": proquest.read_text_file,
    "ProQuest HTML": proquest.read_html,
    "Europresse HTML": europresse.read,
    "WARC": warc.read,
}

ARCHIVES = {"zip": packed.read_zip, "gzip": packed.read_gzip, "zstd": packed.read_zstd, "e-mail": mail.read}
"""Files that hold files; each gives `packed.Member`."""

MARKED = re.compile(r"</?(?:p|div|br|figure|h[1-6]|ul|li|span|blockquote)\b[^<>]{0,300}>", re.IGNORECASE)
"""Elements of a page in a field of a table."""

RECORD_BY_RECORD = {"JSON Lines", "table of text", "WARC"}
"""Formats of which a cut-off file still gives the records before the cut."""


def read_file(path: Path, mapping: Mapping[str, str] = EMPTY) -> Iterator[Record | Rejection | Told]:
    """Read the records of a file; whatever is wrong with the file comes as a rejection, never as an error.

    Parameters
    ----------
    path
        A file of any format of `READERS`, or an archive of such files, of which each is read by itself.
    mapping
        Our fields, and the columns of a table that hold them, where the names of the columns do not tell.
    """
    if not path.is_file():
        yield Rejection("", "no such file or folder; check its name")
        return
    yield from _guarded(path, path.name, mapping, 0)


def _guarded(path: Path, name: str, mapping: Mapping[str, str], depth: int) -> Iterator[Record | Rejection | Told]:
    try:
        if path.stat().st_size == 0:
            yield Rejection("", "empty: the file has no bytes; deliver it again")
            return
        found = find_format(path, name)
        if found == "gzip" and warc.begins_gzip(path):
            found = "WARC"
        yield Told(format=found)
        if found in ARCHIVES:
            yield from _read_archive(path, name, found, mapping, depth)
        else:
            yield from _mapped(READERS[found](path), mapping)
    except (NotText, UnknownFormat, TooLarge) as error:
        yield Rejection("", str(error))
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Rejection("", f"cannot be read to its end: {reason}; check or deliver it again")
    except MemoryError:
        yield Rejection("", "too large for this machine's memory; part it into smaller files")
    except Exception as error:  # a hostile file must not stop the files after it
        yield Rejection("", f"cannot be read: {type(error).__name__}: {str(error)[:300]}; deliver it again")


def _read_archive(
    path: Path, name: str, kind: str, mapping: Mapping[str, str], depth: int
) -> Iterator[Record | Rejection | Told]:
    if depth >= DEEPEST:
        yield Rejection("", f"an archive in {depth} archives; unpack it and give the files")
        return
    for member in ARCHIVES[kind](path, name):
        if isinstance(member, Rejection):
            yield member
            continue
        inside = _guarded(member.path, member.name, mapping, depth + 1)
        if member.cut:
            inside = _before_the_cut(inside, member.cut)
        label = member.name.replace("#", "%23") if kind == "zip" else ""
        for found in inside:
            yield _placed(found, label)


def _placed(found: Record | Rejection | Told, label: str) -> Record | Rejection | Told:
    """Put the name of the file in the archive before the record's place; its folder is an outlet if none is told.

    The file's own name, which may be a date, is kept where the file is one article.
    """
    if isinstance(found, Told) or not label:
        return found
    place = f"{label}#{found.place}" if found.place else label
    if isinstance(found, Record):
        inside = PurePosixPath(label)
        told = {"folder": inside.parent.name} | ({} if found.place else {"file": inside.name})
        return found._replace(place=place, fields=told | dict(found.fields))
    return found._replace(place=place)


def _before_the_cut(found: Iterator[Record | Rejection | Told], why: str) -> Iterator[Record | Rejection | Told]:
    """Give what stands whole before the cut, and say that the rest is missing."""
    told = next(found, None)
    if isinstance(told, Told) and told.format in RECORD_BY_RECORD:
        yield told
        yield from (first for first, _ in pairwise(found))
    yield Rejection("", f"cannot be read to its end: {why}; check or deliver it again")


def without_markup(record: Record) -> Record:
    """Take mark-up off a text that was copied from a page with it, boxes beside the story and captions too."""
    text = record.fields["text"]
    if len(MARKED.findall(text)) < 2:
        return record
    page = parse(text)
    for part in page.xpath("//aside | //figure | //nav | //form"):
        part.drop_tree()
    lines = "\n\n".join(lines_of(page))
    return record._replace(fields=dict(record.fields) | {"text": lines or text}, remark="mark-up of a page removed")


def _mapped(found: Iterator[Found], mapping: Mapping[str, str]) -> Iterator[Record | Rejection | Told]:
    """Make records of rows; a table without a text is one rejection, not one a row."""
    told = False
    for item in found:
        if isinstance(item, Columns):
            if "text" not in columns_of(item.names, mapping):
                yield Rejection("", why_no_text(dict.fromkeys(item.names), mapping))
                return
            yield Told(mapping=tell_mapping(item.names, mapping))
            told = True
        elif isinstance(item, Row):
            record = as_record(item.place, item.row, mapping)
            if not told and isinstance(record, Record):
                yield Told(mapping=tell_mapping(item.row, mapping))
                told = True
            yield without_markup(record) if isinstance(record, Record) else record
        else:
            yield item
