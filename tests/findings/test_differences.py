"""The difference between two outlets on the events that both report: drawn, said, and said where there is none."""

import numpy as np
import pandas as pd

from analysis.findings.differences import Differences

DIFFERENCES = pd.DataFrame(
    [("A $ Post", 0.2, 0.1, 0.3, 0.01, 4, ""), ("B", -0.1, np.nan, np.nan, np.nan, 1, "not estimable: one event only")],
    columns=["outlet", "estimate", "low", "high", "p_holm", "n_events", "note"],
)


def texts(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def test_differences_on_the_same_events():
    found = Differences(DIFFERENCES, sides=("north", "south"), same_events=True)
    assert {"4 events; p = 0.010", "1 event"} <= set(texts(found.plot()))
    assert "A $ Post 20 points (95 % interval 10 to 30 points)" in found.sentence()
    assert "B −10 points (not estimable: one event only)" in found.sentence()


def test_no_event_in_common_is_said():
    found = Differences(DIFFERENCES[:0], sides=("north", "south"), same_events=True)
    assert any("No event is reported by two outlets" in text.replace("\n", " ") for text in texts(found.plot()))
    assert found.sentence().startswith("No event")
