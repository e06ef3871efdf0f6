"""A last layer over the learned coder, fitted on a researcher's own codes (`people.learn`) and kept with the corpus.

It moves the probabilities of a code by what the learned coder makes of all codes; whoever the codebook or a register
knows is coded by them as before. What people say of the reader's confidence stands beside it; the store applies it.
"""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.corpus.store import LAYER, UNCHANGED, confidence_of
from analysis.errors import RequestError
from analysis.files import json_text
from analysis.reading.coding.judge import Answer
from analysis.reading.network import softmax

LEAST = 1e-4
"""The probability from which a value begins that the learned coder does not know, or excludes."""


class Layer(NamedTuple):
    """What is added to the scores: of each code its values and weights (what `given` makes of a source, values)."""

    articles: frozenset[str]
    """Those whose codes it was fitted on."""
    codes: dict[str, tuple[list[str], np.ndarray]]
    confidence: tuple[float, float] = UNCHANGED
    """Intercept and slope over the log-odds of the reader's confidence."""

    def over(self, said: dict[str, Answer]) -> dict[str, Answer]:
        """Give the answers as they are with this layer."""
        if not self.codes:
            return said
        moved = {}
        for code, (values, weights) in self.codes.items():
            told = given(said)
            if weights.shape != (len(told), len(values)):
                raise RequestError(f"{LAYER} beside the corpus is of another coder: delete it, or learn again.")
            chances = softmax((base(said[code], values) + told @ weights)[None])[0]
            moved[code] = Answer(dict(zip(values, chances.tolist(), strict=True)), said[code].words)
        return said | moved


NO_LAYER = Layer(frozenset(), {})


def base(said: Answer, values: list[str]) -> np.ndarray:
    """Give the scores of a code's values before the layer: the logarithms of their probabilities."""
    return np.log(np.maximum([said.probable.get(value, 0.0) for value in values], LEAST))


def given(said: dict[str, Answer]) -> np.ndarray:
    """Give what the layer is told of a source: all probabilities of all codes, and a one."""
    return np.array([*(chance for answer in said.values() for chance in answer.probable.values()), 1.0])


def load_layer(corpus: Path) -> Layer:
    """Read the layer that is kept with a corpus; one that adds nothing where there is none.

    Raises
    ------
    RequestError
        When the file is damaged or fits another learned coder.
    """
    path = corpus / LAYER
    if not path.is_file():
        return NO_LAYER
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        codes = {code: (one["values"], np.array(one["weights"], dtype=float)) for code, one in kept["codes"].items()}
        return Layer(frozenset(kept["articles"]), codes, confidence_of(corpus))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(f'"{path}" is damaged ({error}): delete it, or run: evenhand code learn {corpus}') from error


def written(layer: Layer) -> str:
    """Write a layer as `load_layer` reads it."""
    codes = {
        code: {"values": values, "weights": weights.round(4).tolist()}
        for code, (values, weights) in layer.codes.items()
    }
    kept = {"articles": sorted(layer.articles), "codes": codes, "confidence": layer.confidence}
    return json_text(kept)
