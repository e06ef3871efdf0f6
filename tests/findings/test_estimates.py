"""Findings of one estimate a row, each counted by hand in the three outlets' articles."""

import pytest

from analysis.findings import anonymous, diversity, first_turn, officials, one_sidedness, prominence, speech_length
from analysis.measures import PLACED

COURIER, HERALD = "Harbour Courier", "Southern Herald"


def estimates(finding, *keys):
    return finding.main.set_index(["outlet", *keys])["estimate"]


def test_officials_are_whom_the_codebook_s_types_call_so(chosen):
    finding = officials(chosen.count("source_type"))
    assert estimates(finding)[[COURIER, HERALD]].tolist() == [14 / 16, 10 / 14]  # a former general is none
    row = finding.table.iloc[0]
    assert {"government", "armed-forces"} <= set(finding.codes(row)["source_type"]) and finding.number(row) == 14
    assert f"most in {COURIER}, 88 %" in finding.headline()


def test_the_unnamed(chosen):
    finding = anonymous(chosen.count("anonymity"))
    assert estimates(finding)[[COURIER, HERALD]].tolist() == [4 / 16, 4 / 14]
    assert finding.codes(finding.table.iloc[0]) == {"outlet": COURIER, "anonymity": "anonymous"}
    assert f"{HERALD} 29 % (interval not estimable); {COURIER} 25 %" in finding.sentence()


def test_how_long_a_side_speaks(chosen):
    finding = speech_length(chosen.count("side", unit="words"))
    assert estimates(finding, "side")[COURIER].to_dict() == {"north": 78 / 12, "south": 6}
    assert finding.codes(finding.table.iloc[1]) == {"outlet": COURIER, "side": "south"}


def test_who_opens_articles_and_who_waits(chosen):
    opens = prominence(chosen.count(["side", *PLACED]))
    assert estimates(opens, "side")[HERALD].to_dict() == {"north": 0, "south": 1}
    turn = first_turn(chosen.first_heard("side"))
    assert estimates(turn, "side")[HERALD].to_dict() == {"north": 4, "south": 1}
    assert opens.codes(opens.table.iloc[0]) is None  # rows count articles


def test_an_outlet_may_be_even_and_its_articles_one_sided(chosen):
    finding = one_sidedness(chosen.count("side"))
    assert estimates(finding)[COURIER] == (12 - 4) / 16
    assert estimates(finding)[HERALD] == pytest.approx((1 + 1 + 1 / 3 + 1 / 3) / 4)  # the north is heard in two of four
    assert f"{HERALD}, 0.7" in finding.headline()


def test_the_chart_of_diversity_draws_effective_types(chosen):
    finding = diversity(chosen.count("source_type"))
    assert finding.main["measure"].unique().tolist() == ["hill_1"] and estimates(finding)[COURIER] < 3
    assert finding.table.query("measure == 'hill_0'")["estimate"].iloc[0] == 3
    assert "effective source types" in finding.sentence().lower()
