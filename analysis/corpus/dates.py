"""Days of publication from what records write; a date that could be two days is not guessed."""

import re
from datetime import UTC, date, datetime

from dateutil import parser

ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
EPOCH = re.compile(r"1\d{9}(\d{3})?(\.\d+)?")
TWO_NUMBERS_FIRST = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})\b")
EARLIEST = 1600
"""Year of the first newspapers; anything before is a default some program filled in."""


def parse_date(written: str) -> date | None:
    """Read a day of publication: ISO 8601 first, then seconds since 1970, then with the month in words.

    In ``12/03/2024`` either number may be the day: None, unless one is above 12 or they are equal. None for
    whatever names no whole day.

    Examples
    --------
    >>> parse_date("2024-03-12T09:00:00Z"), parse_date("12 March 2024"), parse_date("12/03/2024")
    (datetime.date(2024, 3, 12), datetime.date(2024, 3, 12), None)
    """
    written = written.strip()
    if match := ISO.match(written):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := EPOCH.fullmatch(written):
        return datetime.fromtimestamp(float(written) / (1000 if match[1] else 1), UTC).date()
    if match := TWO_NUMBERS_FIRST.match(written):
        return _numbers(int(match[1]), int(match[2]), match[3])
    return _words(written)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _numbers(first: int, second: int, year: str) -> date | None:
    if len(year) == 2 or (first <= 12 and second <= 12 and first != second):
        return None
    return _day(int(year), second, first) or _day(int(year), first, second)


def _words(written: str) -> date | None:
    """Parse twice with different defaults: what the text does not say then differs."""
    try:
        days = {parser.parse(written, default=default).date() for default in (DEFAULT, OTHER)}
    except (ValueError, OverflowError):
        return None
    day = days.pop()
    return day if not days and day.year >= EARLIEST and re.search("[A-Za-z]{3}", written) else None


DEFAULT, OTHER = datetime(1904, 1, 1), datetime(2008, 2, 2)
