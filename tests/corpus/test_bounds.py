"""Hostile and enormous files: bounded memory, one clear reason, and the files after them are read."""

import gzip
import io
import tracemalloc
import zipfile
import zlib

import pytest

from analysis.corpus import limits
from analysis.corpus.readers import packed, read_file
from analysis.corpus.records import Record, Rejection, Told

ENTITIES = """<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f SYSTEM "file:///etc/passwd">]>
<PPSResponse><ppsarticle><article><headline><paragraph>&e;&f;</paragraph></headline><leadParagraph>
<paragraph>&e;&e;&e;&f;</paragraph></leadParagraph></article></ppsarticle></PPSResponse>"""


def records(path):
    return [found for found in read_file(path) if not isinstance(found, Told)]


def memory(path) -> int:
    """The largest number of bytes that Python held while the file was read."""
    tracemalloc.start()
    try:
        for _ in read_file(path):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(limits.MEGABYTE)
    return b"".join(packer.compress(zeros) for _ in range(size // limits.MEGABYTE)) + packer.flush()


@pytest.fixture
def small_limits(monkeypatch):
    """The limits a hundred times smaller, so that tests meet them with small files."""
    monkeypatch.setattr(limits, "HARMLESS", 2 * limits.MEGABYTE)
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 8 * limits.MEGABYTE)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.zip"])
def test_what_unpacks_to_far_more_than_articles_do_is_not_unpacked(tmp_path, small_limits, name):
    path = tmp_path / name
    if name.endswith(".gz"):
        path.write_bytes(bomb(16 * limits.MEGABYTE))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", bytes(16 * limits.MEGABYTE))
    (found,) = records(path)
    assert found.reason.startswith("not unpacked")
    assert memory(path) < 8 * limits.MEGABYTE


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path, small_limits):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(16 * limits.MEGABYTE))
    size = (16 * limits.MEGABYTE).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(whole.getvalue().replace(size, (100).to_bytes(4, "little")))
    assert all(isinstance(found, Rejection) for found in records(path))
    assert memory(path) < 4 * limits.MEGABYTE


def test_names_that_lead_out_of_an_archive(tmp_path, make_zip):
    path = tmp_path / "a.zip"
    story = b"The mayor said that the bridge would stay shut, and that nobody was to cross it. " * 3
    path.write_bytes(make_zip({"../../evil.txt": story, "/etc/evil.txt": story, "good.txt": story}))
    first, second, good = records(path)
    assert first.reason.startswith("its name leads out of the archive") and second.reason == first.reason
    assert isinstance(good, Record)
    assert {entry.name for entry in tmp_path.iterdir()} == {"a.zip"}


