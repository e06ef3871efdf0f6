"""What a corpus holds, and what its reading left open."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.corpus.query import open_corpus
from analysis.errors import RequestError
from analysis.findings import coverage, readers, unknowns
from analysis.findings.coverage import Coverage


@pytest.fixture(scope="module")
def chosen(corpus, codebook):
    return open_corpus(corpus, codebook).select()


def of(**sizes) -> Coverage:
    outlets = [name for name, size in sizes.items() for _ in range(size)]
    return Coverage(pd.DataFrame(), articles=pd.DataFrame({"outlet": outlets, "published": pd.NaT}))


def test_articles_are_counted_over_time(chosen):
    found = coverage(chosen)
    assert (found.period, found.table["articles"].sum(), found.sizes["Harbour Courier"]) == ("day", 12, 4)
    assert found.headline() == "12 articles by 3 outlets, 1 March 2024 to 10 March 2024"
    assert len(found.plot().axes) == 3


def test_groups_are_columns_of_articles_too(chosen):
    assert list(coverage(chosen, "month").sizes.index) == ["2024-03"]
    with pytest.raises(RequestError, match='Did you mean "month"'):
        coverage(chosen, "mnth")


def test_no_article_is_a_sentence(chosen):
    with pytest.raises(RequestError, match="No article is left"):
        coverage(chosen.but(since="2031"))


def test_no_single_outlet_is_named_where_several_have_as_many():
    assert of(A=4, B=4, C=3).sentence() == (
        "11 articles by 3 outlets, none of them dated: most in A and B (4 each), fewest in C (3)."
    )
    assert of(A=4, B=4, C=4, D=4, E=3).sentence().endswith("most in 4 of them (4 each), fewest in E (3).")
    assert of(A=4, B=4).sentence().endswith("dated, 4 each.")


def test_outlets_that_the_chart_leaves_out_are_named():
    days = pd.to_datetime(["2024-01-01", None, None, None])
    found = Coverage(pd.DataFrame(), articles=pd.DataFrame({"outlet": ["A", "A", "Wiki", "Wiki"], "published": days}))
    assert "3 articles have no day and are not in the chart: Wiki (all 2), A (1 of 2)." in found.sentence()
    assert found.sentence(most=1).endswith("Wiki (all 2); and those of 1 more outlet.")


def test_the_bridge_from_all_articles_to_those_that_count(chosen):
    found = coverage(chosen)
    assert found.bridge(17, 2, 3) == (
        "Of 17 articles, 2 have the text of an earlier one and 3 more tell another one's story in nearly the same "
        "words (copies). This page and the others count 12: copies count once."
    )
    assert found.bridge(13, 1, 0).endswith("1 has the text of an earlier one. This page and the others count 12.")


def test_what_is_not_known_is_a_share_with_an_interval_and_opens_its_attributions(chosen):
    found = unknowns(chosen)
    wide = found.wide().set_index("outlet")
    assert wide.loc["Southern Herald", "side"] == pytest.approx(4 / 14)
    assert (wide["source"] == 0).all() and wide["n_attributions"].sum() == chosen.total()
    row = found.table[(found.table["code"] == "side") & (found.table["outlet"] == "Southern Herald")].iloc[0].to_dict()
    assert (found.codes(row), found.number(row)) == ({"outlet": "Southern Herald", "side": "unknown"}, 4)
    axes = Figure().add_subplot()
    assert found.plot(axes) is axes.figure


def test_another_reader_reads_some_articles_again(chosen):
    found = readers(chosen, "rules", articles=3)
    assert found.table["form"].tolist()[-1] == "all"
    assert set(found.apart()["found_by"]) <= {"first only", "second only"}
    assert "rules reader" in found.sentence()
