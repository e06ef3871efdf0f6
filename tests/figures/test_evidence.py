import pandas as pd
from bs4 import BeautifulSoup

from analysis.corpus.store import coded_attributions, read_table
from analysis.figures.evidence import evidence_table, marked

TEXT = 'First.\n\n"We <b>won</b>", the mayor said, "and go on".\n\nLast.'


def spans(*words):
    return [[TEXT.index(word), TEXT.index(word) + len(word)] for word in words]


def read(html):
    return BeautifulSoup(str(html), "html.parser")


def test_the_paragraph_with_its_marks():
    attribution = {
        "source_spans": spans("the mayor"), "cue_spans": spans("said"),
        "content_spans": spans('"We <b>won</b>"', '"and go on"'),
    }  # fmt: skip
    page = read(marked(TEXT, attribution))
    assert page.text == '"We <b>won</b>", the mayor said, "and go on".'
    assert [(mark["class"][0], mark.text) for mark in page("mark")] == [
        ("content", '"We <b>won</b>"'), ("source", "the mayor"), ("cue", "said"), ("content", '"and go on"'),
    ]  # fmt: skip


def test_a_source_inside_a_content_keeps_its_own_mark():
    page = read(marked(TEXT, {"source_spans": spans("won"), "content_spans": spans('"We <b>won</b>"')}))
    assert [mark["class"][0] for mark in page("mark")] == ["content", "source", "content"]


def test_a_long_paragraph_is_cut_on_both_sides():
    text = "before " * 100 + "HERE" + " after" * 100
    page = read(marked(text, {"content_spans": [[700, 704]]}))
    assert page.mark.text == "HERE"
    assert page.text.startswith("… ") and page.text.endswith(" …")
    assert len(page.text) < 600


def test_last_paragraph_and_no_spans():
    assert read(marked(TEXT, {"content_spans": spans("Last")})).text == "Last."
    assert marked(TEXT, {"content_spans": None, "source_spans": []}) == ""


def test_table_of_a_corpus(corpus):
    attributions, articles = coded_attributions(corpus), read_table(corpus, "articles")
    table = evidence_table(attributions, articles, labels={"side": {"north": "North"}})
    assert len(table) == len(attributions)
    for row, html in zip(attributions.to_dict("records"), table["attribution"], strict=True):
        parts = [mark.text for mark in read(html)("mark")]
        assert sorted(parts) == sorted([row["source"], row["cue"], row["content"]])
    codes = [read(html).get_text("|") for html in table["coded_as"]]
    assert "actor: Marta Lindqvist|side: North|source type: government" in codes
    assert read(table["article"].iloc[0]).get_text("|").startswith("Harbour Courier, 2024-03-01|Lindqvist warns")
    assert read(table["article"].iloc[-1]).b is None


def test_no_attributions():
    table = evidence_table(pd.DataFrame(columns=["article_id"]), pd.DataFrame({"article_id": [], "text": []}))
    assert table.empty
