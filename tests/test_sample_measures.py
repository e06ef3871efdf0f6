"""What the measures say of the sample corpus, read by the machine, is what its design says (data/sample/design.yml)."""

from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.corpus.ingest import ingest
from analysis.corpus.store import coded_attributions, read_table
from analysis.measures import anonymous_share, balance, expert_share, official_dominance
from analysis.reading.read import read_corpus

CODEBOOKS = Path(__file__).parents[1] / "data" / "codebooks"

SAMPLE = CODEBOOKS.parent / "sample" / "articles"
BOOK = load_codebook(CODEBOOKS / "sample.yml")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "corpus"
    assert ingest([SAMPLE], folder).articles == 48
    assert read_corpus(folder, CODEBOOKS / "sample.yml", workers=2).failed == 0
    return folder


@pytest.fixture(scope="module")
def attributions(corpus):
    return coded_attributions(corpus)


def test_each_country_s_paper_hears_its_own_side_and_the_others_are_even(attributions):
    table = balance(attributions, BOOK.compare).set_index("outlet")
    assert table.low["Hadrec Courier"] > 0
    assert table.high["Kastrovar Herald"] < 0
    for outlet in ("Meridian Wire", "Northgate Chronicle", "Interlake Review"):
        assert table.low[outlet] < 0 < table.high[outlet]
    assert table.estimate["Daily Pennant"] > table.estimate["Northgate Chronicle"]


def test_the_agency_hears_officials_most_and_the_review_least(attributions):
    official = [kind.id for kind in BOOK.source_types if kind.sir.startswith("official")]
    table = official_dominance(attributions, official).set_index("outlet").estimate.sort_values()
    assert table.index[0] == "Interlake Review"
    assert table.index[-1] == "Meridian Wire"


def test_two_outlets_ask_experts_and_the_agency_does_not(attributions):
    table = expert_share(attributions).set_index("outlet")
    others = table.drop(["Interlake Review", "Northgate Chronicle"])
    assert table.low["Interlake Review"] > others.estimate.max()
    assert table.low["Northgate Chronicle"] > others.estimate.max()
    assert table.estimate.idxmin() == "Meridian Wire"


def test_the_tabloid_hears_those_without_a_name(attributions):
    table = anonymous_share(attributions).set_index("outlet").estimate
    assert table.idxmax() == "Daily Pennant"
    assert table.idxmin() == "Kastrovar Herald"


def test_a_ministry_without_a_nation_is_that_of_the_paper_s_country(corpus):
    ministries = read_table(corpus, "sources", "name = 'Ministry of Defence'")
    assert set(ministries["side"]) == {"ordania"}
