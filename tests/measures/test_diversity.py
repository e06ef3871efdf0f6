"""Diversity of a code by outlet."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import diversity
from analysis.measures.estimators import (
    rarefied,
)


def table(*articles, outlet="A"):
    rows = [(outlet, f"{outlet}{i}", c, f"{outlet}{i}{c}") for i, a in enumerate(articles) for c in a]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "side", "source_id"])


def test_evenness_uses_the_codebooks_classes():
    found = diversity(table(*["abab", "aabb", "ab"] * 2), "side", classes=4).set_index("measure")["estimate"]
    assert found["evenness"] == pytest.approx(found["shannon"] / np.log(4))
    assert found["hill_2"] == pytest.approx(1 / found["concentration"])


def test_rarefied_to_the_smallest_outlet():
    both = pd.concat([table("abc", "abc"), table("ab", "b", outlet="B")])
    found = diversity(both, "side").set_index(["outlet", "measure"])["estimate"]
    assert found["B", "rarefied"] == 2
    assert found["A", "rarefied"] == pytest.approx(rarefied([2, 2, 2], 3))


def test_one_article_has_no_interval():
    found = diversity(table("ab"), "side").set_index("measure")
    assert found.loc["shannon", "note"] == "not estimable: fewer than 5 articles"


def test_unknown_is_no_class_and_nobody_no_row():
    unknown = table("ab").assign(side="unknown")
    assert diversity(unknown, "side").empty


def test_more_classes_than_the_codebook_has():
    with pytest.raises(RequestError, match="makes no sense"):
        diversity(table("abc"), "side", classes=2)
