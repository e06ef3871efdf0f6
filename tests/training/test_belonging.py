"""What the trees of belonging learn is what reading walks, and examples come from the sides that people coded."""

import numpy as np
import pytest

from analysis.codebook import load_codebook
from analysis.paths import PACKAGE
from analysis.reading.coding import belonging as walked
from analysis.reading.coding.belonging import FIELDS, Candidate
from analysis.training.belonging import examples_of, export, fit

BOOK = PACKAGE.parent / "data" / "codebooks" / "ukraine-war.yml"


def test_trees_written_as_arrays_are_as_sure_as_those_that_were_fitted(tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    dice = np.random.default_rng(1)
    features = dice.random((600, 4))
    trees = fit(features, (features[:, 0] > 0.6).astype(float), np.ones(600))
    export(trees, tmp_path / "belonging.json")
    monkeypatch.setattr(walked, "TREES", tmp_path / "belonging.json")
    walked._trees.cache_clear()
    sure = walked.certainty([Candidate("", "word", "name", "", tuple(row)) for row in features[:50]])
    walked._trees.cache_clear()
    assert sure == pytest.approx(trees.predict_proba(features[:50])[:, 1], abs=1e-6)
    assert ((sure > 0.5) == (features[:50, 0] > 0.6)).mean() > 0.95


def test_each_candidate_of_an_undecided_source_is_an_example_and_right_where_people_say_so():
    row = {
        "name": "Anna Keller", "role": "French envoy to Ukraine", "affiliation": "", "nature": "person",
        "anonymity": "named", "mentions": ["Anna Keller"], "surroundings": "",
    }  # fmt: skip
    gold = {"side": "west", "side_also": []}
    rows = [{"article": "a1", "row": row, "gold": gold, "attributions": 2, "published": "2022-03-01", "outlet": ""}]
    examples = examples_of(rows, load_codebook(BOOK))
    assert [belongs for _, belongs, _ in examples] == [1.0, 0.0]
    assert all(features[FIELDS.index("role")] == 1.0 and weight > 0 for features, _, weight in examples)
