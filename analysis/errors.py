"""Mistakes that a user can mend, each told in one sentence."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils


class RequestError(Exception):
    """The request itself is wrong: the message names the file, the place and the remedy (exit code 2)."""

    def _render_traceback_(self) -> list[str]:
        """Give what IPython and Jupyter show: the sentence, and no traceback."""
        return [str(self)]


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which of the known names is nearest to a misspelt one; empty when none is near.

    Examples
    --------
    >>> nearest("alises", ["name", "aliases"])
    ' Did you mean "aliases"?'
    """
    match = process.extractOne(name, list(known), scorer=_likeness, processor=utils.default_process, score_cutoff=70)
    return f' Did you mean "{match[0]}"?' if match else ""


def _likeness(one: str, other: str, **_) -> float:
    """Give how alike two names are letter by letter, 0 to 100; one that has all the words of the other is like it."""
    return max(fuzz.ratio(one, other), 90 if fuzz.token_set_ratio(one, other) == 100 else 0)
