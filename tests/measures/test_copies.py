import pandas as pd

from analysis.measures.copies import shared_stories


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
