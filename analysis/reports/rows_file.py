"""A table as a file that the researcher names: its suffix tells the format."""

from pathlib import Path

import pandas as pd

from analysis.errors import RequestError
from analysis.files import write_whole
from analysis.figures import csv_bytes, xlsx_bytes


def write_rows(table: pd.DataFrame, path: Path, title: str) -> None:
    """Write a table as .xlsx, .csv or .jsonl, whole or not at all; no cell of it computes.

    Raises
    ------
    RequestError
        When the suffix is another one, or the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        content = xlsx_bytes(_days(table), title)
    elif suffix == ".csv":
        content = csv_bytes(_days(table))
    elif suffix == ".jsonl":
        content = _days(table).to_json(orient="records", lines=True, force_ascii=False).encode()
    else:
        raise RequestError(f'"{path.name}": tables are written as .xlsx, .csv or .jsonl; name the file so.')
    try:
        write_whole(path, content)
    except OSError as error:
        raise RequestError(f'"{path}" cannot be written ({error.strerror}); name another file.') from error


def _days(table: pd.DataFrame) -> pd.DataFrame:
    """Write days as such, not as points in time."""
    times = [column for column in table if pd.api.types.is_datetime64_any_dtype(table[column])]
    return table.assign(**{column: table[column].dt.strftime("%Y-%m-%d").fillna("") for column in times})
