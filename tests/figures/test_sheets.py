"""Tables as CSV and XLSX: the same bytes on every run, and no cell that computes."""

import io
import zipfile

import pandas as pd

from analysis.figures.sheets import csv_bytes, xlsx_bytes

TABLE = pd.DataFrame({"outlet": ["=1+1", "@SUM(A1)", "-x", "A, B"], "share": [-0.5, 1 / 3, None, 2]})


def test_text_that_looks_like_a_formula_is_none():
    lines = csv_bytes(TABLE).decode().splitlines()
    assert lines[1:] == ["'=1+1,-0.5", f"'@SUM(A1),{1 / 3}", "'-x,", '"A, B",2.0']


def test_a_workbook_holds_the_table_and_what_it_is():
    content = xlsx_bytes(TABLE, "Shares", "First note.\nSecond note.")
    read = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="openpyxl")
    assert read["table"]["outlet"].tolist() == TABLE["outlet"].tolist()
    assert read["table"]["share"][0] == -0.5
    assert read["notes"].iloc[:, 0].tolist() == ["Shares", "First note.", "Second note."]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_a_workbook_has_the_same_bytes_and_no_day():
    first = xlsx_bytes(TABLE, "Shares")
    assert first == xlsx_bytes(TABLE, "Shares")
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {1980}
