"""The learned coder: how probable each type, nature, anonymity, function and basis of expertise of a source is.

Two read the portrait of a source and add up their scores: a small encoder, run by onnxruntime on one thread, and a
linear model of its words, which also says which words decided. They know no codebook, so that what they answer is kept
with the reading; whoever the codebook or the register knows is coded by them, not by it.
"""

import json
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.errors import RequestError
from analysis.paths import MODELS
from analysis.reading.attributions.encoding import END, START, tokenizer
from analysis.reading.coding.features import features_of
from analysis.reading.coding.portrait import portrait
from analysis.reading.network import session_of, softmax

WEIGHTS, WORDS, SETTINGS = MODELS / "sources.onnx", MODELS / "sources.npz", MODELS / "sources.json"
DESCRIPTION, LENGTH = 60, 80
"""Word pieces read of a source's description, and in all."""
TOLD = 3
"""How many words are kept as having decided a code."""


class Answer(NamedTuple):
    """What the learned coder makes of one code: how probable each value is, and the words that speak for the first."""

    probable: dict[str, float]
    words: str

    def among(self, values: frozenset[str]) -> "Answer":
        """Give the answer with only some values; how probable the others are is left out."""
        return Answer({value: p for value, p in self.probable.items() if value in values}, self.words)

    def best(self, among=None) -> tuple[str, float]:
        """Give the most probable value, of all or among some, and how probable it is."""
        values = [value for value in self.probable if among is None or value in among]
        value = max(values, key=self.probable.__getitem__)
        return value, self.probable[value]


def pieces_of(description: str, surroundings: str) -> list[int]:
    """Split a portrait into word pieces, cut to what the network reads."""
    first, second = (tokenizer().encode(text, add_special_tokens=False).ids for text in (description, surroundings))
    first = first[:DESCRIPTION]
    return [START, *first, END, *second[: LENGTH - len(first) - 3], END]


def judged(row: dict) -> dict:
    """Ask the learned coder about a row of `sources`: what is to be kept with it.

    Returns
    -------
    dict
        `scores`, of all values of all codes one after the other, and `told`, a text a code: the words that speak most
        for the value with the highest score.
    """
    description, surroundings = portrait(row)
    pieces = np.array([pieces_of(description, surroundings)], dtype=np.int64)
    (scores,) = (output[0] for output in _session().run(None, {"pieces": pieces}))
    known, weights = _words()
    found = [feature for feature in features_of(row, description, surroundings) if feature in known]
    says = weights[[known[feature] for feature in found]]
    scores = scores + says.sum(0) + weights[-1]
    told, place = [], 0
    for values in codes().values():
        best = place + int(scores[place : place + len(values)].argmax())
        most = sorted(zip(says[:, best], found, strict=True), reverse=True)[:TOLD]
        told.append(", ".join(feature for say, feature in most if say > 0))
        place += len(values)
    return {"scores": [round(float(score), 3) for score in scores], "told": told}


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


@cache
def _words() -> tuple[dict[str, int], np.ndarray]:
    """Load the linear model: the row of each feature, and what each adds to each score; the last row always counts."""
    with np.load(WORDS) as stored:
        features = stored["features"].tobytes().decode().split("\n")
        return {feature: i for i, feature in enumerate(features)}, stored["weights"].astype(np.float32)
