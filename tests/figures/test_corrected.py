import numpy as np
import pandas as pd

from analysis.figures.corrected import describe_corrected, plot_corrected, show_corrected

TABLE = pd.DataFrame(
    {
        "outlet": ["A Post", "B Post", "C Post"], "side": "North", "estimate": [0.5, 0.4, np.nan],
        "low": [0.4, 0.1, np.nan], "high": [0.6, 0.8, np.nan], "raw": [0.7, 0.41, 0.3], "n_hand": [30, 4, 1],
        "n_attributions": 90, "n_articles": 20, "note": ["", "", "not estimable: coded by hand in one article only"],
    }
)  # fmt: skip


def test_the_sentence_says_what_moved_and_where_codes_are_few():
    told = describe_corrected(TABLE, "share of attributions", panel="side")
    assert "most moved: North in A Post from 70 % to 50 % (40–60 %); North in B Post from 41 % to 40 %" in told
    assert "In 1 of 2 the machine's own lies outside the interval." in told
    assert told.endswith("Fewer than 20 hand codes: B Post. Too few to correct by: C Post.")


def test_both_are_drawn_and_nothing_where_there_is_no_interval():
    axes = plot_corrected(TABLE, "share of attributions", panel="side").axes[0]
    drawn = [(line.get_xdata()[0], line.get_marker()) for line in axes.lines]
    assert drawn == [(0.7, "D"), (0.5, "o"), (0.41, "D"), (0.4, "o")]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["A Post", "B Post"]
    assert axes.get_title("left") == "North"


def test_nothing_is_shown_where_nobody_coded(monkeypatch):
    shown = []
    for module in ("output", "tables"):
        monkeypatch.setattr(f"analysis.figures.{module}.display", lambda data, **_: shown.append(data))
    show_corrected(TABLE[:0], "share of attributions")
    assert shown == []
    show_corrected(TABLE[2:], "share of attributions", panel="side")
    assert len(shown) == 1, "the sentence alone, without a corrected value"
    show_corrected(TABLE, "share of attributions", panel="side")
    assert len(shown) == 4
