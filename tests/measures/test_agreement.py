import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.agreement import confusion, krippendorff_alpha

# Krippendorff 2011, example C: four observers, twelve units, with gaps
OBSERVERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
PUBLISHED = pd.DataFrame(
    [
        (coder, item, value, f"article {item // 3}")
        for coder, row in OBSERVERS.items()
        for item, value in enumerate(row)
    ],
    columns=["coder", "item", "value", "article_id"],
)


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("interval", 0.849)])
def test_the_published_example(metric, alpha):
    found = krippendorff_alpha(PUBLISHED, metric)
    assert found.estimate == pytest.approx(alpha, abs=0.0006)
    assert found.low < alpha < found.high <= 1


def codes(one, other, article="a"):
    rows = [("x", i, v, f"{article}{i}") for i, v in enumerate(one)]
    rows += [("y", i, v, f"{article}{i}") for i, v in enumerate(other)]
    return pd.DataFrame(rows, columns=["coder", "item", "value", "article_id"])


def test_agreement_and_disagreement():
    assert krippendorff_alpha(codes("abab", "abab")).estimate == 1
    assert krippendorff_alpha(codes("abab", "baba")).estimate < 0


def test_what_cannot_be_estimated():
    assert krippendorff_alpha(codes("aaa", "aaa")).note == "not estimable: one value only"
    assert krippendorff_alpha(codes("ab", "ab").assign(article_id="a")).note == "not estimable: one article only"
    assert np.isnan(krippendorff_alpha(PUBLISHED[PUBLISHED["coder"] == "A"]).estimate)


def test_a_coder_twice_on_one_item():
    with pytest.raises(RequestError, match='Coder "x" coded item "0" twice'):
        krippendorff_alpha(pd.concat([codes("ab", "ab"), codes("ab", "ab")[:1]]))


def test_confusion_by_hand():
    table = confusion(codes("aab", "abb"), "x", "y").set_index("x")
    assert table.loc["a"].tolist() == [1, 1]
    assert table.loc["b"].tolist() == [0, 1]
    with pytest.raises(RequestError, match="The coder"):
        confusion(codes("a", "a"), "x", "z")
