"""Sheets of Excel and LibreOffice (.xlsx, .ods), through calamine: one article a row below the column names."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from analysis.corpus.limits import LARGEST_WHOLE, check_growth, check_size
from analysis.corpus.records import Columns, Rejection, Row, columns_of

TITLE_ROWS = 10
"""Rows above the names of the columns in which a sheet may say what it is."""


def read(path: Path) -> Iterator[Columns | Row | Rejection]:
    """Read every sheet that has a column of texts; rows are counted as the sheet counts them.

    Formulas give the value that was saved with them; nothing in the file is run.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        check_growth(path.stat().st_size, unpacked)
        check_size(unpacked, LARGEST_WHOLE, "a spreadsheet")
        sheets = [
            (name, *_table(book, name)) for book in [CalamineWorkbook.from_path(path)] for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        yield Rejection("", f"not a spreadsheet that can be opened: {str(error)[:300]}; save it anew as .xlsx")
        return
    full = [sheet for sheet in sheets if sheet[1]]
    if not full:
        yield Rejection("", "empty: no sheet has a row; deliver it again")
        return
    for name, names, rows in [sheet for sheet in full if "text" in columns_of(sheet[1])] or full[:1]:
        yield Columns(names)
        for number, row in rows:
            yield Row(f"{name} row {number}" if len(full) > 1 else f"row {number}", dict(zip(names, row, strict=False)))


def _table(book: CalamineWorkbook, name: str) -> tuple[tuple[str, ...], list[tuple[int, list]]]:
    """Give the names in a sheet's first row that names a text, else the first, and the rows below with their numbers.

    A merged cell has its value in all rows that it covers.
    """
    sheet = book.get_sheet_by_name(name)
    cells = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in cells[top + 1 : bottom + 1] if left == right else ():
            row[left] = row[left] or cells[top][left]
    rows = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    named = [tuple(str(cell).strip() for cell in row) for _, row in rows[:TITLE_ROWS]]
    at = next((number for number, names in enumerate(named) if "text" in columns_of(names)), 0)
    return (named[at], rows[at + 1 :]) if rows else ((), [])
