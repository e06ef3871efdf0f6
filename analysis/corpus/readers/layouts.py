"""What the exports of news databases share: keys and their values, and dates in the names of documents."""

import re
from functools import cache
from pathlib import Path

from analysis.corpus.text.dates import parse_date, parse_period
from analysis.files import load_yaml

COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\) ?|all rights reserved|tous droits réservés|alle rechte vorbehalten)", re.IGNORECASE
)

DAY_AND_MONTH = r"(?:\d{1,2}\.? (?:de )?[^\W\d]{3,}\.?(?: de)?|[^\W\d]{3,}\.? \d{1,2})"
IN_NUMBERS = r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}"
FULL_DATE = re.compile(rf"(?:[^\W\d]+,? )?(?:{DAY_AND_MONTH},? \d{{4}}|{IN_NUMBERS})\b.{{0,60}}")
"""A line that is a date, and perhaps a weekday, a time and an edition."""

WORD_COUNT = re.compile(r"\d[\d.,\s\u202f]*[^\W\d_]{1,12}")
"""A number and one word: Factiva and LexisNexis write it in the language that they are set to."""


@cache
def keys(vendor: str) -> dict:
    """Load the keys of a vendor's exports from `export_keys.yml`."""
    return load_yaml(Path(__file__).with_name("export_keys.yml"))[vendor]


@cache
def key_fields(vendor: str, part: str) -> dict[str, str]:
    """Give our field for each key of a part of a vendor's exports; a key without one is its own, in lower case."""
    known = keys(vendor)[part]
    if isinstance(known, list):
        return {key: key.lower() for key in known}
    return {key: field if field != "other" else key.lower() for field, names in known.items() for key in names}


def is_date(line: str) -> bool:
    """Tell whether a line is a date of publication and nothing else.

    Examples
    --------
    >>> is_date("July 1, 2019 Monday 9:20 AM GMT"), is_date("Mittwoch 31. August 2011"), is_date("The Guardian(London)")
    (True, True, False)
    """
    return len(line) < 90 and bool(FULL_DATE.fullmatch(line))


def says_when(line: str) -> bool:
    """Tell whether a line that stands in a date's place tells when, if only a month or a season.

    Examples
    --------
    >>> says_when("Spring 2024"), says_when("2024年3月29日"), says_when("Correction Appended")
    (True, True, False)
    """
    return bool(parse_period(line))


def is_copyright(line: str) -> bool:
    """Tell whether a line begins as a copyright notice does."""
    return bool(COPYRIGHT.match(line))


def date_in_id(written: str) -> str:
    """Give the day of publication that is part of a document's name at Factiva and Europresse; "" if none is.

    Examples
    --------
    >>> date_in_id("POST000020240312ek3c0001r"), date_in_id("news·20240312·HP·0q15"), date_in_id("12")
    ('2024-03-12', '2024-03-12', '')
    """
    match = re.search(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=e[a-z]|·|$)", written)
    return "-".join(match.groups()) if match else ""


def day_of(written: str, document: str) -> str:
    """Give a date as written if it can be read, else the day in the document's name."""
    return written if parse_date(written) else date_in_id(document) or written
