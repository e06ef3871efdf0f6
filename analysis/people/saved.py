"""Answers saved from coding pages, as the rows of a sheet: what is read of both is the same."""

import json
from collections.abc import Iterable
from pathlib import Path

from analysis.errors import RequestError
from analysis.measures import ARTICLE, MARKS
from analysis.people.rows import Filled

OF_PAGES = "evenhand"
"""The key by which a JSON file is known as one of ours."""


def read_saved(path: Path) -> list[Filled]:
    """Read a file that a coding page saved, half done or whole, as filled rows.

    Raises
    ------
    RequestError
        When it is none, or is cut off.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(saved, dict) or OF_PAGES not in saved:
            raise ValueError("it was not saved by a coding page")
        return [*_answers(path, saved), *_missed(path, saved)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(f'"{path}" is no file of a coding page ({error}); save it from the page again.') from error


def latest(rows: Iterable[Filled]) -> list[Filled]:
    """Keep of what one coder saved of an item several times the last; rows of sheets stay as they are."""
    kept: dict[tuple, Filled] = {}
    others = []
    for row in sorted(rows, key=lambda row: row.cells.get("saved", "")):
        item = row.cells.get("item") or row.cells.get("content", "")
        if "saved" in row.cells:
            kept[row.cells["coder"], row.cells["article_id"], item] = row
        else:
            others.append(row)
    return [*others, *kept.values()]


def _answers(path: Path, saved: dict) -> Iterable[Filled]:
    headings = saved["headings"]
    for number, one in enumerate(saved["answers"], start=1):
        cells = {headings[variable]: str(value) for variable, value in one["values"].items()}
        cells |= {name: str(one[name]) for name in ("item", "article_id", "unit", "chance", "content")}
        if one["unit"] == ARTICLE:
            cells["content"] = ""
        cells |= _marks(one.get("corrected"))
        yield Filled(path, f"{path.name}, answer {number}", cells | _of(saved) | {"note": one.get("note") or ""})


def _missed(path: Path, saved: dict) -> Iterable[Filled]:
    headings = saved["headings"]
    for number, one in enumerate(saved["missed"], start=1):
        cells = {name: str(one.get(name, "")) for name in ("article_id", "content")} | _marks(one.get("spans"))
        cells |= {headings[variable]: str(value) for variable, value in (one.get("values") or {}).items()}
        yield Filled(path, f"{path.name}, missed {number}", cells | _of(saved) | {"note": one.get("note") or ""})


def _marks(spans: dict | None) -> dict[str, str]:
    """Write where parts stand as hand codes do: "12-30,45-50"."""
    return {
        f"{part}_spans": ",".join(f"{int(start)}-{int(end)}" for start, end in several)
        for part, several in (spans or {}).items()
        if several and f"{part}_spans" in MARKS
    }


def _of(saved: dict) -> dict[str, str]:
    return {"coder": str(saved["coder"]), "saved": str(saved.get("saved", ""))}
