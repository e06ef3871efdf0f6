"""A short run of the simulations behind docs/statistics.md, with the tolerance that its size asks for."""

import importlib.util
import re
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def simulations():
    return loaded("simulations")


@pytest.fixture(scope="module")
def regimes(simulations):
    return loaded("uneven")


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUNS = 400
SLACK = 3 * np.sqrt(0.95 * 0.05 / RUNS)
"""Three standard errors of a coverage of .95 in so many runs."""


@pytest.mark.parametrize("articles", [10, 50])
def test_shares_cover_and_wilson_on_attributions_does_not(simulations, articles):
    random = np.random.default_rng(articles)
    held = simulations.count(
        "", articles, lambda: simulations.share_interval(*simulations.shares_of(random, articles, 0.6)), 0.6, RUNS
    )
    naive = simulations.count(
        "", articles, lambda: simulations.wilson(*simulations.shares_of(random, articles, 0.6)), 0.6, RUNS
    )
    assert abs(held.coverage - 0.95) <= 0.02 + SLACK
    assert naive.coverage < 0.9


def test_corrected_shares_cover(simulations):
    random = np.random.default_rng(3)
    found = simulations.count("", 50, lambda: simulations.corrected(random, 50), 0.4, RUNS)
    assert found.coverage >= 0.93 - SLACK


def test_permuting_articles_seldom_raises_a_false_alarm(simulations):
    random = np.random.default_rng(4)
    p = [simulations.permuted(simulations.two_outlets(random, 10)) for _ in range(RUNS)]
    within = [simulations.permuted_within_events(simulations.two_outlets(random, 10)) for _ in range(RUNS // 4)]
    chi = [simulations.chi_squared(simulations.two_outlets(random, 10)) for _ in range(RUNS)]
    assert np.mean(np.array(p) <= 0.05) <= 0.06 + SLACK
    assert np.mean(np.array(within) <= 0.05) <= 0.06 + 2 * SLACK  # a quarter of the runs
    assert np.mean(np.array(chi) <= 0.05) > 0.1


def test_shares_cover_where_articles_are_uneven(simulations, regimes):
    random = np.random.default_rng(6)
    for lengths, articles, share, bar in (
        (regimes.heavy, 10, 0.6, 0.94), (regimes.dominant, 20, 0.6, 0.92), (regimes.lognormal, 20, 0.02, 0.93),
    ):  # fmt: skip
        found = simulations.count(
            "", articles, lambda g=lengths, n=articles, p=share: simulations.share_interval(
                *simulations.drawn(random, g(random, n), p)), share, RUNS
        )  # fmt: skip
        assert found.coverage >= bar - SLACK


def test_tests_hold_where_articles_are_uneven(regimes):
    random = np.random.default_rng(7)
    for name, outlets in regimes.two_regimes(random).items():
        p = np.array([regimes.permuted(outlets()) for _ in range(RUNS // 2)])
        assert np.mean(p[~np.isnan(p)] <= 0.05) <= 0.07 + 1.5 * SLACK, name
    p = [regimes.same_events(random, 50, 10) for _ in range(RUNS)]
    assert np.mean(np.array(p) <= 0.05) <= 0.06 + SLACK


def test_what_the_machine_missed_is_made_good(regimes):
    random = np.random.default_rng(8)
    raw, corrected = ([regimes.recalled(random, 60, 30, way) for _ in range(RUNS // 2)] for way in (False, True))
    assert np.mean([2 * one.estimate - 1 for one in raw]) > 0.08
    assert abs(np.mean([2 * one.estimate - 1 for one in corrected])) < 0.03
    assert np.mean([one.low <= 0.5 <= one.high for one in corrected]) >= 0.93 - 1.5 * SLACK


def test_tables_go_between_their_marks(simulations, tmp_path):
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- annotation -->\nold\n<!-- end of annotation -->\nafter\n", encoding="utf-8")
    simulations.write_block(document, "annotation", "| new |")
    written = document.read_text(encoding="utf-8")
    assert re.fullmatch(r"before\n<!-- annotation -->\n\n\| new \|\n\n<!-- end of annotation -->\nafter\n", written)


def test_a_figure_that_misses_its_bar_is_marked(simulations):
    rows = [simulations.Covered("x", n, share, 0.9, 100) for n, share in ((10, 0.9), (50, 0.99))]
    alarms = [simulations.Alarm("y", n, share, 100) for n, share in ((10, 0.05), (50, 0.2))]
    text = simulations.simulation_tables(rows, alarms)
    assert "| x | **.900** ↓ | **.990** ↑ | 10.0%, 10.0% | 100 |" in text
    assert "| y | .050 | **.200** ↑ | 100 |" in text
