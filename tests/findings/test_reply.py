"""Who is accused, and whether the accused is heard."""

from analysis.findings import right_of_reply


def test_the_accused_are_heard_or_not_article_by_article(chosen):
    finding = right_of_reply(chosen)
    counts = finding.table.set_index(["accused", "outcome"])["count"]
    assert counts["north"].to_dict() == {"heard": 1, "no_reply": 0, "silent": 2}
    assert counts["south"].to_dict() == {"heard": 4, "no_reply": 0, "silent": 0}
    assert "neither in North (67 %, interval not estimable)" in finding.sentence()
    assert finding.accusations.groupby("accused")["article_id"].nunique().to_dict() == {"north": 3, "south": 4}
    assert finding.codes(finding.table.iloc[0]) is None  # rows count articles
