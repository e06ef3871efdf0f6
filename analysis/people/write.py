"""Writes the coding sheets: a workbook and the same as CSV for each coder; never over one that stands there."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.files import write_whole
from analysis.people.cells import LONGEST, guarded, put_text
from analysis.people.frames import MISSED_ROWS, Pieces, Sheet, draw, sheets
from analysis.people.page import coding_page
from analysis.people.questions import KEYS, NOTE, Question, Questionnaire, load_questions

MARKS = {
    "source": InlineFont(b=True, color="FF0B5394"),
    "cue": InlineFont(i=True, color="FFB45F06"),
    "content": InlineFont(u="single"),
}
HEAD, ASKED, KEY = (PatternFill("solid", fgColor=colour) for colour in ("FFD9E2EC", "FFFCE8B2", "FFE0E0E0"))


class Written(NamedTuple):
    """What was written: a file a coder to begin with, and how much there is to code in each."""

    files: list[Path]
    attributions: int
    mentions: int
    articles: int


def write_sample(
    corpus: Path,
    codebook: Path,
    out: Path,
    n: int = 200,
    mentions: int = 100,
    articles: int = 12,
    coders: tuple[str, ...] = ("coder",),
    seed: int = 1,
    show_codes: bool = False,
    page: bool = False,
    unsure: bool = False,
) -> Written:
    """Draw what people are to code and write each coder a workbook, the same as CSV in `csv/` and, if asked, as a page.

    All coders get the same rows, each in an order of their own.

    Parameters
    ----------
    corpus : folder that `evenhand read` filled
    codebook : the sides and source types to choose from
    out : folder of the sheets; made if there is none
    n, mentions, articles : how many attributions and mentions to code, and articles to read whole
    coders : names of the coders
    seed : another seed draws another sample
    show_codes : whether to show what the machine said
    page : whether to write each coder a page too, `CODER.html`, in which the same is coded
    unsure : whether to draw half of the attributions from those of which the machine is least sure

    Raises
    ------
    RequestError
        When a sheet of that name stands there already, since it may be filled; when a coder's name cannot be a
        file's; when there is nothing to draw from.
    """
    book = load_codebook(codebook)
    for coder in coders:
        if not re.fullmatch(r"[\w .-]*\w[\w .-]*", coder):
            raise RequestError(f'"{coder}" cannot be a coder\'s name: use letters, digits and hyphens.')
        if (path := out / f"{coder}.xlsx").exists():
            raise RequestError(f'"{path}" is there already and may be filled; choose another folder with --out.')
    questionnaire = load_questions(book)
    drawn = draw(corpus, n, mentions, articles, seed, unsure)
    (out / "csv").mkdir(parents=True, exist_ok=True)
    for number, coder in enumerate(coders):
        own = sheets(drawn, questionnaire, book, coder, seed * 1000 + number, show_codes)
        for sheet in own:
            write_whole(out / "csv" / f"{coder}-{sheet.name}.csv", as_csv(sheet))
        write_whole(out / f"{coder}.xlsx", as_workbook(own, questionnaire))
        if page:
            name = f"{corpus.resolve().name}-{n}-{mentions}-{articles}-{seed}"
            own_page = coding_page(drawn, questionnaire, book, coder, seed * 1000 + number, name)
            write_whole(out / f"{coder}.html", own_page)
    paths = [out / f"{coder}.{'html' if page else 'xlsx'}" for coder in coders]
    return Written(paths, len(drawn.attributions), len(drawn.mentions), len(drawn.articles))


def as_workbook(own: list[Sheet], questionnaire: Questionnaire) -> bytes:
    """Give the bytes of an XLSX workbook: instructions, the sheets with their drop-downs, and the lists behind them."""
    book = Workbook()
    _instruct(book.active, questionnaire)
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for sheet in own:
        _fill(book.create_sheet(sheet.name, len(book.worksheets) - 1), sheet, lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _instruct(sheet: Worksheet, questionnaire: Questionnaire) -> None:
    sheet.title = questionnaire.title.lower()
    lines: list[tuple[str, str, str]] = [
        (questionnaire.title, "", ""),
        *((step, "", "") for step in questionnaire.steps),
    ]
    for questions in questionnaire.asked.values():
        for question in questions:
            lines += [("", "", ""), (question.heading, question.rule, "")]
            lines += [("", words, question.rules_of_values.get(words, "")) for words in question.values]
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            put_text(sheet.cell(number, column), text)
            sheet.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")
        steps = 1 <= number <= len(questionnaire.steps) + 1
        if steps:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
            sheet.row_dimensions[number].height = 15 * (1 + len(line[0]) // 115)
        sheet.cell(number, 1).font = Font(bold=number == 1 or not steps, size=14 if number == 1 else 11)
    for column, width in zip("ABC", (24, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width


def _headings(sheet: Sheet) -> list[str]:
    return [*sheet.shown, *(question.heading for question in sheet.questions), NOTE, *KEYS]


def _fill(place: Worksheet, sheet: Sheet, lists: Worksheet) -> None:
    headings = _headings(sheet)
    widths = [*sheet.shown.values(), *(16 for _ in sheet.questions), 24, *(8 for _ in KEYS)]
    asked = {question.heading: question for question in sheet.questions}
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        cell, letter = place.cell(1, column), get_column_letter(column)
        put_text(cell, heading)
        cell.font = Font(bold=True)
        cell.fill = ASKED if heading in asked else KEY if heading in KEYS else HEAD
        place.column_dimensions[letter].width = width
        place.column_dimensions[letter].hidden = heading in KEYS
        if heading in asked:
            last = 1 + len(sheet.rows) + MISSED_ROWS
            place.add_data_validation(_drop_down(asked[heading], lists, f"{letter}2:{letter}{last}"))
    for number, row in enumerate(sheet.rows, start=2):
        for column, heading in enumerate(headings, start=1):
            _put(place.cell(number, column), row.get(heading, ""))
    place.freeze_panes = "A2"
    place.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{max(2, 1 + len(sheet.rows))}"


def _drop_down(question: Question, lists: Worksheet, cells: str) -> DataValidation:
    """Offer a question's answers; they stand in the hidden sheet, since commas would cut a list written out."""
    column = next((c for c in range(1, lists.max_column + 1) if lists.cell(1, c).value == question.variable), None)
    if column is None:
        column = lists.max_column + (lists.cell(1, 1).value is not None)
        for row, words in enumerate([question.variable, *question.values], start=1):
            put_text(lists.cell(row, column), words)
    letter = get_column_letter(column)
    choice = DataValidation("list", f"lists!${letter}$2:${letter}${1 + len(question.values)}", allow_blank=True)
    choice.showErrorMessage = choice.showInputMessage = True
    choice.errorTitle, choice.error = question.heading, "Please choose one of the list, or leave the cell empty."
    choice.promptTitle, choice.prompt = question.heading[:32], question.rule[:255]
    choice.add(cells)
    return choice


def _put(cell: Cell, value: str | float | Pieces) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, float):
        cell.value = int(value) if value.is_integer() else value
    elif isinstance(value, list):
        cell.value = CellRichText(*(_marked(words, part) for words, part in _fitting(value)))
    elif value:
        put_text(cell, value)


def _marked(words: str, part: str) -> TextBlock:
    return TextBlock(MARKS.get(part, InlineFont()), ILLEGAL_CHARACTERS_RE.sub("", words))


def _fitting(pieces: Pieces) -> Pieces:
    """Keep as many pieces as a cell holds."""
    kept, room = [], LONGEST
    for words, part in pieces:
        if words and room > 0:
            kept.append((words[:room], part))
            room -= len(words)
    return kept


def as_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV, UTF-8 with a mark that Excel knows; source, cue and content stand in brackets."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    headings = _headings(sheet)
    writer.writerow(headings)
    for row in sheet.rows:
        writer.writerow([guarded(_plain(row.get(heading, ""))) for heading in headings])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + buffer.getvalue()


def _plain(value: str | float | Pieces) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return "".join(f"[{part}: {words}]" if part else words for words, part in value)
    return value
