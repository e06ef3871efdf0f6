"""Whether the intervals and tests of `analysis.measures` hold: the tables of docs/statistics.md.

    python benchmarks/simulations.py                        all simulations, some ten minutes on one core
    python benchmarks/simulations.py --only uneven          one of the tables: even, uneven, further
    python benchmarks/simulations.py --corpus dev.jsonl     outlets' shares, machine's against people's annotation

Each writes its tables into docs/statistics.md, between the marks that bear its name, and leaves the rest alone. A
corpus is JSON Lines of `article_id`, `outlet`, `text`, `attributions` (each `source`, `cue`, `content` as lists of
[start, end]); nothing of its text or annotation goes into the document.
"""

import argparse
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats
from statsmodels.stats.proportion import proportion_confint

from analysis.measures import odds_by_outlet
from analysis.measures.estimators import (
    Estimate,
    concentration_interval,
    corrected_mean,
    differences_within,
    jackknife_interval,
    length_interval,
    log_odds,
    mean_interval,
    overlap,
    people_to_expect,
    permutation_test,
    shannon,
    share_interval,
    share_of_articles,
    share_seen_once,
)

DOCUMENT = Path(__file__).parents[1] / "docs" / "statistics.md"
RUNS = 2000
ICC = 0.3
"""Correlation of two attributions of one article: how alike an article's voices are."""

CLASSES = np.array([0.34, 0.22, 0.14, 0.1, 0.08, 0.06, 0.04, 0.02])
LEVEL = 0.95


class Covered(NamedTuple):
    """How often an interval held the truth, of the runs that gave one."""

    quantity: str
    articles: int
    coverage: float
    estimable: float
    runs: int


class Alarm(NamedTuple):
    """How often a test found a difference that there was not, at .05."""

    test: str
    articles: int
    alarms: float
    runs: int


def simulate(runs: int = RUNS, seed: int = 20240501) -> tuple[list[Covered], list[Alarm]]:
    """Run every simulation, in four processes; slower ones run a fraction of the runs."""
    blocks = [(part, articles) for part in (coverage, false_alarms) for articles in (10, 50)]
    seeds = np.random.SeedSequence(seed).spawn(len(blocks))
    with ProcessPoolExecutor(len(blocks)) as pool:
        found = list(pool.map(_rows, *zip(*blocks, strict=True), [runs] * len(blocks), seeds))
    return found[0] + found[1], found[2] + found[3]


def _rows(part: Callable, articles: int, runs: int, seed: np.random.SeedSequence) -> list:
    return list(part(articles, runs, np.random.default_rng(seed)))


