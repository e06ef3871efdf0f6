"""The turns of an interview printed as a transcript (`Q: …`, `ANNA PETROVA: …`), which no verb of saying marks."""

import re
from collections import Counter
from itertools import pairwise

from analysis.reading.attributions.attribution import Attribution
from analysis.reading.attributions.cues import cue_table

TURN = re.compile(r"^[^\S\n]*([^\s:][^:\n]{0,40}?)(?:[^\S\n]?\([^)\n]*\))?(:)[^\S\n]+(?=\S)", re.MULTILINE)
PARAGRAPH = re.compile(r"[^\s].*")
TURNS, WORDS = 2, 3
"""Fewer turns of two speakers, or fewer words a turn, are a table or a list, not a conversation."""

CONFIDENCE = 0.5
"""Of three transcripts among PolNeAR's training articles two have their turns (20 of 60) annotated as attributions."""


def turns(text: str) -> list[Attribution]:
    """Give a transcript's turns, each with its label as the source and the colon as the cue; else nothing.

    A transcript has two labels at the least that come back. A paragraph without label goes on with the turn before
    it; what follows the last turn's own paragraph is left alone.
    """
    named = [match for match in TURN.finditer(text) if _is_name(match[1])]
    often = {label for label, count in Counter(match[1] for match in named).items() if count >= TURNS}
    labelled = [match for match in named if match[1] in often]
    if len(often) < 2:
        return []
    ends = [*(after.start() for _, after in pairwise(labelled)), _end_of_line(text, labelled[-1].end())]
    found = []
    for match, end in zip(labelled, ends, strict=True):
        content = tuple((p.start(), p.end() - p[0].endswith(".")) for p in PARAGRAPH.finditer(text, match.end(), end))
        found.append(Attribution((match.span(1),), (match.span(2),), content, "speech", CONFIDENCE))
    words = sum(len(text[start:end].split()) for turn in found for start, end in turn.content)
    return found if words >= WORDS * len(found) else []


def _is_name(label: str) -> bool:
    table = cue_table()
    proper = all(word[:1].isupper() or word in table["name_words"] for word in re.findall(r"[\w’'-]+|\S", label))
    return proper and label.lower() not in table["labels"]


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
