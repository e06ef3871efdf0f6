import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import (
    articles_for_difference,
    articles_needed,
    articles_to_code,
    balance,
    plan_balance,
    stratum_sizes,
)

SIZES = pd.Series(
    [270, 30, 27, 3],
    pd.MultiIndex.from_product([["large", "small"], ["direct", "mixed"]], names=["outlet", "form"]),
)
OUTLETS = pd.Series([300, 30], pd.Index(["large", "small"], name="outlet"))


def test_outlets_get_as_many_and_forms_their_part():
    assert stratum_sizes(SIZES, 40).to_dict() == {
        ("large", "direct"): 18, ("large", "mixed"): 2, ("small", "direct"): 18, ("small", "mixed"): 2,
    }  # fmt: skip


def test_what_a_small_group_leaves_goes_to_the_others():
    assert stratum_sizes(OUTLETS, 100).to_dict() == {"large": 70, "small": 30}
    assert stratum_sizes(OUTLETS, 1000).sum() == 330


def test_every_stratum_gives_at_least_one():
    assert stratum_sizes(pd.Series([1000, 1], SIZES.index[:2]), 10).to_list() == [9, 1]


def test_nothing_to_draw_from():
    assert stratum_sizes(OUTLETS[:0], 10).empty


def test_too_small_a_sample():
    with pytest.raises(RequestError, match="cannot hold all 4 combinations of outlet and form; draw at least 4"):
        stratum_sizes(SIZES, 3)


def said(articles, random, outlet="A"):
    """Articles of five attributions each, alike among themselves."""
    article = np.repeat(np.arange(articles), 5)
    north = random.random(len(article)) < random.beta(1.4, 0.93, articles)[article]
    rows = [(outlet, f"{outlet}{i}", "north" if first else "south") for i, first in zip(article, north, strict=True)]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side"])


def test_so_many_articles_give_an_interval_of_that_width():
    random = np.random.default_rng(3)
    deviation = 0.325  # of a share of .6 in articles of five attributions that resemble each other by .3
    articles = articles_needed(0.1, deviation)
    widths = [balance(said(articles, random), ("north", "south")).iloc[0][["low", "high"]] for _ in range(30)]
    assert np.mean([high - low for low, high in widths]) / 2 == pytest.approx(0.2, abs=0.02)  # of a balance: twice
    assert articles_needed(0.05, deviation) > 3.5 * articles


def test_so_many_articles_find_a_difference_four_times_in_five():
    random = np.random.default_rng(4)
    articles, found = articles_for_difference(0.25, 0.35), 0
    for _ in range(1000):
        one, other = (random.normal(share, 0.35, articles) for share in (0.6, 0.35))
        found += abs(one.mean() - other.mean()) > 1.96 * np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / articles)
    assert found / 1000 == pytest.approx(0.8, abs=0.05)


def test_no_coding_makes_up_for_articles_that_are_not_there():
    assert articles_to_code(0.1, 0.33, 30, 5) is None
    few, many = (articles_to_code(0.1, 0.33, articles, 5) for articles in (100, 1000))
    assert 5 < many < few <= 100
    assert articles_to_code(0.1, 0.33, 1000, 5, wrong=0.05) < many


def test_the_plan_of_a_corpus():
    random = np.random.default_rng(5)
    silent = pd.DataFrame([("A", f"A{i}x", "unknown") for i in range(20)], columns=["outlet", "article_id", "side"])
    table = pd.concat([said(20, random), silent, said(3, random, "B")])
    found = plan_balance(table, ("north", "south"), 0.2).set_index("outlet")
    assert found.loc["A", ["articles", "with_either"]].tolist() == [40, 20]
    assert found.loc["A", "articles_needed"] > 60  # half of its articles hear neither side
    assert pd.isna(found.loc["B", "articles_needed"]) and found.loc["B", "articles"] == 3
    with pytest.raises(RequestError, match="above 0"):
        plan_balance(table, ("north", "south"), 0)
