import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.intervals import mean_interval
from analysis.measures.tone import disagreement, mean_tone, scored_sentences, sign_table, signs

SENTENCES = pd.DataFrame(
    [
        ("a1", "journalist", 0.5, -0.5), ("a1", "journalist", 0.1, 0.3), ("a1", "source", -0.2, -0.2),
        ("a2", "journalist", 0.0, 0.4), ("a2", "source", None, None), ("a3", "journalist", 0.9, 0.9),
    ],
    columns=["article_id", "voice", "textblob", "vader"],
)  # fmt: skip
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a1", "a2", "a3"],
        "outlet": "A",
        "title": "",
        "published": pd.NaT,
        "duplicate_of": ["", "", "a1"],
    }
)


@pytest.fixture
def scored():
    return scored_sentences(SENTENCES, ARTICLES)


def test_short_parts_and_duplicates_are_left_out(scored):
    assert len(scored) == 4
    assert set(scored["outlet"]) == {"A"}


def test_means_by_voice(scored):
    found = mean_tone(scored).set_index(["voice", "tool"])
    row = found.loc[("journalist", "TextBlob")]
    expected = mean_interval([0.6, 0.0], [2, 1])
    assert row["estimate"] == pytest.approx(0.2)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))
    assert found.loc[("source", "VADER"), "note"] == "not estimable: one article only"


def test_disagreement_by_hand(scored):
    found = disagreement(scored).iloc[0]
    # signs TextBlob + + - 0, VADER - + - +
    assert found["different"] == pytest.approx(2 / 4)
    assert found["opposite"] == pytest.approx(1 / 4)
    assert found["correlation"] == pytest.approx(np.corrcoef([0.5, 0.1, -0.2, 0], [-0.5, 0.3, -0.2, 0.4])[0, 1])


def test_sign_table_counts_every_sentence(scored):
    table = sign_table(scored)
    assert table.iloc[:, 1:].to_numpy().sum() == 4
    assert table.set_index("TextBlob says").loc["positive", "VADER negative"] == 1


def test_the_edge_of_neutral():
    assert list(signs(pd.Series([-0.05, -0.049, 0.0, 0.05]))) == [
        "negative",
        "neutral",
        "neutral",
        "positive",
    ]
    with pytest.raises(RequestError, match="outside"):
        signs(pd.Series([2.0]))


def test_nothing_scored():
    assert mean_tone(scored_sentences(SENTENCES[4:5], ARTICLES)).empty
    assert sign_table(scored_sentences(SENTENCES[4:5], ARTICLES)).iloc[:, 1:].to_numpy().sum() == 0
