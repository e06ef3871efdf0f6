"""Attributions go out and come back the same; a text that changed on the way shows, span by span."""

import json
import shutil

import pandas as pd
import pytest

from analysis.corpus.store import coded_attributions, read_table, write_table
from analysis.errors import RequestError
from analysis.reading.exchange.annotation_files import export_annotations, import_annotations
from analysis.reading.exchange.interchange import digest, place, standoff, take_over


@pytest.fixture
def mine(corpus, tmp_path):
    """The corpus of three outlets, with a character beyond the basic plane, as a copy that may be changed."""
    folder = shutil.copytree(corpus, tmp_path / "mine")
    articles = read_table(folder, "articles")
    articles["text"] = articles.text + "\n\n🚢 said “🛟 no”, said Ada."
    write_table(folder, "articles", articles)
    row = read_table(folder, "attributions").iloc[0].to_dict()
    text = articles.set_index("article_id").text[row["article_id"]]
    content, source = text.index("🛟 no"), text.index("Ada")
    row |= {
        "attribution_id": "a000-emoji", "source_id": "", "cue": "said", "content": "🛟 no", "source": "Ada",
        "content_spans": [[content, content + 4]], "source_spans": [[source, source + 3]],
        "cue_spans": [[source - 5, source - 1]],
    }  # fmt: skip
    every = [*read_table(folder, "attributions").to_dict("records"), row]
    write_table(folder, "attributions", every)
    return folder


def spans(corpus):
    table = read_table(corpus, "attributions").sort_values("attribution_id", ignore_index=True)
    return table[["attribution_id", "kind", "source_id", "content", "cue", "source", "confidence"]]


@pytest.mark.parametrize("target", ["out.jsonl", "out.json", "out"])
def test_out_and_in_again_is_the_same(mine, tmp_path, target):
    before = spans(mine)
    assert export_annotations(mine, tmp_path / target) == 12
    taken, articles, problems = import_annotations(mine, tmp_path / target)
    assert (taken, articles, problems) == (len(before), 12, [])
    pd.testing.assert_frame_equal(spans(mine), before)


def test_each_span_says_its_words_and_those_around_it(mine):
    for record in standoff(mine):
        assert record["text_sha256"] == digest(record["text"])
        for attribution in record["attributions"]:
            for span in attribution["content"]:
                assert record["text"][span["start"] : span["end"]] == span["exact"]
                assert f"{span['prefix']}{span['exact']}{span['suffix']}" in record["text"]


def test_spans_that_were_shifted_are_found_by_their_surroundings(mine):
    record = next(record for record in standoff(mine) if record["attributions"])
    for attribution in record["attributions"]:
        for span in attribution["content"]:
            span["start"], span["end"] = span["start"] + 7, span["end"] + 7
    rows, _, problems = take_over(mine, [record])
    assert problems == []
    assert {row["content"] for row in rows} <= set(read_table(mine, "attributions").content)


def test_words_that_are_not_there_are_told_and_the_rest_is_taken(mine):
    record = next(record for record in standoff(mine) if len(record["attributions"]) > 1)
    record["attributions"][0]["content"][0]["exact"] = "words of another article"
    record["text_sha256"] = "0" * 64
    rows, articles, problems = take_over(mine, [record])
    assert len(rows) == len(record["attributions"]) - 1
    assert articles == {record["article_id"]}
    assert problems[0].reason.startswith("attribution 0: its text is not the corpus's any more, and")


def test_an_article_that_the_corpus_does_not_have(mine):
    assert take_over(mine, [{"article_id": "zz", "attributions": []}])[2][0].reason.startswith(
        "no article of this corpus"
    )


def test_a_new_attribution_gets_its_form_and_place(mine):
    record = next(record for record in standoff(mine))
    text = record["text"]
    start = text.index("🛟 no")
    record["attributions"] = [{"content": [{"start": start, "end": start + 4, "exact": "🛟 no"}]}]
    ((row,), _, _) = take_over(mine, [record])
    assert (row["form"], row["kind"], row["content"], row["source_spans"]) == ("direct", "speech", "🛟 no", [])
    assert row["position"] == start / len(text) and row["words"] == 1


