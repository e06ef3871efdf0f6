"""Training of whose a source is: boosted trees over candidates, from the sides that people coded. Needs `train`."""

import json
from pathlib import Path

import numpy as np

MOST_TREES, LEAVES, RATE, FEWEST, SHRINKAGE = 150, 8, 0.08, 40, 5.0


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
