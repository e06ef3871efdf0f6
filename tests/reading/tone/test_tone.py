import json

import numpy as np
import pytest

from analysis.errors import RequestError
from analysis.reading.exchange.tone_lines import tone_lines
from analysis.reading.tone.model import LENGTH, NAME, TONES, mark_target, tone_of


def tone(text, target):
    start = text.index(target)
    return dict(zip(TONES, tone_of([mark_target(text, (start, start + len(target)))])[0], strict=True))


def test_praise_blame_and_neither():
    assert tone("Critics say that Brandt lied to the country.", "Brandt")["negative"] > 0.7
    assert tone("Everybody praised the brilliant Lindqvist for her courage.", "Lindqvist")["positive"] > 0.7
    assert tone("Lindqvist arrived in the capital on Monday.", "Lindqvist")["neutral"] > 0.6


def test_the_name_does_not_matter():
    text = "Critics called {} a disgrace to the office."
    assert tone(text.format("Marta Lindqvist"), "Marta Lindqvist") == tone(text.format("Xi"), "Xi")


def test_probabilities_sum_to_one_and_do_not_depend_on_the_company():
    sentences = ["Brandt failed.", "Brandt " + "and so on " * 30 + "won the praise of all."]
    marked = [mark_target(text, (0, 6)) for text in sentences]
    together = tone_of(marked)
    assert together.sum(1) == pytest.approx([1, 1])
    assert (together == np.vstack([tone_of([m]) for m in marked])).all()


def test_nothing_to_read_is_an_empty_table():
    assert tone_of([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("text", "target"),
    {
        "one word": ("Brandt", (0, 6)),
        "emoji": ("🙂🙂 Brandt 🙂 is 🙂 great 👩‍👩‍👧", (3, 9)),
        "5,000 words before": ("word " * 5000 + "Brandt lied.", (25000, 25006)),
        "5,000 words after": ("Brandt lied. " + "word " * 5000, (0, 6)),
        "right to left": ("אמר השר שלום", (4, 7)),
        "a NUL": ("Bran\0dt lied", (0, 7)),
        "a very long name": ("x " * 400 + "lied", (0, 799)),
    }.values(),
)
def test_odd_sentences_have_a_tone(text, target):
    marked = mark_target(text, target)
    assert len(marked.pieces) <= LENGTH + 3 and marked.mark.sum() == 1 and NAME in marked.pieces
    assert tone_of([marked]).sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "target", "told"),
    [
        ("", (0, 1), "not inside"), ("Brandt lied.", (0, 99), "not inside"), ("Brandt lied.", (5, 2), "not inside"),
        ("Brandt lied.", (-3, 2), "not inside"), ("Brandt lied.", (3, 3), "not inside"),
        ("🙂 lied.", (0, 1), "no word"), ("Brandt lied.", (11, 12), "no word"), ("a   b", (1, 3), "no word"),
    ],
)  # fmt: skip
def test_a_target_that_is_none_is_refused(text, target, told):
    with pytest.raises(RequestError, match=told):
        mark_target(text, target)


def test_lines_keep_what_they_have_and_bad_ones_are_told(tmp_path):
    good = {"id": 7, "text": "Critics say Brandt lied.", "target": [12, 18], "label": "negative"}
    lines = [
        json.dumps(good), "", "no JSON", '{"text": "Brandt"}', '{"text": "Brandt", "target": [0, 60]}',
        '{"text": "Brandt", "target": "x"}', '{"text": 3, "target": [0, 1]}', "[]",
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    failures = tone_lines(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert [failure.line for failure in failures] == [3, 4, 5, 6, 7, 8]
    assert 'no "target"' in failures[1].reason and "not inside the text" in failures[2].reason
    (line,) = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    written = json.loads(line)
    assert written.pop("tone").keys() == set(TONES)
    assert written == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_an_empty_file_gives_an_empty_file(tmp_path):
    (tmp_path / "in.jsonl").write_text("")
    assert tone_lines(tmp_path / "in.jsonl", tmp_path / "out.jsonl") == []
    assert (tmp_path / "out.jsonl").read_text() == ""


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RequestError, match="nowhere.jsonl"):
        tone_lines(tmp_path / "nowhere.jsonl", tmp_path / "out.jsonl")
