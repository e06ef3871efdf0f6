"""Find many phrases in a text at once: whole words, case-aware, whatever the apostrophe or accent.

A phrase's word written in lower case is found in any case ("ministry"); one written with capitals only
with them ("Reuters", "US" but not "us"; a capitalised word also in a headline's "REUTERS").
A last "*" stands for any one word: "R-*" finds "R-Ky".
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

WORD = re.compile(r"[^\W_]+|[^\w\s]")
APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
SPELLINGS = {"defense": "defence", "center": "centre", "labor": "labour"}
"""Words of organisations' names that newsrooms spell in two ways."""

Index = dict[str, list[tuple[tuple[str, ...], Any]]]
"""Phrases by their first word in lower case, longest first."""


class Match(NamedTuple):
    start: int
    end: int
    value: Any


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    spelling = SPELLINGS.get(bare.lower(), bare)
    return spelling.capitalize() if bare[:1].isupper() and spelling.islower() else spelling


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Split a text into words without accents, each with its place; the possessive 's is left out."""
    found = [(_plain(m[0]), m.start(), m.end()) for m in WORD.finditer(text.translate(APOSTROPHES))]
    found = [word for word in found if word[0].strip()]  # an accent that stands alone leaves nothing
    kept = []
    for i, word in enumerate(found):
        possessive = word[0] == "'" and i + 1 < len(found) and found[i + 1][0] in "sS" and i > 0
        if possessive or (word[0] in ("s", "S") and i > 1 and found[i - 1][0] == "'"):
            continue
        kept.append(word)
    return kept


def phrase_index(phrases: Iterable[tuple[str, Any]]) -> Index:
    """Make an index of phrases, each with the value that a match gives back; of equal phrases the first wins."""
    index: Index = {}
    for phrase, value in phrases:
        words = tuple(word for word, _, _ in words_of(phrase))
        if words:
            index.setdefault(words[0].lower(), []).append((words, value))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _agrees(wanted: str, found: str) -> bool:
    if wanted == "*":
        return found[0].isalnum()
    if wanted.islower():
        return wanted == found.lower()
    return wanted == found or (len(wanted) > 3 and found.isupper() and wanted.upper() == found)


def find_phrases(index: Index, text: str) -> list[Match]:
    """Find the index's phrases in a text, in order and without overlap; where two begin together the longer wins."""
    words, found, i = words_of(text), [], 0
    plain = [word for word, _, _ in words]
    while i < len(words):
        for wanted, value in index.get(words[i][0].lower(), ()):
            last = i + len(wanted) - 1
            # The last word first: hundreds of names begin with "National" or "University", few of them end alike.
            if last < len(words) and _agrees(wanted[-1], words[last][0]) and all(map(_agrees, wanted, plain[i:last])):
                found.append(Match(words[i][1], words[last][2], value))
                i = last + 1
                break
        else:
            i += 1
    return found
