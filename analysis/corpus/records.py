"""What a reader gives back: a record, or why there is none; and which field of a record means what.

Names of fields are matched with `fields.yml`; values are turned into text, not judged.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

NOTHING = {"none", "null", "nan", "nat", "n/a", "unknown"}
"""What programs write where a value is missing."""


class Record(NamedTuple):
    """One article as found: its place in the file (empty: the whole file), and its fields by our names."""

    place: str
    fields: dict[str, str]


class Rejection(NamedTuple):
    """A record that could not be read: its place in the file, why, and what to do about it."""

    place: str
    reason: str


@cache
def field_names() -> dict[str, str]:
    """Give our name of each field for every name by which files call it, in lower case."""
    aliases = yaml.safe_load(files("analysis.corpus").joinpath("fields.yml").read_text("utf-8"))
    return {alias: field for field, names in aliases.items() for alias in [field, *names]}


def our_fields(row: Mapping[Any, Any]) -> dict[str, str]:
    """Pick the fields of a row that an article has, under our names; of two for one, the first listed.

    Names are the same in upper and lower case; blanks, hyphens and underscores too. A value that is a
    dictionary counts by its own name or title, as NewsAPI's ``source`` does; a list by its members, joined by
    commas.

    Examples
    --------
    >>> our_fields({"Headline": "Talks", "Full Text": "They talked.", "likes": 3})
    {'text': 'They talked.', 'title': 'Talks'}
    """
    names = field_names()  # in the order of the list, best first
    known = {}
    for key, value in row.items():
        alias = _alias(key)
        if alias in names and (content := _plain(value)):
            known[alias] = content
    found: dict[str, str] = {}
    for alias in sorted(known, key=list(names).index):
        found.setdefault(names[alias], known[alias])
    return found


def _plain(value: Any) -> str:
    if value is None or value != value:  # NaN, the one value that is not itself
        return ""
    if isinstance(value, Mapping):
        return _plain(value.get("name") or value.get("title"))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value)))
    written = str(value).strip()
    return "" if written.casefold() in NOTHING else written


def as_record(place: str, row: Any) -> Record | Rejection:
    """Make a record of a row of a table or a JSON object; a rejection when none of its fields is the text.

    The record's own id, if it has one, is its place.
    """
    if not isinstance(row, Mapping):
        return Rejection(place, "not a JSON object; give each article as {...} with its text")
    fields = our_fields(row)
    place = " ".join(fields.pop("id", place).split())[:100]
    if "text" in fields:
        return Record(place, fields)
    texts = [alias for alias, field in field_names().items() if field == "text"]
    if any(_alias(key) in texts for key in row) and any(row.values()):
        return Rejection(place, "empty: its text has no words; deliver the full text")
    found = ", ".join(str(key) for key in list(row)[:20]) or "none"
    return Rejection(place, f"no field holds the text (found: {found}); call it {', '.join(texts[:3])}")


def _alias(key: Any) -> str:
    return str(key).strip().lower().replace(" ", "_").replace("-", "_")
