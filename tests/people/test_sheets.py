"""A coder's way: draw a sample, fill the workbook as people do, score it."""

import csv
import shutil

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from analysis.codebook import load_codebook
from analysis.corpus.query import open_corpus
from analysis.corpus.store import coded_attributions, read_hand_codes, read_table, write_table
from analysis.errors import RequestError
from analysis.people.frames import draw
from analysis.people.questions import load_questions
from analysis.people.rows import read_rows
from analysis.people.score import score
from analysis.people.write import write_sample
from analysis.reading.read import _digest


@pytest.fixture
def study(corpus, codebook, tmp_path):
    """Give a copy of the corpus, and a function that draws sheets from it."""
    own = shutil.copytree(corpus, tmp_path / "corpus")
    return own, lambda *coders, **options: write_sample(own, codebook, tmp_path / "coding", coders=coders, **options)


@pytest.fixture
def scored(study, codebook, tmp_path):
    """Give a function that scores the files of a study, or its whole folder of sheets."""
    return lambda *files, **options: score(study[0], [*files] or [tmp_path / "coding"], codebook, **options)


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


def rows_of(sheet):
    names = columns(sheet)
    return [
        {name: sheet.cell(row, column).value for name, column in names.items()} for row in range(2, sheet.max_row + 1)
    ]


def fill(path, sheet_name, answer, rename=None):
    """Open a workbook as a coder would, answer each row by a function, and save it."""
    book = load_workbook(path)
    sheet = book[sheet_name]
    names = columns(sheet)
    for number, row in enumerate(rows_of(sheet), start=2):
        for heading, value in (answer(row) or {}).items():
            sheet.cell(number, names[heading]).value = value
    for old, new in (rename or {}).items():
        sheet.cell(1, names[old]).value = new
    book.save(path)


def code_as_machine(corpus):
    """Answer as the machine coded, in the words of the drop-downs."""
    coded = coded_attributions(corpus).set_index("attribution_id")
    words = {"north": "North", "south": "South", "unknown": "unknown"}
    return lambda row: {"is it an attribution?": "yes", "side": words[coded.loc[row["item"], "side"]]}


def value(table, **keys):
    (row,) = table.loc[(table[list(keys)] == pd.Series(keys)).all(axis=1)].to_dict("records")
    return row


def test_a_workbook_asks_without_saying_what_the_machine_thinks(study):
    corpus, sample = study
    written = sample("Ada", n=12, mentions=6, articles=3)
    assert (written.attributions, written.mentions, written.articles) == (12, 6, 3)
    book = load_workbook(written.files[0])
    assert book.sheetnames == ["how to code", "attributions", "articles", "missed", "tone", "lists"]
    assert book["lists"].sheet_state == "hidden"
    sheet = book["attributions"]
    assert all(row["side"] is None and row["is it an attribution?"] is None for row in rows_of(sheet))
    groups = [group for group in sheet.column_dimensions.values() if group.hidden]
    hidden = {name for name, n in columns(sheet).items() if any(group.min <= n <= group.max for group in groups)}
    assert hidden == {"item", "article_id", "unit", "chance", "coder"}
    assert not any(str(name).startswith("machine") for name in columns(sheet))


def test_drop_downs_offer_the_codebook_s_words(study):
    _, sample = study
    book = load_workbook(sample("Ada", n=12).files[0])
    sheet, lists = book["attributions"], book["lists"]
    column = sheet.cell(1, columns(sheet)["side"]).column_letter
    (choice,) = [v for v in sheet.data_validations.dataValidation if f"{column}2" in v.sqref]
    start, end = choice.formula1.removeprefix("lists!").replace("$", "").split(":")
    assert [cell.value for (cell,) in lists[start:end]] == ["North", "South", "unknown"]


def test_the_machine_s_codes_are_shown_on_demand(study):
    corpus, sample = study
    sheet = load_workbook(sample("Ada", n=12, show_codes=True).files[0])["attributions"]
    sides = coded_attributions(corpus).set_index("attribution_id")["side"]
    assert all(row["machine: side"].lower() == sides[row["item"]] for row in rows_of(sheet))


def test_chances_give_back_the_corpus_and_coders_get_the_same_rows_in_another_order(study):
    corpus, sample = study
    one, other = (rows_of(load_workbook(path)["attributions"]) for path in sample("Ada", "Ben", n=20).files)
    assert sum(1 / row["chance"] for row in one) == pytest.approx(len(coded_attributions(corpus)))
    items = [[row["item"] for row in rows] for rows in (one, other)]
    assert items[0] != items[1] and sorted(items[0]) == sorted(items[1])


