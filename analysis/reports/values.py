"""Values that a notebook records, and reading them back from the executed notebook."""

import json
import math
from pathlib import Path

import nbformat
from IPython.display import display

VALUES = "application/vnd.evenhand.values+json"
"""Media type of an output that programs read and no report prints."""


def record(**values) -> None:
    """Store values in the running notebook, for tests and the index; prints nothing.

    Parameters
    ----------
    **values
        Numbers, texts, truths, lists, dictionaries, pandas and numpy objects. NaN is stored as null.
    """
    display({VALUES: plain_values(values)}, raw=True)


def read_values(notebook: Path) -> dict:
    """Give what an executed notebook recorded; a later value replaces an earlier one of the same name."""
    return values_of(nbformat.read(notebook, as_version=4))


def values_of(notebook: nbformat.NotebookNode) -> dict:
    """Give what a notebook in memory recorded; empty when it recorded nothing."""
    values: dict = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            values |= json.loads(json.dumps(output.get("data", {}).get(VALUES, {})))
    return values


def plain_values(value):
    """Turn tables, arrays and what is in them into what JSON can write; NaN becomes null."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return plain_values(value.to_dict("records"))
    if hasattr(value, "tolist"):
        return plain_values(value.tolist())
    if hasattr(value, "to_dict"):
        return plain_values(value.to_dict())
    if isinstance(value, dict):
        return {str(key): plain_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain_values(item) for item in (sorted(value, key=str) if isinstance(value, set) else value)]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int | str | bool | None) else str(value)
