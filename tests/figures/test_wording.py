import numpy as np
import pandas as pd

from analysis.figures.wording import (
    describe_balance,
    describe_means,
    describe_share,
    describe_shares,
    describe_tests,
)


def table(rows, *columns):
    return pd.DataFrame(rows, columns=[*columns, "estimate", "low", "high"])


def test_the_largest_share_of_each_outlet():
    shares = table(
        [("A", "n", 0.7, 0.5, 0.8), ("A", "s", 0.3, 0.2, 0.5), ("B", "s", 1.0, np.nan, np.nan)], "outlet", "side"
    )
    assert describe_shares(shares, "side", labels={"n": "North"}) == (
        "Largest share of attributions: North in A (70 %, 95 % interval 50–80 %); "
        "s in B (100 %, interval not estimable)."
    )
    assert describe_shares(shares[:0], "side") == "There are no attributions to share out."


def test_the_unknown_are_told_apart_from_the_largest():
    rows = [("A", "n", 0.2, 0.1, 0.3), ("A", "unknown", 0.8, 0.7, 0.9), ("B", "unknown", 1.0, np.nan, np.nan)]
    said = describe_shares(table(rows, "outlet", "side"), "side")
    assert said.startswith(
        "Known side with the largest share of attributions: n in A (20 %, 95 % interval 10–30 %; 80 % are unknown). "
    )
    assert said.endswith("Unknown: 80 % in A to 100 % in B.")
    assert describe_shares(table(rows[2:], "outlet", "side"), "side") == "All attributions are of unknown side."


def test_one_share_of_each_outlet():
    rows = [("A", 0.1, 0.05, 0.2), ("B", 0.5, np.nan, np.nan)]
    assert describe_share(table(rows, "outlet"), "Experts' share of attributions") == (
        "Experts' share of attributions: B 50 % (interval not estimable); A 10 % (95 % interval 5–20 %)."
    )


def test_a_side_is_heard_more_only_where_the_interval_leaves_no_even_split():
    rows = [("A", 0.5, 0.2, 0.7), ("B", -0.1, -0.4, 0.2), ("C", 0.0, np.nan, np.nan)]
    said = describe_balance(table(rows, "outlet"), ("North", "South"))
    assert "A hears North more (0.50; 95 % interval 0.20 to 0.70)" in said
    assert "B cannot be told from an even split (−0.10; 95 % interval −0.40 to 0.20)" in said
    assert "C has too little to tell (0.00; interval not estimable)" in said


def test_what_the_unknown_leave_open_is_no_winner():
    rows = table([("A", 0.5, 0.2, 0.7)], "outlet").assign(outer_low=-0.4, outer_high=0.8)
    said = describe_balance(rows, ("North", "South"))
    assert "A cannot be told from an even split" in said and "with the unknown −0.40 to 0.80" in said


def test_many_outlets_are_counted_not_listed():
    rows = [(f"Outlet {number}", 0.1, 0.0, 0.2) for number in range(12)]
    assert describe_balance(table(rows, "outlet"), ("North", "South")).endswith("; and 4 more.")


def test_lowest_and_highest_mean():
    rows = [("A", "VADER", -0.2, -0.3, -0.1), ("B", "VADER", 0.1, 0.0, 0.2)]
    assert describe_means(table(rows, "outlet", "tool"), "score", "tool") == (
        "Mean score. VADER: from −0.20 in A (−0.30 to −0.10) up to 0.10 in B (0.00 to 0.20)."
    )


def test_tests_in_words():
    tests = pd.DataFrame({"outlet": ["A", "B"], "estimate": [-0.25, 0.1], "p": [0.001, 0.5], "p_holm": [0.002, 0.5]})
    assert describe_tests(tests, "North") == (
        "The share of North differs from that of all other outlets in A (−25 points, p = 0.002)."
    )
    assert "beyond chance" in describe_tests(tests[1:], "North")
    assert "cannot be tested" in describe_tests(tests.assign(p_holm=np.nan), "North")
