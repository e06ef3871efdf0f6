import pytest

from analysis.reading.attributions.attribution import Attribution
from analysis.reading.parser import load_parser
from analysis.reading.tone.sentences import sentence_rows, sentence_spans


@pytest.fixture(scope="module")
def parse():
    return load_parser()


def test_no_sentence_runs_over_a_paragraph(parse):
    doc = parse("A headline without a stop\n\nThe army advanced. It then stopped.")
    assert [doc.text[a:b] for a, b in sentence_spans(doc)] == [
        "A headline without a stop", "The army advanced.", "It then stopped.",
    ]  # fmt: skip


def test_a_hostile_quotation_is_not_the_journalists_voice(parse):
    text = "The minister spoke calmly. “They are murderers and thieves,” she said in the old town hall."
    start = text.index("“")
    end = text.index("”") + 1
    attribution = Attribution(source=((end + 1, end + 4),), cue=((end + 5, end + 9),), content=((start, end),))
    rows = sentence_rows(parse(text), [attribution], "x")
    assert [(row["voice"], row["sentence"]) for row in rows] == [
        ("journalist", "The minister spoke calmly."),
        ("source", "“They are murderers and thieves,”"),
        ("journalist", "she said in the old town hall."),
    ]
    assert [row["attribution_id"] for row in rows] == ["", "x-a0", ""]
    assert rows[1]["vader"] < -0.5 and rows[2]["vader"] == 0
    assert all(text[row["start"] : row["end"]] == row["sentence"] for row in rows)


def test_a_text_without_words_has_no_sentences(parse):
    assert sentence_rows(parse("…\n\n”"), [], "x") == []
    assert sentence_rows(parse(""), [], "x") == []
