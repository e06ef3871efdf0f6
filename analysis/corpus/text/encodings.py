"""Which encoding makes sense of bytes: marks where they belong, letters that one language has together.

What belongs where is a table, `encodings.yml`.
"""

import re
from functools import cache
from pathlib import Path

import charset_normalizer

from analysis.files import load_yaml

BEYOND = re.compile(r"[^\x00-\x7f]")
AS_GOOD = 0.02
"""Difference of fit below which two encodings fit a text equally well."""


def likeliest(head: bytes, possible: list[str]) -> tuple[str, str]:
    """Give the encoding in which bytes make most sense, and a remark where that is not the usual one or not sure.

    Parameters
    ----------
    head : bytes
        The beginning of a file.
    possible : list of str
        Encodings in which all of the file can be read, the likeliest first; without any
        charset-normalizer guesses.
    """
    if not possible:
        guess = charset_normalizer.from_bytes(head).best()
        return (guess.encoding, f"encoding guessed: {guess.encoding}") if guess else ("", "")
    texts = {encoding: head.decode(encoding, "ignore") for encoding in possible}
    fits = {encoding: fit(text) for encoding, text in texts.items()}
    best = max(possible, key=lambda encoding: fits[encoding] + AS_GOOD * (encoding == possible[0]))
    others = [each for each in possible if texts[each] != texts[best] and fits[each] >= fits[best] - AS_GOOD]
    if others:
        return best, f"encoding guessed: {best}, though {others[0]} fits as well (--encoding says which)"
    return best, "" if best == usual()[0] else f"encoding guessed: {best}"


def fit(text: str) -> float:
    """Say how well the characters beyond ASCII stand where they are, from -1 to 1; letters of several languages cost.

    Examples
    --------
    >>> fit("“It’s shut,” said Zoë.") > fit("ÒItÕs shut,Ó said Zo‘.")
    True
    """
    found = [match.start() for match in BEYOND.finditer(text)]
    letters = [text[place].lower() for place in found if text[place].isalpha()]
    of_one = max((sum(letter in known for letter in letters) for known in _fitting()["letters"].values()), default=0)
    places = sum(next(value for like, value in _places() if like.match(text, place)) for place in found)
    return (places - (len(letters) - of_one)) / len(found) if found else 1.0


def usual() -> list[str]:
    """Give the encodings that are tried, the likeliest first."""
    return _fitting()["encodings"]


@cache
def _fitting() -> dict:
    return load_yaml(Path(__file__).with_name("encodings.yml"))


@cache
def _places() -> list[tuple[re.Pattern, float]]:
    """Compile the places where characters belong."""
    small = "a-z" + "".join(dict.fromkeys("".join(_fitting()["letters"].values())))
    classes = {"{letter}": r"[^\W\d_]", "{capital}": f"[{small.upper()}]", "{small}": f"[{small}]"}
    each = re.compile("|".join(map(re.escape, classes)))
    return [
        (re.compile(each.sub(lambda name: classes[name[0]], like), re.S), fit) for like, fit in _fitting()["places"]
    ]
