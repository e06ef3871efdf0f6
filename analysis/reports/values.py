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
    display({VALUES: _plain(values)}, raw=True)


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


def _plain(value):
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return _plain(value.to_dict("records"))
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if hasattr(value, "to_dict"):
        return _plain(value.to_dict())
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in (sorted(value, key=str) if isinstance(value, set) else value)]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int | str | bool | None) else str(value)
