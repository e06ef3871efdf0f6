import json

import pytest
from passages import recall_by_type

from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.cues import is_listed
from analysis.reading.attributions.decoding import FEATURES
from analysis.reading.attributions.model import CALIBRATION, DOUBTFUL, WEIGHTS, _trimmed, find_attributions
from analysis.reading.attributions.ranking import TRAITS
from analysis.reading.parser import load_parser

TEXT = """Talks resume in Harrow

The mayor, Edith Vance, said on Monday that the bridge would stay shut. “We will not open it,” she told reporters.
“Not before spring.”

Engineers fear a collapse, according to a report by the harbour board."""


def read(text):
    return find_attributions(load_parser()(text))


def test_who_says_what():
    found = {span_text(TEXT, a.content): a for a in read(TEXT)}
    told = found["“We will not open it,” … “Not before spring.”"]
    assert span_text(TEXT, told.source) == "she" and span_text(TEXT, told.cue) == "told"
    said = found["that the bridge would stay shut"]
    assert span_text(TEXT, said.source) == "The mayor, Edith Vance"
    assert said.kind == "speech"


def test_a_dateline_is_no_part_of_a_source():
    text = (
        "KASTROVAR (Meridian) - Ordanian President Grigor Danushev ordered the mobilization of 90,000 reservists on "
        "Monday, prompting protests in at least seven cities in which hundreds of people were detained."
    )
    assert [span_text(text, a.source) for a in read(text)] == ["Ordanian President Grigor Danushev"]


@pytest.mark.parametrize(
    ("source", "trimmed"),
    [
        ("KYIV, Ukraine — Officials", "Officials"),
        ("KYIV (Reuters) - Officials", "Officials"),
        ("U.S.-backed forces", "U.S.-backed forces"),
        ("NATO — the alliance", "NATO — the alliance"),
    ],
)
def test_a_name_in_capitals_is_no_dateline(source, trimmed):
    start, end = _trimmed(source, 0, len(source))
    assert source[start:end] == trimmed


@pytest.mark.parametrize("name", ["Dr Pike", "Mr Kay", "Mrs Reid"])
def test_a_source_ends_with_its_sentence(name):
    text = f"“It is fine,” said {name}. Ann Bell said that money was short."
    assert [span_text(text, a.source) for a in read(text)] == [name, "Ann Bell"]


def test_a_fear_is_an_attitude():
    kinds = {span_text(TEXT, a.cue): a.kind for a in read(TEXT)}
    assert kinds.get("fear", "attitude") == "attitude" and kinds["told"] == "speech"


def test_the_same_text_is_read_the_same():
    assert read(TEXT) == read(TEXT)


def test_confidence_is_a_probability_and_tells_the_sure_from_the_doubtful():
    sure = {a.confidence for a in read("“We stay,” General Petro Hart said on Monday.")}
    assert all(0 < c < 1 for c in sure) and max(sure) > 0.7


def test_what_is_hardly_ever_right_is_left_out(monkeypatch):
    text = "Books, an idea of a view and the thought of hope: words, signs and plans, so it seems to us." + TEXT
    shown = read(text)
    monkeypatch.setattr("analysis.reading.attributions.model.DOUBTFUL", 0.0)
    everything = read(text)
    assert shown == [a for a in everything if a.confidence >= DOUBTFUL]


@pytest.mark.parametrize(
    "text",
    {
        "nothing": "",
        "one word": "War",
        "no quotation mark": "The council met. It voted. The mayor said it was over.",
        "one odd mark": "“We stay, the general said. Nobody else spoke.",
        "300 marks": "“Yes,” he said. " * 150,
        "20,000 words": "The general said that the army would stay in the town until the winter was over. " * 1250,
        "one endless sentence": "and then the general said that it rained " * 600,
        "emoji": "🙂🙂 “We 🙂 stay,” said 🙂 Jo Hart. 👩‍👩‍👧",
        "right to left": "אמר השר: “שלום”. \u202eThe minister said so.\u202c قال الوزير",
        "Windows newlines": "The mayor said it was over.\r\n\r\n“We stay,” she said.\r\n",
        "a NUL": "The mayor said\0 it was\0 over.",
        "mis-decoded UTF-8": "â€œWe stay,â€\x9d the mayorâ€™s office said. \ufffdNo,\ufffd he said.",
        "no spaces": "a" * 20000,
    }.values(),
    ids=lambda text: text[:20],
)
def test_no_text_fails_and_every_span_lies_in_it(text):
    for attribution in read(text):
        assert attribution.content and attribution.cue
        for spans in attribution[:3]:
            assert all(0 <= start < end <= len(text) for start, end in spans)


def test_windows_newlines_change_no_finding():
    unix = [span_text(TEXT, a.content) for a in read(TEXT)]
    windows = TEXT.replace("\n", "\r\n")
    assert [span_text(windows, a.content).replace("\r", "") for a in read(windows)] == unix


def test_british_and_international_news():
    table = recall_by_type(read)
    assert table.content.sum() >= FOUND["content"]
    assert table.source.sum() >= FOUND["source"]


FOUND = {"content": 61, "source": 61}
"""Of the 63 attributions in `passages.yml`, as the shipped model finds them."""


def test_the_weights_are_small_and_calibrated():
    assert WEIGHTS.stat().st_size <= 25e6
    weights = json.loads(CALIBRATION.read_text())["confidence"]["weights"]
    assert len(weights) == len(FEATURES) + len(TRAITS) + 384


def test_what_is_told_within_a_transcripts_turn_stays():
    text = (
        "Q: And the drought?\n\nA: The south lost a third of its maize. "
        '"We will import," as my father used to say.\n\nQ: Who pays for it?\n\nA: Nobody does.'
    )
    assert ("my father", '"We will import,"') in [
        (span_text(text, a.source), span_text(text, a.content)) for a in read(text)
    ]


@pytest.mark.parametrize(
    ("words", "listed"), [("said", True), ("according to", True), (":", True), ("has imposed", False), ("sue", False)]
)
def test_a_cue_is_listed_by_any_word_of_it(words, listed):
    assert is_listed(load_parser()(f"They {words} it."), 5, 5 + len(words)) is listed
