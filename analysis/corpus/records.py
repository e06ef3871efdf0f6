"""What a reader gives back: a record, or why there is none; and which field of a record means what.

Names of fields are matched with `fields.yml`, or with a mapping that the researcher gives; values are turned into
text, not judged.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from analysis.errors import RequestError, nearest
from analysis.files import load_yaml

NOTHING = {"none", "null", "nan", "nat", "n/a", "unknown", "<no_text>", "<no_title>"}
"""What programs write where a value is missing."""

STUB = re.compile(r"\[\+\d+ chars\]\s*\Z")
"""How NewsAPI ends a text that it cuts off after 200 characters."""

LONGEST_EXTRA = 2_000
"""Characters of a value kept in `extra`; longer ones are other copies of the text."""

EMPTY: Mapping[str, str] = MappingProxyType({})


class Record(NamedTuple):
    """One article as found: its place in the file (empty: the whole file), its fields by our names, and the rest.

    extra: what else the file says of it, by the file's names; remark: what a researcher should look at.
    """

    place: str
    fields: Mapping[str, str]
    extra: Mapping[str, str] = EMPTY
    remark: str = ""


class Rejection(NamedTuple):
    """A record that could not be read: its place in the file, why, and what to do about it."""

    place: str
    reason: str


class Columns(NamedTuple):
    """The names of a table's columns, given before its rows."""

    names: tuple[str, ...]


class Row(NamedTuple):
    """A row of a table or an object of JSON, by the file's names."""

    place: str
    row: Any


class Told(NamedTuple):
    """What a file tells of itself: its format, which columns were taken for which field, how many records it has."""

    format: str = ""
    mapping: str = ""
    declared: int = 0


@cache
def _aliases() -> dict[str, list[str]]:
    return load_yaml(Path(__file__).with_name("fields.yml"))


@cache
def field_names() -> dict[str, str]:
    """Give our name of each field for every name by which files call it, in lower case."""
    return {alias: field for field, names in _aliases().items() for alias in [field, *names]}


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``field=column`` pairs: which column of a table holds which of our fields.

    Raises
    ------
    RequestError
        When a pair has no ``=``, or no field has that name.

    Examples
    --------
    >>> parse_mapping(["text=Body of article", "title=Kop"])
    {'text': 'Body of article', 'title': 'Kop'}
    """
    mapping = {}
    for pair in pairs:
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise RequestError(f'"{pair}" maps nothing: write FIELD=COLUMN, for example text=body.')
        if field not in _aliases():
            known = ", ".join(_aliases())
            raise RequestError(f'No field is called "{field}".{nearest(field, _aliases())} Fields are: {known}.')
        mapping[field] = column
    return mapping


def columns_of(names: Iterable[Any], mapping: Mapping[str, str] = EMPTY) -> dict[str, Any]:
    """Choose the column for each field: the one mapped, else of several the one that `fields.yml` lists first.

    Names are the same in upper and lower case; blanks, hyphens and underscores too.

    Examples
    --------
    >>> columns_of(["Headline", "Full Text", "body", "likes"])
    {'text': 'Full Text', 'title': 'Headline'}
    >>> columns_of(["Headline", "Full Text", "body"], {"text": "body"})
    {'text': 'body', 'title': 'Headline'}
    """
    return dict(_columns_of(tuple(names), tuple(mapping.items())))


@lru_cache(maxsize=256)  # the rows of a file have the same few sets of names
def _columns_of(names: tuple[Any, ...], mapping: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in names:
        columns.setdefault(_alias(name), name)
    given = {field: columns[_alias(column)] for field, column in mapping if _alias(column) in columns}
    found = {}
    for alias, field in field_names().items():
        if alias in columns and columns[alias] not in given.values():
            found.setdefault(field, columns[alias])
    return found | given


def tell_mapping(names: Iterable[Any], mapping: Mapping[str, str] = EMPTY) -> str:
    """Say in one line which column was taken for which field."""
    return ", ".join(f"{field}={column}" for field, column in columns_of(names, mapping).items())


def our_fields(row: Mapping[Any, Any], mapping: Mapping[str, str] = EMPTY) -> dict[str, str]:
    """Pick the fields of a row that an article has, under our names; of two for one, the first that says something.

    A value that is a dictionary counts by its own name or title, as NewsAPI's ``source`` does; a list by its
    members, joined by commas.

    Examples
    --------
    >>> our_fields({"Headline": "Talks", "Full Text": "They talked.", "likes": 3})
    {'text': 'They talked.', 'title': 'Talks'}
    """
    said = _said(row)
    return {field: said[key] for field, key in columns_of(said, mapping).items()}


def _said(row: Mapping[Any, Any]) -> dict[Any, str]:
    return {key: written for key, value in row.items() if (written := _plain(value))}


def _plain(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, Mapping):
        return _plain(value.get("name") or value.get("title"))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # sheets know no other numbers
    written = str(value).strip()
    return "" if len(written) < 12 and written.casefold() in NOTHING else written


def as_record(place: str, row: Any, mapping: Mapping[str, str] = EMPTY) -> Record | Rejection:
    """Make a record of a row of a table or a JSON object; a rejection when none of its fields is the text.

    The record's own id, if it has one, is its place.
    """
    if not isinstance(row, Mapping):
        return Rejection(place, "not a JSON object; give each article as {...} with its text")
    said = _said(row)
    columns = columns_of(said, mapping)
    fields = {field: said[key] for field, key in columns.items()}
    place = " ".join(fields.pop("id", place).split())[:100]
    parts = {_alias(key): value for key, value in said.items()}
    if "published" not in fields and {"year", "month", "day"} <= set(parts):
        fields["published"] = "-".join(parts[part].zfill(2) for part in ("year", "month", "day"))
    if "text" not in fields:
        return Rejection(place, why_no_text(row, mapping))
    if STUB.search(fields["text"][-200:]):
        reason = "a stub, cut off by NewsAPI (its text ends [+… chars]); save the page at its url and ingest that"
        return Rejection(place, reason)
    extra = {str(key): value[:LONGEST_EXTRA] for key, value in said.items() if key not in columns.values()}
    return Record(place, fields, extra)


def why_no_text(row: Mapping[Any, Any], mapping: Mapping[str, str] = EMPTY) -> str:
    """Say why a row, or the names of a table's columns, gives no text, and what to do about it."""
    texts = [alias for alias, field in field_names().items() if field == "text"]
    given = [_alias(column) for field, column in mapping.items() if field == "text"]
    missing = [column for column in mapping.values() if _alias(column) not in map(_alias, row)]
    if any(_alias(key) in given or (not given and _alias(key) in texts) for key in row) and any(row.values()):
        return "empty: its text has no words; deliver the full text"
    found = ", ".join(str(key)[:60] for key in list(row)[:20]) or "none"
    if missing:
        return f'no column is called "{missing[0]}" (found: {found}); give --map a name that is there'
    if {"media_name", "url"} <= set(map(_alias, row)) or {"stories_id", "url"} <= set(map(_alias, row)):
        return "a table of Media Cloud: it has addresses, no text; save the pages in its column url and ingest those"
    return f"no field holds the text (found: {found}); call it {', '.join(texts[:3])}, or give --map text=COLUMN"


def _alias(key: Any) -> str:
    return re.sub(r"[\s-]+", "_", str(key).strip().lower())
