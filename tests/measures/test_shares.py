"""Shares of codes, officials, the unnamed and lengths, by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import anonymous_share, in_units, official_dominance, selection, shares, speech_length
from analysis.measures.estimators import length_interval, share_interval

TABLE = pd.DataFrame(
    [  # outlet, article, side, words, source
        ("A", "a1", "north", 10, "s1"), ("A", "a1", "north", 30, "s1"), ("A", "a1", "south", 20, "s2"),
        ("A", "a2", "south", 5, "s3"), ("A", "a2", "unknown", 15, ""), ("B", "b1", "south", 9, "s4"),
    ],
    columns=["outlet", "article_id", "side", "words", "source_id"],
)  # fmt: skip


def one(table, outlet, side, column="estimate"):
    return table.set_index(["outlet", "side"]).loc[(outlet, side), column]


def test_attributions_words_and_sources():
    assert one(shares(TABLE, "side"), "A", "north") == pytest.approx(2 / 5)
    assert one(shares(TABLE, "side", unit="words"), "A", "north") == pytest.approx(40 / 80)
    assert one(shares(TABLE, "side", unit="sources"), "A", "north") == pytest.approx(1 / 3)


def test_counts_and_interval():
    table = shares(TABLE, "side")
    more = pd.concat([TABLE.assign(article_id=TABLE["article_id"] + str(i)) for i in range(4)])
    expected = share_interval([2, 0] * 4, [3, 2] * 4)
    assert one(shares(more, "side"), "A", "north", "low") == pytest.approx(expected.low)
    assert one(shares(more, "side"), "A", "north", "effective_articles") == pytest.approx(7.6, abs=0.1)
    assert list(table.loc[0, ["count", "n_attributions", "n_articles"]]) == [2, 5, 2]
    assert one(table, "B", "north") == 0
    assert one(table, "B", "south", "note") == "not estimable: fewer than 5 articles"


def test_unknown_left_out_of_the_whole():
    table = shares(TABLE, "side", unknown=False)
    assert one(table, "A", "north") == pytest.approx(2 / 4)
    assert "unknown" not in set(table["side"])


def test_values_in_the_order_asked_for_even_if_nobody_has_them():
    table = shares(TABLE, "side", values=["west", "south"])
    assert list(table["side"]) == ["west", "south"] * 2
    assert one(table, "A", "west") == 0


def test_shares_add_up():
    totals = shares(TABLE, "side", unit="words").groupby("outlet")["estimate"].sum()
    assert np.allclose(totals, 1)


def test_all_together():
    assert shares(TABLE, "side", group=[]).set_index("side").loc["south", "estimate"] == pytest.approx(0.5)


def test_nobody_speaks():
    table = shares(TABLE[:0], "side")
    assert table.empty
    assert {"outlet", "side", "estimate", "low", "high", "n_attributions", "n_articles"} <= set(table.columns)


def test_misspelt_column_names_the_nearest():
    with pytest.raises(RequestError, match='Did you mean "side"'):
        shares(TABLE, "sides")


def test_unit_that_does_not_exist():
    with pytest.raises(RequestError, match='Did you mean "words"'):
        in_units(TABLE, "word")


def test_selection_by_kind_and_confidence():
    assert selection() == "confidence >= 0.0"
    assert selection("speech", 0.5) == "confidence >= 0.5 AND kind = 'speech'"
    with pytest.raises(RequestError, match="between 0 and 1"):
        selection(minimum_confidence=50)


OFFICIALS = pd.DataFrame(
    {
        "outlet": "A",
        "article_id": ["a1", "a1", "a1", "a2", "a2"],
        "source_type": ["government", "citizen", "unknown", "government", "academic"],
        "anonymity": ["named", "named", "unknown", "anonymous", "named"],
    }
)


def test_dominance_is_of_the_known():
    found = official_dominance(OFFICIALS, ["government"]).iloc[0]
    assert found["estimate"] == pytest.approx(2 / 4)
    assert found["n_attributions"] == 4


def test_anonymous_share_is_of_those_with_a_source():
    assert anonymous_share(OFFICIALS).iloc[0]["estimate"] == pytest.approx(1 / 4)


def test_some_type_must_be_official():
    with pytest.raises(RequestError, match="at least one"):
        official_dominance(OFFICIALS, [])


SPOKEN = pd.DataFrame(
    [("A", "a1", "north", 10), ("A", "a1", "north", 20), ("A", "a2", "north", 6), ("A", "a2", "south", 9)],
    columns=["outlet", "article_id", "side", "words"],
)


def test_by_hand():
    third = pd.DataFrame([("A", "a3", "north", 60)], columns=SPOKEN.columns)
    rows = pd.concat([SPOKEN, third])
    found = speech_length(pd.concat([rows.assign(article_id=rows["article_id"] + str(i)) for i in range(3)]))
    row = found.set_index("side").loc["north"]
    expected = length_interval([30, 6, 60] * 3, [2, 1, 1] * 3)
    assert row["estimate"] == 24 and row["low"] > 0
    assert tuple(row[["low", "high"]]) == pytest.approx(expected[1:3])
    assert list(row[["n_attributions", "n_articles"]]) == [12, 9]


def test_what_cannot_be_estimated():
    found = speech_length(SPOKEN, values=["north", "south", "east"]).set_index("side")
    assert found.loc["north", "estimate"] == 12 and np.isnan(found.loc["north", "low"])
    assert found.loc["north", "note"] == "not estimable: fewer than 5 articles"
    assert found.loc["south", "note"] == "not estimable: fewer than 5 articles"
    assert found.loc["east", "note"] == "not estimable: nothing to count"
    assert speech_length(SPOKEN[:0]).empty
    with pytest.raises(RequestError, match='no column "words"'):
        speech_length(SPOKEN.drop(columns="words"))
