import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import compare_with_rest


def outlets(shares, articles, random, size=4):
    rows = []
    for outlet, share in shares.items():
        for number in range(articles):
            own = random.beta(share * 2, (1 - share) * 2)  # articles differ among themselves
            for _ in range(1 + random.poisson(size)):
                rows.append((outlet, f"{outlet}{number}", "north" if random.random() < own else "south"))
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side"])


def test_a_large_difference_is_found():
    table = outlets({"A": 0.9, "B": 0.3, "C": 0.3}, 25, np.random.default_rng(1))
    found = compare_with_rest(table, "north", permutations=499).set_index("outlet")
    assert found.loc["A", "p_holm"] < 0.05
    assert found.loc["A", "estimate"] > 0.4


def test_holm_by_hand():
    table = outlets({"A": 0.6, "B": 0.5, "C": 0.4}, 8, np.random.default_rng(5))
    found = compare_with_rest(table, "north", permutations=199)
    p = np.sort(found["p"].to_numpy())
    by_hand = np.minimum(1, np.maximum.accumulate(p * [3, 2, 1]))
    assert np.sort(found["p_holm"].to_numpy()) == pytest.approx(by_hand)


def test_the_same_seed_gives_the_same_p():
    table = outlets({"A": 0.6, "B": 0.5}, 6, np.random.default_rng(2))
    pd.testing.assert_frame_equal(
        compare_with_rest(table, "north", permutations=199),
        compare_with_rest(table, "north", permutations=199),
    )


def test_few_false_alarms_although_articles_resemble_themselves():
    random = np.random.default_rng(11)
    alarms = [
        compare_with_rest(outlets({"A": 0.5, "B": 0.5}, 8, random), "north", permutations=99)["p"].iloc[0] <= 0.05
        for _ in range(100)
    ]
    assert np.mean(alarms) <= 0.095  # .05 and two standard errors of 100 runs


def test_one_outlet_and_one_article():
    one = outlets({"A": 0.5}, 5, np.random.default_rng(3))
    assert compare_with_rest(one, "north").loc[0, "note"] == "not estimable: no other outlet"
    two = pd.concat([one, pd.DataFrame([("B", "b", "north")], columns=one.columns)])
    assert compare_with_rest(two, "north")["p"].isna().all()


def test_too_few_permutations():
    with pytest.raises(RequestError, match="at least 99"):
        compare_with_rest(outlets({"A": 0.5}, 2, np.random.default_rng(0)), "north", permutations=10)
