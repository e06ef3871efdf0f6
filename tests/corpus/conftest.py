"""Exports written for these tests in the layouts of the vendors, about a bridge that is shut in a town made up."""

import email.message
import gzip
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

FOLDER = Path(__file__).parent / "exports"
STORY = "The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it."
QUOTE = '"We will not open it," she told reporters, "before it is safe."'
ROW = {
    "Kop": "Bridge shut",
    "Krant": "Harbour Post",
    "date": "2024-03-12",
    "Body text": f"{STORY}\n\n{QUOTE}",
    "likes": 3,
}

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge shut</title>
<meta property="og:site_name" content="Harbour Post"></head><body><article><h1>Bridge shut</h1><p>{STORY}</p>
<p>{QUOTE}</p><p>The repair will take until spring, a report says, and will cost four million crowns.</p></article>
</body></html>"""


def word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(lines: list[str]) -> bytes:
    return ("{\\rtf1\\ansi " + "\\par\n".join(lines) + "\\par}").encode("cp1252")


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["notes of the researcher"])
    table = book.create_sheet("Articles")
    table.append([])
    table.append(["Title", "Source", "Date", "Full text", "Likes"])
    table.append(["Bridge shut", "Harbour Post", pd.Timestamp(2024, 3, 12).to_pydatetime(), f"{STORY}\n\n{QUOTE}", 3])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument_sheet() -> bytes:
    cells = [["title", "text"], ["Bridge shut", f"{STORY} {QUOTE}"]]
    rows = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in cells
    )
    media = "application/vnd.oasis.opendocument.spreadsheet"
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{namespace}:office:1.0" '
        f'xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="One">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{namespace}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>'
    )
    return zipped(
        {"mimetype": media.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    )


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def zstd(content: bytes) -> bytes:
    return pa.Codec("zstd").compress(content, asbytes=True) if content else b""


def warc(*pages: bytes, status: str = "200 OK") -> bytes:
    """A web archive of pages, none compressed."""
    records = [("warcinfo", "application/warc-fields", b"software: test\r\n")]
    for page in pages:
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
        records.append(("response", "application/http; msgtype=response", head.encode() + page))
    out = b""
    for number, (kind, media, block) in enumerate(records):
        head = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:{number:08}>",
            "WARC-Date": "2024-03-13T00:00:00Z",
            "WARC-Target-URI": f"https://post.example/{number}",
            "Content-Type": media,
            "Content-Length": len(block),
        }
        lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in head.items())]
        out += "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"
    return out


def mail(page: bytes) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"] = "Your documents"
    message.set_content("See the other part.")
    message.add_alternative(page.decode(), subtype="html")
    return message.as_bytes()


@pytest.fixture(scope="session")
def exports() -> dict[str, bytes]:
    """A file of each format by its name."""
    written = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    nexis = written["nexis-uni.txt"].decode().split("\n")
    frame = pd.DataFrame([ROW])
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return written | {
        "nexis-uni.docx": word(nexis),
        "nexis-uni.rtf": rtf(nexis),
        "factiva.rtf": rtf(written["factiva.txt"].decode().split("\n")),
        "article.docx": word(["Bridge shut", STORY, QUOTE]),
        "article.rtf": rtf(["Bridge shut", STORY, QUOTE]),
        "article.txt": f"Bridge shut\n\n{STORY}\n\n{QUOTE}\n".encode(),
        "page.html": PAGE.encode(),
        "table.csv": frame.to_csv(index=False).encode(),
        "table.jsonl": frame.to_json(orient="records", lines=True).encode() * 3,
        "table.xlsx": sheet(),
        "table.ods": opendocument_sheet(),
        "table.parquet": parquet.getvalue(),
        "articles.zip": zipped({"Harbour Post/bridge.docx": word(["Bridge shut", STORY, QUOTE])}),
        "lexisnexis.TXT.gz": gzip.compress(written["lexisnexis.TXT"]),
        "crawl.warc": warc(PAGE.encode(), PAGE.replace("Bridge", "Pier").encode()),
        "crawl.warc.gz": gzip.compress(warc(PAGE.encode())),
        "proquest.eml": mail(written["proquest.html"]),
    }


@pytest.fixture
def deliver(tmp_path, exports):
    """Put an export into a folder, whole or as given, and say where."""

    def put(name: str, content: bytes | str | None = None) -> Path:
        path = tmp_path / name
        content = exports[name] if content is None else content
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


@pytest.fixture
def make_word():
    return word


@pytest.fixture
def make_warc():
    return warc


@pytest.fixture
def make_zip():
    return zipped
