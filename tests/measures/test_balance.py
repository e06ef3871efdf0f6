from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.measures import balance, balance_bounds, balance_within_articles, compared_sides
from analysis.measures.estimators import share_interval

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"

SIDES = ("north", "south")


def table(*articles):
    """Each article a string: n for north, s for south, ? for unknown."""
    side = {"n": "north", "s": "south", "?": "unknown"}
    rows = [("A", f"a{i}", side[c], 10) for i, article in enumerate(articles) for c in article]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side", "words"])


def test_by_hand():
    found = balance(table("nn", "ns", "s?"), SIDES).iloc[0]  # 3 north, 2 south
    assert found["estimate"] == pytest.approx(1 / 5)
    expected = share_interval([2, 1, 0], [2, 2, 1])
    assert found["low"] == pytest.approx(2 * expected.low - 1)
    assert list(found[["first", "second", "n_attributions", "n_articles"]]) == [3, 2, 5, 3]


def test_turning_the_sides_turns_the_sign():
    one, other = (balance(table("nnn", "ns", "s"), sides).iloc[0] for sides in (SIDES, SIDES[::-1]))
    assert one["estimate"] == pytest.approx(-other["estimate"])
    assert one["low"] == pytest.approx(-other["high"])


def test_bounds_of_the_unknown():
    found = balance_bounds(table("nns", "?"), SIDES).iloc[0]
    assert (found["lowest"], found["estimate"], found["highest"]) == pytest.approx((0, 1 / 3, 1 / 2))


def test_one_sided_articles_are_told_from_balanced_ones():
    across, within = table("nn", "ss", "nn", "ss"), table("ns", "ns", "ns", "ns")
    assert balance(across, SIDES).iloc[0]["estimate"] == balance(within, SIDES).iloc[0]["estimate"] == 0
    assert balance_within_articles(across, SIDES).iloc[0]["estimate"] == 1
    assert balance_within_articles(within, SIDES).iloc[0]["estimate"] == 0
    # Two draws from an even mixture fall on one side half of the time.
    assert balance_within_articles(across, SIDES).iloc[0]["if_mixed"] == pytest.approx(0.5)


def test_neither_side_is_heard():
    found = balance(table("??", "?"), SIDES).iloc[0]
    assert pd.isna(found["estimate"])
    assert found["note"] == "not estimable: nothing to count"
    assert pd.isna(balance_within_articles(table("?"), SIDES).iloc[0]["one_sided"])


def test_two_different_sides_are_needed():
    with pytest.raises(RequestError, match="two different sides"):
        balance(table("ns"), ("north", "north"))


def test_the_codebook_s_two_sides_or_two_others():
    book = load_codebook(CODEBOOKS / "us-2016.yml")
    assert compared_sides(book) == book.compare
    assert compared_sides(book, "republicans, other") == ("republicans", "other")
    with pytest.raises(RequestError, match='Did you mean "democrats"'):
        compared_sides(book, "democrat, republicans")
    with pytest.raises(RequestError, match="two different sides"):
        compared_sides(book, "democrats, democrats")
    with pytest.raises(RequestError, match="two different sides"):
        compared_sides(book, "democrats")
