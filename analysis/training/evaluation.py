"""A shipped reader held against annotated articles: the figures of its card. Needs no torch."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from analysis.reading.attributions.finders import find_with
from analysis.reading.parser import load_parser
from analysis.training import scoring
from analysis.training.corpus import read_corpus

THRESHOLDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)


def evaluate(path: Path, reader: str, draws: int = 1000) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score a reader on annotated articles.

    Parameters
    ----------
    path : JSON Lines of `text` and `attributions`
    reader : "model" or "rules"
    draws : bootstrap draws of whole articles

    Returns
    -------
    figures : one row a figure (F1 in per cent; for source, and for kind where the gold tells it, the share of right
        ones), with its 95 % percentile interval
    confidence : one row a threshold x, with how many attributions have confidence x or more, how many of these are
        right (content and source), and how many of all gold attributions they find; and the expected calibration
        error over ten bins (Guo et al. 2017)
    """
    parse, find = load_parser(), find_with(reader)
    counts, sure = [], []
    gold = 0
    for article in tqdm(read_corpus(path), desc=f"Scoring {reader}", unit=" articles", disable=None):
        doc = parse(article["text"])
        found = [attribution._asdict() for attribution in find(doc)]
        counts.append(scoring.count(doc, article["attributions"], found))
        right = scoring.right(doc, article["attributions"], found)
        sure += zip((a["confidence"] for a in found), right, strict=True)
        gold += len(article["attributions"])
    return intervals(counts, draws), reliability(pd.DataFrame(sure, columns=["confidence", "right"]), gold)


def intervals(counts: list[Counter], draws: int, seed: int = 0) -> pd.DataFrame:
    """Give each figure over all articles, and its interval by drawing articles with replacement."""
    chance = random.Random(seed)
    total: Callable = lambda some: scoring.summary(sum(some, Counter()))  # noqa: E731
    drawn = pd.DataFrame([total(chance.choices(counts, k=len(counts))) for _ in range(draws)])
    rows = [(name, value, *drawn[name].quantile([0.025, 0.975])) for name, value in total(counts).items()]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high"]).round(1)


def reliability(sure: pd.DataFrame, gold: int) -> pd.DataFrame:
    """Tell how right attributions are from each confidence on; `sure` has the columns confidence and right."""
    rows = []
    for threshold in THRESHOLDS:
        kept = sure[sure.confidence >= threshold]
        rows.append((threshold, len(kept), 100 * kept.right.mean(), 100 * kept.right.sum() / gold))
    table = pd.DataFrame(rows, columns=["confidence from", "attributions", "right, %", "of gold found, %"]).round(1)
    bins = sure.groupby((sure.confidence * 10).clip(upper=9).astype(int))
    error = (bins.size() / len(sure) * (bins.confidence.mean() - bins.right.mean()).abs()).sum()
    return table.assign(**{"calibration error": round(float(error), 3)})
