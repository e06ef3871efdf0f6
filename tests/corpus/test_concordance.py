"""A phrase in its context: every hit, who says it, filters, and files whose cells compute nothing."""

import json
import shutil
import time
import zipfile

import openpyxl
import pandas as pd
import pytest

from analysis.corpus import store
from analysis.corpus.concordance import concordance, phrase_pattern, tell_hit
from analysis.corpus.part import select
from analysis.errors import RequestError
from analysis.reports.rows_file import write_rows


def test_every_hit_has_its_place_and_its_speaker(corpus):
    hits = concordance(corpus, "the bridge")
    texts = store.read_table(corpus, "articles").set_index("article_id").text
    assert len(hits) == sum(text.lower().count("the bridge") for text in texts) == 8
    for hit in hits.itertuples():
        assert texts[hit.article_id][hit.start : hit.end] == hit.keyword
    assert set(zip(hits.source, hits.side, strict=True)) == {
        ("Colonel Ivo Brandt", "north"),
        ("Southern officials", "south"),
    }


def test_the_journalists_words_have_no_speaker(corpus):
    hits = concordance(corpus, "third day", window=3)
    assert set(hits.source) == {""}
    assert (hits.left[0], hits.right[0]) == ("river for a", "on Tuesday. Colonel")


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("flood", 0),
        ("flood*", 10),
        ("FLOODS", 10),
        ("*loods", 10),
        ("fl*ds", 10),
        ("f*oo*s", 10),
        ("fl*x", 0),
        ("*l*d*", 36),
        ("*o*s", 26),
        ("the  north", 4),
        ("river war", 0),
    ],
)
def test_words_are_whole_unless_a_star_says_otherwise(corpus, phrase, count):
    assert len(concordance(corpus, phrase)) == count


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("*a*a", ["banana"]),
        ("b*a*a", ["banana"]),
        ("*an*an*", ["banana"]),
        ("*a*n", ["Ann", "can", "man"]),
        ("*-b*", ["Ann-Berlin"]),
        ("*’* *man", ["can't man"]),
        ("n*-b*n", []),
        ("ann-*n", ["Ann-Berlin"]),
    ],
)
def test_several_stars(phrase, found):
    text = "banana, Ann-Berlin: can't  man"
    assert [match[0].replace("  ", " ") for match in phrase_pattern(phrase).finditer(text)] == found


@pytest.mark.parametrize("phrase", ["*a*x", "s*a*s*x", "*a*b*c* *x", "a * * * x", "*sa*sa*sax"])
def test_a_hostile_text_is_looked_through_in_a_moment(phrase):
    begun = time.process_time()
    for text in ("sa" * 50_000, "sabc" * 50_000, "a" + " " * 100_000, "a " * 50_000):
        assert not phrase_pattern(phrase).search(text)
    assert time.process_time() - begun < 3


def test_filters(corpus):
    everything = concordance(corpus, "the")
    by_outlet = concordance(corpus, "the", where="outlet = 'Southern Herald'")
    assert set(by_outlet.outlet) == {"Southern Herald"} and len(by_outlet) < len(everything)
    late = concordance(corpus, "the", where="published >= '2024-03-07'")
    assert late.published.min() == pd.Timestamp(2024, 3, 7)
    assert set(concordance(corpus, "the", side="north").side) == {"north"}


def test_a_corpus_that_was_not_read_has_hits_without_speakers(tmp_path, corpus):
    store.write_table(tmp_path, "articles", store.read_table(corpus, "articles"))
    assert len(concordance(tmp_path, "the bridge")) == 8
    with pytest.raises(RequestError, match="evenhand read"):
        concordance(tmp_path, "the bridge", side="north")


def test_wrong_requests(corpus):
    with pytest.raises(RequestError, match="no word"):
        concordance(corpus, "“…”")
    with pytest.raises(RequestError) as refused:
        concordance(corpus, "the", where="outlett = 'x'")
    assert str(refused.value).startswith("""The condition "outlett = 'x'" cannot be used: """)
    assert "outlet" in str(refused.value) and "coalesce" not in str(refused.value)
    with pytest.raises(RequestError, match="cannot be used"):
        concordance(corpus, "the", where="1=1) OR (SELECT true); --")
    with pytest.raises(RequestError, match="sides are: north, south"):
        concordance(corpus, "the", side="nroth")


def test_a_hit_as_a_line(corpus):
    line = tell_hit(concordance(corpus, "the bridge").to_dict("records")[0])
    assert "  the bridge  " in line and line.startswith("Harbour Courier")


HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\x07bell", "<b>"]


def test_no_cell_of_a_sheet_computes(tmp_path):
    write_rows(pd.DataFrame({"left": HOSTILE, "published": pd.Timestamp(2024, 3, 12)}), tmp_path / "a.xlsx", "A")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    assert sheet["A2"].value == HOSTILE[0] and sheet["B2"].value == "2024-03-12"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_json_lines_and_other_suffixes(tmp_path, corpus):
    write_rows(concordance(corpus, "the bridge"), tmp_path / "new" / "a.jsonl", "A")
    rows = [json.loads(line) for line in (tmp_path / "new" / "a.jsonl").read_text().splitlines()]
    assert len(rows) == 8 and rows[0]["published"] == "2024-03-01"
    with pytest.raises(RequestError, match=r"\.xlsx, \.csv or \.jsonl"):
        write_rows(pd.DataFrame(), tmp_path / "a.doc", "A")


def test_a_part_of_a_corpus_is_a_corpus(tmp_path, corpus):
    count = select(corpus, tmp_path / "part", "outlet = 'Southern Herald' AND words > 3 AND text ILIKE '%bread%'")
    assert count == 4
    part = store.coded_attributions(tmp_path / "part")
    whole = store.coded_attributions(corpus)
    pd.testing.assert_frame_equal(part, whole[whole.outlet == "Southern Herald"].reset_index(drop=True))
    assert len(store.read_table(corpus, "articles")) == 12


