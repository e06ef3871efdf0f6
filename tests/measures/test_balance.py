from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.measures import balance, balance_bounds, balance_within_articles, compared_sides, sides_per_article
from analysis.measures.estimators import share_interval

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"

SIDES = ("north", "south")


def table(*articles):
    """Each article a string: n for north, s for south, ? for unknown."""
    side = {"n": "north", "s": "south", "?": "unknown"}
    rows = [("A", f"a{i}", side[c], 10) for i, article in enumerate(articles) for c in article]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side", "words"])


def test_by_hand():
    found = balance(table(*["nn", "ns", "s?"] * 3), SIDES).iloc[0]  # 9 north, 6 south
    assert found["estimate"] == pytest.approx(1 / 5)
    expected = share_interval([2, 1, 0] * 3, [2, 2, 1] * 3)
    assert found["low"] == pytest.approx(2 * expected.low - 1)
    assert list(found[["first", "second", "n_attributions", "n_articles"]]) == [9, 6, 15, 9]


def test_it_leans_only_where_sampling_and_the_unknown_leave_no_even_split():
    clear, open_ = (balance(table(*articles), SIDES).iloc[0] for articles in (["nnns"] * 9, ["nnns??????"] * 9))
    varied = balance(table(*["nnns", "nnnn", "nnss"] * 5), SIDES).iloc[0]
    assert varied["outer_low"] == pytest.approx(varied["low"], abs=1e-6) and varied["leans"] == "north"
    assert clear["leans"] == open_["leans"] == ""  # articles that do not differ tell nothing of the spread
    unknown = balance(table(*["nnns????", "nnnn????", "nnss????"] * 5), SIDES).iloc[0]
    assert unknown["low"] > 0 > unknown["outer_low"] and unknown["leans"] == ""
    assert balance(table(*["nnns", "nnnn", "nnss"] * 5), SIDES[::-1]).iloc[0]["leans"] == "north"


def test_under_ten_attributions_or_five_articles_there_is_no_interval():
    few = balance(table("nn", "ns", "s?", "nn", "s"), SIDES).iloc[0]
    assert few["note"] == "not estimable: fewer than 10 attributions or mentions" and pd.isna(few["low"])
    assert balance(table(*["nnnns"] * 4), SIDES).iloc[0]["note"] == "not estimable: fewer than 5 articles"


def test_articles_of_one_event_are_one_cluster():
    said = table(*["nnns", "nnnn", "nnss", "ssss", "ssns"] * 4)
    events = said.assign(event=said["article_id"].str[1:].astype(int) % 5)
    by_article, by_event = (balance(events, SIDES, cluster=c).iloc[0] for c in ("article_id", "event"))
    assert by_event["estimate"] == by_article["estimate"]
    assert (by_event["n_articles"], by_event["effective_articles"]) == (20, 5)
    assert by_event["high"] - by_event["low"] > 1.5 * (by_article["high"] - by_article["low"])


def test_how_many_sides_an_article_hears():
    found = sides_per_article(table(*["nn", "ns", "s?"] * 4)).set_index("measure")
    assert found.loc["sides", "estimate"] == pytest.approx(4 / 3)
    assert found.loc["several", "estimate"] == pytest.approx(1 / 3)
    assert found.loc["sides", "low"] >= 1 and set(found["n_articles"]) == {12}


def test_turning_the_sides_turns_the_sign():
    one, other = (balance(table(*["nnn", "ns", "s"] * 3), sides).iloc[0] for sides in (SIDES, SIDES[::-1]))
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
