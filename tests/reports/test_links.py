"""Under every number its evidence: a row or a mark opens exactly the attributions that it counts, or nothing."""

import json

import pytest
from bs4 import BeautifulSoup

from analysis.corpus.query import open_corpus
from analysis.figures.tables import table_html
from analysis.findings import balance, shares
from analysis.reports.evidence import gather
from analysis.reports.links import find, link


@pytest.fixture(scope="module")
def study(corpus, codebook):
    return open_corpus(corpus, codebook)


def linked(finding, evidence) -> list[int | None]:
    """Give the number that each row of a finding's table opens; None where it opens nothing."""
    counted = [(finding.codes(row), finding.number(row)) for row in finding.table.to_dict("records")]
    html = table_html(finding.readable(), "A table.", counted=counted, selection=finding.selection)
    soup = BeautifulSoup(html, "html.parser")
    link(soup, evidence)
    links = [row.get("data-link") for row in soup.select("tbody tr")]
    return [json.loads(found)["total"] if found else None for found in links]


def test_rows_and_marks_open_what_they_count(study):
    chosen = study.select()
    finding = shares(chosen.count("side"), "side")
    assert linked(finding, gather([chosen])) == [count or None for count in finding.table["count"]]
    assert linked(balance(chosen.count("side")), gather([chosen])) == [16, 10, 6]


def test_a_selection_of_its_own_opens_its_own_attributions(study):
    """An analyst's further condition changes what is counted, said and opened alike."""
    whole, late = study.select(), study.select(where="published >= DATE '2024-03-07'")
    evidence = gather([whole, late])
    for chosen in (whole, late):
        finding = shares(chosen.count("side"), "side")
        assert linked(finding, evidence) == [count or None for count in finding.table["count"]]
    assert [one["total"] for one in evidence.shown["selections"]] == [whole.total(), late.total()]
    assert late.total() < whole.total()


def test_what_a_page_cannot_tell_or_counts_otherwise_opens_nothing(study):
    chosen = study.select()
    evidence = gather([chosen])
    assert find({"outlet": ["Southern Herald"]}, 11, chosen.key, evidence) is None  # there are others
    assert find({"cue_class": ["other"]}, 3, chosen.key, evidence) is None  # no column of attributions
    assert find({"outlet": ["Southern Herald"]}, None, study.select(kind="speech").key, evidence) is None
    assert set(linked(shares(chosen.count("side", unit="words"), "side"), evidence)) == {None}


def test_periods_and_groups_of_outlets_are_opened_too(study):
    chosen = study.select()
    finding = shares(chosen.count("side", by="month"), "side", "month")
    assert linked(finding, gather([chosen], {"month"})) == [count or None for count in finding.table["count"]]


def test_a_figure_opens_what_its_marks_count(study):
    chosen = study.select()
    evidence = gather([chosen])
    wanted = {"outlet": ["Southern Herald"], "side": ["north", "south"]}
    marks = [
        {"counts": wanted, "n": 10, "tip": "", "box": [1.0, 2.0, 3.0, 4.0]},
        {"counts": wanted | {"side": ["nobody"]}, "n": 0, "tip": "", "box": [1.0, 2.0, 3.0, 4.0]},
        {"counts": None, "n": None, "tip": "", "box": [1.0, 2.0, 3.0, 4.0]},
    ]
    soup = BeautifulSoup("<figure><div></div></figure>", "html.parser")
    soup.div["data-marks"], soup.figure["data-selection"] = json.dumps(marks), chosen.key
    link(soup, evidence)
    (kept,) = json.loads(soup.div["data-marks"])
    assert (kept["total"], kept["of"], kept["box"]) == (10, 0, [1.0, 2.0, 3.0, 4.0])
    named = [
        [evidence.shown["facets"][int(place)]["values"][value][0] for value in values]
        for place, values in kept["wanted"].items()
    ]
    assert named == [["Southern Herald"], ["north", "south"]]


def test_what_two_sides_say_together_is_opened_from_either_by_its_part(joint, codebook):
    """The drawer holds a row a speaker; its parts sum to the number that opens it."""
    chosen = open_corpus(joint, codebook).select()
    evidence, finding = gather([chosen]), shares(chosen.count("side"), "side")
    assert finding.table.set_index("side")["count"].to_dict() == {"north": 1.5, "south": 1.5, "unknown": 0}
    assert linked(finding, evidence) == [1.5, 1.5, None]
    assert evidence.shown["total"] == chosen.total() == 3
    assert sorted(row[-1] for row in evidence.shown["attributions"]) == [0.5, 0.5, 1, 1]
