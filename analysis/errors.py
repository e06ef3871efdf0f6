"""Mistakes that a user can mend, each told in one sentence."""

from collections.abc import Iterable

from rapidfuzz import process


class RequestError(Exception):
    """The request itself is wrong: the message names the file, the place and the remedy (exit code 2)."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the known names is nearest to a misspelt one; empty when none is near.

    Examples
    --------
    >>> nearest("alises", ["name", "aliases"])
    ' Did you mean "aliases"?'
    """
    match = process.extractOne(name, list(known), score_cutoff=75)
    return f' Did you mean "{match[0]}"?' if match else ""
