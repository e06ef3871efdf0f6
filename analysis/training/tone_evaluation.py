"""The shipped tone model held against labelled sentences: the figures of its card. Needs no torch."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.reading.tone.baselines import score
from analysis.reading.tone.model import TONES, mark_target, tone_of

THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
NEUTRAL = 0.05
NAMES = ("Donald Trump", "Barack Obama", "Russia", "Ukraine")


def evaluate(path: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Score the model, TextBlob and VADER on `{text, target, label}` lines.

    Returns
    -------
    figures : one row a tool, with macro-F1, accuracy and the F1 of each tone, in per cent
    confidence : one row a threshold x, with the share of sentences answered when the model abstains below x, its
        macro-F1 on these, and the expected calibration error over ten bins (Guo et al. 2017)
    names : one row a name, with the net tone of all sentences if the target were called so and the model were shown it
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    gold = np.array([TONES.index(row["label"]) for row in rows])
    probabilities = tone_of([mark_target(row["text"], row["target"]) for row in rows])
    shown = tone_of([mark_target(row["text"], row["target"], shown=True) for row in rows])
    said = {"model": probabilities.argmax(1), "model, shown the name": shown.argmax(1)}
    scores = [score(row["text"]) for row in rows]
    for tool in ("textblob", "vader"):
        values = np.array([each[tool] or 0.0 for each in scores])
        said[tool] = 1 + (values >= NEUTRAL).astype(int) - (values <= -NEUTRAL).astype(int)
    figures = [
        (tool, f1_of_each(gold, answer).mean(), np.mean(gold == answer), *f1_of_each(gold, answer))
        for tool, answer in said.items()
    ]
    sure = probabilities.max(1)
    confidence = [
        (x, np.mean(sure >= x), f1_of_each(gold[sure >= x], said["model"][sure >= x]).mean()) for x in THRESHOLDS
    ]  # fmt: skip
    table = pd.DataFrame(figures, columns=["tool", "macro-F1", "accuracy", *TONES]).set_index("tool")
    kept = pd.DataFrame(confidence, columns=["confidence from", "answered", "macro-F1"])
    error = calibration_error(probabilities, gold)
    return (
        (100 * table).round(1).reset_index(),
        kept.round(3).assign(**{"calibration error": round(error, 3)}),
        names(rows),
    )


def names(rows: list[dict]) -> pd.DataFrame:
    """Put other names in the place of the target and show them to the model: the same sentences, another net tone."""
    found = []
    for name in NAMES:
        renamed = [(row["text"][: row["target"][0]], row["text"][row["target"][1] :]) for row in rows]
        marked = [mark_target(a + name + b, (len(a), len(a) + len(name)), shown=True) for a, b in renamed]
        probabilities = tone_of(marked)
        found.append((name, float((probabilities[:, 2] - probabilities[:, 0]).mean())))
    return pd.DataFrame(found, columns=["name in the target's place", "net tone"]).round(2)


def f1_of_each(gold: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """Give the F1 of each tone; macro-F1 is their mean."""
    confusion = np.zeros((len(TONES), len(TONES)))
    np.add.at(confusion, (gold, answer), 1)
    return 2 * confusion.diagonal() / np.maximum(confusion.sum(0) + confusion.sum(1), 1)


def calibration_error(probabilities: np.ndarray, gold: np.ndarray) -> float:
    """Give the mean gap between how sure the likeliest tone is and how often it is right, over ten bins."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == gold
    bins = pd.DataFrame({"sure": sure, "right": right}).groupby((sure * 10).clip(max=9).astype(int))
    return float((bins.size() / len(gold) * (bins["sure"].mean() - bins["right"].mean()).abs()).sum())