def test_a_part_keeps_what_people_taught_the_program(tmp_path, corpus):
    own = shutil.copytree(corpus, tmp_path / "own")
    (own / store.LAYER).write_text('{"articles": [], "codes": {}, "confidence": [-1, 1]}')
    select(own, tmp_path / "part", "outlet = 'Southern Herald'")
    read = [store.coded_attributions(folder) for folder in (corpus, tmp_path / "part")]
    first, part = (rows.set_index("attribution_id")["confidence"] for rows in read)
    assert (part < first.loc[part.index]).all() and len(part)


def test_a_part_that_stands_there_is_replaced_only_by_force(tmp_path, corpus):
    select(corpus, tmp_path / "part", "outlet = 'Southern Herald'")
    (tmp_path / "part" / "notes.txt").write_text("mine")
    with pytest.raises(RequestError, match="holds a corpus already: name another folder, or give --force"):
        select(corpus, tmp_path / "part", "true")
    assert len(store.read_table(tmp_path / "part", "articles")) == 4
    assert select(corpus, tmp_path / "part", "true", force=True) == 12
    assert (tmp_path / "part" / "notes.txt").read_text() == "mine"


def test_a_part_that_cannot_be_meant(tmp_path, corpus):
    with pytest.raises(RequestError, match="No article"):
        select(corpus, tmp_path / "part", "words > 100000")
    with pytest.raises(RequestError, match="cannot be used"):
        select(corpus, tmp_path / "part", "word > 1")
    with pytest.raises(RequestError, match="cannot be used"):
        select(corpus, tmp_path / "part", f"true); COPY (SELECT 42) TO '{tmp_path}/part'; --")
    with pytest.raises(RequestError, match="are one folder"):
        select(corpus, corpus, "true")
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize("name", ["parts/thesis.txt", "coded-by.json", "imported.jsonl", "copies.parquet"])
@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_corpus_is_never_deleted_for_a_part(tmp_path, corpus, name, force):
    own = tmp_path / "mine" / name
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    with pytest.raises(RequestError, match=f'holds "{name.split("/")[0]}" but no corpus: name another folder'):
        select(corpus, tmp_path / "mine", "true", force)
    assert [path for path in (tmp_path / "mine").rglob("*") if path.is_file()] == [own]
    assert own.read_text() == "mine"


def test_no_corpus_is_replaced_by_a_part_of_itself(tmp_path, corpus):
    study = shutil.copytree(corpus, tmp_path / "study")
    inside = shutil.copytree(corpus, study / "parts")
    (tmp_path / "other-name").symlink_to(study)
    for source, target in [(inside, study), (study, study), (study, tmp_path / "other-name"), (study, inside / "a")]:
        with pytest.raises(RequestError, match="name another folder for the part"):
            select(source, target, "true", force=True)
    assert len(store.read_table(inside, "articles")) == len(store.read_table(study, "articles")) == 12


def test_a_part_that_cannot_be_made_leaves_the_one_that_stands_there(tmp_path, corpus, monkeypatch):
    select(corpus, tmp_path / "part", "outlet = 'Southern Herald'")
    before = sorted(path.name for path in (tmp_path / "part").glob("[!.]*"))

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "write_table", stopped)
    with pytest.raises(KeyboardInterrupt):
        select(corpus, tmp_path / "part", "true", force=True)
    assert len(store.read_table(tmp_path / "part", "articles")) == 4
    assert sorted(path.name for path in (tmp_path / "part").glob("[!.]*")) == before


CODE = {
    "coder": "Ada", "unit": "attribution", "item": "a000-0", "article_id": "a000", "variable": "side",
    "value": "north", "chance": None, "content": "no", "place": "Ada.xlsx",
}  # fmt: skip
CORRECTED = '{"article_id": "a000", "attributions": []}\n'


def test_force_never_deletes_what_was_done_by_hand_in_the_part_alone(tmp_path, corpus):
    whole, part = shutil.copytree(corpus, tmp_path / "whole"), tmp_path / "part"
    store.write_table(whole, "hand_codes", [CODE])
    (whole / "imported.jsonl").write_text(CORRECTED)
    select(whole, part, "outlet = 'Harbour Courier'")
    assert select(whole, part, "true", force=True) == 12
    (part / "imported.jsonl").write_text(CORRECTED + CORRECTED.replace("a000", "a001"))
    with pytest.raises(RequestError, match=r'part" holds "imported.jsonl", made by hand, and ".*whole" lacks some'):
        select(whole, part, "true", force=True)
    store.write_table(part, "hand_codes", [CODE, CODE | {"value": "south"}])
    with pytest.raises(RequestError, match=r'holds "hand_codes.parquet", made by hand'):
        select(whole, part, "true", force=True)
    assert list(store.read_hand_codes(part).value) == ["north", "south"]


def test_corrections_go_with_their_articles_whatever_stands_in_them(tmp_path, corpus):
    whole = shutil.copytree(corpus, tmp_path / "whole")
    articles = store.read_table(whole, "articles").replace({"article_id": {"a000": "7"}})
    store.write_table(whole, "articles", articles)
    lines = [
        '{"article_id": 7, "note": "one\u2028two\u0085three", "attributions": []}',
        CORRECTED.replace("a000", "a001"),
    ]
    (whole / "imported.jsonl").write_text("\n".join(lines), encoding="utf-8")
    select(whole, tmp_path / "part", "article_id = '7'")
    assert (tmp_path / "part" / "imported.jsonl").read_text(encoding="utf-8") == f"{lines[0]}\n"
