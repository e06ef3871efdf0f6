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
    found = speech_length(TABLE).set_index("side")
    assert found.loc["north", "estimate"] == 12
    plain = mean_interval([30, 6], [2, 1])
    assert plain.low < 0  # nobody speaks fewer than no words
    # Without the first article the mean is 6, without the second 15; sizes 2 and 1 are worth less than two articles.
    factor = np.exp(t.ppf(0.975, 1) * np.log(15 / 6) / 2)
    assert tuple(found.loc["north", ["low", "high"]]) == pytest.approx((12 / factor, 12 * factor))
    assert list(found.loc["north", ["n_attributions", "n_articles"]]) == [3, 2]


def test_what_cannot_be_estimated():
    found = speech_length(TABLE, values=["south", "east"]).set_index("side")
    assert found.loc["south", "note"] == "not estimable: one article only"
    assert found.loc["east", "note"] == "not estimable: nothing to count"
    assert speech_length(TABLE[:0]).empty
    assert length_interval([0, 5, 0], [1, 1, 1]).note == "not estimable: all words stand in one article"
    with pytest.raises(RequestError, match='no column "words"'):
        speech_length(TABLE.drop(columns="words"))
