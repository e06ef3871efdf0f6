"""Under every number its evidence: a row or a mark opens exactly the attributions that it counts, or nothing."""

import json

import pytest
from bs4 import BeautifulSoup

from analysis.figures.marks import counted
from analysis.figures.tables import readable_estimates, table_html
from analysis.measures import anonymous_share, balance, expert_share, expert_table, shares
from analysis.reports.evidence import gather
from analysis.reports.links import declared, found, link


@pytest.fixture(scope="module")
def evidence(corpus, codebook):
    return gather(corpus, codebook, {})


@pytest.fixture(scope="module")
def attributions(corpus):
    from analysis.corpus.store import coded_attributions

    return coded_attributions(corpus)


def linked(evidence, table, **options) -> list[int | None]:
    """Give the number that each row of a table opens; None where it opens nothing."""
    soup = BeautifulSoup(table_html(table, "A table.", **options), "html.parser")
    link(soup, evidence)
    links = [row.get("data-link") for row in soup.select("tbody tr")]
    return [json.loads(found)["total"] if found else None for found in links]


def test_rows_of_shares_open_what_they_count(evidence, attributions):
    table = shares(attributions, "side")
    readable = readable_estimates(table, labels={"north": "North", "south": "South"})
    assert linked(evidence, readable) == [count or None for count in table["count"]]


def test_a_row_that_counts_fewer_than_its_columns_say_opens_nothing_unless_it_says_what(evidence, attributions):
    experts = expert_share(attributions)
    assert list(experts["count"]) == [2, 0, 4]
    readable = readable_estimates(experts)
    # What the columns say, an outlet, are all its attributions: those of the whole, which the row gives too.
    assert linked(evidence, readable) == list(experts["n_attributions"])
    assert linked(evidence, readable, counts={"expert": "yes"}) == [2, None, 4]


def test_words_are_no_attributions(evidence, attributions):
    readable = readable_estimates(shares(attributions, "side", unit="words"))
    assert set(linked(evidence, readable)) == {None}


def test_balance_opens_both_sides_and_the_nameless_the_nameless(evidence, attributions):
    table = balance(attributions, ("north", "south"))
    assert linked(evidence, readable_estimates(table), counts={"side": ["north", "south"]}) == [16, 10, 6]
    assert linked(evidence, readable_estimates(table)) == [16, None, None]  # all of the Courier's are of the two sides
    anonymous = anonymous_share(attributions)
    assert linked(evidence, readable_estimates(anonymous), counts={"anonymity": "anonymous"}) == [4, 4, None]


def test_an_expert_opens_what_the_expert_said(evidence, attributions):
    assert linked(evidence, expert_table(attributions), counts={"expert": "yes"}) == [4, 2]


def test_a_figure_opens_what_its_marks_count(evidence):
    marks = [
        {"counts": counted(outlet="Southern Herald", side=["north", "south"]), "box": [1.0, 2.0, 3.0, 4.0]},
        {"counts": counted(outlet="Southern Herald", side="nobody"), "box": [1.0, 2.0, 3.0, 4.0]},
        {"counts": counted(tool="VADER"), "box": [1.0, 2.0, 3.0, 4.0]},
    ]
    soup = BeautifulSoup("<figure></figure>", "html.parser")
    soup.figure["data-marks"] = json.dumps(marks)
    link(soup, evidence)
    (kept,) = json.loads(soup.figure["data-marks"])
    assert kept["total"] == 10 and kept["box"] == [1.0, 2.0, 3.0, 4.0]
    outlet, side = (
        [evidence.shown["facets"][int(place)]["values"][value][0] for value in values]
        for place, values in kept["wanted"].items()
    )
    assert (outlet, side) == (["Southern Herald"], ["north", "south"])


def test_what_is_declared_is_read_back_whatever_it_is_called():
    codes = {"outlet": ["A & B = <b>?"], "side": ["", "north"]}
    assert declared(counted(**codes)) == codes
    assert declared(counted(actor="X")) == {"source": ["X"]}
    assert declared(counted(weather="fine")) is None


def test_every_attribution_is_found_by_its_codes(evidence):
    assert found({}, evidence) == 40
    assert found({"expert": ["yes"]}, evidence) + found({"expert": ["no"]}, evidence) == 40
