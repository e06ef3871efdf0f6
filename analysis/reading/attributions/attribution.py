"""What both readers give back: one attribution, as spans into the text."""

from typing import NamedTuple

Span = tuple[int, int]
"""Characters `[start, end)` of the article's text, in code points."""


class Attribution(NamedTuple):
    """Who (source) says or thinks (cue) what (content); a part may be discontinuous, source and cue may be missing.

    `via` is the medium that passes the source's words on, where the text names both.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str = "speech"
    confidence: float = 1.0
    via: tuple[Span, ...] = ()


def span_text(text: str, spans: tuple[Span, ...]) -> str:
    """Give the words of a span, its pieces joined by an ellipsis."""
    return " … ".join(text[start:end] for start, end in spans)
