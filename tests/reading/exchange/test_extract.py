import json

import pytest

from analysis.reading.exchange import extract as module
from analysis.reading.exchange.extract import extract, extract_line
from analysis.reading.exchange.tone_lines import read_line

GOOD = {"article_id": "a", "text": "“We will hold it,” said Anna Holt, an engineer. The mayor of Kessel said no."}
LETTER = "Sir: The minister said that the bridge was safe. It is not.\n\nYours,\n\nDr Anna Holt\nKessel"


def as_line(record) -> bytes:
    return json.dumps(record).encode()


HOSTILE = {
    "half a character": as_line({"text": "Anna Holt said “no \ud800”."}),
    "no text": as_line({"article_id": "a"}),
    "text is a number": as_line({"text": 7}),
    "a list": b"[1, 2]",
    "no JSON": b'{"text": "cut',
    "brackets without end": b"[" * 100_000,
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "endless word": as_line({"text": "x" * 5000}),
    "too long": as_line({"text": "word " * 200_000}),
    "far too long": b'{"text": "' + b"word " * 1_000_000,
    "a large number": b'{"text": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=list(HOSTILE))
def test_a_line_that_fails_costs_that_line_and_says_why(line):
    for failure in (extract_line((3, line, "rules")), read_line(3, line)):
        assert failure.line == 3 and failure.reason.endswith("mend the line and run again")
        assert "\n" not in failure.reason and len(failure.reason) < 400


def test_the_other_lines_are_written(tmp_path):
    lines = [as_line(GOOD), *HOSTILE.values(), as_line({"text": LETTER}), b"", as_line(GOOD | {"note": "\ud800é"})]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    failures = extract(tmp_path / "in.jsonl", tmp_path / "out.jsonl", "rules")
    assert [failure.line for failure in failures] == list(range(2, 2 + len(HOSTILE)))
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [len(record["attributions"]) > 0 for record in written] == [True, True, True]
    assert written[2]["note"] == "\ud800é"


def test_an_error_of_ours_costs_the_line_too(monkeypatch):
    def fails(*_):
        raise IndexError("[E040] no such token")

    monkeypatch.setattr(module, "resolve_sources", fails)
    failure = extract_line((1, as_line(GOOD), "rules"))
    assert failure.reason == "it cannot be read (IndexError: [E040] no such token); mend the line and run again"


def test_a_line_that_takes_too_long_is_ended(monkeypatch):
    def endless(*_):
        while True:
            pass

    monkeypatch.setattr(module, "resolve_sources", endless)
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    assert extract_line((1, as_line(GOOD), "rules")).reason.startswith("it takes longer than 0.2 seconds; mend")
