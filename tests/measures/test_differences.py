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
    assert found.loc["A", "low"] > 0.3 and found.loc["A", "p_equivalent"] > 0.5


def test_holm_by_hand():
    table = outlets({"A": 0.6, "B": 0.5, "C": 0.4}, 8, np.random.default_rng(5))
    found = compare_with_rest(table, "north", permutations=199)
    p = np.sort(found["p"].to_numpy())
    by_hand = np.minimum(1, np.maximum.accumulate(p * [3, 2, 1]))
    assert np.sort(found["p_holm"].to_numpy()) == pytest.approx(by_hand)


def test_two_outlets_are_one_question():
    found = compare_with_rest(outlets({"A": 0.6, "B": 0.4}, 12, np.random.default_rng(5)), "north", permutations=199)
    assert found["p"].nunique() == 1 and (found["p_holm"] == found["p"]).all()


def test_where_p_decides_the_seed_does_not():
    table = outlets({"A": 0.66, "B": 0.45}, 15, np.random.default_rng(10))
    p = [compare_with_rest(table, "north", seed=seed)["p"].iloc[0] for seed in range(6)]
    assert 0.01 < p[0] < 0.2 and max(p) - min(p) < 0.015


def test_one_dominant_article_raises_no_alarm():
    """A's ninth article holds as much as all others of A, and hears one side only."""
    random = np.random.default_rng(6)
    table = outlets({"A": 0.6, "B": 0.6}, 9, random)
    long = pd.DataFrame([("A", "A8", "south")] * 40, columns=table.columns)
    found = compare_with_rest(pd.concat([table, long]), "north").set_index("outlet")
    assert found.loc["A", "estimate"] < -0.2 and not found.loc["A", "p"] < 0.2


def test_outlets_alike_are_shown_to_be_so():
    table = outlets({"A": 0.5, "B": 0.5}, 400, np.random.default_rng(3), size=8)
    found = compare_with_rest(table, "north", permutations=99).iloc[0]
    assert found["p_equivalent"] < 0.05
    assert compare_with_rest(table, "north", permutations=99, margin=0.01).iloc[0]["p_equivalent"] > 0.05


def test_articles_of_one_event_change_places_together():
    random = np.random.default_rng(4)
    table = outlets({"A": 0.5, "B": 0.5}, 20, random)
    event = table["outlet"] + (table["article_id"].str[1:].astype(int) // 4).astype(str)
    leaning = event.map(
        dict(zip(sorted(event.unique()), [0.9, 0.9, 0.8, 0.1, 0.6, 0.1, 0.2, 0.1, 0.9, 0.3], strict=True))
    )
    table["side"] = np.where(random.random(len(table)) < leaning, "north", "south")
    by_article, by_event = (
        compare_with_rest(table.assign(event=event), "north", cluster=cluster).iloc[0]
        for cluster in ("article_id", "event")
    )
    assert by_article["p"] < 0.05 < by_event["p"]


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