def coverage(articles: int, runs: int, random: np.random.Generator) -> Iterable[Covered]:
    """Simulate every interval for so many articles."""
    for name, draw, truth in (
        ("share .6", lambda: share_interval(*shares_of(random, articles, 0.6)), 0.6),
        ("share .9", lambda: share_interval(*shares_of(random, articles, 0.9)), 0.9),
        ("share .6, Wilson on attributions (not used)", lambda: wilson(*shares_of(random, articles, 0.6)), 0.6),
        ("share .9, Wilson on attributions (not used)", lambda: wilson(*shares_of(random, articles, 0.9)), 0.9),
        ("share of articles .6 (headline, first paragraph …)", lambda: articles_with(random, articles, 0.6), 0.6),
        ("share of articles .6, mid-P exact (not used)", lambda: mid_p(random, articles, 0.6), 0.6),
        ("share of articles, a different one in each run", lambda: any_share(random, articles), 0.0),
        ("mean score (tone)", lambda: mean_interval(*scores_of(random, articles)), 0.1),
        ("mean number of words", lambda: length_interval(*words_of(random, articles)), 20.0),
        ("one-sidedness within articles", lambda: one_sidedness(random, articles, 0.6), None),
        ("Shannon's entropy (Chao-Shen)", lambda: diversity_of(random, articles, shannon, "plain", True),
         float(-(CLASSES * np.log(CLASSES)).sum())),
        ("concentration", lambda: concentration_interval(classes_of(random, articles)), float((CLASSES**2).sum())),
        ("overlap of expert pools (Jaccard)", lambda: overlap_of(random, articles), None),
        ("experts of one article, of all experts", lambda: share_seen_once(*pool_of(random, articles)), None),
        ("different experts in all articles", lambda: curve_of(random, articles, articles), None),
        ("different experts in half of the articles", lambda: curve_of(random, articles, articles // 2), None),
        ("log-odds of a cue", lambda: cue_of(random, articles), None),
        ("difference within events (events, not articles)", lambda: within_events(random, articles), 0.1),
        ("share .4 corrected by hand codes of a third (PPI++)", lambda: corrected(random, articles), 0.4),
    ):  # fmt: skip
        fewer = runs // 4 if name.startswith("share .4") else runs
        yield count(name, articles, draw, truth, max(50, fewer))


def count(name: str, articles: int, draw: Callable[[], Estimate], truth: float | None, runs: int) -> Covered:
    """Draw often; without a truth, what is to be covered is the mean of the estimates: the expectation at that size."""
    found = [draw() for _ in range(runs)]
    truth = float(np.nanmean([one.estimate for one in found])) if truth is None else truth
    given = [one for one in found if not np.isnan(one.low)]
    held = np.mean([one.low <= truth <= one.high for one in given]) if given else np.nan
    return Covered(name, articles, float(held), len(given) / runs, runs)


def shares_of(random: np.random.Generator, articles: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw articles of about five attributions each, alike among themselves by `ICC`."""
    whole = 1 + random.poisson(4, articles)
    strength = 1 / ICC - 1
    return random.binomial(whole, random.beta(share * strength, (1 - share) * strength, articles)), whole


def wilson(part: np.ndarray, whole: np.ndarray) -> Estimate:
    low, high = proportion_confint(part.sum(), whole.sum(), 1 - LEVEL, "wilson")
    return Estimate(part.sum() / whole.sum(), low, high)


def articles_with(random, articles: int, share: float) -> Estimate:
    return share_of_articles(random.random(articles) < share)


def any_share(random, articles: int) -> Estimate:
    """Draw the true share too, from .05 to .95, and give the interval less the truth: the mean over shares counts."""
    share = random.uniform(0.05, 0.95)
    return Estimate(*(end - share for end in articles_with(random, articles, share)[:3]))


def mid_p(random, articles: int, share: float) -> Estimate:
    """Clopper's and Pearson's interval by mid-P values: exact but for the discreteness of so few articles."""
    count = int((random.random(articles) < share).sum())
    return Estimate(count / articles, *mid_p_limits(count, articles))


@cache
def mid_p_limits(count: int, articles: int) -> tuple[float, float]:
    def tail(share: float, sign: int) -> float:
        beyond = stats.binom.sf(count, articles, share) if sign > 0 else stats.binom.cdf(count - 1, articles, share)
        return beyond + stats.binom.pmf(count, articles, share) / 2 - (1 - LEVEL) / 2

    low = optimize.brentq(tail, 1e-12, 1 - 1e-12, (1,)) if count else 0.0
    high = optimize.brentq(tail, 1e-12, 1 - 1e-12, (-1,)) if count < articles else 1.0
    return low, high


def scores_of(random, articles: int) -> tuple[np.ndarray, np.ndarray]:
    number = 1 + random.poisson(19, articles)
    own = random.normal(0.1, 0.4 * np.sqrt(ICC), articles)
    return number * own + random.normal(0, 0.4 * np.sqrt((1 - ICC) * number)), number


def words_of(random, articles: int) -> tuple[np.ndarray, np.ndarray]:
    """Lengths are lognormal: many short attributions, a few long ones."""
    number = 1 + random.poisson(4, articles)
    spread = 0.7
    own = np.repeat(random.normal(0, spread * np.sqrt(ICC), articles), number)
    middle = np.log(20) - spread**2 / 2
    words = np.exp(middle + own + random.normal(0, spread * np.sqrt(1 - ICC), own.size))
    return np.bincount(np.repeat(np.arange(articles), number), words, articles), number


def one_sidedness(random, articles: int, share: float) -> Estimate:
    part, whole = shares_of(random, articles, share)
    return share_interval(np.abs(2 * part - whole) / whole, np.ones(articles))


def diversity_of(random, articles: int, statistic: Callable, scale: str, corrected: bool = False) -> Estimate:
    return jackknife_interval(classes_of(random, articles), statistic, scale, LEVEL, corrected)


def classes_of(random, articles: int, lengths: Callable | None = None) -> np.ndarray:
    """Count the classes of the attributions of each article."""
    size = 1 + random.poisson(4, articles) if lengths is None else lengths(random, articles)
    return random.multinomial(size, random.dirichlet(CLASSES * (1 / ICC - 1), articles)).astype(float)


def overlap_of(random, articles: int) -> Estimate:
    """Two outlets, each with a pool of forty experts that are asked unequally, twenty of them common."""
    return overlap(*(asked(random, articles, first) for first in (0, 20)))[0]


def asked(random, articles: int, first: int) -> np.ndarray:
    """Draw who is asked in each article: one or a few of forty experts, some of them far more often than others."""
    weights = 1 / np.arange(1, 41)
    table = np.zeros((articles, 60), bool)
    order = np.random.default_rng(first).permutation(40)  # the same for every run: who is asked most
    for article in range(articles):
        people = random.choice(40, 1 + random.poisson(0.5), p=weights / weights.sum())
        table[article, first + order[people]] = True
    return table


def pool_of(random, articles: int) -> tuple[np.ndarray, np.ndarray]:
    table = asked(random, articles, 0)
    return table.sum(axis=0)[table.any(axis=0)], table.sum(axis=1)


def curve_of(random, articles: int, at: int) -> Estimate:
    return people_to_expect(*pool_of(random, articles), [at])[0]


def cue_of(random, articles: int) -> Estimate:
    """Five cues; the first attributes a tenth of one side's words and a fifth of the other's."""
    prior, parts, wholes = 20.0, [], []
    for often in (0.1, 0.2):
        shares = np.array([often, *(1 - often) * np.array([0.6, 0.2, 0.1, 0.1])])
        whole = random.poisson(2.5, articles)
        parts.append(random.multinomial(whole, random.dirichlet(shares * (1 / ICC - 1), articles)).astype(float))
        wholes.append(whole.astype(float))
    background = prior * np.array([0.15, 0.51, 0.17, 0.085, 0.085])
    delta, error, _ = log_odds(parts, wholes, background, prior)
    reach = stats.t.ppf((1 + LEVEL) / 2, articles - 1) * error[0]
    return Estimate(float(delta[0]), float(delta[0] - reach), float(delta[0] + reach))


def within_events(random, events: int) -> Estimate:
    """Four outlets report each event; the first hears a side a tenth more often than the others do there."""
    shares = random.uniform(0.2, 0.7, events)[:, None] + np.array([0.1, 0, 0, 0])
    part, whole = drawn(random, 1 + random.poisson(4, (events, 4)), shares)
    outlets, of_event = np.tile(np.arange(4), events), np.repeat(np.arange(events), 4)
    return differences_within(part.ravel(), whole.ravel(), outlets, of_event, 4)[0][0]


def drawn(random, whole: np.ndarray, share) -> tuple[np.ndarray, np.ndarray]:
    """Draw how many of each article's attributions have the value, alike among themselves by `ICC`."""
    strength = 1 / ICC - 1
    share = np.broadcast_to(np.clip(share, 0.005, 0.995), np.shape(whole))
    return random.binomial(whole, random.beta(share * strength, (1 - share) * strength)), whole


def corrected(random, articles: int) -> Estimate:
    """A machine right four times in five whose mistakes go one way; a third of the attributions coded by hand."""
    part, whole = shares_of(random, articles, 0.4)
    human = np.concatenate([np.arange(size) < yes for yes, size in zip(part, whole, strict=True)]).astype(float)
    machine = np.where(random.random(human.size) < 0.8, human, 1.0)
    known = np.where(random.random(human.size) < 1 / 3, human, np.nan)
    return corrected_mean(machine, known, np.repeat(np.arange(articles), whole))


def false_alarms(articles: int, runs: int, random: np.random.Generator) -> Iterable[Alarm]:
    """Let two outlets be alike, with so many articles each, and count at .05 who says that they differ."""
    for name, test, longer, fewer in (
        ("permutation of articles", permuted, 1, 2),
        ("permutation of articles, one outlet's of three times the attributions", permuted, 3, 2),
        ("t over ten events, where outlets report the same", permuted_within_events, 1, 2),
        ("GEE by article", lambda outlets: float(odds_by_outlet(as_table(outlets), "n")["p"].iloc[0]), 1, 10),
        ("chi-squared on attributions (not used)", chi_squared, 1, 1),
    ):
        p = np.array([test(two_outlets(random, articles, longer)) for _ in range(max(50, runs // fewer))])
        given = p[~np.isnan(p)]
        yield Alarm(name, articles, float((given <= 0.05).mean()), len(given))


def two_outlets(random, articles: int, longer: int = 1) -> list[tuple[np.ndarray, np.ndarray]]:
    """Draw part and whole of each article of two outlets that hear a side equally often."""
    part, whole = shares_of(random, articles, 0.6)
    other, other_whole = shares_of(random, articles, 0.6)
    return [(part, whole), (other * longer, other_whole * longer)]


def permuted(outlets: list[tuple[np.ndarray, np.ndarray]]) -> float:
    part, whole = (np.concatenate(column) for column in zip(*outlets, strict=True))
    mine = np.arange(part.size) < outlets[0][0].size
    return permutation_test(part, whole, mine, permutations=199, seed=int(part.sum())).p


def permuted_within_events(outlets: list[tuple[np.ndarray, np.ndarray]], events: int = 10) -> float:
    part, whole = (np.concatenate(column) for column in zip(*outlets, strict=True))
    mine = np.arange(part.size) < outlets[0][0].size
    number = np.concatenate([np.arange(len(one[0])) for one in outlets]) % events
    return differences_within(part, whole, ~mine, number, 2)[0][1]


def as_table(outlets: list[tuple[np.ndarray, np.ndarray]]) -> pd.DataFrame:
    rows = [
        (f"{outlet}{number}", outlet, "n" if i < yes else "s")
        for outlet, articles in zip("AB", outlets, strict=True)
        for number, (yes, size) in enumerate(zip(*articles, strict=True))
        for i in range(size)
    ]
    return pd.DataFrame(rows, columns=["article_id", "outlet", "side"])


def chi_squared(outlets: list[tuple[np.ndarray, np.ndarray]]) -> float:
    table = [[part.sum(), whole.sum() - part.sum()] for part, whole in outlets]
    return float(stats.chi2_contingency(table).pvalue)


def simulation_tables(covered: list[Covered], alarms: list[Alarm]) -> str:
    """Write the two tables in Markdown; a figure that misses its bar is marked."""
    lines = [
        "| 95 % interval of | 10 articles | 50 articles | no interval at 10, at 50 | runs |",
        "|---|---|---|---|---|",
    ]
    for few, many in pairs(covered):
        cells = " | ".join(marked(row.coverage, LEVEL - 0.02, LEVEL + 0.02) for row in (few, many))
        missing = ", ".join(f"{1 - row.estimable:.1%}" for row in (few, many))
        lines.append(f"| {few.quantity} | {cells} | {missing} | {few.runs:,} |")
    lines += [
        "",
        "| test at .05 where outlets are alike | 10 articles each | 50 articles each | runs |",
        "|---|---|---|---|",
    ]
    for few, many in pairs(alarms):
        cells = " | ".join(marked(row.alarms, 0, 0.06) for row in (few, many))
        lines.append(f"| {few.test} | {cells} | {few.runs:,} |")
    return "\n".join(lines)


def pairs(rows: list) -> list[tuple]:
    """Put the row for few articles beside that for many."""
    half = len(rows) // 2
    return list(zip(rows[:half], rows[half:], strict=True))


def marked(value: float, lowest: float, highest: float) -> str:
    text = f"{value:.3f}".lstrip("0")
    return f"**{text}** ↓" if value < lowest else f"**{text}** ↑" if value > highest else text


def write_block(document: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of a name; the file is written whole or not at all."""
    whole = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, rest = whole.split(begin, 1)
    after = rest.split(end, 1)[1]
    temporary = document.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
    os.replace(temporary, document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="annotated articles; compares shares instead of simulating")
    parser.add_argument(
        "--codebook", type=Path, help="codes both readings' sources; by default that of the US campaign"
    )
    parser.add_argument("--only", choices=["even", "uneven", "further"], help="one of the tables")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of the quick simulations")
    options = parser.parse_args()
    if options.corpus:
        from annotated import shares_beside_annotation

        write_block(DOCUMENT, "annotation", shares_beside_annotation(options.corpus, options.codebook))
        return
    from uneven import further, further_table, uneven, uneven_table

    random = np.random.default_rng(20261130)
    if options.only in (None, "even"):
        write_block(DOCUMENT, "simulations", simulation_tables(*simulate(options.runs)))
    if options.only in (None, "uneven"):
        write_block(DOCUMENT, "uneven", uneven_table(list(uneven(options.runs, random))))
    if options.only in (None, "further"):
        write_block(DOCUMENT, "further", further_table(further(options.runs, random)))


if __name__ == "__main__":
    main()
