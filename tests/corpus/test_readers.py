"""Each reader finds the records and fields of its format, and says of the rest why it is not read."""

import gzip
import io
import json

import openpyxl
import pandas as pd
import pytest

from analysis.corpus import readers
from analysis.corpus.records import Record, Rejection, Told

STORY = "The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it."
ROW = {"headline": "Bridge shut", "publication": "Harbour Post", "date": "2024-03-12", "body": STORY}
FIELDS = {"title": "Bridge shut", "outlet": "Harbour Post", "published": "2024-03-12", "text": STORY}


def read_file(path):
    """What a file gives beside what it tells of itself."""
    return [found for found in readers.read_file(path) if not isinstance(found, Told)]


def read(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def test_text_with_its_title_in_the_first_line(tmp_path):
    found = read(tmp_path, "a.txt", f"Bridge shut\n\n{STORY}\n")
    assert found == [Record("", {"title": "Bridge shut", "text": f"Bridge shut\n\n{STORY}"})]


def test_text_that_begins_with_a_sentence_has_no_title(tmp_path):
    (found,) = read(tmp_path, "a.txt", f"The bridge is shut.\n\n{STORY}\n")
    assert "title" not in found.fields


def test_text_with_a_header(tmp_path):
    header = "Outlet: Harbour Post\nHeadline: Bridge shut\nDate: 2024-03-12"
    assert read(tmp_path, "a.txt", f"{header}\n\n{STORY}\n") == [Record("", FIELDS)]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_title_may_stand_above_the_header(tmp_path, between):
    text = f"Bridge shut{between}Outlet: Harbour Post\nDate: 2024-03-12\n\n{STORY}\n"
    assert read(tmp_path, "a.txt", text) == [Record("", FIELDS)]


def test_lines_that_look_like_a_header_but_name_no_field_are_story(tmp_path):
    (found,) = read(tmp_path, "a.txt", f"Question: Is the bridge shut?\nAnswer: Yes\n\n{STORY}")
    assert found.fields["text"].startswith("Question: Is the bridge shut?")


PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Bridge shut | Harbour Post</title>
<meta property="og:title" content="Bridge shut"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2024-03-12T09:00:00Z"><meta name="author" content="Ann Lee">
<link rel="canonical" href="https://post.example/bridge"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Bridge shut</h1><p>{STORY}</p>
<p>“We will not open it,” she told reporters, “before it is safe.” Engineers found two cracks in a pier.</p>
<p>The repair will take until spring, a report says, and will cost four million crowns.</p></article>
<footer>© 2019 Harbour Post</footer></body></html>"""


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML", "a.html.gz"])
def test_a_page_gives_its_story_and_metadata(tmp_path, name):
    content = gzip.compress(PAGE.encode()) if name.endswith(".gz") else PAGE
    (found,) = read(tmp_path, name, content)
    text = found.fields.pop("text")
    assert found.fields == {
        "title": "Bridge shut",
        "outlet": "Harbour Post",
        "author": "Ann Lee",
        "published": "2024-03-12T09:00:00Z",
        "url": "https://post.example/bridge",
        "language": "en-GB",
    }
    assert STORY in text
    assert "“We will not open it,” she told reporters" in text
    assert "News" not in text


def test_the_same_page_read_twice_gives_the_same_story(tmp_path):
    first, second = (read(tmp_path, name, PAGE)[0].fields["text"] for name in ["a.html", "b.html"])
    assert first == second


def test_a_page_without_a_story_is_rejected(tmp_path):
    (found,) = read(tmp_path, "a.html", "<html><body></body></html>")
    assert isinstance(found, Rejection)


@pytest.mark.parametrize(
    "content",
    [ROW, [ROW], {"status": "ok", "articles": [ROW]}, {"response": {"docs": [ROW], "facets": ["a", "b"]}}],
)
def test_json_in_its_usual_shapes(tmp_path, content):
    (found,) = read(tmp_path, "a.json", json.dumps(content))
    assert found.fields == FIELDS


def test_json_of_articles_by_their_ids(tmp_path):
    found = read(tmp_path, "a.json", json.dumps({"x1": ROW, "x2": ROW}))
    assert [record.fields for record in found] == [FIELDS, FIELDS]


def test_json_lines_one_broken_does_not_stop_the_rest(tmp_path):
    lines = [json.dumps(ROW), '{"body": "cut off', "[1, 2]", "", json.dumps({"id": "x7"} | ROW)]
    first, broken, no_object, last = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert first == Record("line 1", FIELDS)
    assert broken.place == "line 2" and broken.reason.startswith("not JSON")
    assert no_object.place == "line 3" and "not a JSON object" in no_object.reason
    assert last == Record("x7", FIELDS)


def test_json_lines_in_a_file_called_json(tmp_path):
    found = read(tmp_path, "a.json", f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n")
    assert [record.place for record in found] == ["line 1", "line 2"]


def test_names_inside_a_field_and_lists_of_them(tmp_path):
    row = {"content": STORY, "source": {"id": None, "name": "Harbour Post"}, "authors": ["Ann Lee", "Tom Roe"]}
    (found,) = read(tmp_path, "a.json", json.dumps(row))
    assert found.fields == {"text": STORY, "outlet": "Harbour Post", "author": "Ann Lee, Tom Roe"}


def test_of_two_names_for_a_field_the_better_counts(tmp_path):
    row = {"content": "A teaser.", "full_text": STORY, "source": "feed 7", "outlet": "Harbour Post"}
    (found,) = read(tmp_path, "a.json", json.dumps(row))
    assert found.fields == {"text": STORY, "outlet": "Harbour Post"}


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_tables_of_text(tmp_path, name, delimiter):
    pd.DataFrame([ROW, ROW]).to_csv(tmp_path / name, sep=delimiter, index=False, encoding="utf-8-sig")
    assert read_file(tmp_path / name) == [Record("1", FIELDS), Record("2", FIELDS)]


def test_a_field_may_hold_line_ends_and_more_characters_than_csv_allows_by_itself(tmp_path):
    text = f"{STORY}\n\n“Shut”, he said, " + "and shut " * 20_000 + "it is."
    pd.DataFrame([{"text": text}]).to_csv(tmp_path / "a.csv", index=False)
    (found,) = read_file(tmp_path / "a.csv")
    assert found.fields["text"] == text


def test_a_row_with_too_many_columns_is_rejected_and_the_next_is_read(tmp_path):
    wrong, right = read(tmp_path, "a.csv", f"title,text\nBridge,shut, he said\nBridge shut,{STORY}\n")
    assert wrong.place == "1" and "columns" in wrong.reason
    assert right.fields["text"] == STORY


def test_parquet(tmp_path):
    pd.DataFrame([ROW | {"date": pd.Timestamp("2024-03-12"), "clicks": 3}]).to_parquet(tmp_path / "a.parquet")
    (found,) = read_file(tmp_path / "a.parquet")
    assert found == Record("1", FIELDS | {"published": "2024-03-12 00:00:00"}, {"clicks": "3"})


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.json", "a.jsonl"])
def test_without_a_text_the_fields_found_are_named(tmp_path, name):
    frame = pd.DataFrame([{"headline": "Bridge shut", "clicks": 3}])
    if name == "a.parquet":
        frame.to_parquet(tmp_path / name)
    elif name == "a.csv":
        frame.to_csv(tmp_path / name, index=False)
    else:
        frame.to_json(tmp_path / name, orient="records", lines=name == "a.jsonl")
    (found,) = read_file(tmp_path / name)
    assert isinstance(found, Rejection)
    assert "headline, clicks" in found.reason


@pytest.mark.parametrize("empty", [None, "", "  ", "nan"])
def test_an_empty_text_is_rejected_as_such(tmp_path, empty):
    (found,) = read(tmp_path, "a.jsonl", json.dumps(ROW | {"body": empty}))
    assert found.reason.startswith("empty")


def test_an_empty_text_in_a_column_that_was_mapped_is_rejected_as_such(tmp_path):
    (tmp_path / "a.csv").write_text(f'Titel;Volltext der Meldung\nBridge shut;\nBridge shut;"{STORY}"\n')
    mapping = {"text": "Volltext der Meldung"}
    found = readers.read_file(tmp_path / "a.csv", mapping)
    empty, whole = (each for each in found if not isinstance(each, Told))
    assert (empty.place, empty.reason) == ("1", "empty: its text has no words; deliver the full text")
    assert whole.fields == {"text": STORY}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"PK\x03\x04", "not a zip archive"),
        ("a", STORY.encode(), "format"),
        ("a.txt", b"", "empty"),
        ("a.txt", bytes(range(256)) * 20, "not text"),
        ("a.json", b'{"body": ', "not JSON"),
        ("a.json", b"[" * 200_000, "not JSON"),
        ("a.json", b"[]", "empty"),
        ("a.parquet", b"PAR1 no table", "not a Parquet file"),
        ("a.html.gz", gzip.compress(PAGE.encode())[:-20], "cannot be read to its end"),
        ("a.txt.gz", b"not packed", "cannot be read to its end"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, name, content, reason):
    (found,) = read(tmp_path, name, content)
    assert isinstance(found, Rejection)
    assert found.reason.startswith(reason)
    assert "\n" not in found.reason


def test_a_missing_file(tmp_path):
    assert read_file(tmp_path / "none.txt") == [
        Rejection("", "no such file or folder; check its name"),
    ]


def records(path):
    return [found for found in readers.read_file(path) if not isinstance(found, Told)]


def test_mark_up_in_a_field_of_a_table_is_taken_off_and_told(deliver):
    text = f"<p>{STORY}</p><aside><a href='/x'>“I will fight,” says Okoro</a></aside><p>{STORY} &ldquo;No.&rdquo;</p>"
    (record,) = records(deliver("a.jsonl", json.dumps({"text": text})))
    assert record.fields["text"] == f"{STORY}\n\n{STORY} “No.”"
    assert record.remark == "mark-up of a page removed"
    (kept,) = records(deliver("b.jsonl", json.dumps({"text": f"{STORY} He typed <p> and 3 < 4."})))
    assert "<p>" in kept.fields["text"] and not kept.remark


def test_what_excel_does_to_tables(deliver):
    book = openpyxl.Workbook()
    rows = [["A study"], [], ["Title", "Source", "Year", "Month", "Day", "Text"]]
    rows += [["One", "Harbour Post", 2024, 3, 11, STORY], ["Two", None, 2024, 3, 12, STORY]]
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("B4:B5")
    out = io.BytesIO()
    book.save(out)
    found = records(deliver("a.xlsx", out.getvalue()))
    assert [(r.place, r.fields["outlet"], r.fields["published"]) for r in found] == [
        ("row 4", "Harbour Post", "2024-03-11"), ("row 5", "Harbour Post", "2024-03-12"),
    ]  # fmt: skip
    (record,) = records(deliver("a.csv", f"sep=;\ntitle;text\nOne;{STORY}\n"))
    assert record.fields["title"] == "One"
