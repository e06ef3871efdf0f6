import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.intervals import share_interval
from analysis.measures.shares import shares
from analysis.measures.units import in_units, selection

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
    expected = share_interval([2, 0], [3, 2])
    assert one(table, "A", "north", "low") == pytest.approx(expected.low)
    assert list(table.loc[0, ["count", "n_attributions", "n_articles"]]) == [2, 5, 2]
    assert one(table, "B", "north") == 0
    assert one(table, "B", "south", "note") == "not estimable: one article only"


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
