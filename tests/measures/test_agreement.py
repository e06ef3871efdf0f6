import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import agreement_table, confusion, confusion_table, krippendorff_alpha, machine_codes

# Krippendorff 2011, example C: four observers, twelve units, with gaps
OBSERVERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
PUBLISHED = pd.DataFrame(
    [
        (coder, item, value, f"article {item // 2}")
        for coder, row in OBSERVERS.items()
        for item, value in enumerate(row)
    ],
    columns=["coder", "item", "value", "article_id"],
)


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(metric, alpha):
    found = krippendorff_alpha(PUBLISHED, metric)
    assert found.estimate == pytest.approx(alpha, abs=0.0006)
    assert found.low < alpha < found.high <= 1


def codes(one, other, article="a"):
    rows = [("x", i, v, f"{article}{i}") for i, v in enumerate(one)]
    rows += [("y", i, v, f"{article}{i}") for i, v in enumerate(other)]
    return pd.DataFrame(rows, columns=["coder", "item", "value", "article_id"])


def test_agreement_and_disagreement():
    assert krippendorff_alpha(codes("abab", "abab")).estimate == 1
    assert krippendorff_alpha(codes("abab", "baba")).estimate < 0


def test_what_cannot_be_estimated():
    assert krippendorff_alpha(codes("aaa", "aaa")).note == "not estimable: one value only"
    assert krippendorff_alpha(codes("ab", "ab").assign(article_id="a")).note == "not estimable: fewer than 5 articles"
    assert np.isnan(krippendorff_alpha(PUBLISHED[PUBLISHED["coder"] == "A"]).estimate)


def test_a_coder_twice_on_one_item():
    with pytest.raises(RequestError, match='Coder "x" coded item "0" twice'):
        krippendorff_alpha(pd.concat([codes("ab", "ab"), codes("ab", "ab")[:1]]))


def test_confusion_by_hand():
    table = confusion(codes("aab", "abb"), "x", "y").set_index("x")
    assert table.loc["a"].tolist() == [1, 1]
    assert table.loc["b"].tolist() == [0, 1]
    with pytest.raises(RequestError, match="The coder"):
        confusion(codes("a", "a"), "x", "z")


def hand(coder, values, variable="side", unit="attribution"):
    """Codes of items 0, 1, 2 … in articles of two items each."""
    return pd.DataFrame(
        [(coder, unit, f"i{i}", f"a{i // 2}", variable, value) for i, value in enumerate(values) if value],
        columns=["coder", "unit", "item", "article_id", "variable", "value"],
    )


def test_people_are_compared_with_each_other_and_the_machine_with_each():
    codes = pd.concat([hand("machine", "nsnsns"), hand("A", "nsnsnn"), hand("B", ["n", "s", "", "s", "n", "s"])])
    table = agreement_table(codes).set_index("coders")
    assert list(table.index) == ["people", "machine and A", "machine and B"]
    assert table.loc["people", "agreed"] == pytest.approx(4 / 5)
    assert table.loc["machine and B", "estimate"] == 1
    assert table.loc["people", "n_items"] == 5
    assert table.loc["machine and A", "estimate"] == pytest.approx(1 - 11 * 1 / (7 * 5))


def test_codes_of_what_a_coder_denies_do_not_count():
    codes = pd.concat([hand("machine", "nsns"), hand("A", "snns"), hand("A", ["no", "no"], "attribution")])
    table = agreement_table(codes).set_index("variable")
    assert table.loc["side", "estimate"] == 1
    assert table.loc["side", "n_items"] == 2


def test_tone_is_ordered_so_near_misses_weigh_less():
    one = hand("A", ["negative", "neutral", "positive", "negative"] * 2, "tone", "mention")
    near = hand("B", ["negative", "neutral", "neutral", "negative"] * 2, "tone", "mention")
    far = hand("B", ["negative", "neutral", "negative", "negative"] * 2, "tone", "mention")
    alphas = [agreement_table(pd.concat([one, other]))["estimate"].item() for other in (near, far)]
    assert alphas[0] > alphas[1]


def test_an_ordinal_question_of_a_codebook_is_ordered_as_it_says():
    one = hand("A", ["low", "middle", "high", "low"] * 2, "heat")
    near = hand("B", ["low", "middle", "middle", "low"] * 2, "heat")
    codes, order = pd.concat([one, near]), {"heat": ["low", "middle", "high"]}
    nominal, ordinal = (agreement_table(codes, orders=orders)["estimate"].item() for orders in ({}, order))
    assert ordinal > nominal


def test_which_values_met():
    codes = pd.concat([hand("A", "nnss"), hand("B", "nsss")])
    table = confusion_table(codes)
    assert table[["one", "other", "value_of_one", "value_of_other", "items"]].values.tolist() == [
        ["A", "B", "s", "s", 2],
        ["A", "B", "n", "n", 1],
        ["A", "B", "n", "s", 1],
    ]


def test_machine_codes_are_written_as_people_write_them():
    frame = pd.DataFrame(
        {
            "attribution_id": ["a0-a0"], "article_id": "a0", "form": "direct", "kind": "speech", "side": "north",
            "source_type": "", "function": "expert", "expert": True, "gender": "unknown", "nature": "person",
            "anonymity": "named", "expert_basis": "academic",
        }
    )  # fmt: skip
    codes = machine_codes(frame).set_index("variable")["value"]
    assert codes["expert"] == "yes"
    assert codes["source_type"] == "unknown"


def test_the_chance_that_codes_are_not_reliable_enough():
    random = np.random.default_rng(1)
    truth = random.choice(list("nso"), 240)
    of = lambda right: ["" if x is None else x for x in np.where(random.random(240) < right, truth, "n")]  # noqa: E731
    good, poor = (
        agreement_table(pd.concat([hand("A", list(truth)), hand("B", of(r))]))["below"].item() for r in (0.97, 0.5)
    )
    assert good < 0.01 and poor > 0.9


def test_ranks_are_of_pairable_codes_only():
    """A code that only one person gave stands between no two values."""
    both = pd.concat([hand("A", ["1", "2", "3", "1"] * 3), hand("B", ["1", "2", "2", "1"] * 3)])
    alone = hand("A", ["2"] * 30).assign(item=lambda rows: "x" + rows["item"], article_id="alone")
    as_numbers = lambda rows: rows.assign(value=rows["value"].astype(float))  # noqa: E731
    one, other = (krippendorff_alpha(as_numbers(rows), "ordinal") for rows in (both, pd.concat([both, alone])))
    assert one.estimate == pytest.approx(other.estimate)