def test_pieces_of_a_content_are_joined_as_the_reader_joins_them(mine):
    record = next(record for record in standoff(mine))
    starts = record["text"].index("🛟 no"), record["text"].index("Ada.")
    ends = starts[0] + 4, starts[1] + 3
    pieces = [{"start": s, "end": e, "exact": record["text"][s:e]} for s, e in zip(starts, ends, strict=True)]
    ((row,), _, _) = take_over(mine, [record | {"attributions": [{"content": pieces}]}])
    assert row["content"] == "🛟 no … Ada"


def added(record, content, source, **further):
    """An attribution that somebody marked by hand."""
    spans = {
        part: [{"start": record["text"].index(words), "end": record["text"].index(words) + len(words), "exact": words}]
        for part, words in {"content": content, "source": source}.items()
    }
    return spans | further


@pytest.mark.parametrize(
    ("source", "name"), [("Colonel Ivo Brandt", "Colonel Ivo Brandt"), ("Brandt", "Colonel Ivo Brandt")]
)
def test_an_attribution_added_by_hand_is_of_the_source_that_goes_by_its_words(mine, tmp_path, source, name):
    record = next(record for record in standoff(mine) if source in record["text"])
    record["attributions"].append(added(record, "🛟 no", source))
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert import_annotations(mine, tmp_path / "a.jsonl")[2] == []
    coded = coded_attributions(mine)
    (row,) = coded[coded.attribution_id == f"{record['article_id']}-n{len(record['attributions']) - 1}"].itertuples()
    assert (row.name, row.side) == (name, "north")


def test_a_source_changed_by_hand_is_another_and_a_source_id_given_counts(mine, tmp_path):
    record = next(record for record in standoff(mine) if len({a["source_id"] for a in record["attributions"]}) > 1)
    first, second = [a for a in record["attributions"] if a["source_id"]][:2]
    assert first["source_id"] != second["source_id"]
    first["source"] = second["source"]
    record["attributions"].append(added(record, "🛟 no", "🚢", source_id=second["source_id"]))
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert import_annotations(mine, tmp_path / "a.jsonl")[2] == []
    rows = read_table(mine, "attributions", f"article_id = '{record['article_id']}'").set_index("attribution_id")
    assert rows.source_id[first["attribution_id"]] == second["source_id"]
    assert rows.source_id[f"{record['article_id']}-n{len(record['attributions']) - 1}"] == second["source_id"]


def source_ids(corpus):
    return read_table(corpus, "attributions").set_index("attribution_id").source_id.to_dict()


def test_a_file_imported_again_gives_the_same(mine, tmp_path):
    record = next(record for record in standoff(mine) if len({a["source_id"] for a in record["attributions"]}) > 1)
    first, second = [a for a in record["attributions"] if a["source_id"]][:2]
    as_read, words_of_first = source_ids(mine), first["source"]
    export_annotations(mine, tmp_path / "untouched.jsonl")
    first["source"] = second["source"]  # other words, and the source_id left
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    for _ in range(3):
        import_annotations(mine, tmp_path / "a.jsonl")
        assert source_ids(mine) == as_read | {first["attribution_id"]: second["source_id"]}
    export_annotations(mine, tmp_path / "after.jsonl")
    (again, *_) = [json.loads(line) for line in (tmp_path / "after.jsonl").read_text("utf-8").split("\n")[:-1]]
    changed = next(a for a in again["attributions"] if a["attribution_id"] == first["attribution_id"])
    changed["source"] = words_of_first
    (tmp_path / "b.jsonl").write_text(json.dumps(again))
    for _ in range(3):
        import_annotations(mine, tmp_path / "b.jsonl")
        assert source_ids(mine) == as_read
    import_annotations(mine, tmp_path / "a.jsonl")
    import_annotations(mine, tmp_path / "untouched.jsonl")
    assert source_ids(mine) == as_read


