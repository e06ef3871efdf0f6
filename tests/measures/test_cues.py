import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import CLASSES, cue_lemma, cue_log_odds, with_cue_class

SIDES = ("north", "south")


def table(**cues):
    """Each side's cues, one article an attribution."""
    rows = [(f"{side}{i}", side, cue) for side, words in cues.items() for i, cue in enumerate(words)]
    return pd.DataFrame(rows, columns=["article_id", "side", "cue"])


@pytest.mark.parametrize(
    ("cue", "lemma", "of_class"),
    [
        ("said", "say", "neutral"),
        ("told reporters", "tell", "neutral"),
        ("According to", "according", "neutral"),
        (":", ":", "neutral"),
        ("said:", "say", "neutral"),
        ("was insisting", "insist", "assertive"),
        ("has admitted", "admit", "factive"),
        ("claims", "claim", "doubting"),
        ("denies", "deny", "denying"),
        ("didn’t deny", "deny", "denying"),
        ("praised", "praise", "other"),
        ("grinned", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_lemma_and_class(cue, lemma, of_class):
    assert cue_lemma(cue) == lemma
    assert with_cue_class(pd.DataFrame({"cue": [cue]}))["cue_class"].tolist() == [of_class]
    assert of_class in CLASSES


def test_log_odds_by_hand():
    found = cue_log_odds(table(north=["said"] * 6, south=["said"] * 3 + ["claimed"] * 3), SIDES, prior=4)
    row = found.set_index("cue").loc["claim"]
    background = 4 * 3 / 12
    by_hand = np.log((0 + background) / (6 + 4 - background)) - np.log((3 + background) / (6 + 4 - 3 - background))
    assert row["estimate"] == pytest.approx(by_hand)
    assert row["z"] == pytest.approx(by_hand / np.sqrt(1 / background + 1 / (3 + background)))
    assert row["low"] < by_hand < row["high"]
    assert list(row[["first", "second", "n_attributions", "n_articles"]]) == [0, 3, 3, 12]


def test_turning_the_sides_turns_the_sign():
    words = table(north=["said", "denied", "said", "denied"], south=["said", "claimed", "claimed", "said"])
    one, other = (cue_log_odds(words, sides, fewest=1).set_index("cue") for sides in (SIDES, SIDES[::-1]))
    assert one.loc["deny", "estimate"] == pytest.approx(-other.loc["deny", "estimate"])
    assert one.loc["deny", "low"] == pytest.approx(-other.loc["deny", "high"])


def test_articles_that_repeat_a_cue_widen_the_interval():
    apart = table(north=["denied"] * 12 + ["said"] * 12, south=["said"] * 24)
    together = apart.assign(article_id=apart["side"] + (apart.groupby("side").cumcount() // 6).astype(str))
    width = [
        float((found["high"] - found["low"])[found["cue"] == "deny"].iloc[0])
        for found in (cue_log_odds(apart, SIDES), cue_log_odds(together, SIDES))
    ]
    assert width[1] > width[0]


def test_what_cannot_be_estimated():
    assert cue_log_odds(table(north=["said"] * 5), SIDES).empty  # the south says nothing
    assert cue_log_odds(table(north=["said"] * 5, south=["said"] * 5), SIDES).empty  # nothing to choose between
    one = table(north=["said"] * 3, south=["said", "said", "denied"]).assign(article_id="a")
    assert cue_log_odds(one, SIDES)["note"].tolist() == ["not estimable: one article only"]
    with pytest.raises(RequestError, match="two different sides"):
        cue_log_odds(one, ("north", "north"))
    with pytest.raises(RequestError, match="more than 0"):
        cue_log_odds(one, SIDES, prior=0)
