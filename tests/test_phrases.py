"""Phrases are found whole, by case, whatever the apostrophe or accent."""

import pytest

from analysis.phrases import find_phrases, phrase_index, words_of


def found(phrases: list[str], text: str) -> list[str]:
    return [match.value for match in find_phrases(phrase_index((phrase, phrase) for phrase in phrases), text)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Ukraine's army", "Ukraine’s army said"),
        ("Ukraine army", "Ukraine's army said"),
        ("Erdogan", "President Erdoğan replied"),
        ("defence ministry", "The Defense Ministry denied it"),
        ("Reuters", "REUTERS reported"),
        ("R-*", "Mitch McConnell (R-Ky.) said"),
        ("U.S. officials", "two U.S. officials said"),
    ],
)
def test_a_phrase_is_found_in_the_spelling_of_a_newsroom(phrase, text):
    assert found([phrase], text) == [phrase]


@pytest.mark.parametrize(
    ("phrase", "text"), [("US", "he told us"), ("RIA", "Maria said"), ("Reuters", "reuters"), ("AP", "an app said")]
)
def test_a_phrase_is_not_found_inside_a_word_or_in_another_case(phrase, text):
    assert found([phrase], text) == []


def test_the_longest_phrase_wins():
    assert found(["Korean", "South Korean", "minister"], "the South Korean minister") == ["South Korean", "minister"]


def test_a_match_says_where_it_stands():
    (match,) = find_phrases(phrase_index([("Kyiv", "ukraine")]), "In Kyiv, rain.")
    assert match == (3, 7, "ukraine")


def test_an_accent_that_stands_alone_is_no_word():
    assert [word for word, _, _ in words_of("Zo\u0308e \u0301 Meier")] == [
        word for word, _, _ in words_of("Zo e Meier")
    ]
