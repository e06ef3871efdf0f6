"""Words are counted as a reader counts them."""

import pytest

from analysis.corpus.text.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("…", 0),
        ("The mayor said no.", 4),
        ("“It’s shut,” she said — again.", 5),
        ("A well-known U.S. official paid 2,000 dollars.", 7),
    ],
)
def test_count_words(text, words):
    assert count_words(text) == words
