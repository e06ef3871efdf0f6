import json

import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.training.sources import ASKED, figures, markdown, score_sources

BOOK = """title: T
sides:
  - {id: north, label: North, description: the north, words: [Northern]}
  - {id: south, label: South, description: the south, words: [Southern]}
compare: [north, south]
actors:
  - {name: Ada Brandt, aliases: [Brandt], side: north, source_type: government, function: subject}
"""


def attribution(person, program, **codes):
    plain = {
        "source_type": "government", "function": "subject", "nature": "person", "anonymity": "named",
        "gender": "unknown", "side": "north", "expert": False, "name": person,
    }  # fmt: skip
    row = {"article": 0, "found": True, "person": person, "program": program, "mention": person}
    for code in ASKED:
        here = codes.get(code, plain[code])
        row[f"{code}_person"], row[f"{code}_program"] = here if isinstance(here, tuple) else (here, here)
    return row


def values(rows):
    return figures(pd.DataFrame(rows), draws=20).set_index("figure")["value"]


def test_gold_against_itself_is_perfect():
    found = values([attribution("a", "a", expert=True), attribution("b", "b"), attribution("b", "b")])
    assert (found.drop("side wrong, of all") == 100).all()
    assert found["side wrong, of all"] == 0


def test_one_source_put_to_another_costs_precision_of_all_that_stand_there():
    # Three attributions of a and one of b, all put to a: precision (3 · 3/4 + 1/4) / 4, recall 1.
    found = values([attribution("a", "a")] * 3 + [attribution("b", "a")])
    assert found["resolution, B-cubed precision"] == 62.5
    assert found["resolution, B-cubed recall"] == 100
    # Three pairs belong together, six are put together, three of them rightly.
    assert found["resolution, pairwise F1"] == pytest.approx(100 * 2 * 3 / (3 + 6), abs=0.1)


def test_a_side_left_unknown_is_not_right_but_not_wrong_either():
    rows = [
        attribution("a", "a", side=("north", "unknown")),
        attribution("b", "b", side=("north", "south")),
        attribution("c", "c", side=("unknown", "south")),
        attribution("d", "d"),
    ]
    found = values(rows)
    assert found["side right, of those with one"] == pytest.approx(100 / 3, abs=0.1)
    assert found["side wrong, of all"] == 50


def test_experts_are_counted_by_attribution():
    rows = [attribution("a", "a", expert=(True, True)), attribution("b", "b", expert=(True, False))]
    rows += [attribution("c", "c", expert=(False, True))] * 2
    found = values(rows)
    assert found[["expert precision", "expert recall"]].tolist() == [33.3, 50]


def test_articles_are_read_and_compared(tmp_path):
    text = "Minister Ada Brandt said the bridge held. Brandt denied the rest. A Southern officer said it fell."
    span = lambda words, start=0: [[text.index(words, start), text.index(words, start) + len(words)]]  # noqa: E731
    line = {
        "text": text,
        "attributions": [
            {"source": span(source, start), "cue": span(cue, start), "content": span(content), "source_id": i}
            for source, cue, content, i, start in (
                ("Minister Ada Brandt", "said", "the bridge held", "s", 0),
                ("Brandt", "denied", "the rest", "s", 30),
                ("A Southern officer", "said", "it fell", "t", 60),
            )
        ],
        "sources": [
            {"source_id": i, "name": name, "side": side, "source_type": kind, "nature": "person", "anonymity": known,
             "function": "subject", "expert": False, "gender": "unknown"}
            for i, name, side, kind, known in (
                ("s", "Ada Brandt", "north", "government", "named"),
                ("t", "officer", "south", "armed-forces", "anonymous"),
            )
        ],
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    table = score_sources(tmp_path / "gold.jsonl", tmp_path / "book.yml", draws=10)
    found = table.set_index("figure")["value"]
    assert (
        found["resolution, B-cubed F1"] == found["side right, of those with one"] == found["source type right"] == 100
    )
    assert "| side right, of those with one | 100.0 | 100.0–100.0 | 3 |" in markdown(table)


def test_gold_without_coded_sources_is_told(tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"text": "It rained.", "attributions": []}', encoding="utf-8")
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    with pytest.raises(RequestError, match="has no coded"):
        score_sources(tmp_path / "gold.jsonl", tmp_path / "book.yml")
