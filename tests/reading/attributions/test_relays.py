"""Who is quoted is the source, and the medium that passes the words on stands in `via`."""

import pytest

from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.finders import find_with
from analysis.reading.attributions.relays import is_medium
from analysis.reading.parser import load_parser


@pytest.fixture(scope="module")
def read():
    find, parse = find_with("model"), load_parser()

    def _read(text: str) -> list[tuple[str, str, str]]:
        return [tuple(span_text(text, part) for part in (a.source, a.content, a.via)) for a in find(parse(text))]

    return _read


@pytest.mark.parametrize(
    ("text", "source", "content", "via"),
    [
        (
            "Minister Petra Holm was quoted by the local news agency as saying the dam was weak.",
            "Minister Petra Holm", "the dam was weak", "the local news agency",
        ),
        (
            "“The dam is weak,” Minister Petra Holm was quoted as saying by Reuters.",
            "Minister Petra Holm", "“The dam is weak,”", "Reuters",
        ),
        (
            "Reuters quoted Minister Petra Holm as saying the dam was weak.",
            "Minister Petra Holm", "the dam was weak", "Reuters",
        ),
        (
            "State television quoted residents as saying they had fled.",
            "residents", "they had fled", "State television",
        ),
        ("Holm was quoted as saying that the dam was weak.", "Holm", "that the dam was weak", ""),
        (
            "The ministry was reported by Tass as having said that the dam was weak.",
            "The ministry", "that the dam was weak", "Tass",
        ),
        ("The dam was weak, Reuters reported, citing the ministry.", "the ministry", "The dam was weak", "Reuters"),
        ("Reuters, citing two officials, said the dam would fall.", "two officials", "the dam would fall", "Reuters"),
        (
            "The deputies Anna Lund and Tom Reed, visiting Oslo, said the US should send more boats, Reuters reported.",
            "The deputies Anna Lund and Tom Reed", "the US should send more boats", "Reuters",
        ),
        (
            "The Daily Courier reported that the minister had told aides the dam was weak.",
            "the minister", "the dam was weak", "The Daily Courier",
        ),
        (
            "Minister Petra Holm is said to have told friends the dam was weak.",
            "Minister Petra Holm", "the dam was weak", "",
        ),
    ],
)  # fmt: skip
def test_who_is_quoted_is_the_source_and_the_medium_a_channel(read, text, source, content, via):
    assert read(text) == [(source, content, via)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The dam was weak, Reuters reported on Monday.", "Reuters"),
        ("The minister, citing a report by the bank, said the dam would fall.", "The minister"),
        ("Petra Holm is said to have left the country.", ""),
    ],
)
def test_a_medium_alone_and_whoever_is_no_medium_stay_the_source(read, text, source):
    assert {(found, via) for found, _, via in read(text)} == {(source, "")}


def test_a_medium_is_known_by_the_register_its_noun_or_the_last_word_of_its_name():
    media = ("Reuters", "the state news agency", "The Daily Courier", "Harbour Gazette", "local newspapers")
    others = ("the ministry", "Petra Holm", "Amnesty International", "the newspaper's lawyer", "")
    assert [is_medium(name) for name in media] == [True] * 5
    assert [is_medium(name) for name in others] == [False] * 5
