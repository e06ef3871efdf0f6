import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.correction import corrected_mean, corrected_shares


def corpus(random, articles=120, share=0.4, right=0.8):
    """A machine that is right four times in five, on articles that resemble themselves."""
    size = 1 + random.poisson(4, articles)
    own = random.beta(share * 3, (1 - share) * 3, articles)
    article = np.repeat(np.arange(articles), size)
    human = (random.random(len(article)) < own[article]).astype(float)
    machine = np.where(random.random(len(article)) < right, human, 1.0)  # its mistakes all go one way
    return machine, human, article


def test_without_the_machines_help_it_is_the_mean_of_the_hand_codes():
    human = np.array([1, 0, 1, np.nan])
    found = corrected_mean([0.0, 0.0, 0.0, 0.0], human, ["a", "b", "c", "d"])
    assert found.estimate == pytest.approx(2 / 3)


def test_all_coded_by_hand_leaves_nothing_to_the_machine():
    random = np.random.default_rng(1)
    machine, human, article = corpus(random, 30)
    assert corrected_mean(machine, human, article).estimate == pytest.approx(human.mean())


def test_the_interval_covers_and_is_narrower_than_hand_codes_alone():
    random = np.random.default_rng(5)
    covered, narrower, naive, runs = 0, 0, 0, 1000
    for _ in range(runs):
        machine, human, article = corpus(random)
        drawn = random.random(len(human)) < 0.35
        known = np.where(drawn, human, np.nan)
        found = corrected_mean(machine, known, article)
        alone = corrected_mean(np.zeros_like(machine), known, article)
        covered += found.low <= 0.4 <= found.high
        narrower += found.high - found.low < alone.high - alone.low
        naive += abs(machine.mean() - 0.4) < 0.05
    assert covered / runs >= 0.93
    assert narrower / runs >= 0.9
    assert naive / runs < 0.1  # what the machine says alone is off


def test_weights_undo_an_uneven_draw():
    random = np.random.default_rng(7)
    machine, human, article = corpus(random, 3000)
    chance = np.where(machine == 1, 0.8, 0.1)
    known = np.where(random.random(len(human)) < chance, human, np.nan)
    weighted = corrected_mean(machine, known, article, 1 / chance)
    assert weighted.estimate == pytest.approx(human.mean(), abs=0.03)


def test_shares_of_a_corpus():
    attributions = pd.DataFrame(
        {"attribution_id": list("pqrs"), "article_id": ["a1", "a1", "a2", "a3"], "outlet": "A",
         "side": ["north", "north", "south", "north"]}
    )  # fmt: skip
    hand = pd.DataFrame({"attribution_id": ["p", "r"], "side": ["south", "south"]})
    found = corrected_shares(attributions, hand, "side", ["north", "south"]).set_index("side")
    assert found.loc["north", "raw"] == 0.75
    assert found.loc["north", "estimate"] < 0.75
    assert found.loc["north", "estimate"] + found.loc["south", "estimate"] == pytest.approx(1)
    assert found.loc["north", "n_hand"] == 2


def test_nobody_coded_by_hand():
    assert corrected_mean([1, 0], [np.nan, np.nan], ["a", "b"]).note == "not estimable: nothing to count"


def test_an_attribution_coded_twice():
    attributions = pd.DataFrame({"attribution_id": ["p"], "article_id": "a", "outlet": "A", "side": "north"})
    hand = pd.DataFrame({"attribution_id": ["p", "p"], "side": ["south", "north"]})
    with pytest.raises(RequestError, match='"p" was coded by hand twice'):
        corrected_shares(attributions, hand, "side", ["north"])
