"""How sure to be of what the network found: fitted on articles it was not trained on, some of them judged by people.

The network learned from one corpus of one year. What it takes for speech elsewhere ("The court sentenced …") people
judged on articles of other papers; from both the logistic curve of `attributions.model.confidence_of` is fitted.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from tqdm import tqdm

from analysis.files import load_yaml
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.attributions.decoding import FEATURES, characters, decode
from analysis.reading.attributions.encoding import encode
from analysis.reading.attributions.model import WEIGHTS, blocks_of, scores_of
from analysis.reading.attributions.ranking import TRAITS, traits
from analysis.reading.attributions.relays import relayed
from analysis.reading.parser import load_parser
from analysis.training import scoring
from analysis.training.corpus import read_corpus, split
from analysis.training.judged import NOBODY, NONE, RIGHT, UNJUDGED, WRONG, verdicts

COUNTS = {RIGHT: 1.0, NOBODY: 0.5, NONE: 1.6, WRONG: 1.6, UNJUDGED: 0.3}
"""How much each verdict weighs; a find that is none costs a study more than one that is missed."""

PENALTY = 100.0
"""The squared weights count so much beside the log loss, the columns being brought to one scale (ridge)."""

FOLDS = 5

REPEATED = 3
"""How often each sentence of `acts.yml` counts: there are few, and each stands for its kind."""


def rank(corpus: Path, judged: Path, out: Path) -> pd.DataFrame:
    """Write `attributions.json` to `out`, and give how right and how complete what is reported at .5 is.

    Parameters
    ----------
    corpus : annotated articles; only those held out of the network's training are used
    judged : articles as `training.judged` describes them, with `set`
    out : folder

    Returns
    -------
    DataFrame
        One row a set of the judged articles (and all), by cross-validation over articles (`precision`, `recall`) and
        leaving the whole set out of the fitting (`precision left out`, `recall left out`), in per cent.
    """
    annotated = candidates(split(read_corpus(corpus))[1], _annotated)
    people = candidates(read_corpus(judged), verdicts)
    written = candidates(acts_and_speech(), lambda article, found: ([article["verdict"]] * len(found), 0))
    beside = (
        np.vstack([annotated.design, *[written.design] * REPEATED]),
        np.concatenate([annotated.told, *[written.told] * REPEATED]),
    )
    weights, intercept = fit(np.vstack([beside[0], people.design]), np.concatenate([beside[1], people.told]))
    ranking = {"intercept": round(intercept, 4), "weights": [round(float(w), 5) for w in weights]}
    document = {"confidence": ranking, "features": [*FEATURES, *TRAITS, "state"]}
    (out / "attributions.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    folds, by_set = people.article % FOLDS, people.sets[people.article]
    crossed, left_out = (_held_out(beside, people, parts) for parts in (folds, by_set))
    rows = []
    for name in [*sorted(set(people.sets)), "all"]:
        chosen, articles = (each == name if name != "all" else each == each for each in (by_set, people.sets))
        rows.append((name, *figures(people, crossed, chosen, articles), *figures(people, left_out, chosen, articles)))
    columns = ["set", "precision", "recall", "precision left out", "recall left out"]
    return pd.DataFrame(rows, columns=columns).round(1)


class Candidates:
    """What the network found in some articles: features (`design`), verdict (`told`) and number of `article`, one each.

    `all` counts each article's real attributions, found or not; `sets` names its set.
    """

    def __init__(self, rows: list[tuple], totals: list[int], sets: list[str]):
        self.design = np.array([row[0] for row in rows])
        self.told = np.array([row[1] for row in rows])
        self.article = np.array([row[2] for row in rows])
        self.all, self.sets = np.array(totals), np.array(sets)


def candidates(articles: list[dict], judge) -> Candidates:
    """Find all candidates in articles, doubtful ones too, and ask `judge` of each; what a medium relays counts so."""
    scores, rows, totals = scores_of(WEIGHTS), [], []
    for number, annotated in enumerate(tqdm(articles, desc="Finding candidates", unit=" articles", disable=None)):
        doc, article = load_parser()(annotated["text"]), encode(annotated["text"])
        found = decode(blocks_of(article, scores), article.paragraph)
        parts = [[characters(article, part) for part in (f.source, [f.cue], f.content)] for f in found]
        first = [Attribution(*part, confidence=float(i)) for i, part in enumerate(parts)]
        told = relayed(doc, first)
        judged, total = judge(annotated, [attribution._asdict() for attribution in told])
        totals.append(total)
        for attribution, verdict in zip(told, judged, strict=True):
            i = int(attribution.confidence)
            rows.append((np.concatenate([found[i].features, traits(doc, *parts[i]), found[i].state]), verdict, number))
    return Candidates(rows, totals, [annotated.get("set", "") for annotated in articles])


def acts_and_speech() -> list[dict]:
    """Give the sentences of `acts.yml` as articles with the verdict on whatever is found in them."""
    table = load_yaml(Path(__file__).with_name("acts.yml"))
    return [
        {"text": text, "verdict": verdict}
        for part, verdict in (("acts", NONE), ("speech", RIGHT))
        for text in table[part]
    ]


def _annotated(article: dict, predicted: list[dict]) -> tuple[list[str], int]:
    doc = load_parser()(article["text"])
    found = [NONE] * len(predicted)
    for _, j, same in scoring.matches(doc, article["attributions"], predicted):
        found[j] = RIGHT if same else WRONG
    return found, len(article["attributions"])


def fit(design: np.ndarray, told: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit the probability of RIGHT (or NOBODY) by ridge logistic regression; weights for the columns as they are."""
    wanted = np.isin(told, (RIGHT, NOBODY)).astype(float)
    counts = np.array([COUNTS[verdict] for verdict in told])
    mean, spread = design.mean(0), design.std(0) + 1e-6
    scaled = np.column_stack([(design - mean) / spread, np.ones(len(design))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ weights
        penalty = PENALTY * np.append(weights[:-1], 0)
        value = (counts * (np.logaddexp(0, odds) - wanted * odds)).sum() + 0.5 * penalty @ weights
        return value, scaled.T @ (counts * (1 / (1 + np.exp(-odds)) - wanted)) + penalty

    best = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    return best[:-1] / spread, float(best[-1] - (best[:-1] / spread) @ mean)


def _held_out(beside: tuple[np.ndarray, ...], people: Candidates, parts: np.ndarray) -> np.ndarray:
    sure = np.zeros(len(parts))
    for part in np.unique(parts):
        here = parts == part
        weights, intercept = fit(
            np.vstack([beside[0], people.design[~here]]), np.concatenate([beside[1], people.told[~here]])
        )
        sure[here] = 1 / (1 + np.exp(-(people.design[here] @ weights + intercept)))
    return sure


def figures(people: Candidates, sure: np.ndarray, chosen: np.ndarray, articles: np.ndarray) -> tuple[float, float]:
    """Give in per cent how much of what has confidence .5 or more is right, and how much of all is found."""
    told = people.told[chosen & (sure >= 0.5)]
    right = (told == RIGHT).sum()
    return 100 * right / max(1, np.isin(told, (RIGHT, NONE, WRONG)).sum()), 100 * right / people.all[articles].sum()
