import numpy as np
import pytest
from scipy.special import expit, logit
from scipy.stats import beta, t

from analysis.errors import RequestError
from analysis.measures.estimators import (
    ALL_SEEN,
    DOMINATED,
    NO_DATA,
    NO_SPREAD,
    NONE_SEEN,
    TOO_FEW,
    bounded_interval,
    difference_interval,
    effective_clusters,
    equivalence_p,
    length_interval,
    mean_interval,
    share_interval,
    share_of_articles,
    spread_of,
    welch,
)

PART, WHOLE = np.array([1, 0, 3, 2, 2, 0]), np.array([4, 2, 4, 2, 5, 3])


def test_the_spread_is_that_of_leaving_out_each_article():
    found = spread_of(PART, WHOLE)
    without = np.array([np.delete(PART, i).sum() / np.delete(WHOLE, i).sum() for i in range(6)])
    assert found.ratio == pytest.approx(8 / 20)
    assert found.moves == pytest.approx(without - 8 / 20)
    assert found.variance == pytest.approx(5 / 6 * ((without - 8 / 20) ** 2).sum())


def test_rows_that_stand_for_several_articles_tell_the_same():
    several = spread_of([1, 3], [4, 4], [2, 3])
    each = spread_of([1, 1, 3, 3, 3], [4] * 5)
    assert (several.ratio, several.variance) == pytest.approx((each.ratio, each.variance))
    assert several.effective == pytest.approx(each.effective)


def test_share_by_hand():
    found, spread = share_interval(PART, WHOLE), spread_of(PART, WHOLE)
    reach = t.ppf(0.975, effective_clusters(WHOLE) - 1) * np.sqrt(spread.variance) / (0.4 * 0.6)
    assert found[:3] == pytest.approx((0.4, expit(logit(0.4) - reach), expit(logit(0.4) + reach)))
    assert found.note == "" and 5 < found.effective < 6


def test_effective_clusters():
    assert effective_clusters([7] * 9) == pytest.approx(9)
    assert effective_clusters([1] * 9 + [100]) < 1.1
    assert effective_clusters([1, 2, 3], [1, 1, 2]) == pytest.approx(effective_clusters([1, 2, 3, 3]))
    assert effective_clusters([]) == 0


def test_none_and_all_give_a_limit():
    none, all_ = share_interval([0] * 10, [4] * 10), share_interval([4] * 10, [4] * 10)
    assert none[:3] == pytest.approx((0, 0, beta(0.5, 10.5).ppf(0.975))) and none.note == NONE_SEEN
    assert all_[:3] == pytest.approx((1, 1 - none.high, 1)) and all_.note == ALL_SEEN
    long = share_interval([0] * 10, [1] * 9 + [20])
    assert np.isnan(long.low) and long.note == DOMINATED


