"""The trained reader: attributions from a small encoder, run by onnxruntime on one thread."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from analysis.corpus.text.bylines import TOWN
from analysis.errors import RequestError
from analysis.paths import MODELS
from analysis.reading.attributions.attribution import Attribution, Span
from analysis.reading.attributions.cues import cue_of
from analysis.reading.attributions.decoding import CONTENT, CUE, FORBIDDEN, SOURCE, Block, Found, characters, decode
from analysis.reading.attributions.encoding import Encoded, Window, encode, window_inputs, windows
from analysis.reading.attributions.ranking import traits
from analysis.reading.attributions.transcripts import turns
from analysis.reading.network import session_of
from analysis.reading.parser import text_of

WEIGHTS, CALIBRATION = MODELS / "attributions.onnx", MODELS / "attributions.json"
INPUTS = ("pieces", "case", "quoted", "paragraph")
"""What the network is given of a window."""

DOUBTFUL = 0.15
"""What is less probable is not reported. A study sets its own, higher one."""

DATELINE = re.compile(rf"(?:^|(?<=\n)){TOWN}(?: ?\([^)\n]+\))?(?: ?[–—]+ ?| -+ )(?=[\"“‘'A-Z0-9])")
"""What stands before a story's first source and is no part of it; no "U.S.-backed forces", no "NATO — the alliance"."""

Scores = Callable[[dict[str, np.ndarray]], list[np.ndarray]]
"""Scores one window: what `window_inputs` lays out in; tags, content arcs and source arcs out."""


def find_attributions(doc: Doc) -> list[Attribution]:
    """Find who says or thinks what, each with the probability that a person would mark it so.

    Reads the text alone; the parse is only asked for the lemma of the cue, which tells speech from attitude. What is
    hardly ever right is left out.
    """
    text = text_of(doc)
    article = encode(text)
    attributions = []
    for found in decode(blocks_of(article, scores_of(WEIGHTS)), article.paragraph):
        source, (cue,), content = (characters(article, part) for part in (found.source, [found.cue], found.content))
        confidence = confidence_of(found, traits(doc, source, [cue], content))
        if confidence < DOUBTFUL:
            continue
        source = tuple(_trimmed(text, *_within_sentence(doc, span, cue)) for span in source)
        source = tuple((start, end) for start, end in source if start < end)
        attributions.append(Attribution(source, (cue,), content, cue_of(doc, *cue).kind, confidence))
    spoken = turns(text)
    return _with_turns(attributions, spoken) if spoken else attributions


def _within_sentence(doc: Doc, source: Span, cue: Span) -> Span:
    """Cut a source that runs over a full stop to the cue's sentence: "said Dr Pike. Mayor Jo Brown said"."""
    span, sentence = (doc.char_span(*place, alignment_mode="expand") for place in (source, cue))
    sentence = sentence.sent
    crossed = any(token.is_sent_start and token.nbor(-1).text in (".", "?", "!") for token in span[1:])
    start, end = max(source[0], sentence.start_char), min(source[1], sentence.end_char)
    return (start, start + len(text_of(doc)[start:end].rstrip(" .?!\n"))) if crossed and start < end else source


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out of a source the punctuation after it and the dateline before it."""
    end = start + len(text[start:end].rstrip(",;: "))
    dateline = DATELINE.match(text, start, end)
    return (dateline.end() if dateline else start), end


def _with_turns(attributions: list[Attribution], spoken: list[Attribution]) -> list[Attribution]:
    """Let a transcript's turns stand in for what the network made of their labels; what is told within them stays."""
    sure = {place: a.confidence for a in attributions for start, end in a.cue for place in range(start, end)}
    labels = [range(turn.source[0][0], turn.cue[0][1]) for turn in spoken]
    turns_read = [
        turn._replace(confidence=max(turn.confidence, *(sure.get(place, 0) for place in label)))
        for turn, label in zip(spoken, labels, strict=True)
    ]
    within = {place for label in labels for place in label}
    return sorted([*turns_read, *(a for a in attributions if a.cue[0][0] not in within)], key=lambda a: a.content)


@lru_cache(maxsize=2)
def scores_of(weights: Path) -> Scores:
    """Load the reader's network; the function given back scores a window."""
    if not weights.is_file():
        raise RequestError(
            f'The trained reader "{weights.name}" is missing: use --reader rules, or fetch the repository whole.'
        )
    session = session_of(weights)

    def scores(row: dict[str, np.ndarray]) -> list[np.ndarray]:
        return [output[0] for output in session.run(None, {name: row[name][None] for name in INPUTS})]

    return scores


@lru_cache(maxsize=1)
def _calibration() -> tuple[np.ndarray, float]:
    calibration = json.loads(CALIBRATION.read_text(encoding="utf-8"))["confidence"]
    return np.array(calibration["weights"]), calibration["intercept"]


def confidence_of(found: Found, told: np.ndarray) -> float:
    """Turn features, traits and state of a candidate into a probability, by a logistic curve (`training.ranking`)."""
    weights, intercept = _calibration()
    odds = np.concatenate([found.features, told, found.state]) @ weights + intercept
    return round(float(1 / (1 + np.exp(-odds))), 3)


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    scores = scores - scores.max(-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def blocks_of(article: Encoded, scores: Scores) -> list[Block]:
    """Run an encoded article through the network and keep what concerns its words.

    Window by window: padding costs more than a batch gains, and eight-bit scores would depend on the company.
    """
    return [_block(window, window_inputs(article, window), scores) for window in windows(article)]


def _block(window: Window, row: dict[str, np.ndarray], scores: Scores) -> Block:
    tags, content, source, states = scores(row)
    at = np.flatnonzero(row["word"] >= 0)
    tags = _log_softmax(tags[at])
    starts = np.flatnonzero(np.diff(row["paragraph"][at], prepend=-1))
    tags[np.ix_(starts, [part + 1 for part in (SOURCE, CUE, CONTENT)])] = FORBIDDEN
    arcs = _log_softmax(content[np.ix_(at, at)]), _log_softmax(source[np.ix_(at, np.append(at, 0))])
    return Block(int(row["word"][at[0]]), window.trusted, tags, *arcs, states[at])
