"""Diversity of counts, by hand and by known cases."""

import numpy as np
import pytest

from analysis.errors import RequestError
from analysis.measures.estimators import (
    concentration,
    concentration_interval,
    jackknife_interval,
    rarefied,
    shannon,
    share_interval,
)


def test_shannon_without_singletons_is_a_little_above_the_plug_in():
    plug_in = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    by_hand = -(0.75 * np.log(0.75) / (1 - 0.25**8) + 0.25 * np.log(0.25) / (1 - 0.75**8))
    assert shannon([6, 2]) == pytest.approx(by_hand)
    assert shannon([6, 2]) > plug_in


def test_shannon_with_singletons_by_hand():
    # n = 4, two seen once: coverage 1/2, p = 1/4, 1/8, 1/8
    by_hand = sum(-p * np.log(p) / (1 - (1 - p) ** 4) for p in (0.25, 0.125, 0.125))
    assert shannon([2, 1, 1]) == pytest.approx(by_hand)


def test_shannon_when_all_are_seen_once_is_finite():
    assert np.isfinite(shannon([1, 1, 1]))


def test_corrected_statistics_are_nearly_unbiased_at_ten():
    random = np.random.default_rng(1)
    p = np.array([0.35, 0.2, 0.12, 0.1, 0.08, 0.06, 0.04, 0.03, 0.02])
    samples = random.multinomial(10, p, size=4000)
    true = -(p * np.log(p)).sum()
    assert np.mean([shannon(sample) for sample in samples]) == pytest.approx(true, abs=0.06)
    plug_in = np.mean([((sample / 10) ** 2).sum() for sample in samples])
    assert plug_in > (p**2).sum() + 0.05


def test_concentration_by_hand():
    # Pairs from different articles: aa and ab with a: of 2 * 2, the two a's with the one a are alike.
    assert concentration([[2, 0], [1, 1]]) == pytest.approx(2 / 4)
    assert concentration([[1, 0]] * 3 + [[0, 1]]) == pytest.approx((3 * 2) / (4 * 3))  # one an article: Simpson's
    assert np.isnan(concentration([[3, 1]]))
    assert concentration_interval(np.array([[3, 1]])).note == "not estimable: fewer than 5 articles"


def test_concentration_is_unbiased_where_an_article_quotes_one_voice():
    """Six articles, each with one class drawn by chance five times over: plain Simpson would be far too high."""
    random = np.random.default_rng(4)
    p = np.array([0.4, 0.3, 0.2, 0.1])
    samples = [5.0 * random.multinomial(1, p, size=6) for _ in range(4000)]
    assert np.mean([concentration(sample) for sample in samples]) == pytest.approx((p**2).sum(), abs=0.01)
    plain = [(c * (c - 1)).sum() / (30 * 29) for c in (sample.sum(axis=0) for sample in samples)]
    assert np.mean(plain) > 1.3 * (p**2).sum()


def test_rarefied_by_hand():
    # Two of {a, a, b}: ab in 2 of 3 draws, aa in 1
    assert rarefied([2, 1], 2) == pytest.approx(5 / 3)
    assert rarefied([2, 1], 3) == pytest.approx(2)
    assert rarefied([2, 1], 0) == 0
    with pytest.raises(RequestError, match="without replacement"):
        rarefied([2, 1], 4)


def test_jackknife_of_a_share_is_close_to_its_linearisation():
    random = np.random.default_rng(3)
    counts = random.poisson([2.0, 3.0], size=(40, 2)).astype(float) + [1, 0]
    jackknife = jackknife_interval(counts, lambda total: total[0] / total.sum(), "logit")
    linear = share_interval(counts[:, 0], counts.sum(axis=1))
    assert jackknife[:3] == pytest.approx(linear[:3], abs=0.005)