def test_a_filled_sheet_is_never_written_over(study):
    _, sample = study
    path = sample("Ada", n=12).files[0]
    empty = path.read_bytes()
    assert sample("Ada", "Ben", n=12).files[0].read_bytes() == empty  # drawn again, nothing is changed
    with pytest.raises(RequestError, match="Ada.xlsx.* is there already"):
        sample("Ada", n=13)
    fill(path, "attributions", lambda row: {"note": "mine"})
    with pytest.raises(RequestError, match="Ada.xlsx.* is there already"):
        sample("Ada", n=12)
    with pytest.raises(RequestError, match="cannot be a coder's name"):
        sample("../Ada", n=12)


def test_whose_codes_go_because_no_file_has_them_is_told(study, codebook):
    corpus, sample = study
    ada, ben = sample("Ada", "Ben", n=12).files
    for path in (ada, ben):
        fill(path, "attributions", code_as_machine(corpus))
    score(corpus, [ada], codebook)
    told = score(corpus, [ben], codebook).remarks
    assert any(one.startswith("The codes of Ada stood here and are in none of these files") for one in told)
    assert not any("stood here" in one for one in score(corpus, [ada, ben], codebook).remarks)


def test_text_that_begins_like_a_formula_stays_text(study, codebook):
    corpus, sample = study
    articles = read_table(corpus, "articles")
    hostile = ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "'=1"]
    write_table(corpus, "articles", articles.assign(title=[hostile[i % 6] for i in range(len(articles))]))
    path = sample("Ada", n=1000).files[0]
    sheet = load_workbook(path)["attributions"]
    assert {row["headline"] for row in rows_of(sheet)} == set(hostile)
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    with (path.parent / "csv" / "Ada-attributions.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {line["headline"] for line in csv.DictReader(file)}
    assert {headline.removeprefix("'") for headline in told} == set(hostile)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in told)


def test_agreement_is_whole_when_people_code_as_the_machine(study, scored):
    corpus, sample = study
    for path in sample("Ada", "Ben", n=20, mentions=6, articles=3).files:
        fill(path, "attributions", code_as_machine(corpus))
        fill(path, "articles", lambda row: {"read whole": "yes"} if row["item"] else None)
    found = scored()
    assert value(found.agreement, variable="side", coders="people")["estimate"] == 1
    assert value(found.agreement, variable="side", coders="machine and Ada")["estimate"] == 1
    assert value(found.quality, coder="Ada", measure="precision")["estimate"] == 1
    assert value(found.quality, coder="Ben", measure="recall")["estimate"] == 1
    assert found.remarks == []
    assert found.told[0] == "Ada: 20 attributions judged, 0 missed ones added, 0 mentions, 3 articles read whole"
    assert (corpus / "hand-agreement.csv").read_text().startswith("variable,coders,estimate")
    assert len(read_hand_codes(corpus)) == len(found.codes)


def test_a_half_filled_sorted_and_renamed_sheet_is_read(study, scored):
    corpus, sample = study
    path = sample("Ada", n=20).files[0]
    half = lambda row: code_as_machine(corpus)(row) if row["no."] <= 10 else None  # noqa: E731
    fill(path, "attributions", half, {"is it an attribution?": "attribution?", "side": "Which side"})
    book = load_workbook(path)
    sheet = book["attributions"]
    names, rows = columns(sheet), sorted(rows_of(sheet), key=lambda row: row["item"], reverse=True)
    for number, row in enumerate(rows, start=2):
        for name, column in names.items():
            sheet.cell(number, column).value = row[name]
    sheet.insert_rows(1)  # a title above the headings
    sheet["A1"] = "My codes"
    book.save(path)
    found = scored(path)
    assert found.told == ["Ada: 10 attributions judged, 0 missed ones added, 0 mentions, 0 articles read whole"]
    assert value(found.agreement, variable="side", coders="machine and Ada")["estimate"] == 1
    assert 'Ada.xlsx, attributions: column "attribution?" is read as "is it an attribution?".' in found.remarks
    assert 'Ada.xlsx, attributions: column "Which side" is read as "side".' in found.remarks


