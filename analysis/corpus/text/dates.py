"""Days of publication from what records write; a date that could be two days is not guessed."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from analysis.files import load_yaml

DAY, YEAR = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?", r"(?P<year>\d{4})(?!\d)"

ISO = re.compile(r"(?P<year>\d{4})([-/]?)(?P<month>\d\d)\2(?P<day>\d\d)(?!\d)")
EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?(?:\.\d+)?")
NUMBERS = re.compile(r"(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-](?P<year>\d{4}|\d\d)(?![\d./-])")
TIME = re.compile(r"\W+(?:at )?\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: ?[ap]\.?m\.?)?(?: \(?[A-Z]{2,4}\)?)?\Z", re.IGNORECASE)
YEAR_ALONE = re.compile(r"(?<!\d)(?:1[6-9]|20)[0-9]{2}(?!\d)")
MONTH_IN_NUMBERS = re.compile(r"\A\d{4}[-/.](0[1-9]|1[0-2])\Z|\A(0?[1-9]|1[0-2])[-/.]\d{4}\Z")
LONGEST_PERIOD = 50
"""Characters of "March 2024 (Special issue)"; in longer ones a year may be part of a sentence."""

SERIAL = re.compile(r"[2-5]\d{4}(?:\.0+)?")
"""How Excel counts days: from 1954 to 2064."""

THIS_CENTURY = 70
"""Years in two figures below it are of this century."""

LONGEST_DAY_LINE = 80
"""Characters: "Wednesday, 25 September 2024 at 10:32 a.m. (CEST)" has fifty."""

EARLIEST = 1600
"""Year of the first newspapers; anything before is a default that some program filled in."""


@cache
def _months() -> dict[str, int]:
    named = load_yaml(Path(__file__).with_name("months.yml"))
    short = {name[:3]: number for number, names in named.items() for name in names[:1]}
    return short | {name: number for number, names in named.items() for name in names}


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_months(), key=len, reverse=True))})\b", re.IGNORECASE)


@cache
def _in_words() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{_month().pattern})\.?"
    forms = (
        rf"{DAY}(?: (?:of|de))?[ -]{month},?(?: de)?[ -]{YEAR}",
        rf"\b{month} {DAY}(?:,| at)? {YEAR}",
        rf"\b{month} {DAY},? [\d:]+ (?:\S+ )?{YEAR}",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in (*forms, rf"{DAY}-{month}-(?P<year>\d\d)(?!\d)"))


DATE_IN_WORDS = rf"(?:{'|'.join(names[0] for names in load_yaml(Path(__file__).with_name('months.yml')).values())})\b"
"""A month in English, with which a date may begin."""

PUBLISHED = re.compile(r"\b(?:first )?(?:published|posted)\b", re.IGNORECASE)
CHANGED = re.compile(r"\b(?:last |first )?(?:updated|modified|revised|changed|edited|corrected)\b", re.IGNORECASE)
LONGEST_HEAD_LINE = 160
"""Characters of a line with names and days above a story: "By …, published …, last updated …"."""


def parse_date(written: str, day_first: bool | None = None) -> date | None:
    """Read a day of publication: ISO 8601 first, then seconds since 1970, numbers, and the month in words.

    In ``12/03/2024`` either number may be the day: None, unless one is above 12, they are equal, or `day_first`
    tells. None for whatever names no whole day. The time of day is not used, so the day is that of the zone
    written. Months are those of `months.yml`.

    Examples
    --------
    >>> parse_date("2024-03-12T09:00:00Z"), parse_date("12 mars 2024"), parse_date("12/03/2024")
    (datetime.date(2024, 3, 12), datetime.date(2024, 3, 12), None)
    >>> parse_date("12/03/2024", day_first=True)
    datetime.date(2024, 3, 12)
    """
    written = written.strip()
    if match := ISO.match(written):
        return _day(match["year"], match["month"], match["day"])
    if match := EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(match["seconds"]), UTC).date()
    if SERIAL.fullmatch(written):
        return date(1899, 12, 30) + timedelta(days=int(float(written)))
    if match := NUMBERS.match(written):
        of_day_first = _day(match["year"], match["second"], match["first"])
        of_month_first = _day(match["year"], match["first"], match["second"])
        if day_first is not None and of_day_first and of_month_first:
            return of_day_first if day_first else of_month_first
        readings = {of_day_first, of_month_first} - {None}
        return readings.pop() if len(readings) == 1 else None
    match = next(filter(None, (form.search(written) for form in _in_words())), None)
    return _day(match["year"], _months()[match["month"].lower()], match["day"]) if match else None


def parse_period(written: str) -> str:
    """Read when something was published as precisely as it is written, in ISO 8601: a day, a month, a year, or "".

    A season, a week or several months tell their year.

    Examples
    --------
    >>> parse_period("12 March 2024"), parse_period("March 2024"), parse_period("2024-03"), parse_period("Spring 2024")
    ('2024-03-12', '2024-03', '2024-03', '2024')
    """
    if day := parse_date(written):
        return str(day)
    years = set(YEAR_ALONE.findall(written)) if len(written) < LONGEST_PERIOD else set()
    if len(years) != 1:
        return ""
    months = {_months()[found.lower()] for found in _month().findall(written)}
    months |= {int(found[1] or found[2]) for found in MONTH_IN_NUMBERS.finditer(written.strip())}
    return f"{years.pop()}-{months.pop():02}" if len(months) == 1 else years.pop()


def find_day_line(line: str) -> str:
    """Give the day that a line is, without the weekday before it and the time after it; empty for any other line.

    Examples
    --------
    >>> find_day_line("Tuesday, 9 April 2024, 10.32 BST"), find_day_line("On 9 April 2024 the bridge was shut")
    ('9 April 2024', '')
    """
    if len(line) > LONGEST_DAY_LINE:
        return ""
    bare = TIME.sub("", line.strip()).rstrip(".,")
    first, _, rest = bare.partition(" ")
    for written in [bare, rest] if first.strip(".,").isalpha() else [bare]:
        if any(form.fullmatch(written) for form in (ISO, NUMBERS, *_in_words())) and parse_date(written):
            return written
    return ""


def find_published(line: str) -> str:
    """Give the day of publication in a line above a story that is a byline or says when it was published.

    A day on which it was updated or modified does not count, nor does a day in a sentence.

    Examples
    --------
    >>> find_published("Published 11 March 2024. Last updated 1 June 2024"), find_published("Updated 1 June 2024")
    ('11 March 2024', '')
    >>> find_published("By Mira Holt, March 11, 2024"), find_published("On 9 April 2024 the bridge was shut.")
    ('March 11, 2024', '')
    """
    if len(line) > LONGEST_HEAD_LINE:
        return ""
    # from each word that tells what a day means to the next such word
    marks = [*PUBLISHED.finditer(line), *CHANGED.finditer(line)]
    starts = sorted({mark.start() for mark in marks})
    parts = [line[start:end] for start, end in zip([0, *starts], [*starts, len(line)], strict=True)]
    said = [part for part in parts[1:] if PUBLISHED.match(part)]
    for part in said or parts[:1]:
        match = next(filter(None, (form.search(part) for form in (ISO, *_in_words(), NUMBERS))), None)
        bare = match and (said or re.match(r"by\b", part, re.IGNORECASE) or not LETTERS.search(part[: match.start()]))
        if match and bare and len(part) - match.end() < 40 and parse_date(match[0], day_first=True):
            return match[0]
    return ""


LETTERS = re.compile(r"(?!(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?\b)[^\W\d]{2,}", re.IGNORECASE)
"""A word before a day that is not a weekday."""


def is_guess(written: str) -> bool:
    """Tell whether the day that is read from a date is a guess: Excel's number, or a year in two figures."""
    written = written.strip()
    return bool(SERIAL.fullmatch(written) or re.fullmatch(r"\d{1,2}[./-]\w{1,9}[./-]\d\d", written))


def is_ambiguous(written: str) -> bool:
    """Tell whether a date in numbers could be two days."""
    return parse_date(written) is None and parse_date(written, day_first=True) is not None


def find_day_first(dates: Iterable[str]) -> bool | None:
    """Tell from the other dates of a file whether its numbers begin with the day; None when they do not agree.

    Examples
    --------
    >>> find_day_first(["01/02/2024", "25/02/2024"]), find_day_first(["02/25/2024"]), find_day_first(["01/02/2024"])
    (True, False, None)
    """
    told = set()
    for written in dates:
        if match := NUMBERS.match(written.strip()):
            first, second = int(match["first"]), int(match["second"])
            told |= {True} if first > 12 >= second else {False} if second > 12 >= first else set()
    return told.pop() if len(told) == 1 else None


def _day(year: str, month: str | int, day: str) -> date | None:
    if len(year) == 2:
        year = f"{20 if int(year) < THIS_CENTURY else 19}{year}"
    try:
        return date(int(year), int(month), int(day)) if int(year) >= EARLIEST else None
    except ValueError:
        return None
