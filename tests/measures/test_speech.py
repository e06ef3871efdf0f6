import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.intervals import mean_interval
from analysis.measures.speech import speech_length

TABLE = pd.DataFrame(
    [("A", "a1", "north", 10), ("A", "a1", "north", 20), ("A", "a2", "north", 6), ("A", "a2", "south", 9)],
    columns=["outlet", "article_id", "side", "words"],
)


def test_by_hand():
    found = speech_length(TABLE).set_index("side")
    assert found.loc["north", "estimate"] == 12
    plain = mean_interval([30, 6], [2, 1])
    assert plain.low < 0  # nobody speaks fewer than no words
    assert found.loc["north", "high"] == pytest.approx(12 * np.exp((plain.high - 12) / 12))
    assert found.loc["north", "low"] == pytest.approx(12 * np.exp((plain.low - 12) / 12))
    assert list(found.loc["north", ["n_attributions", "n_articles"]]) == [3, 2]


def test_what_cannot_be_estimated():
    found = speech_length(TABLE, values=["south", "east"]).set_index("side")
    assert found.loc["south", "note"] == "not estimable: one article only"
    assert found.loc["east", "note"] == "not estimable: nothing to count"
    assert speech_length(TABLE[:0]).empty
    with pytest.raises(RequestError, match='no column "words"'):
        speech_length(TABLE.drop(columns="words"))
