"""The coding workbook: instructions, a sheet a kind of question with drop-downs, and behind them the lists of answers.

The same sheets give the same bytes. Whatever a text begins with, it stays text.
"""

import io

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.figures import EPOCH
from analysis.people.frames import MISSED_ROWS, Pieces, Sheet
from analysis.people.questions import KEYS, Question, Questionnaire

LONGEST = 32_000
"""Characters that a cell holds (Excel's own limit is 32,767)."""

TEXT = {"text_wrap": True, "valign": "top", "quote_prefix": True}
FORMATS = {
    "text": TEXT,
    "number": {"valign": "top"},
    "bold": TEXT | {"bold": True},
    "title": TEXT | {"bold": True, "font_size": 14},
    "shown": TEXT | {"bold": True, "bg_color": "#D9E2EC"},
    "asked": TEXT | {"bold": True, "bg_color": "#FCE8B2"},
    "key": TEXT | {"bold": True, "bg_color": "#E0E0E0"},
    "source": {"bold": True, "font_color": "#0B5394"},
    "cue": {"italic": True, "font_color": "#B45F06"},
    "content": {"underline": 1},
    "": {},
}


def as_workbook(own: list[Sheet], questionnaire: Questionnaire) -> bytes:
    """Give the bytes of an XLSX workbook for one coder."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": EPOCH})
        looks = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        _instruct(book.add_worksheet(questionnaire.title.lower()), questionnaire, looks)
        asked = {question.variable: question for sheet in own for question in sheet.questions}
        for sheet in own:
            _fill(book.add_worksheet(sheet.name), sheet, list(asked), looks)
        lists = book.add_worksheet("lists")
        lists.hide()
        for column, question in enumerate(asked.values()):
            for row, words in enumerate([question.variable, *question.values]):
                lists.write_string(row, column, _allowed(words), looks["text"])
    return buffer.getvalue()


def _instruct(place: Worksheet, questionnaire: Questionnaire, looks: dict[str, Format]) -> None:
    place.set_column(0, 0, 24)
    place.set_column(1, 2, 60)
    for row, step in enumerate([questionnaire.title, *questionnaire.steps]):
        place.set_row(row, 15 * (1 + len(step) // 115))
        place.merge_range(row, 0, row, 2, _allowed(step), looks["text" if row else "title"])
    row += 1
    for question in (question for questions in questionnaire.asked.values() for question in questions):
        rules = [(words, question.rules_of_values.get(words, "")) for words in question.values]
        for line in [(question.heading, question.rule), *(("", *rule) for rule in rules)]:
            row += 1
            for column, text in enumerate(line):
                if text:
                    place.write_string(row, column, _allowed(text), looks["text" if column else "bold"])
        row += 1


def _fill(place: Worksheet, sheet: Sheet, listed: list[str], looks: dict[str, Format]) -> None:
    last = len(sheet.rows) + MISSED_ROWS
    asked = {question.heading: question for question in sheet.questions}
    for column, heading in enumerate(sheet.headings):
        key = heading in KEYS
        place.set_column(column, column, sheet.widths[column], None, {"hidden": key})
        place.write_string(0, column, heading, looks["asked" if heading in asked else "key" if key else "shown"])
        if heading in asked:
            question = asked[heading]
            place.data_validation(1, column, last, column, _drop_down(question, listed.index(question.variable)))
        for row, cells in enumerate(sheet.rows, start=1):
            _put(place, row, column, cells.get(heading, ""), looks)
    place.freeze_panes(1, 0)
    place.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.headings) - 1)


def _drop_down(question: Question, column: int) -> dict:
    """Offer a question's answers; they stand in the hidden sheet, since commas would cut a list written out."""
    letter = xl_col_to_name(column)
    return {
        "validate": "list",
        "source": f"=lists!${letter}$2:${letter}${1 + len(question.values)}",
        "input_title": question.heading[:32],
        "input_message": question.rule[:255],
        "error_title": question.heading[:32],
        "error_message": "Please choose one of the list, or leave the cell empty.",
    }


def _put(place: Worksheet, row: int, column: int, value: str | float | Pieces, looks: dict[str, Format]) -> None:
    if isinstance(value, float):
        place.write_number(row, column, value, looks["number"])
    elif isinstance(value, list):
        marked = _fitting(value)
        pieces = [piece for words, part in marked for piece in (looks[part], words)]
        if len(marked) > 1:
            place.write_rich_string(row, column, *pieces, looks["text"])
        elif marked:
            place.write_string(row, column, marked[0][0], looks["text"])
    elif value:
        place.write_string(row, column, _allowed(value), looks["text"])


def _fitting(pieces: Pieces) -> Pieces:
    """Keep as many pieces as a cell holds."""
    kept, room = [], LONGEST
    for words, part in pieces:
        if words := _allowed(words)[:room]:
            kept.append((words, part if part in FORMATS else ""))
            room -= len(words)
    return kept


def _allowed(words: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", words)[:LONGEST]
