"""How sure to be of what the network found: fitted on verdicts, reported by folds."""

import numpy as np
import pytest

from analysis.training.judged import NOBODY, NONE, RIGHT, UNJUDGED, WRONG
from analysis.training.ranking import Candidates, acts_and_speech, figures, fit


def sure(design, weights, intercept):
    return 1 / (1 + np.exp(-(design @ weights + intercept)))


def test_what_people_judged_right_is_sure_and_what_is_none_is_not():
    chance = np.random.default_rng(1)
    design = chance.normal(size=(4000, 3))
    told = np.where(design[:, 1] > 0, RIGHT, NONE)
    design[:, 2] += 1000  # a column of another scale, which says nothing
    weights, intercept = fit(design, told)
    found = sure(design, weights, intercept)
    assert ((found >= 0.5) == (told == RIGHT)).mean() > 0.9
    assert abs(weights[1]) > 5 * max(abs(weights[0]), abs(weights[2]))


def test_an_attribution_of_nobody_is_one_but_weighs_less_and_a_wrong_source_is_none():
    design, found = np.repeat([[1.0], [-1.0]], 400, axis=0), {}
    for right, wrong in ((RIGHT, NONE), (NOBODY, NONE), (RIGHT, WRONG)):
        weights, intercept = fit(design, np.repeat([right, wrong], 400))
        first, *_, last = sure(design, weights, intercept)
        assert first > 0.5 > last
        found[right, wrong] = first
    assert found[RIGHT, NONE] > found[NOBODY, NONE]


def test_precision_is_of_what_is_reported_and_judged_and_recall_of_all_that_is_there():
    rows = [([0.0], verdict, 0) for verdict in (RIGHT, RIGHT, NONE, UNJUDGED, RIGHT)]
    people = Candidates(rows, [4], ["news"])
    every = np.ones(5, bool)
    reported = np.array([0.9, 0.5, 0.6, 0.8, 0.4])
    assert figures(people, reported, every, np.ones(1, bool)) == pytest.approx((100 * 2 / 3, 100 * 2 / 4))


def test_acts_and_speech_stand_with_their_verdicts():
    told = [article["verdict"] for article in acts_and_speech()]
    assert set(told) == {RIGHT, NONE} and len(told) > 100
