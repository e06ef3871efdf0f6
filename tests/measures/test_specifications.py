import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import (
    LEFT_OUT,
    LOWER,
    RAISE,
    balance,
    balance_bounds,
    balance_specifications,
    extreme_outlets,
    own_specification,
    tone_specifications,
)
from analysis.measures.estimators import difference_interval

SIDES = ("north", "south")
SIDE = {"n": "north", "s": "south", "?": "unknown"}


def table(former="", **outlets):
    """Each outlet's articles as words: n for north, s for south, ? for unknown; ten words an attribution."""
    rows = [
        (outlet, f"{outlet}{article}", SIDE[code], former, 10, f"{outlet}{article}-{place}")
        for outlet, articles in outlets.items()
        for article, codes in enumerate(articles.split())
        for place, code in enumerate(codes)
    ]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side", "expert_basis", "words", "source_id"])


TABLE = table(A="nns nn? ns " * 2, B="sss ns ?s " * 2, C="ns sn " * 3)


def one(found, **choices):
    """The row of a combination of choices; the others as they are by default."""
    default = {"unit": "attributions", "unknown sides": LEFT_OUT, "former officials": "counted", "reader": "model"}
    kept = found
    for name, value in (default | choices).items():
        kept = kept[kept[name] == value]
    assert len(kept) == 1
    return kept.iloc[0]


def test_the_extreme_outlets():
    assert extreme_outlets(TABLE, SIDES) == ("A", "B")
    assert extreme_outlets(table(A="nns nn " * 3), SIDES) == ("A",)
    assert extreme_outlets(table(A="? ?"), SIDES) == ()


def test_an_outlet_without_an_interval_is_no_extreme():
    many = "nns nn? ns " * 2
    assert extreme_outlets(table(A=many, B="sss ns ?s " * 2, One="sss", Two="nn"), SIDES) == ("A", "B")
    assert extreme_outlets(table(A=many, One="sss"), SIDES) == ("A",)
    assert extreme_outlets(table(One="sss", Two="nns"), SIDES) == ()


def test_every_combination_once():
    found = balance_specifications({"model": TABLE, "rules": TABLE}, SIDES, ("A",))
    assert len(found) == 3 * 3 * 2 * 2  # units, unknown sides, former officials, readers
    assert not found.duplicated(["unit", "unknown sides", "former officials", "reader"]).any()


def test_one_outlet_is_its_balance_and_the_unknown_are_its_bounds():
    found = balance_specifications({"model": TABLE}, SIDES, ("A",))
    expected = balance(TABLE[TABLE["outlet"] == "A"], SIDES).iloc[0]
    columns = ["estimate", "low", "high", "n_attributions", "n_articles"]
    assert one(found)[columns].tolist() == pytest.approx(expected[columns].tolist())
    bounds = balance_bounds(TABLE, SIDES).set_index("outlet").loc["A"]
    assert one(found, **{"unknown sides": RAISE})["estimate"] == pytest.approx(bounds["highest"])
    assert one(found, **{"unknown sides": LOWER})["estimate"] == pytest.approx(bounds["lowest"])


def test_two_outlets_are_the_gap_between_them():
    row = one(balance_specifications({"model": TABLE}, SIDES, ("A", "B")))
    # A: 5 north, 2 south in three articles; B: 1 north, 5 south in three; and as much again.
    assert row["estimate"] == pytest.approx(3 / 7 - -4 / 6)
    a, b, zeros = [1, 2, 0] * 2, [-3, 0, -1] * 2, [0] * 6
    expected = difference_interval([*a, *zeros], [*[3, 2, 2] * 2, *zeros], [*zeros, *b], [*zeros, *[3, 2, 1] * 2])
    assert (row["low"], row["high"]) == pytest.approx(expected[1:3])
    assert (row["n_attributions"], row["n_articles"]) == (26, 12)


def test_the_unknown_widen_or_narrow_the_gap():
    found = balance_specifications({"model": TABLE}, SIDES, ("A", "B"))
    lowest, middle, highest = (one(found, **{"unknown sides": x})["estimate"] for x in (LOWER, LEFT_OUT, RAISE))
    # Raised: A's unknown are of the north, B's of the south.
    assert highest == pytest.approx(4 / 8 - -5 / 7)
    assert lowest < middle < highest


def test_former_officials_are_left_out_on_demand():
    both = pd.concat([table(A="ns ns"), table(former="former official", A="nn nn")])
    found = balance_specifications({"model": both}, SIDES, ("A",))
    assert one(found)["estimate"] == pytest.approx(4 / 8)
    assert one(found, **{"former officials": "left out"})["estimate"] == 0


JUDGED = pd.DataFrame(
    [
        ("a1", "north", "journalist", 1.0, 0.0, 0.9), ("a1", "south", "journalist", -1.0, 0.0, 0.9),
        ("a2", "north", "journalist", 0.0, 1.0, 0.6), ("a2", "south", "source", -1.0, -1.0, 0.9),
        ("a3", "south", "journalist", 0.0, 1.0, 0.9), ("a3", "north", "journalist", 1.0, 0.0, 0.9),
    ],
    columns=["article_id", "side", "voice", "model", "VADER", "p_positive"],
).assign(p_negative=0.0, p_neutral=lambda judged: 1 - judged["p_positive"])  # fmt: skip


def test_tone_toward_one_side_less_that_toward_the_other():
    found = tone_specifications(JUDGED, ["model", "VADER"], SIDES).set_index(["tool", "voice", "lowest confidence"])
    own = found.loc[("model", "the journalist's", "0")]
    assert own["estimate"] == pytest.approx(2 / 3 - -1 / 2)
    assert own["note"] == "not estimable: fewer than 5 articles"
    more = pd.concat([JUDGED.assign(article_id=JUDGED["article_id"] + str(i)) for i in range(3)])
    again = tone_specifications(more, ["model"], SIDES).iloc[0]
    expected = difference_interval([1, 0, 1] * 3, [1, 1, 1] * 3, [-1, 0, 0] * 3, [1, 0, 1] * 3)
    assert (again["low"], again["high"]) == pytest.approx(expected[1:3])
    assert (own["n_mentions"], own["n_articles"]) == (5, 3)
    assert found.loc[("model", "all", "0"), "estimate"] == pytest.approx(2 / 3 - -2 / 3)
    # Sure enough at .7 is all but a2's mention of the north, for every tool alike.
    assert found.loc[("model", "the journalist's", "0.7"), "estimate"] == pytest.approx(1 - -1 / 2)
    assert found.loc[("VADER", "the journalist's", "0.7"), "n_mentions"] == 4


def test_a_side_of_which_nobody_speaks():
    found = tone_specifications(JUDGED, ["model"], ("north", "east"))
    assert found["estimate"].isna().all()
    assert set(found["note"]) == {"not estimable: nothing to count"}


def test_the_study_s_own_choices_are_marked():
    found = balance_specifications({"model": TABLE}, SIDES, ("A",))
    own = own_specification(found, {"unit": "words", "unknown sides": LEFT_OUT})
    assert own.sum() == 2  # with and without former officials
    assert np.array_equal(own, (found["unit"] == "words") & (found["unknown sides"] == LEFT_OUT))
    with pytest.raises(RequestError, match='Did you mean "words"'):
        own_specification(found, {"unit": "word"})
