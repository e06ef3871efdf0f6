"""The interval of Krippendorff's alpha: by article, on the scale of what is lacking to 1."""

import numpy as np

from analysis.measures.estimators.alpha import IN_ONE, alpha_interval


def coded(disagreements: list[int], items: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Let two people code `items` of each article "a" or "b" in turn; in so many of each they differ."""
    rows = [
        (value, f"{article}-{item}", article)
        for article, differ in enumerate(disagreements)
        for item in range(items)
        for value in ("ab"[item % 2], "ab"[(item + (item < differ)) % 2])
    ]
    return tuple(map(np.array, zip(*rows, strict=True)))


def test_disagreement_all_over_gives_an_interval_between_minus_one_and_one():
    found = alpha_interval(*coded([1, 2, 0, 1, 3, 1, 0, 2]))
    assert -1 <= found.low < found.estimate < found.high < 1
    assert alpha_interval(*coded([9, 10, 10, 8, 10, 1])).low >= -1


def test_where_one_article_holds_all_disagreement_there_is_no_interval():
    found = alpha_interval(*coded([3, 0, 0, 0, 0, 0, 0, 0]))
    assert found.estimate < 1 and np.isnan(found.low) and found.note == IN_ONE