def test_a_wrong_value_is_told_with_the_nearest_right_one_and_left_out(study, scored):
    corpus, sample = study
    path = sample("Ada", n=20).files[0]
    wrong = {1: {"side": "Nroth"}, 2: {"expert?": "=1+1"}, 3: {"side": " SOUTH "}, 4: {"expert?": True}}
    fill(path, "attributions", lambda row: wrong.get(row["no."]))
    found = scored(path)
    (told,) = [remark for remark in found.remarks if "Nroth" in remark]
    assert told.startswith("Ada.xlsx, attributions, row ") and told.endswith('Did you mean "North"?')
    assert any('"=1+1" is no answer to "expert?"' in remark for remark in found.remarks)
    codes = found.codes[found.codes["variable"] != "attribution"]
    assert sorted(zip(codes["variable"], codes["value"], strict=True)) == [("expert", "yes"), ("side", "south")]


def test_a_row_is_left_out_whole_where_whether_it_is_an_attribution_is_not_understood(study, scored):
    path = study[1]("Ada", n=20).files[0]
    told = {1: {"is it an attribution?": "maybe", "side": "North"}, 2: {"side": "South"}}
    fill(path, "attributions", lambda row: told.get(row["no."]))
    found = scored(path)
    (remark,) = found.remarks
    expected = '"maybe" is no answer to "is it an attribution?", so the whole row is left out. There are: yes, no.'
    assert remark.endswith(expected)
    assert found.told == ["Ada: 1 attribution judged, 0 missed ones added, 0 mentions, 0 articles read whole"]
    assert sorted(found.codes["value"]) == ["south", "yes"]


def test_rows_and_sheets_that_stand_twice(study, scored):
    corpus, sample = study
    path = sample("Ada", n=20).files[0]
    fill(path, "attributions", code_as_machine(corpus))
    book = load_workbook(path)
    again = book.copy_worksheet(book["attributions"])
    names = columns(again)
    changed = next(n for n, row in enumerate(rows_of(again), start=2) if row["side"] == "North")
    again.cell(changed, names["side"]).value = "South"
    book.save(path)
    found = scored(path)
    assert len([remark for remark in found.remarks if "neither counts until one is deleted" in remark]) == 1
    assert "Ada: 39 codes stand twice and alike; each counts once." in found.remarks
    assert (found.codes["variable"] == "side").sum() == 19


def test_what_the_machine_missed_is_added_and_counted_once_by_all(study, scored):
    corpus, sample = study
    attributions, articles = read_table(corpus, "attributions"), read_table(corpus, "articles")
    lost = attributions[attributions["article_id"] == "a000"].iloc[0]
    write_table(corpus, "attributions", attributions[attributions["attribution_id"] != lost["attribution_id"]])
    for path in sample("Ada", "Ben", n=100, articles=12).files:
        fill(path, "attributions", code_as_machine(corpus))
        book = load_workbook(path)
        asked = {row["item"]: row["article"] for row in rows_of(book["articles"]) if row["item"]}
        sheet = book["missed"]
        names = columns(sheet)
        told = {"article": asked["a000"], "content": lost["content"].upper(), "side": "North"}
        for heading, cell in told.items() if path.stem == "Ada" else ():
            sheet.cell(2, names[heading]).value = cell
        sheet.cell(3, names["content"]).value = "said nowhere"
        sheet.cell(3, names["article"]).value = "99"
        book.save(path)
        fill(path, "articles", lambda row: {"read whole": "yes"} if row["item"] else None)
    found = scored()
    n = len(attributions) - 1
    assert value(found.quality, coder="Ada", measure="recall")["estimate"] == pytest.approx(n / (n + 1))
    assert value(found.quality, coder="Ben", measure="recall")["estimate"] == 1
    assert sum('"99" is no article of the sheet' in remark for remark in found.remarks) == 2
    missed = found.codes[(found.codes["unit"] == "missed") & (found.codes["variable"] == "attribution")]
    assert dict(zip(missed["coder"], missed["value"], strict=True)) == {"Ada": "yes", "Ben": "no"}
    assert missed["item"].nunique() == 1
    assert articles.set_index("article_id").loc["a000", "text"].find(lost["content"]) >= 0


