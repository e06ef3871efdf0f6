"""Bylines, days and datelines at the head of a story: they go to columns of their own, out of the text.

It looks at the first lines only, and leaves whatever could be a sentence of the story.
"""

import re
from functools import cache
from typing import NamedTuple

from analysis.corpus.text.agency import agency_names
from analysis.corpus.text.cleaning import is_headline
from analysis.corpus.text.dates import find_day_line

LOOKED_AT = 3
"""Paragraphs below the headline that may be bylines or days."""

NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|der|den|di|al|bin|el|la|le|du|dos))*"
BYLINE = re.compile(
    rf"(?:By|BY|Reporting by|Words by) (?P<author>{NAME}(?:(?:,| and| AND| &) {NAME})*)(?: in {NAME})?,?"
)
LONGEST = 12
"""Words of a byline."""

TOWN = r"[A-Z][A-Z.’'/ -]{2,40}[A-Z.](?:, [A-Z][\w. ]{1,25})?"
DAY = r", (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})"


class Head(NamedTuple):
    """What stood above and before the story: an author, a dateline and a day as written; and the story without them."""

    author: str
    dateline: str
    body: str
    day: str = ""


@cache
def _dateline() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(agency_names(), key=len, reverse=True)))
    credit = rf"\((?:{names})(?: - {NAME})?\)"
    return re.compile(
        rf"(?P<dateline>(?:{TOWN}(?:{DAY})? ?)?{credit}|{TOWN}{DAY}(?: \([A-Z][\w ]+\))?) ?(?:[-–—]+|:) ?(?=\S)"
    )


def part_head(body: str) -> Head:
    r"""Part byline and dateline from a story.

    A dateline is a place in capitals with an agency in brackets or a date, and a dash; a place alone may be the
    first word of the story.

    Examples
    --------
    >>> part_head("By Ann Lee and Tom Roe\n\nPORT VEY (Reuters) - The mayor said no.")
    Head(author='Ann Lee and Tom Roe', dateline='PORT VEY (Reuters)', body='The mayor said no.', day='')
    >>> part_head("PORT VEY, Vey, March 4 (NPA) - The mayor said no.").dateline
    'PORT VEY, Vey, March 4 (NPA)'
    >>> part_head("NATO - the alliance - said no.").dateline
    ''
    """
    lines = body.split("\n\n")
    author = ""
    for number, line in enumerate(lines[:LOOKED_AT]):
        match = BYLINE.fullmatch(line.strip())
        if match and len(line.split()) <= LONGEST and len(lines) > number + 1:
            author = match["author"]
            del lines[number]
            break
    day = ""
    for number, line in enumerate(lines[:LOOKED_AT]):
        day = find_day_line(line)
        if day and len(lines) > number + 1:
            del lines[number]
        if day or not is_headline(line):
            break
    for number, line in enumerate(lines[:LOOKED_AT]):
        if (match := _dateline().match(line)) and len(line) > match.end():
            lines[number] = line[match.end() :]
            return Head(author, match["dateline"], "\n\n".join(lines), day)
    return Head(author, "", "\n\n".join(lines), day)
