"""Bytes become the text that was meant, or are said to be no text."""

import pytest

from analysis.corpus.text.decoding import NotText, decode, read_text

STORY = "“It’s shut,” said Zoë Müller. The café paid €5."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(STORY.encode(encoding))
    assert read_text(path) == STORY


def test_the_declared_encoding_is_tried_before_utf8():
    assert decode("Київ заявив".encode("cp1251"), "windows-1251") == "Київ заявив"


def test_a_wrong_declaration_does_no_harm():
    assert decode(STORY.encode("cp1252"), "utf-8") == STORY
    assert decode(STORY.encode("cp1252"), "no-such-encoding") == STORY


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(NotText):
        read_text(path)
