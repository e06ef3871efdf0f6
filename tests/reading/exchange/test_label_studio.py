"""Label Studio's tasks: what a person marked there comes back as attributions, with spans into the text as it is."""

import json

import pytest

from analysis.errors import RequestError
from analysis.reading.exchange.label_studio import from_tasks, to_tasks

TEXT = "🚢 “No,” said Ada. Ben fears rain."


def region(name, part, words, shift=0):
    start = TEXT.index(words) + shift
    value = {"start": start, "end": start + len(words), "text": words, "labels": [part]}
    return {"id": name, "from_name": "part", "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def tie(one, other):
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": []}


def task(*result, **about):
    """As Label Studio exports a task in which somebody marked regions."""
    annotation = {"id": 9, "completed_by": 1, "was_cancelled": False, "result": list(result)} | about
    return {"id": 1, "data": {"article_id": "a1", "text": TEXT}, "annotations": [annotation], "predictions": []}


def read(*tasks):
    return from_tasks(json.dumps(tasks).encode())


def words(attribution):
    return {part: [TEXT[s["start"] : s["end"]] for s in attribution[part]] for part in ("content", "cue", "source")}


def test_relations_tie_a_source_and_a_cue_to_their_content():
    (record,) = read(
        task(
            *(region(*one) for one in [("c1", "content", "No"), ("q1", "cue", "said"), ("s1", "source", "Ada")]),
            *(region(*one) for one in [("c2", "content", "rain"), ("q2", "cue", "fears"), ("s2", "source", "Ben")]),
            tie("s1", "q1"), tie("q1", "c1"), tie("c2", "q2"), tie("c2", "s2"),
            {"id": "c2", "from_name": "kind", "to_name": "text", "type": "choices", "value": {"choices": ["attitude"]}},
        )
    )  # fmt: skip
    assert [words(one) for one in record["attributions"]] == [
        {"content": ["No"], "cue": ["said"], "source": ["Ada"]},
        {"content": ["rain"], "cue": ["fears"], "source": ["Ben"]},
    ]
    assert [one["kind"] for one in record["attributions"]] == ["speech", "attitude"]


def test_one_source_may_have_two_contents_and_a_content_two_pieces():
    one, two, three = region("c1", "content", "No"), region("c2", "content", "rain"), region("c3", "content", "fears")
    source = region("s", "source", "Ada")
    (record,) = read(task(one, two, three, source, tie("s", "c1"), tie("s", "c2"), tie("c2", "c3")))
    assert [words(one) for one in record["attributions"]] == [
        {"content": ["No"], "cue": [], "source": ["Ada"]},
        {"content": ["rain", "fears"], "cue": [], "source": ["Ada"]},
    ]


def test_offsets_counted_as_javascript_does_are_known_by_their_words():
    (record,) = read(task(region("c1", "content", "rain", shift=1)))
    assert words(record["attributions"][0])["content"] == ["rain"]


def test_what_was_skipped_is_left_out_and_the_ground_truth_counts():
    assert read(task(region("c", "content", "No"), was_cancelled=True)) == []
    both = task(region("c", "content", "No"), ground_truth=True)
    both["annotations"].append(task(region("c", "content", "rain"))["annotations"][0] | {"updated_at": "2026"})
    assert words(read(both)[0]["attributions"][0])["content"] == ["No"]


def test_what_goes_out_is_a_prediction_with_the_words_and_what_is_known_besides():
    span = {"start": 4, "end": 6, "exact": "No", "prefix": "", "suffix": ""}
    known = {"confidence": 0.5, "via": "", "source_id": "a1-s0"}
    attribution = {"attribution_id": "a1-0", "kind": "speech", "content": [span], "cue": [], "source": []} | known
    (written,) = json.loads(to_tasks([{"article_id": "a1", "text": TEXT, "attributions": [attribution]}]))
    assert written["predictions"][0]["result"][0]["value"] == {
        "start": 4,
        "end": 6,
        "text": "No",
        "labels": ["content"],
    }
    (back,) = read(written)
    assert back["attributions"][0] | known == back["attributions"][0]
    assert back["attributions"][0]["attribution_id"] == "a1-0"


@pytest.mark.parametrize("content", ["{", '{"a": 1}', '[{"data": {}, "annotations": [{"result": []}]}]', "[1]"])
def test_what_is_no_export_is_told(content):
    with pytest.raises(RequestError, match=r"no JSON of Label Studio|task 1 is no article"):
        from_tasks(content.encode())
