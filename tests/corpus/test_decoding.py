"""Bytes become the text that was meant, or are said to be no text."""

import gzip

import pytest

from analysis.corpus.decoding import NotText, read_text

STORY = "“It’s shut,” said Zoë Müller. The café paid €5."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(STORY.encode(encoding))
    assert read_text(path) == STORY


def test_the_declared_encoding_is_tried_before_utf8(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes("Київ заявив".encode("cp1251"))
    assert read_text(path, "windows-1251") == "Київ заявив"


def test_a_wrong_declaration_does_no_harm(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(STORY.encode("cp1252"))
    assert read_text(path, "utf-8") == STORY
    assert read_text(path, "no-such-encoding") == STORY


def test_gz_is_unpacked(tmp_path):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(STORY.encode()))
    assert read_text(path) == STORY


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(NotText):
        read_text(path)
