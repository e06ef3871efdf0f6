"""Days of publication from what records write; a date that could be two days is not guessed."""

import calendar
import re
from datetime import UTC, date, datetime

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY, YEAR = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4})(?!\d)"

ISO = re.compile(r"(?P<year>\d{4})([-/]?)(?P<month>\d\d)\2(?P<day>\d\d)(?!\d)")
EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?(?:\.\d+)?")
NUMBERS = re.compile(r"(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-](?P<year>\d{4})(?!\d)")
IN_WORDS = (
    re.compile(rf"{DAY}(?: of)?[ -]{MONTH},?[ -]{YEAR}", re.IGNORECASE),
    re.compile(rf"\b{MONTH} {DAY}(?:,| at)? {YEAR}", re.IGNORECASE),
    re.compile(rf"\b{MONTH} {DAY} [\d:]+ (?:\S+ )?{YEAR}", re.IGNORECASE),
)
EARLIEST = 1600
"""Year of the first newspapers; anything before is a default that some program filled in."""


def parse_date(written: str) -> date | None:
    """Read a day of publication: ISO 8601 first, then seconds since 1970, numbers, and the month in English.

    In ``12/03/2024`` either number may be the day: None, unless one is above 12 or they are equal. None for
    whatever names no whole day. The time of day is not used, so the day is that of the zone written.

    Examples
    --------
    >>> parse_date("2024-03-12T09:00:00Z"), parse_date("12 March 2024"), parse_date("12/03/2024")
    (datetime.date(2024, 3, 12), datetime.date(2024, 3, 12), None)
    """
    written = written.strip()
    if match := ISO.match(written):
        return _day(match["year"], match["month"], match["day"])
    if match := EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(match["seconds"]), UTC).date()
    if match := NUMBERS.match(written):
        readings = {
            _day(match["year"], match["second"], match["first"]),
            _day(match["year"], match["first"], match["second"]),
        } - {None}
        return readings.pop() if len(readings) == 1 else None
    match = next(filter(None, (form.search(written) for form in IN_WORDS)), None)
    return _day(match["year"], MONTHS[match["month"].lower()], match["day"]) if match else None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if int(year) >= EARLIEST else None
    except ValueError:
        return None
