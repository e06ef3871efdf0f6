"""Where in the article each side is heard."""

from analysis.findings import positions


def test_a_quarter_of_each_side_stands_in_the_first_third(chosen):
    finding = positions(chosen.frequencies(["side", "step"]))
    assert finding.table.groupby("side")["attributions"].sum().to_dict() == {"north": 16, "south": 16, "unknown": 8}
    assert finding.sentence().startswith("Attributions in the first third of the article: North 25 % of 16; South 25 %")
    assert set(finding.readable()["side"]) == {"North", "South", "unknown"}
    assert finding.codes(finding.table.iloc[0]) is None
