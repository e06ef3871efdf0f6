"""Web archives (WARC, as of CC-NEWS and browsers' crawls): each page that was answered with, through fastwarc."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus.limits import LARGEST_PAGE, MEGABYTE
from analysis.corpus.readers.web_page import read_page
from analysis.corpus.records import Record, Rejection

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

CHUNK = 1 << 20


def begins_gzip(path: Path) -> bool:
    """Tell whether a gzip file holds a web archive, which is read without unpacking it."""
    try:
        with gzip.open(path) as stream:
            return stream.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read the responses that are HTML, with status 2xx; what else a crawl holds is passed over."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        yield Rejection("", "web archives need fastwarc; install it with: pip install 'evenhand[warc]'")
        return
    last: Record | Rejection | None = None  # held back until the archive goes on: it may be cut off
    pages = 0
    options = {"parse_http": True, "auto_decode": "all", "fsspec_args": False}
    try:
        for record in ArchiveIterator(str(path), **options):
            if last is not None:
                yield last
                last = None
            if record.record_type == WarcRecordType.response and _is_page(record):
                pages += 1
                last = _page(record)
        damage = _damage(path)
    except (OSError, ValueError, RuntimeError) as error:
        damage = " ".join(str(error).split())
    if damage:
        yield Rejection("", f"cut off or damaged at page {pages}: {damage}; deliver the archive again")
    elif last is not None:
        yield last
    elif not pages:
        yield Rejection("", "no page in the archive: it holds no answer that is HTML with status 2xx")


def _is_page(record: "WarcRecord") -> bool:
    status = getattr(record.http_headers, "status_code", None) or 0
    return 200 <= status < 300 and "html" in (record.http_content_type or "").lower()


def _page(record: "WarcRecord") -> Record | Rejection:
    place = record.headers.get("WARC-Target-URI") or record.record_id or ""
    try:
        page = record.reader.read(LARGEST_PAGE + 1)
    except (OSError, ValueError, RuntimeError) as error:
        return Rejection(place, f"its page cannot be unpacked: {error}; save the page by itself")
    if len(page) > LARGEST_PAGE:
        return Rejection(place, f"larger than {LARGEST_PAGE // MEGABYTE} MB, as no page of news is; save its text")
    found = read_page(page, record.http_charset or "", place if place.startswith("http") else "")
    if isinstance(found, Rejection):
        return Rejection(place, found.reason)
    extra = {**found.extra, "crawled": str(record.headers.get("WARC-Date") or "")}
    return Record(place, {"url": place, **found.fields}, extra, found.remark)


def _damage(path: Path) -> str:
    """Say how a file ends that does not end as it should: readers of archives stop there without a word."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as stream:
            last = b""
            while chunk := stream.read(CHUNK):
                last = (last + chunk)[-4:]
    except (EOFError, OSError, zlib.error) as error:
        return str(error)
    return "" if last.endswith(b"\r\n\r\n") else "its last record does not end"
