"""Tone toward a target: how probable it is that a sentence speaks ill, neither or well of somebody it mentions.

A small encoder run by onnxruntime on one thread. The network is not shown the target's name, only where it stands:
the same sentence has the same tone whoever it is about, and what the news of the training years said of a person
is not held against the name.
"""

import json
import re
from functools import cache
from typing import NamedTuple

import numpy as np
from onnxruntime import InferenceSession

from analysis.errors import RequestError
from analysis.paths import MODELS
from analysis.reading.attributions.attribution import Span
from analysis.reading.attributions.encoding import END, START, tokenizer
from analysis.reading.network import session_of, softmax

WEIGHTS, CALIBRATION = MODELS / "tone.onnx", MODELS / "tone.json"
TONES = ("negative", "neutral", "positive")
LENGTH = 160
"""Word pieces read, around the target: of a text as long as a page, only what stands near the target counts."""

NAME = 103
"""The word piece that stands for the target, [MASK]."""


class Marked(NamedTuple):
    """A sentence in word pieces, one of them the target."""

    pieces: np.ndarray
    mark: np.ndarray
    """1 where the target stands, 0 elsewhere."""


def mark_target(text: str, target: Span, shown: bool = False) -> Marked:
    """Split a sentence into word pieces, with one placeholder for the target, unless it is to be shown.

    Raises
    ------
    RequestError
        When the target lies outside the text or holds no word.
    """
    start, end = target
    if not 0 <= start < end <= len(text):
        raise RequestError(f"the target [{start}, {end}] is not inside the text, which has {len(text)} characters")
    encoding = tokenizer().encode(text, add_special_tokens=False)
    inside = [i for i, (a, b) in enumerate(encoding.offsets) if a < end and b > start]
    if not inside or not re.search(r"\w", text[start:end]):
        raise RequestError(f"the target [{start}, {end}] holds no word")
    before, after = encoding.ids[: inside[0]], encoding.ids[inside[-1] + 1 :]
    name = encoding.ids[inside[0] : inside[-1] + 1][:LENGTH] if shown else [NAME]
    left = before[-max(LENGTH // 2, LENGTH - len(after)) :]
    right = after[: LENGTH - len(left)]
    mark = np.repeat([0, 1, 0], [len(left) + 1, len(name), len(right) + 1])
    return Marked(np.array([START, *left, *name, *right, END], dtype=np.int64), mark)


def tone_of(marked: list[Marked]) -> np.ndarray:
    """Give calibrated probabilities of the three tones.

    Returns
    -------
    array, shape (sentences, 3)
        In the order of `TONES`; rows sum to 1. A temperature fitted on held-out sentences makes them as sure as they
        are right (Guo et al. 2017).
    """
    return softmax(run_network(_session(), marked) / _temperature())


def run_network(session: InferenceSession, marked: list[Marked]) -> np.ndarray:
    """Run sentences through a network one by one: on one thread batches are no faster, and eight-bit arithmetic would
    make a sentence's tone depend on the company it is read in.
    """
    scores = [session.run(None, {"pieces": pieces[None], "mark": mark[None]})[0][0] for pieces, mark in marked]
    return np.array(scores, dtype=float).reshape(-1, len(TONES))


@cache
def _session() -> InferenceSession:
    if not WEIGHTS.is_file():
        raise RequestError(f'The tone model "{WEIGHTS.name}" is missing: fetch the repository whole.')
    return session_of(WEIGHTS)


@cache
def _temperature() -> float:
    return json.loads(CALIBRATION.read_text(encoding="utf-8"))["temperature"]