def test_share_of_articles_by_hand():
    # Jeffreys, 3 of 10 articles: quantiles of Beta(3.5, 7.5)
    found = share_of_articles([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    assert found[:3] == pytest.approx((0.3, *beta(3.5, 7.5).ppf([0.025, 0.975])))
    assert share_of_articles([1] * 5)[:3] == pytest.approx((1, beta(5.5, 0.5).ppf(0.025), 1))
    assert share_of_articles([1] * 4).note == TOO_FEW
    assert share_of_articles([]).note == NO_DATA
    with pytest.raises(RequestError, match="0 or 1 for each article"):
        share_of_articles([0.5, 1])


def test_mean_by_hand():
    total, count = [1.0, -2.0, 4.0, 0.0, 0.5], [1, 2, 1, 1, 1]
    found, spread = mean_interval(total, count), spread_of(total, count)
    assert found.estimate == pytest.approx(3.5 / 6)
    reach = t.ppf(0.975, effective_clusters(count) - 1) * np.sqrt(spread.variance)
    assert found.high - found.estimate == pytest.approx(reach)
    assert mean_interval(total, count, limits=(-0.1, 0.9))[1:3] == (-0.1, 0.9)


def test_a_length_is_above_0():
    total, count = [30, 6, 60, 20, 11], [2, 1, 1, 1, 1]
    found = length_interval(total, count)
    assert found.estimate == pytest.approx(127 / 6) and 0 < found.low < found.estimate < found.high
    assert found.low * found.high == pytest.approx(found.estimate**2)
    assert length_interval([0, 5, 0, 0, 0], [1] * 5).note == "not estimable: all words stand in one article"


@pytest.mark.parametrize(
    ("part", "whole", "note"),
    [([], [], NO_DATA), ([2], [5], TOO_FEW), ([1, 2, 3, 4], [5] * 4, TOO_FEW), ([1] * 5, [2] * 5, NO_SPREAD),
     ([2, 0, 0, 0, 0], [5, 0, 0, 0, 0], TOO_FEW), ([1, 1, 0, 0, 30], [2, 2, 2, 2, 60], DOMINATED)],
)  # fmt: skip
def test_no_interval_is_made_up(part, whole, note):
    found = share_interval(part, whole)
    assert np.isnan([found.low, found.high]).all()
    assert found.note == note


@pytest.mark.parametrize(("part", "whole"), [([3], [2]), ([-1], [2]), ([1, 2], [3]), ([np.nan], [1])])
def test_nonsense_is_refused(part, whole):
    with pytest.raises(RequestError):
        share_interval(part, whole)


def test_level_must_be_a_level():
    with pytest.raises(RequestError, match="level"):
        share_interval([1, 2], [3, 3], level=95)


def test_the_difference_of_two_kinds_has_the_freedom_of_the_rarer():
    few, many, none = np.array([1, 2, 0, 1, 2]), np.tile([1, 2, 0, 1], 15), np.zeros
    difference, error, freedom = welch(
        [*few, *none(60)], [*[3] * 5, *none(60)], [*none(5), *many], [*none(5), *[3] * 60]
    )
    parts = spread_of(few, [3] * 5).variance, spread_of(many, [3] * 60).variance
    assert difference == pytest.approx(6 / 15 - 60 / 180)
    assert error == pytest.approx(np.sqrt(sum(parts)))
    assert freedom == pytest.approx(sum(parts) ** 2 / (parts[0] ** 2 / 4 + parts[1] ** 2 / 59))
    assert 4 < freedom < 6


def test_two_kinds_in_the_same_articles_vary_together():
    """Where one side is what the other is not, their difference is 2 R - 1, and so is its interval's spread."""
    difference, error, _ = welch(PART, WHOLE, WHOLE - PART, WHOLE)
    assert difference == pytest.approx(2 * 0.4 - 1)
    assert error == pytest.approx(2 * np.sqrt(spread_of(PART, WHOLE).variance))


def test_a_difference_without_an_interval():
    none = [0] * 5
    assert difference_interval([1] * 10, [1] * 10, none * 2, none * 2).note == NO_DATA
    few = difference_interval([1, 0, 1, 0, *none], [1] * 4 + [0] * 5, [0] * 5 + [0, 1, 0, 1], [0] * 5 + [1] * 4)
    assert few.note == TOO_FEW


def test_the_unknown_and_sampling_in_one_interval():
    random = np.random.default_rng(2)
    whole = 3 + random.poisson(3, 20)
    first = random.binomial(whole, 0.5)
    none, half = bounded_interval(first, whole - first, whole * 0), bounded_interval(first, whole - first, whole)
    assert none == pytest.approx(share_interval(first, whole)[1:3], abs=1e-6)
    share = first.sum() / whole.sum()
    assert half[0] < share / 2 and half[1] > (share + 1) / 2
    # the bounds lie far apart, so that each end needs the one-sided quantile only
    alone = share_interval(first, 2 * whole).low
    assert alone < half[0]
    assert np.isnan(bounded_interval([1], [1], [1])).all()


def test_a_small_difference_is_shown_to_be_small_only_by_many_articles():
    assert equivalence_p(0.0, 0.02, 50, 0.1) < 0.001 < 0.05 < equivalence_p(0.0, 0.09, 50, 0.1)
    with pytest.raises(RequestError, match="margin above 0"):
        equivalence_p(0.0, 0.1, 5, 0)