def test_csv_sheets_are_read_with_semicolons_and_without_utf_8(study, scored, tmp_path):
    corpus, sample = study
    sample("Ada", n=20)
    source = tmp_path / "coding" / "csv" / "Ada-attributions.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    filled = [row | code_as_machine(corpus)(row) for row in rows]
    target = tmp_path / "filled.csv"
    pd.DataFrame(filled).to_csv(target, sep=";", index=False, encoding="cp1252", errors="replace")
    found = scored(target)
    assert found.told == ["Ada: 20 attributions judged, 0 missed ones added, 0 mentions, 0 articles read whole"]
    assert value(found.agreement, variable="side", coders="machine and Ada")["estimate"] == 1


def test_a_corpus_read_anew_gives_its_codes_to_the_same_words(study, scored):
    corpus, sample = study
    path = sample("Ada", n=20).files[0]
    fill(path, "attributions", code_as_machine(corpus))
    attributions = read_table(corpus, "attributions")
    renamed = {old: f"{old[:4]}-{99 - int(old[5:])}" for old in attributions["attribution_id"]}
    write_table(corpus, "attributions", attributions.assign(attribution_id=attributions["attribution_id"].map(renamed)))
    found = scored(path)
    assert value(found.agreement, variable="side", coders="machine and Ada")["estimate"] == 1
    assert value(found.quality, coder="Ada", measure="precision")["n_attributions"] == 20
    (told,) = found.remarks
    assert "found again by their words, since the corpus was read anew" in told