def test_an_attribution_added_by_hand_whose_source_names_nobody_is_told(mine, tmp_path):
    record = next(standoff(mine))
    record["attributions"] += [added(record, "🛟 no", "🚢"), added(record, "🛟 no", "🚢", source_id="zz")]
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    taken, _, (problem, other) = import_annotations(mine, tmp_path / "a.jsonl")
    assert taken == len(record["attributions"])
    assert problem == other and problem.article_id == record["article_id"]
    assert problem.reason.startswith('taken over without a source: "🚢" names nobody')


def test_a_source_that_nobody_read_is_made_and_coded_of_the_words_marked(mine, tmp_path):
    articles = read_table(mine, "articles")
    articles["text"] = articles.text + "\n\nOrla Finch, a geologist, spoke. Finch found no gas. Veloria objected to it."
    write_table(mine, "articles", articles)
    record = next(standoff(mine))
    record["attributions"] += [
        added(record, "no gas", "Orla Finch"), added(record, "no gas", "Finch"),
        added(record, "objected to it", "Veloria"),
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    for _ in range(2):
        assert import_annotations(mine, tmp_path / "a.jsonl")[2] == []
        mine_now = coded_attributions(mine)
        rows = mine_now[mine_now.attribution_id.str.contains("-n")].set_index("source")
        assert rows.name.to_dict() == {"Orla Finch": "Orla Finch", "Finch": "Orla Finch", "Veloria": "Veloria"}
        assert rows.nature["Finch"] == "person" and rows.source_id["Finch"] == rows.source_id["Orla Finch"]
    assert read_table(mine, "sources").source_id.is_unique


def test_a_pronoun_marked_by_hand_is_whoever_it_means(mine, tmp_path):
    articles = read_table(mine, "articles")
    articles["text"] = articles.text + "\n\nOrla Finch came late. She found no gas."
    write_table(mine, "articles", articles)
    record = next(standoff(mine))
    record["attributions"].append(added(record, "no gas", "She"))
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert import_annotations(mine, tmp_path / "a.jsonl")[2] == []
    rows = coded_attributions(mine)
    assert rows[rows.attribution_id.str.contains("-n")].name.tolist() == ["Orla Finch"]


@pytest.mark.parametrize("span", [{}, {"start": "x", "end": 2, "exact": "a"}, {"start": 0, "end": 99, "exact": "b"}])
def test_broken_spans_are_errors_of_their_own(span):
    with pytest.raises((ValueError, KeyError)):
        place("a a", span)


@pytest.mark.parametrize("content", ["{", '{"text": "x"}', "[1]"])
def test_broken_files_are_told(mine, tmp_path, content):
    (tmp_path / "a.jsonl").write_text(content)
    with pytest.raises(RequestError, match="line 1"):
        import_annotations(mine, tmp_path / "a.jsonl")


def test_broken_xmi_is_told(mine, tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.xmi").write_text("<xmi")
    with pytest.raises(RequestError, match="not XMI"):
        import_annotations(mine, tmp_path / "x")
    with pytest.raises(RequestError, match="There is no"):
        import_annotations(mine, tmp_path / "none")


def test_lines_are_json(mine, tmp_path):
    export_annotations(mine, tmp_path / "a.jsonl", "outlet = 'Southern Herald'")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert {row["outlet"] for row in rows} == {"Southern Herald"}


def test_a_condition_that_cannot_be_used_is_told_in_its_own_words(mine, tmp_path):
    with pytest.raises(RequestError) as refused:
        export_annotations(mine, tmp_path / "a.jsonl", "outlett = 'x'")
    assert str(refused.value).startswith("""The condition "outlett = 'x'" cannot be used: """)
