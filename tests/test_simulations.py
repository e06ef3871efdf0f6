"""A short run of the simulations behind docs/statistics.md, with the tolerance that its size asks for."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def simulations():
    spec = importlib.util.spec_from_file_location("simulations", ROOT / "benchmarks" / "simulations.py")
    module = importlib.util.module_from_spec(spec)
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