def test_archives_in_archives_end_somewhere(tmp_path, make_zip):
    content = b"The mayor said no."
    for _ in range(6):
        content = make_zip({"a.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    (found,) = records(tmp_path / "a.zip")
    assert "archive in 3 archives" in found.reason


def test_more_files_in_an_archive_than_are_read(tmp_path, monkeypatch, make_zip):
    monkeypatch.setattr(limits, "MOST_MEMBERS", 2)
    (tmp_path / "a.zip").write_bytes(make_zip({f"{number}.txt": b"The mayor said no." for number in range(4)}))
    assert records(tmp_path / "a.zip")[0].reason.startswith("too many files")


def test_an_archive_of_a_kind_that_is_not_known(tmp_path, make_zip):
    content = bytearray(make_zip({"a.txt": b"The mayor said no."}))
    content[content.rfind(b"PK\x01\x02") + 6] = 99  # the version of the format that is needed to read it
    (tmp_path / "a.zip").write_bytes(content)
    assert records(tmp_path / "a.zip")[0].reason.startswith(
        "not a zip archive that can be opened: zip file version 9.9"
    )


def test_a_file_that_needs_a_password(tmp_path, make_zip):
    content = bytearray(make_zip({"a.txt": b"The mayor said no."}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    (tmp_path / "a.zip").write_bytes(content)
    assert "password" in records(tmp_path / "a.zip")[0].reason


def test_a_damaged_file_in_an_archive_costs_no_other(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 40)
        archive.writestr("a.txt", "The mayor said that the bridge was closed.")
    content = bytearray(path.read_bytes())
    place = content.index(b"mimetype") + len(b"mimetype")
    content[place : place + 6] = b"\xff" * 6
    path.write_bytes(content)
    found = records(path)
    assert [one.fields["text"] for one in found if isinstance(one, Record)] == [
        "The mayor said that the bridge was closed."
    ]
    assert [one.reason.split(":")[0] for one in found if isinstance(one, Rejection)] == ["damaged in the archive"]


def test_entities_are_not_resolved(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(ENTITIES)
    (found,) = records(path)
    assert isinstance(found, Rejection)
    assert "root:" not in str(found)
    assert memory(path) < 4 * limits.MEGABYTE


def test_entities_in_a_word_file(tmp_path, make_word, make_zip):
    with zipfile.ZipFile(io.BytesIO(make_word(["The mayor said no."] * 9))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    kept = ENTITIES.partition("]>")[0] + "]>"
    members["word/document.xml"] = members["word/document.xml"].replace(b"The mayor", b"&e;&f; mayor")
    members["word/document.xml"] = (
        kept.replace("DOCTYPE p", "DOCTYPE w:document").encode() + members["word/document.xml"].partition(b"?>")[2]
    )
    path = tmp_path / "a.docx"
    path.write_bytes(make_zip(members))
    assert "root:" not in str(records(path)) and "aaaaaaaaaaaa" not in str(records(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<div>" * 200_000 + "The mayor said no."),
        ("a.html", "<html><body>" + "<b><i>" * 50_000 + "The mayor said no."),
        ("a.html", '<div class="article enArticle">' + "<div>" * 100_000 + "x"),
        ("a.html", '<html><span class="DocPublicationName">' + "<div>" * 100_000 + "x"),
        ("a.json", '{"a":' * 100_000),
        ("a.jsonl", '{"text":' + "[" * 100_000),
        ("a.txt", "_" * 60 + "\n" + "Title: " * 100_000 + "\nFull text: x"),
        ("a.rtf", "{\\rtf1" + "{" * 100_000),
        ("a.txt", " " * 300_000 + "1 of 1 DOCUMENT\n\n" + " " * 300_000 + "x"),
        ("a.eml", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + "--a\n" * 20_000),
        ("a.csv", "text," * 50_000 + "\n" + "," * 50_000),
    ],
)
def test_deep_and_strange_files_end_in_time(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    assert all(isinstance(found, Record | Rejection) for found in records(path))


def test_a_line_of_any_length_is_passed_over(tmp_path, monkeypatch):
    from analysis.corpus.readers import json_lines

    monkeypatch.setattr(json_lines, "LONGEST_LINE", 100_000)
    path = tmp_path / "a.jsonl"
    good = '{"text": "The mayor said no."}\n'
    path.write_text(good + '{"text": "' + "x" * 3_000_000 + '"}\n' + good)
    first, long, last = records(path)
    assert long.place == "line 2" and long.reason.startswith("longer than")
    assert (first.place, last.place) == ("line 1", "line 3")


def test_memory_does_not_grow_with_the_number_of_records(tmp_path):
    line = b'{"text": "' + b"The mayor said no. " * 500 + b'"}\n'
    path = tmp_path / "a.jsonl"
    path.write_bytes(line * 300)
    small = memory(path)
    path.write_bytes(line * 1500)
    assert memory(path) < small + limits.MEGABYTE


def test_a_file_too_large_to_be_read_at_once(tmp_path, monkeypatch):
    from analysis.corpus.readers import web_page

    monkeypatch.setattr(web_page, "LARGEST_PAGE", 1000)
    (tmp_path / "a.html").write_text("<html><body>" + "<p>The mayor said no.</p>" * 100)
    (found,) = records(tmp_path / "a.html")
    assert found.reason.startswith("too large")


@pytest.mark.parametrize("name", ["..", "a/../../b", "C:\\x", "\\\\host\\x", "/x"])
def test_climbing_names(name):
    assert packed.climbs(name)


def test_gzip_members_one_after_another_are_one_file(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "No."}\n') + gzip.compress(b'{"text": "Yes."}\n'))
    assert [found.fields["text"] for found in records(path)] == ["No.", "Yes."]
