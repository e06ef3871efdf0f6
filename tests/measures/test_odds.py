import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import corrected_odds, odds_by_outlet
from analysis.measures.estimators import TOO_FEW_CODED


def outlets(shares, articles=12, size=5, seed=1, events=("e",)):
    random = np.random.default_rng(seed)
    rows = []
    for outlet, share in shares.items():
        for number in range(articles):
            own = random.beta(share * 4, (1 - share) * 4)
            event = events[number % len(events)]
            rows += [(outlet, f"{outlet}{number}", event, random.random() < own) for _ in range(size)]
    table = pd.DataFrame(rows, columns=["outlet", "article_id", "event", "side"])
    return table.assign(side=table["side"].map({True: "north", False: "south"}))


def test_two_outlets_of_equal_articles_by_hand():
    """With as many attributions in each article the GEE's odds are those of the raw shares."""
    table = outlets({"A": 0.7, "B": 0.4})
    share = (table["side"] == "north").groupby(table["outlet"]).mean()
    odds = share / (1 - share)
    found = odds_by_outlet(table, "north").set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx(np.sqrt(odds["A"] / odds["B"]), rel=1e-4)
    assert found.loc["A", "estimate"] == pytest.approx(1 / found.loc["B", "estimate"])
    assert found.loc["A", "low"] < found.loc["A", "estimate"] < found.loc["A", "high"]
    assert list(found.loc["A", ["n_attributions", "n_articles"]]) == [60, 12]


def test_a_large_difference_is_found_and_none_is_not():
    assert odds_by_outlet(outlets({"A": 0.9, "B": 0.4, "C": 0.4}, 20), "north")["p_holm"].min() < 0.01
    assert odds_by_outlet(outlets({"A": 0.5, "B": 0.5, "C": 0.5}, 20), "north")["p_holm"].min() > 0.05


def test_events_take_away_what_only_the_choice_of_events_makes():
    """Both outlets hear the north in its event and the south in the other; A reports the north's more often."""
    random = np.random.default_rng(3)
    rows = []
    for outlet, counts in {"A": (18, 4), "B": (4, 18)}.items():
        for event, share, articles in zip(("north's", "south's"), (0.8, 0.2), counts, strict=True):
            rows += [
                (outlet, f"{outlet}{event}{i}", event, "north" if random.random() < share else "south")
                for i in range(articles)
                for _ in range(4)
            ]
    table = pd.DataFrame(rows, columns=["outlet", "article_id", "event", "side"])
    assert odds_by_outlet(table, "north")["p"].max() < 0.01
    assert odds_by_outlet(table, "north", strata="event")["p"].min() > 0.05


@pytest.mark.parametrize(
    ("table", "note"),
    [
        (outlets({"A": 0.5}), "one outlet only"),
        (outlets({"A": 0.5, "B": 0.5}, 1), "too few articles"),
        (outlets({"A": 0.5, "B": 0.5}).assign(side="north"), "all or none"),
    ],
)
def test_what_cannot_be_estimated(table, note):
    found = odds_by_outlet(table, "north")
    assert found["note"].str.contains(note).all()
    assert found[["estimate", "low", "high", "p"]].isna().all(axis=None)


def test_no_attributions():
    assert odds_by_outlet(outlets({"A": 0.5})[:0], "north").empty


def test_a_value_outside_the_whole():
    with pytest.raises(RequestError, match='"nrth" is not part of the whole'):
        odds_by_outlet(outlets({"A": 0.5}), "nrth", whole=["north", "south"])


def read_by_machine(table, random, wrong):
    """Let a machine read sides, and take the first for the second in one outlet more often than in others."""
    north = table["side"] == "north"
    chance = np.where((table["outlet"] == "A") & north, wrong, 0.08)
    read = np.where(random.random(len(table)) < chance, ~north, north)
    return table.assign(side=np.where(read, "north", "south"), attribution_id=[f"a{i}" for i in range(len(table))])


def coded_by_hand(read, table, articles):
    rows = read[read["article_id"].isin(articles)]
    return pd.DataFrame({
        "coder": "Ada", "unit": "attribution", "item": rows["attribution_id"], "variable": "side",
        "value": table.loc[rows.index, "side"], "chance": 0.4, "content": "", "article_id": rows["article_id"],
    })  # fmt: skip


def test_odds_corrected_by_hand_codes_are_those_of_the_truth():
    random = np.random.default_rng(8)
    table = outlets({"A": 0.7, "B": 0.5, "C": 0.4}, 200, 5)
    read = read_by_machine(table, random, 0.4)
    truth, raw = (odds_by_outlet(rows, "north").set_index("outlet")["estimate"] for rows in (table, read))
    articles = [name for name in table["article_id"].unique() if random.random() < 0.4]
    found = corrected_odds(read, coded_by_hand(read, table, articles), "north", ["north", "south"]).set_index("outlet")
    assert abs(np.log(raw["A"] / truth["A"])) > 0.3 > 0.15 > abs(np.log(found.loc["A", "estimate"] / truth["A"]))
    assert found.loc["A", "low"] < truth["A"] < found.loc["A", "high"]
    assert found["n_hand"].sum() == 5 * len(articles)


def test_all_coded_by_hand_gives_the_odds_of_the_hand_codes():
    table = outlets({"A": 0.7, "B": 0.4})
    read = read_by_machine(table, np.random.default_rng(2), 0.4)
    found = corrected_odds(read, coded_by_hand(read, table, table["article_id"]), "north", ["north", "south"])
    odds = (table["side"] == "north").groupby(table["outlet"]).mean().map(lambda share: share / (1 - share))
    assert found["estimate"][0] == pytest.approx(np.sqrt(odds["A"] / odds["B"]), rel=1e-4)


def test_few_coded_articles_correct_no_odds():
    table = outlets({"A": 0.7, "B": 0.4})
    read = read_by_machine(table, np.random.default_rng(2), 0.4)
    codes = coded_by_hand(read, table, ["A0", "A1", "B0", "B1"])
    assert set(corrected_odds(read, codes, "north", ["north", "south"])["note"]) == {TOO_FEW_CODED}
    assert corrected_odds(read, codes[:0], "north", ["north", "south"]).empty
