"""The news agency whose copy an article is, from its dateline or byline.

It reads only where agencies are credited; an agency that is quoted in the story is not its agency.
"""

import re
from functools import cache
from pathlib import Path

from analysis.files import load_yaml

DATELINE = r"(?:[A-Z][^()\n]{{0,60}})?\((?P<agency>{names})\) *[-–—:]"
BYLINE = r"(?:By |by |BY )?(?:[^\n]*(?: of| for|,|/|\||;| and|\() *(?:the |The )?)?(?P<agency>{names})\)?"
SHORT = 12
"""Words of the longest line that is taken for a byline."""


@cache
def agency_names() -> dict[str, str]:
    """Give the agency for every way in which datelines, bylines and credits name it."""
    agencies = load_yaml(Path(__file__).with_name("agencies.yml"))
    return {name: agency for agency, names in agencies.items() for name in names}


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form.format(names="|".join(map(re.escape, sorted(agency_names(), key=len, reverse=True)))))


def find_agency(author: str, text: str) -> str:
    """Name the agency in the author's name, or in a dateline or byline among the first paragraphs; else "".

    Examples
    --------
    >>> find_agency("", "Talks fail\\n\\nPORT VEY (Reuters) - The mayor said no.")
    'Reuters'
    >>> find_agency("Ann Lee, Associated Press", ""), find_agency("", "The mayor told Reuters no.")
    ('Associated Press', '')
    """
    first = text.split("\n\n", 4)[:4]
    bylines = [author.strip(), *(p for p in first if p[:3].lower() == "by " and len(p.split()) <= SHORT)]
    matches = [_pattern(BYLINE).fullmatch(line) for line in bylines]
    matches += [_pattern(DATELINE).match(paragraph) for paragraph in first]
    return next((agency_names()[match["agency"]] for match in matches if match), "")
