import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import odds_by_outlet


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
