"""Rows of filled sheets, as they stand in the files: from XLSX and CSV, whatever was sorted, renamed or inserted."""

import codecs
import csv
import io
import zipfile
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from rapidfuzz import fuzz, process

from analysis.errors import RequestError
from analysis.people.cells import unguarded

SEARCHED = 20
"""Rows at the top of a sheet among which its headings are looked for."""


class Filled(NamedTuple):
    """One row of a filled sheet: its cells by heading, and where it stands."""

    file: Path
    place: str
    cells: dict[str, str]


def read_rows(path: Path, kinds: list[list[str]]) -> tuple[list[Filled], list[str]]:
    """Read the rows of every coding sheet in a file, and remarks on what was not as it had been written.

    Parameters
    ----------
    path : Path
        A workbook (XLSX) or a CSV file.
    kinds : list of list of str
        The headings of each kind of sheet. A sheet that has fewer than three of one, and no item or content, is none.

    Raises
    ------
    RequestError
        When the file is missing, of another kind or broken.
    """
    rows, remarks = [], []
    for sheet, lines, merged in _tables(path):
        where = f"{path.name}, {sheet}" if sheet else path.name
        head, headings, told = _headings(lines, kinds)
        if headings:
            remarks += [f"{where}: {remark}" for remark in told + merged]
            for number, line in enumerate(lines[head + 1 :], start=head + 2):
                cells = {heading: line[column] for column, heading in headings.items() if column < len(line)}
                if any(cells.values()):
                    rows.append(Filled(path, f"{where}, row {number}", cells))
    return rows, remarks


def _tables(path: Path) -> list[tuple[str, list[list[str]], list[str]]]:
    if not path.is_file():
        raise RequestError(f'"{path}": there is no such file.')
    if path.suffix.lower() == ".csv":
        return [("", _csv_lines(path), [])]
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise RequestError(f'"{path}" is no coding sheet that can be read; save it as XLSX or CSV.')
    try:
        book = load_workbook(path)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise RequestError(f'"{path}" cannot be opened as a workbook ({error}); save it as XLSX again.') from error
    return [(sheet.title, *_unmerged(sheet)) for sheet in book.worksheets]


def _unmerged(sheet: Worksheet) -> tuple[list[list[str]], list[str]]:
    """Give the lines of a sheet, a cell merged over several rows in each of them, and say which these are."""
    lines = [[_text(value) for value in line] for line in sheet.iter_rows(values_only=True)]
    told = []
    for area in sorted(sheet.merged_cells.ranges, key=lambda area: area.bounds):
        column, value = area.min_col - 1, lines[area.min_row - 1][area.min_col - 1]
        if area.min_col == area.max_col and value:
            for line in lines[area.min_row : area.max_row]:
                line[column] = value
            told.append(f'the cells {area.coord} are merged: "{value[:40]}" is taken for each of their rows')
    return lines, told


def _csv_lines(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Excel's "Unicode text"
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what Excel writes unless it is asked for UTF-8
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a paragraph may be longer than Python expects
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    return [[unguarded(cell).strip() for cell in line] for line in csv.reader(io.StringIO(text), delimiter=separator)]


def _text(value) -> str:
    """Write a cell's value as text; a formula that a coder typed is text too, and is never calculated."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _headings(lines: list[list[str]], kinds: list[list[str]]) -> tuple[int, dict[int, str], list[str]]:
    """Find the row of headings; give its place, the heading of each column, and what was renamed or is missing."""
    head, known = 0, []
    headings: dict[int, str] = {}
    for number, line in enumerate(lines[:SEARCHED]):
        for kind in kinds:
            found = {column: _plain(cell) for column, cell in enumerate(line) if _plain(cell) in kind}
            if len(found) > len(headings):
                head, headings, known = number, found, kind
    if len(headings) < 3 or not {"item", "content"} & set(headings.values()):
        return 0, {}, []
    remarks = []
    for column, cell in enumerate(lines[head]):
        if not cell or column in headings or _plain(cell).startswith("machine:"):
            continue
        free = [heading for heading in known if heading not in headings.values()]
        match = process.extractOne(_plain(cell), free, scorer=fuzz.WRatio, score_cutoff=80)
        if match:
            headings[column] = match[0]
            remarks.append(f'column "{cell}" is read as "{match[0]}".')
        else:
            remarks.append(f'column "{cell}" is none of the sheet\'s and is left out.')
    first: dict[int, str] = {}
    for column, name in sorted(headings.items()):
        if name in first.values():
            remarks.append(f'there are two columns "{name}"; the first is read.')
        else:
            first[column] = name
    return head, first, remarks


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().split())
