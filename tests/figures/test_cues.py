import numpy as np
import pandas as pd

from analysis.figures.cues import describe_cues, plot_cues

SIDES = ("North", "South")
CUES = pd.DataFrame(
    [("claim", "doubting", -1.5, -2.5, -0.5, -3.0, 1, 9), ("say", "neutral", 0.1, -0.4, 0.6, 0.4, 30, 28),
     ("deny", "denying", 0.8, np.nan, np.nan, 1.2, 4, 2)],
    columns=["cue", "cue_class", "estimate", "low", "high", "z", "first", "second"],
)  # fmt: skip


def test_cues_with_an_interval_are_drawn_and_their_counts_written(texts):
    drawn = texts(plot_cues(CUES, SIDES))
    assert {"claim", "say", "9 : 1"} <= set(drawn)
    assert "deny" not in drawn
    assert describe_cues(CUES, SIDES) == (
        "Of 2 cues compared, these go with one side, their interval leaving out 0: “claim” (9 times) with South."
    )
    assert "none goes with North or South" in describe_cues(CUES[1:2], SIDES)


def test_no_cue_to_draw_is_said(texts):
    drawn = " ".join(texts(plot_cues(CUES[:0], SIDES)))
    assert "No cue is used often enough" in drawn.replace("\n", " ")
    assert describe_cues(CUES[:0], SIDES).startswith("No cue")
