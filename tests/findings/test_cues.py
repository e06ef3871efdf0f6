"""The words that bring in what the sides say."""

from analysis.findings import cue_classes, cue_log_odds


def test_classes_of_cues_are_shares_of_a_side_and_open_its_cues(by_cue):
    finding = cue_classes(by_cue)
    table = finding.table.set_index(["side", "cue_class"])
    assert set(table.index.unique("side")) == {"north", "south"}  # not the unknown
    assert table.loc["south", "count"][["neutral", "doubting", "denying"]].tolist() == [9, 4, 3]
    assert table.loc[("south", "doubting"), "estimate"] == 4 / 16
    denied = finding.table.query("side == 'south' and cue_class == 'denying'").iloc[0]
    assert (finding.codes(denied), finding.number(denied)) == ({"side": "south", "cue": ["denied"]}, 3)
    assert finding.headline() == "North: 75 % of the attributions are neutral"


def test_log_odds_lean_to_the_side_that_is_quoted_so(by_cue):
    finding = cue_log_odds(by_cue)
    table = finding.table.set_index("cue")
    assert table.loc["claim", ["first", "second"]].tolist() == [0, 4] and table.loc["claim", "estimate"] < 0
    assert table.loc["tell", ["first", "second"]].tolist() == [4, 0] and table.loc["tell", "estimate"] > 0
    assert "none goes with North or South" in finding.sentence()
    assert finding.codes(finding.table.iloc[0]) == {"side": ("north", "south"), "cue": ["believes"]}
