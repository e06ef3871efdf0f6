"""Training of whose a source is: boosted trees over candidates, from the sides that people coded. Needs `train`."""

import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from analysis.codebook import Codebook, load_codebook
from analysis.reading.coding.lookup import actor_of, look_up, registered
from analysis.reading.coding.register import known_person
from analysis.reading.coding.sides import candidates_within, known_side
from analysis.schema import UNKNOWN

MOST_TREES, LEAVES, RATE, FEWEST, SHRINKAGE = 150, 8, 0.08, 40, 5.0


def train(corpora: list[Path], codebooks: list[Path], out: Path) -> None:
    """Fit the trees on coded corpora, each with its codebook, and write them."""
    from analysis.training.coder import portraits

    examples = [
        example
        for corpus, codebook in zip(corpora, codebooks, strict=True)
        for example in examples_of(portraits(corpus), load_codebook(codebook))
    ]
    features, belongs, weight = (np.array(column, dtype=float) for column in zip(*examples, strict=True))
    export(fit(features, belongs, weight), out)


def examples_of(rows: list[dict], codebook: Codebook) -> list[tuple[tuple[float, ...], float, float]]:
    """Give, for each candidate of each source whose side no line decides, its features, whether the source is one of
    theirs by the people's codes, and a weight: a source that speaks often counts for more, one of many candidates less.
    """
    lookup, articles, examples = look_up(codebook), defaultdict(list), []
    for row in rows:
        articles[row["article"]].append(row)
    for article in articles.values():
        sources = [row["row"] for row in article]
        year = re.search(r"(?:19|20)\d\d", article[0]["published"])
        found = [_decided(source, lookup, int(year[0]) if year else None) for source in sources]
        for i, near in candidates_within(sources, found, lookup, article[0]["outlet"]).items():
            accepted = {article[i]["gold"]["side"], *article[i]["gold"]["side_also"]}
            weight = min(3.0, article[i]["attributions"] ** 0.4) / max(1, len(near)) ** 0.5
            examples += [(each.features, float((each.side or UNKNOWN) in accepted), weight) for each in near]
    return examples


def _decided(source: dict, lookup, year: int | None):
    actor, how = actor_of(source, lookup)
    body = registered(source["name"], lookup) if source["nature"] == "organisation" else None
    return known_side(actor, how, known_person(source, lookup.register, year), body, lookup)


def fit(features: np.ndarray, belongs: np.ndarray, weight: np.ndarray):
    """Fit the trees; few leaves and much shrinkage, since the sets have few articles."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    trees = HistGradientBoostingClassifier(
        max_iter=MOST_TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=FEWEST,
        l2_regularization=SHRINKAGE, random_state=0,
    )  # fmt: skip
    return trees.fit(features, belongs, sample_weight=weight)


def export(trees, path: Path) -> None:
    """Write trees as plain arrays that `reading.coding.belonging` walks; a leaf leads to itself."""
    nodes = [predictors[0].nodes for predictors in trees._predictors]
    most = max(map(len, nodes))
    columns: dict[str, list] = {key: [] for key in ("feature", "threshold", "left", "right", "value")}
    for tree in nodes:
        own = np.arange(len(tree))
        leaf = tree["is_leaf"].astype(bool)
        pad = [0] * (most - len(tree))
        columns["feature"].append([*np.where(leaf, 0, tree["feature_idx"]).tolist(), *pad])
        columns["threshold"].append([*np.where(leaf, 0.0, tree["num_threshold"]).tolist(), *pad])
        columns["left"].append([*np.where(leaf, own, tree["left"]).tolist(), *pad])
        columns["right"].append([*np.where(leaf, own, tree["right"]).tolist(), *pad])
        columns["value"].append([*np.where(leaf, tree["value"], 0.0).tolist(), *pad])
    depth = max(int(tree["depth"].max()) for tree in nodes)
    written = {"baseline": float(np.ravel(trees._baseline_prediction)[0]), "depth": depth, **columns}
    path.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
