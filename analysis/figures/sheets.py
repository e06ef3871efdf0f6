"""Tables as files that other programs read: CSV and XLSX, the same bytes on every run, and no cell that computes.

Gives bytes; `reports` writes them.
"""

import io
from datetime import UTC, datetime

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV (UTF-8), full precision; a text that begins like a formula gets an apostrophe."""
    return _harmless(table).to_csv(index=False, lineterminator="\n").encode()


def xlsx_bytes(table: pd.DataFrame, title: str, notes: str = "") -> bytes:
    """Write a table as an XLSX workbook: one sheet with the table under a bold head, one with what it is.

    Parameters
    ----------
    table : DataFrame
        What to write; its index is left out.
    title, notes : str
        What the table holds, and what to know of it.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        writer.book.set_properties({"title": title[:255], "created": EPOCH})
        table.to_excel(writer, sheet_name="table", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["table"]
        for place, column in enumerate(table.columns):
            longest = max([len(str(column)), *(len(str(value)) for value in table[column].head(200))])
            sheet.set_column(place, place, min(60, longest + 2))
        about = pd.DataFrame({"about this table": [title, *notes.splitlines()]})
        about.to_excel(writer, sheet_name="notes", index=False)
        writer.sheets["notes"].set_column(0, 0, 100)
    return buffer.getvalue()


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    texts = [column for column in table if not pd.api.types.is_numeric_dtype(table[column])]
    return table.assign(**{column: table[column].map(_quoted) for column in texts})


def _quoted(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
