import numpy as np
import pytest

from analysis.errors import RequestError
from analysis.measures.estimators import overlap, people_to_expect, share_seen_once


def quoted(random, articles, people=30):
    """Who stands in each article: one or two of a pool of whom the first are asked most."""
    weights = 1 / np.arange(1, people + 1)
    table = np.zeros((articles, people), bool)
    for article in range(articles):
        table[article, random.choice(people, random.integers(1, 3), replace=False, p=weights / weights.sum())] = True
    return table


def pool(table):
    times, sizes = table.sum(axis=0), table.sum(axis=1)
    return times[times > 0], sizes[sizes > 0]


def test_overlap_counts_those_in_both_of_those_in_either():
    one = np.array([[1, 1, 0, 0], [1, 0, 1, 0]] * 3, bool)
    other = np.array([[1, 1, 0, 0], [1, 1, 0, 1], [0, 1, 0, 0]] * 2, bool)
    found, shared, either = overlap(one, other)
    assert (found.estimate, shared, either) == (0.5, 2, 4)
    assert found.low < 0.5 < found.high
    assert overlap(other, one)[0].estimate == 0.5
    assert overlap(one, other)[0] == found  # drawn alike every time


def test_overlap_without_an_interval():
    one = np.array([[1, 1, 0, 0], [1, 0, 1, 0]] * 3, bool)
    assert overlap(one[:, :1], one[:, :1])[0].note == "not estimable: all or none"
    assert overlap(one[:0], one[:0])[0].note == "not estimable: nothing to count"
    assert overlap(one[:4], one)[0].note == "not estimable: fewer than 5 articles"


def test_more_articles_tell_the_overlap_more_exactly():
    random = np.random.default_rng(5)
    widths = [
        np.subtract(*overlap(quoted(random, articles), quoted(random, articles))[0][2:0:-1]) for articles in (15, 240)
    ]
    assert widths[1] < 0.7 * widths[0]


def test_share_seen_once_by_hand():
    found = share_seen_once([3, 1, 1, 3], [2, 1, 2, 2, 1])
    assert found.estimate == 1 / 2
    assert 0 <= found.low < 1 / 2 < found.high <= 1
    assert share_seen_once([1, 1], [2]).note == "not estimable: fewer than 5 articles"
    assert share_seen_once([], []).note == "not estimable: nothing to count"
    assert share_seen_once([5], [1] * 5).note == "not estimable: articles do not differ"


def test_curve_by_hand():
    found = [number.estimate for number in people_to_expect([2, 1, 1], [2, 1, 1], [1, 2, 3])]
    # One of three articles: 4/3 people; two of three: the first always, either other in two of three pairs.
    assert found == pytest.approx([4 / 3, 1 + 2 / 3 + 2 / 3, 3])
    assert people_to_expect([1, 1], [2], [1])[0][:2] == pytest.approx((2, np.nan), nan_ok=True)


def test_articles_that_quote_somebody_quote_at_least_one():
    """From five articles with six people the spread is wide, but no article of the curve quotes nobody."""
    for number in people_to_expect([1] * 6, [1, 2, 1, 1, 1], [1, 5]):
        assert 1 <= number.low <= number.estimate <= number.high


def test_curve_goes_no_further_than_the_articles():
    with pytest.raises(RequestError, match="no point at 0 or 4"):
        people_to_expect([2, 1], [1, 2], [0, 4])
    with pytest.raises(RequestError, match="for each person"):
        people_to_expect([2, 1], [1, 1], [1])


@pytest.mark.parametrize("articles", [10, 50])
def test_redrawn_pools_vary_as_pools_do(articles):
    random = np.random.default_rng(articles)
    pools = [pool(quoted(random, articles)) for _ in range(300)]
    ends = [people_to_expect(*one, [articles])[0] for one in pools]
    truth = np.mean([end.estimate for end in ends])
    assert 0.9 <= np.mean([end.low <= truth <= end.high for end in ends]) <= 0.99
    shares = [share_seen_once(*one) for one in pools]
    truth = np.mean([share.estimate for share in shares])
    assert 0.9 <= np.mean([share.low <= truth <= share.high for share in shares]) <= 0.99
