import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import beta, norm, t

from analysis.errors import RequestError
from analysis.measures.estimators import (
    ALL_OR_NONE,
    NO_DATA,
    NO_SPREAD,
    ONE_ARTICLE,
    mean_interval,
    share_interval,
    share_of_articles,
)


def test_share_by_hand():
    # R = 4/10; residuals 1-.4*4, 0-.4*2, 3-.4*4 = -.6, -.8, 1.4; v = 3/2 * 2.96 / 100
    found = share_interval([1, 0, 3], [4, 2, 4])
    variance = 1.5 * 2.96 / 100
    effective = 0.4 * 0.6 / variance * (norm.ppf(0.975) / t.ppf(0.975, 2)) ** 2
    yes, no = 0.4 * effective + 0.5, 0.6 * effective + 0.5
    reach = norm.ppf(0.975) * np.sqrt(1 / yes + 1 / no)
    assert found.estimate == pytest.approx(0.4)
    assert found.low == pytest.approx(expit(np.log(yes / no) - reach))
    assert found.high == pytest.approx(expit(np.log(yes / no) + reach))
    assert found.note == ""


def test_an_interval_holds_its_own_share_even_from_two_articles():
    found = share_interval([100, 99], [100, 100])
    assert found.low < 0.995 <= found.high


def test_share_of_articles_by_hand():
    # Jeffreys, 3 of 10 articles: quantiles of Beta(3.5, 7.5)
    found = share_of_articles([1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    assert found[:3] == pytest.approx((0.3, *beta(3.5, 7.5).ppf([0.025, 0.975])))
    assert share_of_articles([1, 1, 1, 1])[:3] == pytest.approx((1, beta(4.5, 0.5).ppf(0.025), 1))
    assert share_of_articles([1]).note == ONE_ARTICLE
    assert share_of_articles([]).note == NO_DATA
    with pytest.raises(RequestError, match="0 or 1 for each article"):
        share_of_articles([0.5, 1])


def test_mean_by_hand():
    found = mean_interval([1.0, -2.0, 4.0], [1, 2, 1])  # R = 3/4; residuals .25, -3.5, 3.25
    error = np.sqrt(1.5 * (0.25**2 + 3.5**2 + 3.25**2)) / 4
    assert found.estimate == pytest.approx(0.75)
    assert found.high - found.estimate == pytest.approx(t.ppf(0.975, 2) * error)


@pytest.mark.parametrize(
    ("part", "whole", "note"),
    [([], [], NO_DATA), ([2], [5], ONE_ARTICLE), ([0, 0], [3, 4], ALL_OR_NONE), ([3, 4], [3, 4], ALL_OR_NONE),
     ([1, 2], [2, 4], NO_SPREAD), ([2, 0], [5, 0], ONE_ARTICLE)],
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


@pytest.mark.parametrize(("articles", "share"), [(10, 0.6), (50, 0.6), (50, 0.9)])
def test_coverage_is_near_nominal(articles, share):
    """Articles differ (intraclass correlation .3), about five attributions each."""
    random = np.random.default_rng(20240301)
    within = 0.3
    a, b = share * (1 - within) / within, (1 - share) * (1 - within) / within
    covered, runs = 0, 1500
    for _ in range(runs):
        whole = 1 + random.poisson(4, articles)
        part = random.binomial(whole, random.beta(a, b, articles))
        found = share_interval(part, whole)
        covered += found.low <= share <= found.high
    assert 0.92 <= covered / runs <= 0.985
