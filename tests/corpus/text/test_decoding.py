"""Bytes become the text that was meant, or are said to be no text."""

import pytest

from analysis.corpus.text.decoding import NotText, decode, read_text, said_encoding
from analysis.errors import RequestError

STORY = "“It’s shut,” said Zoë Müller. The café paid €5."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_found(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(STORY.encode(encoding))
    assert read_text(path) == STORY


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        (STORY, "mac_roman"),
        ("‘We’re late,’ he said … and it isn’t safe – so the crew’s posts go.", "mac_roman"),
        ("El señor Núñez dijo que mañana habría una reunión en León.", "mac_roman"),
        ("The mayor said it’s shut, and £500 million is lost.", "cp1252"),
        ("„Das ist schön“, sagte Jürgen Groß. Ärger über Österreich.", "mac_roman"),
        ("Łukasz Wiśniewski, of Świnoujście, said “nie” to Józef Dąbrowski.", "cp1250"),
        ("Premiér Šimon Žďárský řekl, že trajekt skončí.", "cp1250"),
        ("Zoran Milanović and Željko Šarić said the Đaković bridge was shut.", "cp1250"),
    ],
)
def test_what_stands_where_it_belongs_tells_the_encoding(written, encoding):
    with said_encoding("") as found:
        assert decode(written.encode(encoding)) == written
    assert found.remark == ("" if encoding == "cp1252" else f"encoding guessed: {encoding}")


def test_where_two_encodings_fit_it_is_said_and_may_be_decided():
    nordic = "Øystein Sørensen and Åse Håkansson said no.".encode("cp1252")
    with said_encoding("") as found:
        assert decode(nordic).startswith("Øystein")
    assert found.remark == "encoding guessed: cp1252, though cp1250 fits as well (--encoding says which)"
    with said_encoding("cp1250") as found:
        assert decode(nordic).startswith("Řystein") and found.remark == ""
    with said_encoding("cp1250"):
        assert decode(STORY.encode("utf-8-sig")) == STORY  # its own mark counts for more
    with pytest.raises(RequestError, match='Did you mean "cp1252"'), said_encoding("cp125"):
        pass


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
