import numpy as np
import pandas as pd

from analysis.figures.cues import describe_cues, plot_cues
from analysis.figures.network import describe_network, plot_network
from analysis.figures.wording import describe_differences
from analysis.findings.differences import Differences

SIDES = ("North", "South")
CUES = pd.DataFrame(
    [("claim", "doubting", -1.5, -2.5, -0.5, -3.0, 1, 9), ("say", "neutral", 0.1, -0.4, 0.6, 0.4, 30, 28),
     ("deny", "denying", 0.8, np.nan, np.nan, 1.2, 4, 2)],
    columns=["cue", "cue_class", "estimate", "low", "high", "z", "first", "second"],
)  # fmt: skip
DIFFERENCES = pd.DataFrame(
    [("A $ Post", 0.2, 0.1, 0.3, 0.01, 4, ""), ("B", -0.1, np.nan, np.nan, np.nan, 1, "not estimable: one event only")],
    columns=["outlet", "estimate", "low", "high", "p_holm", "n_events", "note"],
)
LINKS = pd.DataFrame(
    [("A", "Weiss", 3), ("B", "Weiss", 1), ("B", "Holm", 1)], columns=["outlet", "actor", "articles"]
)  # fmt: skip
TOGETHER = pd.DataFrame([("Holm", "Weiss", 1)], columns=["first", "second", "articles"])


def test_cues_with_an_interval_are_drawn_and_their_counts_written(texts):
    drawn = texts(plot_cues(CUES, SIDES))
    assert {"claim", "say", "9 : 1"} <= set(drawn)
    assert "deny" not in drawn
    assert describe_cues(CUES, SIDES) == (
        "Of 2 cues compared, these go with one side, their interval leaving out 0: “claim” (9 times) with South."
    )
    assert "none goes with North or South" in describe_cues(CUES[1:2], SIDES)


def test_differences_on_the_same_events(texts):
    drawn = Differences(DIFFERENCES, sides=("north", "south"), same_events=True).plot()
    assert {"4 events; p = 0.010", "1 event"} <= set(texts(drawn))
    said = describe_differences(DIFFERENCES, "North")
    assert "A $ Post 20 points (95 % interval 10 to 30 points); B −10 points (not estimable: one event only)" in said


def test_the_network_names_everybody_and_says_who_joins(texts):
    assert {"A", "B", "Weiss", "Holm"} <= set(texts(plot_network(LINKS, TOGETHER)))
    assert "Holm" not in texts(plot_network(LINKS, TOGETHER, most=1))  # quoted by one outlet only
    assert describe_network(LINKS, TOGETHER) == (
        "2 outlets quote 2 experts. 1 is quoted by two outlets or more, most widely Weiss (2 outlets); "
        "1 pair of experts stands in the same article."
    )


def test_nothing_to_draw_is_said(texts):
    for figure, words in (
        (plot_cues(CUES[:0], SIDES), "No cue is used often enough"),
        (Differences(DIFFERENCES[:0], same_events=True).plot(), "No event is reported by two outlets"),
        (plot_network(LINKS[:0], TOGETHER[:0]), "No expert is quoted"),
    ):
        assert any(words in text.replace("\n", " ") for text in texts(figure))
    assert describe_cues(CUES[:0], SIDES).startswith("No cue")
    assert describe_differences(DIFFERENCES[:0], "North").startswith("No event")
    assert describe_network(LINKS[:0], TOGETHER[:0]).startswith("No expert")
