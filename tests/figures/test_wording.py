import numpy as np
import pandas as pd
import pytest

from analysis.figures.wording import (
    describe_balance,
    describe_conflict,
    describe_coverage,
    describe_disagreement,
    describe_means,
    describe_share,
    describe_shares,
    describe_sign_changes,
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
    assert "C cannot be told from an even split (0.00; " in said


def test_what_the_unknown_leave_open_is_no_winner():
    rows = table([("A", 0.5, 0.2, 0.7)], "outlet").assign(outer_low=-0.4, outer_high=0.8)
    said = describe_balance(rows, ("North", "South"))
    assert "A cannot be told from an even split" in said and "with the unknown −0.40 to 0.80" in said


def test_many_outlets_are_counted_not_listed():
    rows = [(f"Outlet {number}", 0.1, 0.0, 0.2) for number in range(12)]
    assert describe_balance(table(rows, "outlet"), ("North", "South")).endswith("; and 4 more outlets.")


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


def test_disagreement_weighs_by_sentences():
    found = pd.DataFrame({"different": [0.5, 0.1], "opposite": [0.25, 0.0], "n_sentences": [4, 12]})
    assert describe_disagreement(found) == (
        "Of 16 sentences, the two tools give 20 % different signs, 6 % opposite ones."
    )
    assert describe_disagreement(found[:0]) == "No sentence is long enough to be scored."


def test_coverage_says_on_how_many_mentions_the_model_abstains():
    table = pd.DataFrame({"n_mentions": [3, 1]})
    assert "0.6 or more) of 4 mentions" not in describe_coverage(table, 0.6, 8)
    assert "of 4 of 8 mentions, 50 %" in describe_coverage(table, 0.6, 8)
    assert "No sentence mentions" in describe_coverage(table.head(0), 0.6, 0)


def test_sign_changes_are_named_and_the_rest_counted():
    rows = [(f"Paper {n}", "north", "VADER") for n in range(8)]
    changes = pd.DataFrame(rows, columns=["outlet", "side", "tool"])
    said = describe_sign_changes(changes, {"north": "The North"}, most=2)
    assert said == (
        "Another tool would turn the sign 8 times: VADER on The North in Paper 0; VADER on The North in Paper 1; "
        "and 6 more."
    )
    assert describe_sign_changes(changes.head(0), {}).startswith("No dictionary")


def test_the_warning_gives_its_reason():
    table = pd.DataFrame(
        [("VADER", 0.8, 0.2, 20, 40, True), ("TextBlob", 0.3, 0.3, 20, 40, False)],
        columns=["tool", "with_words", "without_words", "n_with", "n_without", "unsafe"],
    )
    said = describe_conflict(table)
    assert said.startswith("Warning") and "VADER calls 80 %" in said and "(20), and 20 %" in said
    assert "TextBlob" not in said
    assert not describe_conflict(table.tail(1)).startswith("Warning")


@pytest.mark.parametrize(("n_with", "n_without"), [(2, 40), (40, 19), (0, 0)])
def test_of_few_neutral_sentences_no_dictionary_is_called_unsafe_or_safe(n_with, n_without):
    table = pd.DataFrame({"tool": ["VADER"], "n_with": n_with, "n_without": n_without, "unsafe": False})
    assert describe_conflict(table) == (
        "Too few sentences to tell whether dictionaries take words of conflict for hostility: of those that the model "
        f"calls neutral {n_with} have such words and {n_without} have none; it takes 20 of either."
    )
