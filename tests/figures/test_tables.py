import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.errors import RequestError
from analysis.figures.tables import (
    csv_bytes,
    interval_text,
    number_text,
    readable_differences,
    readable_estimates,
    table_html,
    xlsx_bytes,
)

HOSTILE = '<script>alert("x")</script>'


def read(html):
    return BeautifulSoup(str(html), "html.parser")


def test_text_is_escaped_everywhere():
    page = read(table_html(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE))
    assert page.script is None
    assert page.caption.text == page.td.text == page.th.text == HOSTILE


def test_cells_carry_the_value_to_sort_by():
    page = read(table_html(pd.DataFrame({"share": [0.1234]}), "Shares.", percent=["share"]))
    assert page.td.text == "12 %"
    assert float(page.td["data-value"]) == 0.1234


def test_an_interval_carries_its_numbers_for_a_small_bar():
    found = pd.DataFrame({"estimate": [0.5, 1.0], "low": [0.4, np.nan], "high": [0.6, np.nan], "note": ["", "one"]})
    cells = read(table_html(readable_estimates(found), "Shares.", percent=["share"])).select("td:nth-of-type(2)")
    assert [(cell.text, cell.get("data-interval")) for cell in cells] == [("40–60 %", "0.5 0.4 0.6"), ("one", None)]


def test_differences_between_shares_are_points_not_per_cent():
    tests = pd.DataFrame({"outlet": ["A"], "estimate": [-0.68], "p": [0.5], "p_holm": [1.0], "note": [""]})
    page = read(table_html(readable_differences(tests), "Differences.", points=["difference"]))
    assert [cell.text for cell in page("td")] == ["A", "−68 points", "0.50", "1.00", ""]
    events = tests.assign(low=[-0.9], high=[-0.46])
    assert readable_differences(events).loc[0, "95 % interval"] == "−90 to −46 points"
    unknown = events.assign(low=np.nan, high=np.nan, note="not estimable: one event only")
    assert readable_differences(unknown).loc[0, "95 % interval"] == "not estimable: one event only"


def test_kinds_of_values():
    frame = pd.DataFrame(
        {"n": [1234], "x": [-0.5], "gap": [np.nan], "day": pd.to_datetime(["2024-03-01"]), "yes": [True], "no": [None]}
    )
    assert [cell.text for cell in read(table_html(frame, "All."))("td")] == [
        "1,234", "−0.50", "–", "2024-03-01", "yes", "–",
    ]  # fmt: skip


def test_headers_have_a_scope_and_an_empty_table_says_so():
    page = read(table_html(pd.DataFrame(columns=["outlet", "n_articles"]), "Nothing."))
    assert [header["scope"] for header in page("th")] == ["col", "col"]
    assert page("th")[1].text == "articles"
    assert page.td.text == "None."


def test_a_caption_is_needed():
    with pytest.raises(RequestError, match="caption"):
        table_html(pd.DataFrame({"a": [1]}), " ")


def test_readable_estimates():
    table = pd.DataFrame(
        {"outlet": ["A", "B"], "side": ["north", "unknown"], "estimate": [0.5, 1.0], "low": [0.25, np.nan],
         "high": [0.75, np.nan], "note": ["", "not estimable: all or none"], "n_articles": [3, 2]}
    )  # fmt: skip
    found = readable_estimates(table, labels={"side": {"north": "North"}})
    assert list(found.columns) == ["outlet", "side", "share", "95 % interval", "n_articles"]
    assert list(found["95 % interval"]) == ["25–75 %", "not estimable: all or none"]
    assert list(found["side"]) == ["North", "unknown"]


def test_intervals_of_numbers_have_a_true_minus():
    assert interval_text({"low": -0.5, "high": 0.25}, percent=False) == "−0.50 to 0.25"
    assert number_text(float("nan")) == "–"
    assert number_text(-0.001) == "0.00"


def test_the_unknown_is_one_column_and_corrections_stand_only_where_there_are_any():
    table = pd.DataFrame(
        {"outlet": ["A"], "estimate": [0.5], "low": [0.2], "high": [0.7], "note": [""], "outer_low": [-0.1],
         "outer_high": [0.8], "n": [40], "corrected": [np.nan], "corrected_low": [np.nan], "corrected_high": [np.nan],
         "corrected_note": ["too few"], "n_hand": [3]}
    )  # fmt: skip
    found = readable_estimates(table, "balance", percent=False)
    assert list(found) == ["outlet", "balance", "95 % interval", "with the unknown", "n"]
    assert found.loc[0, "with the unknown"] == "−0.10 to 0.80"
    table[["corrected", "corrected_low", "corrected_high"]] = 0.4, 0.1, 0.6
    found = readable_estimates(table, "balance", percent=False)
    assert list(found)[4:] == ["corrected", "its interval", "n", "coded by hand"]
    assert found.loc[0, "its interval"] == "0.10 to 0.60"


HARMFUL = pd.DataFrame({"outlet": ["=1+1", "@SUM(A1)", "-x", "A, B"], "share": [-0.5, 1 / 3, None, 2]})


def test_text_that_looks_like_a_formula_is_none():
    lines = csv_bytes(HARMFUL).decode().splitlines()
    assert lines[1:] == ["'=1+1,-0.5", f"'@SUM(A1),{1 / 3}", "'-x,", '"A, B",2.0']


def test_a_workbook_holds_the_table_and_what_it_is():
    content = xlsx_bytes(HARMFUL, "Shares", "First note.\nSecond note.")
    read = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="openpyxl")
    assert read["table"]["outlet"].tolist() == HARMFUL["outlet"].tolist()
    assert read["table"]["share"][0] == -0.5
    assert read["notes"].iloc[:, 0].tolist() == ["Shares", "First note.", "Second note."]
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_a_workbook_has_the_same_bytes_and_no_day():
    first = xlsx_bytes(HARMFUL, "Shares")
    assert first == xlsx_bytes(HARMFUL, "Shares")
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {1980}
