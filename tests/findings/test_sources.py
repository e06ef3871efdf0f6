"""The sources with a name that speak most."""

from analysis.corpus.query import open_corpus
from analysis.findings import top_sources


def test_who_speaks_most_is_listed_said_and_opened(chosen):
    finding = top_sources(chosen, top=2)
    columns = ["actor", "side", "attributions", "words", "articles"]
    assert finding.table[columns].to_numpy().tolist() == [
        ["Marta Lindqvist", "north", 10, 48, 8],
        ["Osei Karanja", "south", 8, 72, 8],
    ]
    assert "Marta Lindqvist (10); Osei Karanja (8)" in finding.sentence()
    first = finding.table.iloc[0]
    assert (finding.codes(first), finding.number(first)) == ({"actor": "Marta Lindqvist", "anonymity": "named"}, 10)
    assert finding.readable()["side"].tolist() == ["North", "South"]


def test_by_words_another_is_first(chosen):
    finding = top_sources(chosen, unit="words", top=1)
    assert finding.table["actor"].tolist() == ["Osei Karanja"] and "Osei Karanja (72)" in finding.sentence()


def test_the_top_sources_have_their_parts_of_what_they_say_together(joint, corpus):
    table = top_sources(open_corpus(joint).select()).table.set_index("actor")
    assert table["attributions"].to_dict() == {"Marta Lindqvist": 1.5, "Osei Karanja": 1.5}
    whole = top_sources(open_corpus(corpus).select()).table
    assert whole["attributions"].dtype == whole["words"].dtype == "int64"
