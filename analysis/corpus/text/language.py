"""The language of an article: what its words tell, through py3langid, before what the file says.

One language an article; it does not find passages in another one.
"""

import re
from functools import cache
from pathlib import Path

import py3langid

from analysis.files import load_yaml

ENGLISH = "en"
"""Of an article that neither tells nor declares one: the language that the readers of this program read."""

SHORTEST = 40
"""Words; fewer tell too little against what the file declares."""

LOOKED_AT = 4_000
"""Characters of an article that are looked at."""

FUNCTION_WORDS = re.compile(
    r"\b(?:the|of|and|to|in|that|was|is|for|on|with|said|he|she|it|by|at|from)\b", re.IGNORECASE
)
ENGLISH_SHARE = 0.2
"""Of words that are such; articles in English have a quarter or more, those in other languages less than a tenth."""


@cache
def _names() -> dict[str, list[str]]:
    return load_yaml(Path(__file__).with_name("languages.yml"))


def language_name(code: str) -> str:
    """Give the English name of a language for its code; the code itself where it is not in `languages.yml`."""
    return _names().get(code, [code])[0]


def language_code(written: str) -> str:
    """Give the ISO 639-1 code for what a file calls a language: a code, a name in some language; "" for others.

    Examples
    --------
    >>> language_code("en-GB"), language_code("ENGLISH"), language_code("Français"), language_code("?")
    ('en', 'en', 'fr', '')
    """
    known = {name.casefold(): code for code, names in _names().items() for name in names}
    first = re.split(r"[\s;,(]", written.strip().casefold(), maxsplit=1)[0]
    if re.fullmatch(r"[a-z]{2}([-_].*)?", first):
        return first[:2]
    return known.get(first, "")


def find_language(text: str, declared: str = "") -> str:
    """Give the code of the language of a text; of a short or strange one the declared, else English."""
    said = language_code(declared)
    words = text[:LOOKED_AT].split()
    if len(words) < SHORTEST:
        return said or ENGLISH
    if len(FUNCTION_WORDS.findall(text[:LOOKED_AT])) >= ENGLISH_SHARE * len(words):
        return ENGLISH
    code = str(py3langid.classify(text[:LOOKED_AT])[0])
    return code if code in _names() else said or ENGLISH
