import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from analysis.errors import RequestError
from analysis.measures.intervals import mean_interval
from analysis.measures.speech import length_interval, speech_length

TABLE = pd.DataFrame(
    [("A", "a1", "north", 10), ("A", "a1", "north", 20), ("A", "a2", "north", 6), ("A", "a2", "south", 9)],
    columns=["outlet", "article_id", "side", "words"],
)


def test_by_hand():
    third = pd.DataFrame([("A", "a3", "north", 60)], columns=TABLE.columns)
    found = speech_length(pd.concat([TABLE, third])).set_index("side")
    assert found.loc["north", "estimate"] == 24
    plain = mean_interval([30, 6, 60], [2, 1, 1])
    assert plain.low < 0  # nobody speaks fewer than no words
    # The means without one article are 33, 30 and 12; sizes 2, 1 and 1 are worth 16/6 articles.
    factor = np.exp(t.ppf(0.975, 16 / 6 - 1) * np.sqrt(2 * np.log([33, 30, 12]).var()))
    assert tuple(found.loc["north", ["low", "high"]]) == pytest.approx((24 / factor, 24 * factor))
    assert list(found.loc["north", ["n_attributions", "n_articles"]]) == [4, 3]


def test_what_cannot_be_estimated():
    found = speech_length(TABLE, values=["north", "south", "east"]).set_index("side")
    assert found.loc["north", "estimate"] == 12 and np.isnan(found.loc["north", "low"])
    assert found.loc["north", "note"] == "not estimable: two articles only"
    assert found.loc["south", "note"] == "not estimable: one article only"
    assert found.loc["east", "note"] == "not estimable: nothing to count"
    assert speech_length(TABLE[:0]).empty
    assert length_interval([0, 5, 0], [1, 1, 1]).note == "not estimable: all words stand in one article"
    with pytest.raises(RequestError, match='no column "words"'):
        speech_length(TABLE.drop(columns="words"))
