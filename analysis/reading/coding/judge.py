"""The learned coder: how probable each type, nature, anonymity, function and basis of expertise of a source is.

A small encoder run by onnxruntime on one thread reads the portrait of a source. It knows no codebook, so that what it
answers is kept with the reading; whoever the codebook or the register knows is coded by them, not by it.
"""

import json
import re
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.errors import RequestError
from analysis.paths import MODELS
from analysis.reading.attributions.encoding import END, START, tokenizer
from analysis.reading.attributions.model import session_of
from analysis.reading.coding.portrait import portrait
from analysis.reading.tone.model import softmax

WEIGHTS, SETTINGS = MODELS / "sources.onnx", MODELS / "sources.json"
DESCRIPTION, LENGTH = 60, 112
"""Word pieces read of a source's description, and in all."""
TOLD = 3
"""How many words are kept as having decided a code."""


class Answer(NamedTuple):
    """What the learned coder makes of one code: how probable each value is, and the words that say most for the first."""

    probable: dict[str, float]
    words: str

    def best(self, among=None) -> tuple[str, float]:
        """Give the most probable value, of all or among some, and how probable it is."""
        values = [value for value in self.probable if among is None or value in among]
        value = max(values, key=self.probable.__getitem__)
        return value, self.probable[value]


def pieces_of(description: str, surroundings: str) -> list[int]:
    """Split a portrait into word pieces, cut to what the network reads."""
    return [piece for piece, _ in _pieces_with_words(description, surroundings)]


def _pieces_with_words(description: str, surroundings: str) -> list[tuple[int, str]]:
    parts = []
    for text in (description, surroundings):
        encoding = tokenizer().encode(text, add_special_tokens=False)
        words = [text[a:b] for a, b in _whole_words(text, encoding.offsets)]
        parts.append(list(zip(encoding.ids, words, strict=True)))
    first = parts[0][:DESCRIPTION]
    return [(START, ""), *first, (END, ""), *parts[1][: LENGTH - len(first) - 3], (END, "")]


def _whole_words(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    bounds = [match.span() for match in re.finditer(r"\S+", text)]
    spans, k = [], 0
    for start, _ in offsets:
        while k + 1 < len(bounds) and bounds[k][1] <= start:
            k += 1
        spans.append(bounds[k] if bounds else (0, 0))
    return spans


def judged(row: dict) -> dict:
    """Ask the network about a row of `sources`: what is to be kept with it.

    Returns
    -------
    dict
        `scores`, of all values of all codes one after the other, and `told`, a text a code: the words with the largest
        say for the most probable value, after how much each adds to its score.
    """
    marked = _pieces_with_words(*portrait(row))
    pieces = np.array([[piece for piece, _ in marked]], dtype=np.int64)
    scores, says = (output[0] for output in _session().run(None, {"pieces": pieces}))
    told, place = [], 0
    for values in codes().values():
        best = place + int(scores[place : place + len(values)].argmax())
        told.append(_most([word for _, word in marked], says[:, best]))
        place += len(values)
    return {"scores": [round(float(score), 3) for score in scores], "told": told}


def _most(words: list[str], says: np.ndarray) -> str:
    """Give the words that say most, in the order of the text."""
    total: dict[str, float] = {}
    for word, say in zip(words, says, strict=True):
        bare = word.strip(".,;:|[]()“”\"'’*")
        if len(bare) > 1:
            total[bare] = total.get(bare, 0.0) + float(say)
    most = sorted(total, key=total.get, reverse=True)[:TOLD]
    return " … ".join(word for word in total if word in most)


def answers(row: dict) -> dict[str, Answer]:
    """Give what the learned coder makes of each code of a source, asking the network only where nothing is kept."""
    kept = row if len(row.get("scores") if row.get("scores") is not None else ()) else judged(row)
    found, place = {}, 0
    for (code, values), told in zip(codes().items(), kept["told"], strict=True):
        scores = np.array(kept["scores"][place : place + len(values)], dtype=float)
        place += len(values)
        probable = softmax(scores[None] / settings()["temperature"][code])[0]
        found[code] = Answer(dict(zip(values, probable.tolist(), strict=True)), told)
    return found


def least(code: str) -> float:
    """Give the probability below which a code is not given: of a type, and of being an expert at all."""
    return settings()["least"][code]


def codes() -> dict[str, list[str]]:
    """Give the values of each code, in the order in which the network scores them."""
    return settings()["codes"]


@cache
def settings() -> dict:
    """Load what goes with the weights: the values of each code, temperatures, and the least probability of a type."""
    return json.loads(SETTINGS.read_text(encoding="utf-8"))


@cache
def _session():
    if not WEIGHTS.is_file():
        raise RequestError(f'The learned coder "{WEIGHTS.name}" is missing: fetch the repository whole.')
    return session_of(WEIGHTS)
