"""The turns of an interview, which no verb of saying marks: a transcript (`Q: …`, `ANNA PETROVA: …`), or questions that
each stand in a paragraph of their own, as in bold type, with the answers below."""

import re
from collections import Counter
from itertools import pairwise

from spacy.tokens import Doc

from analysis.reading.attributions.attribution import Attribution, Span
from analysis.reading.attributions.cues import cue_table
from analysis.reading.parser import text_of
from analysis.reading.sources.names import find_names

TURN = re.compile(r"^[^\S\n]*([^\s:][^:\n]{0,40}?)(?:[^\S\n]?\([^)\n]*\))?(:)[^\S\n]+(?=\S)", re.MULTILINE)
PARAGRAPH = re.compile(r"[^\s].*")
LINE = re.compile(r"[^\s][^\n]*[^\s]")
QUESTION = re.compile(r"(?:\*\*)?[^“”\"\n]{8,400}\?(?:\*\*)?")
SELF = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|me|[Ww]e|our)\b")
QUESTIONS = 3
"""Fewer questions in paragraphs of their own are a story's, not an interview's."""

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


def answers(doc: Doc) -> list[Attribution]:
    """Give the answers to questions that stand in paragraphs of their own, as said by whom the lead names most; else
    nothing.

    There are three such questions at the least, and most answers speak of themselves ("I", "we"), without quotation
    marks. The questions are the outlet's own words.
    """
    text = text_of(doc)
    lines = [match.span() for match in LINE.finditer(text)]
    asked = [k for k, (start, end) in enumerate(lines) if QUESTION.fullmatch(text, start, end)]
    turns_ = [lines[k + 1 : after] for k, after in pairwise([*asked, _last(text, lines, asked)])]
    turns_ = [[*turn] for turn in turns_ if turn]
    own = [turn for turn in turns_ if SELF.search(text, turn[0][0], turn[-1][1]) and not _quotes(text, turn)]
    if len(asked) < QUESTIONS or len(own) < QUESTIONS - 1 or len(own) < 0.6 * len(turns_):
        return []
    if any(TURN.match(text, turn[0][0]) for turn in turns_):  # labelled: a transcript
        return []
    people = [name for name in find_names(doc) if name.kind == "person"]
    lead = [name for name in people if doc[name.end - 1].idx < lines[asked[0]][1]]
    if not lead:
        return []
    often = Counter(name.text.split()[-1] for name in people)
    name = max(lead, key=lambda name: (len(name.text.split()) > 1, often[name.text.split()[-1]], -name.start))
    source = ((doc[name.start].idx, doc[name.end - 1].idx + len(doc[name.end - 1])),)
    return [Attribution(source, (), tuple(turn), "speech", CONFIDENCE) for turn in turns_ if not _quotes(text, turn)]


def _last(text: str, lines: list[Span], asked: list[int]) -> int:
    """Give the line after the last answer: one paragraph more than the question, for what follows may be a note."""
    return min(asked[-1] + 2, len(lines)) if asked else 0


def _quotes(text: str, turn: list[Span]) -> bool:
    return any(text[start] in '“"' for start, _ in turn)


def _is_name(label: str) -> bool:
    table = cue_table()
    proper = all(word[:1].isupper() or word in table["name_words"] for word in re.findall(r"[\w’'-]+|\S", label))
    return proper and label.lower() not in table["labels"]


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