def test_files_that_are_no_sheets(study, scored, tmp_path):
    Workbook().save(tmp_path / "empty.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    (tmp_path / "notes.docx").write_bytes(b"")
    with pytest.raises(RequestError) as told:
        scored(*(tmp_path / name for name in ("empty.xlsx", "broken.xlsx", "notes.docx", "nowhere.xlsx")))
    lines = str(told.value).splitlines()
    assert "holds no row of a coding sheet" in lines[0]
    assert "cannot be opened as a workbook" in lines[1]
    assert "save it as XLSX or CSV" in lines[2]
    assert "there is no such file" in lines[3]
    assert lines[-1] == "No file holds a code of this corpus, so there is nothing to score."


def test_a_draw_gives_the_corpus_back_by_its_chances(corpus):
    drawn, whole = draw(corpus, 12, 6, 3, seed=1), coded_attributions(corpus)
    assert (1 / drawn.attributions["chance"]).sum() == pytest.approx(len(whole))
    assert (1 / drawn.articles["chance"]).sum() == pytest.approx(whole["article_id"].nunique())
    assert set(drawn.found["article_id"]) >= set(drawn.articles["article_id"])


def test_a_draw_where_the_machine_is_unsure_still_gives_the_corpus_back(corpus):
    drawn, whole = draw(corpus, 8, 0, 0, seed=1, unsure=True).attributions, coded_attributions(corpus)
    assert (drawn["confidence"] < 0.7).sum() == 4 and len(drawn) == 8
    assert (1 / drawn["chance"]).sum() == pytest.approx(len(whole))


def test_only_attributions_may_be_asked_for(corpus):
    drawn = draw(corpus, 12, 0, 0, seed=1)
    assert (len(drawn.attributions), len(drawn.mentions), len(drawn.articles)) == (12, 0, 0)


def test_a_story_that_two_articles_print_is_drawn_once(study):
    corpus, _ = study
    original, copy = sorted(coded_attributions(corpus)["article_id"].unique())[:2]
    same = {"original": original, "overlap": 0.9, "agency": ""}
    write_table(corpus, "copies", pd.DataFrame([{"article_id": name} | same for name in (original, copy)]))
    drawn = draw(corpus, 1000, 1000, 1000, seed=1)
    for table in (drawn.attributions, drawn.mentions, drawn.articles):
        assert original in set(table["article_id"]) and copy not in set(table["article_id"])


def test_a_seed_draws_the_same_and_another_one_does_not(corpus):
    one, again, other = (draw(corpus, 12, 6, 3, seed).attributions["attribution_id"].tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_everything_is_drawn_about_as_often_as_its_chance_says(corpus):
    whole = coded_attributions(corpus)
    times = pd.Series(0, index=whole["attribution_id"])
    for seed in range(10):
        drawn = draw(corpus, 24, 1, 1, seed).attributions
        times[drawn["attribution_id"]] += 1
    expected = 10 * drawn.groupby(["outlet", "form"])["chance"].first()
    mean = times.groupby([whole["outlet"].to_numpy(), whole["form"].to_numpy()]).mean()
    assert mean.to_numpy() == pytest.approx(expected.to_numpy())
    assert times.min() > 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_sheet_is_read_in_the_encodings_that_excel_saves(tmp_path, encoding):
    (tmp_path / "Ada.csv").write_bytes("item\tcoder\tnote\nx1\tAda\tthe café\n".encode(encoding))
    ((row,), _) = read_rows(tmp_path / "Ada.csv", [["item", "coder", "note"]])
    assert (row.cells["item"], row.cells["note"]) == ("x1", "the café")


def test_a_code_in_merged_cells_counts_for_each_of_their_rows_and_is_told(tmp_path):
    book = Workbook()
    for line in (["item", "coder", "side"], ["x1", "Ada", "north"], ["x2", "Ada"], ["x3", "Ada", "south"]):
        book.active.append(line)
    book.active.merge_cells("C2:C3")
    book.active.merge_cells("E1:F1")
    book.save(tmp_path / "Ada.xlsx")
    rows, remarks = read_rows(tmp_path / "Ada.xlsx", [["item", "coder", "side"]])
    assert [row.cells["side"] for row in rows] == ["north", "north", "south"]
    assert remarks == ['Ada.xlsx, Sheet: the cells C2:C3 are merged: "north" is taken for each of their rows']


QUESTIONS = """
questions:
  - {id: news_frame, question: "Which frame?", values: [conflict, {id: human, label: human interest}]}
  - {id: heat, question: "How heated?", scale: ordinal, values: [cool, warm, hot]}
  - {id: on_record, question: "On the record?", scale: yes/no}
"""


@pytest.fixture
def asking(codebook, tmp_path):
    """Give the codebook with questions of its own."""
    path = tmp_path / "asking.yml"
    path.write_text(codebook.read_text(encoding="utf-8") + QUESTIONS, encoding="utf-8")
    return path


def odd(row):
    return int(row["item"][-1]) % 2


def test_a_codebook_s_own_questions_are_asked_scored_and_counted_by(study, asking, tmp_path):
    corpus, _ = study
    frames = {"Ada": ["conflict", "human interest"], "Ben": ["conflict", "Conflict"]}
    for coder, mine in frames.items():
        write_sample(corpus, asking, tmp_path / coder, n=20, mentions=0, articles=0, coders=(coder,))
        answer = lambda row, mine=mine: {  # noqa: E731
            "is it an attribution?": "yes", "which frame?": mine[odd(row)],
            "how heated?": "warm" if odd(row) else "cool", "on the record?": "yes",
        }  # fmt: skip
        fill(tmp_path / coder / f"{coder}.xlsx", "attributions", answer)
    found = score(corpus, [tmp_path / coder / f"{coder}.xlsx" for coder in frames], asking)
    assert found.remarks == []
    assert value(found.agreement, variable="heat", coders="people")["estimate"] == 1
    assert value(found.agreement, variable="news_frame", coders="people")["agreed"] < 1
    chosen = open_corpus(corpus, asking).select()
    number = lambda counts: (counts["attributions"] * counts["articles"]).sum()  # noqa: E731
    heat = chosen.count("side", by=("heat",))
    assert set(heat["heat"]) == {"warm", "cool"} and number(heat) == 20
    known = chosen.count("news_frame", by=("outlet",))  # where Ada and Ben differ, nobody knows
    assert set(known["news_frame"]) == {"conflict"} and number(known) == number(heat[heat["heat"] == "cool"])
    assert chosen.but(where="heat = 'warm'").total() == number(heat[heat["heat"] == "warm"])


def test_a_question_worded_as_a_column_is_refused(asking):
    asking.write_text(asking.read_text(encoding="utf-8").replace("On the record?", "Type of  source"), encoding="utf-8")
    with pytest.raises(RequestError, match='"on_record" is worded as the column "type of source"'):
        load_questions(load_codebook(asking))


def test_a_paragraph_of_200_kilobytes_is_no_hindrance(study, scored):
    corpus, sample = study
    articles = read_table(corpus, "articles")
    write_table(
        corpus,
        "articles",
        articles.assign(text=articles["text"] + "\n\n\x00\x1b[31m</script>" + "Long words. " * 17000),
    )
    fill(sample("Ada", n=12, mentions=0, articles=3).files[0], "attributions", code_as_machine(corpus))
    assert scored().remarks == []


def test_a_question_of_one_s_own_recodes_nothing(corpus, codebook, asking):
    assert _digest(load_codebook(codebook), corpus) == _digest(load_codebook(asking), corpus)
