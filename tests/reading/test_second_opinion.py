import pandas as pd

from analysis.reading.article import describe
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.second_opinion import second_opinion

TEXT = "“We stay,” said General Petro Hart.\n\nThe mayor, Edith Vance, said that the bridge was safe. Hope remained."


def span(words):
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


ARTICLES = pd.DataFrame([{"article_id": "a1", "outlet": "The Harrow Post", "title": "Talks", "text": TEXT}])
QUOTED = Attribution(span("General Petro Hart"), span("said"), span("“We stay,”"), "speech", 0.9)
HOPE = Attribution((), span("Hope"), span("remained"), "attitude", 0.2)
CORPUS = pd.DataFrame([{"article_id": "a1"} | describe(TEXT, found) for found in (QUOTED, HOPE)])


def test_what_both_readers_find_and_what_one_alone():
    opinions = second_opinion(ARTICLES, CORPUS).set_index("content")
    assert opinions["found_by"].to_dict() == {
        "“We stay,”": "both",
        "remained": "first only",
        "that the bridge was safe": "second only",
    }
    assert opinions.loc["“We stay,”", "same_source"]
    assert opinions.loc["that the bridge was safe", "source"] == "The mayor, Edith Vance"


def test_a_corpus_without_articles_has_no_opinions():
    assert second_opinion(ARTICLES.head(0), CORPUS.head(0)).empty


def test_an_article_too_long_to_be_read_is_not_drawn(monkeypatch):
    monkeypatch.setattr("analysis.reading.second_opinion.LONGEST", 10)
    articles = pd.DataFrame([{"article_id": "a", "outlet": "", "title": "", "text": "x" * 11}])
    assert second_opinion(articles, pd.DataFrame(columns=["article_id"])).empty
