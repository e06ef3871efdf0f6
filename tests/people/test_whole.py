"""Articles that people marked whole: what they share with the machine, what it missed, what it made up."""

import json
import shutil

import pytest

from analysis.corpus.store import coded_attributions, read_table
from analysis.errors import RequestError
from analysis.people.score import score

PARTS = ("source", "cue", "content")


@pytest.fixture
def whole(corpus, tmp_path):
    """Give a function that writes a coder's marks: the machine's, changed article by article."""
    texts = read_table(corpus, "articles").set_index("article_id")["text"]
    attributions = coded_attributions(corpus)

    def write(coder, change=lambda marks: marks, articles=("a000", "a001", "a002")):
        path = tmp_path / f"{coder}.jsonl"
        lines = []
        for article in articles:
            own = attributions[attributions["article_id"] == article].to_dict("records")
            marks = [
                {
                    **{part: [[int(a), int(b)] for a, b in row[f"{part}_spans"]] for part in PARTS},
                    "form": row["form"], "kind": row["kind"], "source_id": row["source_id"],
                }
                for row in own
            ]  # fmt: skip
            sources = [
                {"source_id": row["source_id"], "side": row["side"], "source_type": row["source_type"], "expert": False}
                for row in own
            ]
            lines.append({"text": texts[article], "attributions": change(marks), "sources": sources})
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def scored(corpus, codebook, tmp_path):
    copy = shutil.copytree(corpus, tmp_path / "copy")
    return lambda *files, **options: score(copy, [*files], codebook, **options)


def of(table, **keys):
    (row,) = [row for row in table.to_dict("records") if all(row[key] == value for key, value in keys.items())]
    return row


def test_who_marks_what_the_machine_found_agrees(whole, scored):
    found = scored(whole("first"))
    assert of(found.quality, measure="F1")["estimate"] == 1
    assert of(found.quality, measure="precision, source right too")["estimate"] == 1
    assert of(found.agreement, variable="side")["estimate"] == 1


def test_what_is_not_marked_is_wrong_and_what_is_marked_besides_was_missed(whole, scored):
    def change(marks):
        return [*marks[1:], {**marks[0], "content": [[0, 5]], "source": [], "source_id": ""}]

    found = scored(whole("first", change), whole("second"))
    machine = of(found.quality, coder="first", measure="precision")["n_attributions"]
    assert of(found.quality, coder="first", measure="precision")["estimate"] == pytest.approx((machine - 3) / machine)
    assert of(found.quality, coder="first", measure="recall")["estimate"] == pytest.approx((machine - 3) / machine)
    assert of(found.quality, coder="second", measure="recall")["estimate"] == 1
    presence = of(found.agreement, variable="attribution", coders="people")
    assert presence["n_items"] == machine + 3
    assert presence["agreed"] == pytest.approx((machine - 3) / (machine + 3))


def test_another_source_is_a_wrong_source(whole, scored):
    found = scored(whole("first", lambda marks: [{**mark, "source": [[0, 3]]} for mark in marks]))
    assert of(found.quality, measure="precision")["estimate"] == 1
    assert of(found.quality, measure="precision, source right too")["estimate"] < 1


def test_only_shared_articles_on_demand(whole, scored):
    found = scored(whole("first"), whole("second", articles=("a000",)), shared=True)
    assert set(found.codes["article_id"]) == {"a000"}


def test_lines_that_do_not_fit_are_told(whole, scored, tmp_path):
    path = whole("first")
    path.write_text(path.read_text() + '\n{"text": "Elsewhere."}\nno JSON\n{"no": "text"}', encoding="utf-8")
    remarks = scored(path).remarks
    assert 'first.jsonl, line 4: the corpus has no article with exactly this text ("Elsewhere."); left out.' in remarks
    assert [remark[:20] for remark in remarks[1:]] == ["first.jsonl, line 5:", "first.jsonl, line 6:"]
    with pytest.raises(RequestError, match="nothing to score"):
        scored(tmp_path / "none.jsonl")
