"""Counts of a made-up corpus (see tests/conftest.py): articles, audit, sources, one outlet against the others."""

import numpy as np
import pandas as pd
import pytest

from analysis.corpus.store import coded_attributions, read_table
from analysis.errors import RequestError
from analysis.measures import (
    OTHERS,
    against_others,
    article_lengths,
    articles_over_time,
    confidence_bands,
    corpus_summary,
    frequent_cues,
    largest_outlet,
    reader_agreement,
    reading_summary,
    shared_stories,
    top_sources,
)


@pytest.fixture
def articles(corpus):
    return read_table(corpus, "articles")


@pytest.fixture
def attributions(corpus):
    return coded_attributions(corpus)


def test_summary_leaves_duplicates_out(articles):
    articles.loc[articles["outlet"] == "Harbour Courier", "duplicate_of"] = ["", "", "", "a000"]
    row = corpus_summary(articles).set_index("outlet").loc["Harbour Courier"]
    assert list(row[["articles", "duplicates"]]) == [3, 1]
    assert row["dated"] == 1
    assert corpus_summary(articles).set_index("outlet")["titled"].min() == 0  # one outlet gives no headlines


def test_lengths():
    table = pd.DataFrame({"outlet": "A", "words": [100, 300, 200]})
    assert article_lengths(table).iloc[0].tolist() == ["A", 100, 150, 200, 250, 300]


def test_reading_summary_counts_articles_without_attributions(articles, attributions):
    kept = attributions[attributions["article_id"] != "a000"]
    row = reading_summary(articles, kept).set_index("outlet").loc["Harbour Courier"]
    assert list(row[["articles", "without_attributions", "attributions"]]) == [4, 1, 12]
    assert 0 < row["attributed_words"] < 1


def test_period_follows_the_length_of_the_corpus():
    days = pd.DataFrame({"outlet": "A", "published": pd.to_datetime(["2024-01-01", "2024-01-03", "2024-01-03"])})
    table, period = articles_over_time(days)
    assert period == "day"
    assert list(table["articles"]) == [1, 2]
    years = days.assign(published=pd.to_datetime(["2020-01-01", "2024-01-03", "2024-01-30"]))
    table, period = articles_over_time(years)
    assert (period, list(table["days"])) == ("month", [31, 31])


def test_confidence_bands_hold_everything(attributions):
    table = confidence_bands(attributions).set_index("confidence")
    assert table.loc["0 to 0.5", "attributions"] == 4
    assert table["attributions"].sum() == len(attributions)


def test_confidence_bands_begin_where_the_selection_does():
    table = pd.DataFrame({"confidence": [0.5, 0.69, 0.7, 1.0]})
    assert confidence_bands(table, 0.5).to_dict("list") == {
        "confidence": ["0.5 to 0.7", "0.7 to 0.9", "0.9 to 1"],
        "attributions": [2, 1, 1],
        "share": [0.5, 0.25, 0.25],
    }
    assert list(confidence_bands(table[2:], 0.65)["confidence"]) == ["0.65 to 0.7", "0.7 to 0.9", "0.9 to 1"]
    assert confidence_bands(table[3:], 1.0).to_dict("list") == {
        "confidence": ["1 to 1"], "attributions": [1], "share": [1.0],
    }  # fmt: skip


def test_cues_are_counted_in_small_letters():
    table = pd.DataFrame({"cue": ["Said", "said", "", "told"], "article_id": ["a", "a", "b", "b"]})
    assert frequent_cues(table, top=2).to_dict("records") == [
        {"cue": "said", "attributions": 2, "share": 0.5, "articles": 1},
        {"cue": "(no cue)", "attributions": 1, "share": 0.25, "articles": 1},
    ]


def test_top_sources_by_attributions_and_by_words(attributions):
    assert top_sources(attributions, top=1)["actor"].tolist() == ["Marta Lindqvist"]
    assert top_sources(attributions.assign(anonymity="collective")).empty
    words = top_sources(attributions, "words")["words"]
    assert words.is_monotonic_decreasing
    assert top_sources(attributions[:0]).empty
    with pytest.raises(RequestError, match="at least 1"):
        top_sources(attributions, top=0)


def test_one_outlet_against_all_others(articles, attributions):
    assert largest_outlet(articles) == "Harbour Courier"  # as many articles as the others, first by name
    assert set(against_others(attributions, "Southern Herald")["outlet"]) == {"Southern Herald", OTHERS}
    with pytest.raises(RequestError, match="no articles"):
        largest_outlet(articles[:0])


def test_stories_are_listed_with_how_many_printed_them():
    articles = pd.DataFrame(
        [("a", "Gazette", "Bridge falls", "2024-03-01"), ("b", "Herald", "A bridge falls", "2024-03-02"),
         ("c", "Herald", "Bridge: more", "2024-03-04"), ("d", "Ledger", "Budget", "2024-03-01")],
        columns=["article_id", "outlet", "title", "published"],
    )  # fmt: skip
    copies = pd.DataFrame(
        [("a", "a", "Reuters"), ("b", "a", "Reuters"), ("c", "a", "Reuters")],
        columns=["article_id", "original", "agency"],
    )
    (story,) = shared_stories(articles, copies).to_dict("records")
    assert story == {
        "title": "Bridge falls", "outlet": "Gazette", "agency": "Reuters", "articles": 3, "outlets": 2,
        "first": "2024-03-01", "last": "2024-03-04",
    }  # fmt: skip
    assert shared_stories(articles, copies.head(0)).empty


def test_two_readers_agree_by_form():
    opinions = pd.DataFrame(
        {
            "form": ["direct", "direct", "indirect", "indirect", "indirect"],
            "found_by": ["both", "both", "both", "first only", "second only"],
            "same_source": [True, False, True, None, None],
        }
    )
    table = reader_agreement(opinions).set_index("form")
    assert table.loc["direct", ["agreement", "same_source"]].tolist() == [1.0, 0.5]
    assert table.loc["indirect", "agreement"] == 0.5
    assert table.loc["all", ["both", "first_only", "second_only"]].tolist() == [3, 1, 1]
    assert np.isnan(table.loc["mixed", "agreement"])
