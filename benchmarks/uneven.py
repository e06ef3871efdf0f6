"""Simulations where newsrooms are uneven: lengths, dominant articles, events, copies, what machines miss."""

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
from scipy import optimize, stats
from simulations import CLASSES, ICC, LEVEL, classes_of, count, drawn, marked, permuted

from analysis.measures.estimators import (
    Estimate,
    Missed,
    alpha_below,
    alpha_interval,
    bounded_interval,
    concentration_interval,
    contrast_odds,
    corrected_contrast_odds,
    corrected_mean,
    corrected_ratio,
    difference_interval,
    differences_within,
    equivalence_p,
    mean_interval,
    share_interval,
    welch,
)


def heavy(random, articles: int) -> np.ndarray:
    """Lengths of 1 to 40 attributions, most of them short: the chance falls with the power 1.5."""
    sizes = np.arange(1, 41)
    return random.choice(sizes, articles, p=sizes**-1.5 / (sizes**-1.5).sum())


def lognormal(random, articles: int) -> np.ndarray:
    return np.clip(np.round(np.exp(random.normal(1.2, 1, articles))), 1, 200).astype(int)


def even(random, articles: int) -> np.ndarray:
    return 1 + random.poisson(4, articles)


def dominant(random, articles: int) -> np.ndarray:
    """One article of forty attributions, the others of about five."""
    return np.concatenate([[40], even(random, articles - 1)])


def rising(length: np.ndarray, up: float = 0.5, at: float = 0.2) -> np.ndarray:
    """Give a share that rises with the length of the article."""
    return np.clip(at + up * np.log(length) / np.log(40), 0.01, 0.99)


@cache
def share_of_rising(up: float = 0.5, at: float = 0.2) -> float:
    """Give the true share: that of all attributions where it rises with length."""
    sizes = np.arange(1, 41)
    weights = sizes**-1.5 * sizes
    return float((weights * rising(sizes, up, at)).sum() / weights.sum())


@cache
def start_of_falling() -> float:
    """Give where a share that falls with length must begin to come out as the one that rises."""
    return optimize.brentq(lambda at: share_of_rising(-0.5, at) - share_of_rising(), 0.2, 1.4)


def on_events(random, articles: int, events: int, share: float = 0.6) -> tuple[np.ndarray, ...]:
    """Draw part and whole of articles on a few events: half of what they have in common is the event's."""
    own = random.beta(share * 4, (1 - share) * 4, events)
    event = np.arange(articles) % events
    part, whole = drawn(random, even(random, articles), own[event])
    return part, whole, event


def by_event(random, articles: int, events: int, clustered: bool) -> Estimate:
    part, whole, event = on_events(random, articles, events)
    if clustered:
        part, whole = (np.bincount(event, of, events) for of in (part, whole))
    return share_interval(part, whole)


def copied(random, articles: int, told_once: bool) -> Estimate:
    """Every fourth story is printed in four articles, word for word."""
    times = np.where(np.arange(articles) % 4 == 0, 4, 1)
    part, whole = drawn(random, even(random, articles), 0.6)
    if told_once:
        return share_interval(part, whole)
    return share_interval(np.repeat(part, times), np.repeat(whole, times))


def net_tone(random, lengths: Callable, articles: int) -> Estimate:
    """Mentions of which a tenth are positive and a fifth negative, alike within articles."""
    size = lengths(random, articles)
    counts = random.multinomial(size, random.dirichlet(np.array([0.2, 0.7, 0.1]) * (1 / ICC - 1), articles))
    return mean_interval(counts[:, 2] - counts[:, 0], size, limits=(-1.0, 1.0))


ARTICLES = (6, 10, 20, 50)


def uneven(runs: int, random: np.random.Generator) -> Iterable[tuple[str, list[tuple[float, float]], int]]:
    """Simulate shares and tone where articles are unlike, for few and many articles: coverage and share estimable."""
    shares = {
        f"{name}, share {str(share).removeprefix('0')}": (
            lambda n, lengths=lengths, share=share: share_interval(*drawn(random, lengths(random, n), share)), share,
        )
        for name, lengths, wanted in (
            ("lengths alike", even, (0.6, 0.02)), ("lengths 1 to 40, heavy-tailed", heavy, (0.6, 0.9, 0.02)),
            ("lengths lognormal", lognormal, (0.6, 0.9, 0.02)), ("one dominant article", dominant, (0.6, 0.9)),
        )
        for share in wanted
    }  # fmt: skip
    rows = shares | {
        "share rises with length": (lambda n: share_interval(*_rising(random, n)), share_of_rising()),
        "net tone, lengths 1 to 40": (lambda n: net_tone(random, heavy, n), -0.1),
        "net tone, lengths lognormal": (lambda n: net_tone(random, lognormal, n), -0.1),
        "concentration of classes, lengths 1 to 40": (
            lambda n: concentration_interval(classes_of(random, n, heavy)), float((CLASSES**2).sum()),
        ),
    }  # fmt: skip
    for name, (draw, truth) in rows.items():
        held = [count(name, n, lambda draw=draw, n=n: draw(n), truth, runs) for n in ARTICLES]
        yield name, [(row.coverage, row.estimable) for row in held], runs


def _rising(random, articles: int, up: float = 0.5, at: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    size = heavy(random, articles)
    return drawn(random, size, rising(size, up, at))


def uneven_table(rows: list[tuple[str, list[tuple[float, float]], int]]) -> str:
    lines = [
        f"| 95 % interval of | {' | '.join(f'{n} articles' for n in ARTICLES)} | no interval | runs |",
        "|---|" + "---|" * (len(ARTICLES) + 2),
    ]
    for name, cells, runs in rows:
        shown = " | ".join("–" if np.isnan(held) else marked(held, LEVEL - 0.02, 1) for held, _ in cells)
        missing = ", ".join(f"{1 - given:.0%}" for _, given in cells)
        lines.append(f"| {name} | {shown} | {missing} | {runs:,} |")
    return "\n".join(lines)


def further(runs: int, random: np.random.Generator) -> Iterable[tuple[str, str, float, int]]:
    """Simulate what has no number of articles in common: what is asked, its bar, what came out, and runs."""

    def held(draw: Callable[[], Estimate], truth: float, times: int = runs) -> float:
        return count("", 0, draw, truth, times).coverage

    def alarms(test: Callable[[], float], times: int) -> float:
        p = np.array([test() for _ in range(times)])
        return float((p[~np.isnan(p)] <= 0.05).mean())

    yield (
        "50 articles on 10 events, by article (not advised)",
        "≥ .92",
        held(lambda: by_event(random, 50, 10, False), 0.6),
        runs,
    )
    yield "50 articles on 10 events, by event", "≥ .92", held(lambda: by_event(random, 50, 10, True), 0.6), runs
    yield (
        "50 stories, a fourth printed four times, each time counted (not advised)",
        "≥ .92",
        held(lambda: copied(random, 50, False), 0.6),
        runs,
    )
    yield (
        "50 stories, a fourth printed four times, counted once",
        "≥ .92",
        held(lambda: copied(random, 50, True), 0.6),
        runs,
    )
    for few, many, lengths in ((3, 60, even), (5, 60, even), (6, 60, heavy), (10, 50, heavy)):
        told = " (not given: fewer than five)" if few < 5 else ""
        name = f"difference, {few} articles against {many}{', lengths 1 to 40' if lengths is heavy else ''}{told}"
        yield name, "≥ .92", held(lambda f=few, m=many, g=lengths: apart(random, f, m, g), 0.0), runs
    half = held(lambda: joint(random, 20, 0.5), 0.7)
    yield "share .7, half unknown, all of them of the second side: sampling and unknown together", "≥ .93", half, runs
    tests, fewer = two_regimes(random), runs // 2
    for name, pair in tests.items():
        yield f"permutation, {name}: alarms", "≤ .07", alarms(lambda pair=pair: permuted(pair()), fewer), fewer
    yield (
        "50 v 50 articles on 10 events each, by article (not advised): alarms",
        "≤ .07",
        alarms(lambda: permuted([on_events(random, 50, 10)[:2] for _ in range(2)]), fewer),
        fewer,
    )
    yield (
        "50 v 50 articles on 10 events each, events change places: alarms",
        "≤ .07",
        alarms(lambda: permuted([collapsed(*on_events(random, 50, 10)) for _ in range(2)]), fewer),
        fewer,
    )
    yield (
        "50 v 50 articles on the same 10 events, t over events: alarms",
        "≤ .06",
        alarms(lambda: same_events(random, 50, 10), runs),
        runs,
    )
    yield (
        "equivalence within ±.1 where the difference is .1, 400 articles each: alarms",
        "≤ .06",
        alarms(lambda: equivalent(random, 400, 0.1), runs),
        runs,
    )
    for n in (6, 10, 20):
        found = np.array([concentration_interval(experts_of(random, n)).estimate for _ in range(runs)])
        truth = float((EXPERTS**2).sum())
        yield f"expert concentration from {n} articles: bias", "± 5 %", float(np.nanmean(found) / truth - 1), runs
    for n in (5, 8, 12, 30):
        found = count("", n, lambda n=n: corrected_by(random, 60, n), 0.4, fewer)
        yield f"share .4 of 60 articles, corrected by {n} of them", "≥ .92", found.coverage, fewer
    for name, missed in (("as found", False), ("corrected for codes and for what was missed", True)):
        found = [recalled(random, 60, 30, missed) for _ in range(fewer)]
        estimates = np.mean([2 * one.estimate - 1 for one in found])
        yield f"balance 0, one side paraphrased more and missed: {name}, mean", "0", float(estimates), fewer
        if missed:
            yield "… its interval", "≥ .93", float(np.mean([one.low <= 0.5 <= one.high for one in found])), fewer
    found = [agreed(random, 30) for _ in range(fewer // 2)]
    truth = true_alpha()
    yield (
        "alpha of two coders, 30 articles",
        "≥ .93",
        float(np.mean([one.low <= truth <= one.high for one, _ in found])),
        len(found),
    )
    yield (
        "chance of alpha below its true value: below .05",
        "≤ .07",
        float(np.mean([below <= 0.05 for _, below in found])),
        len(found),
    )
    found, truth = [misread(random, 40) for _ in range(fewer // 2)], true_odds()
    for name, bar, at in (("as the machine reads (GEE, not advised)", "≥ .93", 0), ("corrected (DSL)", "≥ .93", 1)):
        held = [pair[at][0, 1] <= truth <= pair[at][0, 2] for pair in found if pair[at] is not None]
        name = f"odds of an outlet of 40 articles, a third coded by hand, whose first side is misread: {name}"
        yield name, bar, float(np.mean(held)), len(held)


SIDES_OF = (0.7, 0.5, 0.4)
"""The first side's share, of both, in three outlets."""


def true_odds() -> float:
    """Give the first outlet's odds over the geometric mean of all."""
    odds = np.log(np.array(SIDES_OF) / (1 - np.array(SIDES_OF)))
    return float(np.exp(odds[0] - odds.mean()))


def misread(random, articles: int) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Model three outlets' odds from what a machine says, alone and with the hand codes of a third of the articles.

    It takes the first side for the second three times in ten in the first outlet, else one in twelve; of a third side,
    15 in 100, it takes a fifth for one of both, and 7 in 100 of what it finds is no attribution.
    """
    sizes = [even(random, articles) for _ in SIDES_OF]
    own = [random.beta(4 * share, 4 * (1 - share), articles) for share in SIDES_OF]
    groups = np.repeat(np.arange(len(SIDES_OF)), [size.sum() for size in sizes])
    places = np.repeat(np.arange(articles * len(SIDES_OF)), np.concatenate(sizes))
    n = len(groups)
    first = random.random(n) < np.concatenate(own)[places]
    third, real = random.random(n) < 0.15, random.random(n) > 0.07
    read = np.where(random.random(n) < np.where((groups == 0) & first, 0.3, 1 / 12), ~first, first)
    seen = (~third | (random.random(n) < 0.2)).astype(float)
    coded = (random.random(articles * len(SIDES_OF)) < 1 / 3)[places]
    whole = np.where(coded, real & ~third, np.nan)
    part = np.where(coded, first & real & ~third, np.nan)
    corrected = corrected_contrast_odds((read * seen, seen), (part, whole), groups, places, np.ones(n))
    kept = seen > 0
    return contrast_odds(read[kept], groups[kept], places[kept]), corrected


def apart(random, few: int, many: int, lengths: Callable) -> Estimate:
    (one, size), (other, length) = (drawn(random, lengths(random, n), 0.6) for n in (few, many))
    none, nothing = np.zeros(many), np.zeros(few)
    arrays = [np.concatenate(pair) for pair in ((one, none), (size, none), (nothing, other), (nothing, length))]
    if few >= 5:
        return difference_interval(*arrays)
    difference, error, freedom = welch(*arrays)
    reach = stats.t.ppf((1 + LEVEL) / 2, freedom) * error
    return Estimate(difference, difference - reach, difference + reach)


def joint(random, articles: int, unknown: float) -> Estimate:
    """Half of what is said is unknown, all of it of the second side, while of the known .7 … are of the first."""
    first, whole = drawn(random, 2 * even(random, articles), 0.7)
    second = whole - first
    hidden = random.binomial(second, min(1.0, unknown / 0.3 * 0.5))
    low, high = bounded_interval(first, second - hidden, hidden)
    return Estimate(0.7, low, high)


def two_regimes(random) -> dict[str, Callable[[], list[tuple[np.ndarray, np.ndarray]]]]:
    """Outlets with the same share of all they say, but of unlike articles."""
    return {
        "10 v 50 articles, a dominant one among the ten": lambda: [
            drawn(random, dominant(random, 10), 0.6), drawn(random, even(random, 50), 0.6)],
        "6 v 60, the share rises with length in one and falls in the other": lambda: [
            _rising(random, 6), _rising(random, 60, -0.5, start_of_falling())],
        "10 v 50, lengths 1 to 40, share .9": lambda: [
            drawn(random, heavy(random, 10), 0.9), drawn(random, heavy(random, 50), 0.9)],
        "5 v 60, lengths 1 to 40": lambda: [
            drawn(random, heavy(random, 5), 0.6), drawn(random, heavy(random, 60), 0.6)],
    }  # fmt: skip


def collapsed(part: np.ndarray, whole: np.ndarray, event: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.bincount(event, part), np.bincount(event, whole)


def same_events(random, articles: int, events: int) -> float:
    """Two outlets report the same events alike; what they say of one event differs by more than its articles do."""
    part, whole, event = [], [], []
    common = random.beta(2.4, 1.6, events)
    for _ in range(2):
        own = np.clip(common + random.normal(0, 0.12, events), 0.02, 0.98)
        number = np.arange(articles) % events
        one, size = drawn(random, even(random, articles), own[number])
        part, whole, event = [*part, *one], [*whole, *size], [*event, *number]
    outlets = np.repeat([0, 1], articles)
    return differences_within(part, whole, outlets, event, 2)[0][1]


def equivalent(random, articles: int, gap: float) -> float:
    (one, size), (other, length) = (drawn(random, even(random, articles), share) for share in (0.55 + gap, 0.55))
    none = np.zeros(articles)
    arrays = [np.concatenate(pair) for pair in ((one, none), (size, none), (none, other), (none, length))]
    return equivalence_p(*welch(*arrays), 0.1)


EXPERTS = (1 / np.arange(1, 21)) / (1 / np.arange(1, 21)).sum()
"""How often each of twenty experts is asked."""


def experts_of(random, articles: int) -> np.ndarray:
    """An article asks one or two experts and quotes each several times."""
    counts = np.zeros((articles, len(EXPERTS)))
    for article in range(articles):
        for person in random.choice(len(EXPERTS), 1 + (random.random() < 0.3), p=EXPERTS):
            counts[article, person] += 1 + random.poisson(3)
    return counts


def corrected_by(random, articles: int, coded: int) -> Estimate:
    """People code the attributions of some articles; the machine is right four times in five."""
    part, whole = drawn(random, even(random, articles), 0.4)
    human = np.concatenate([np.arange(size) < yes for yes, size in zip(part, whole, strict=True)]).astype(float)
    machine = np.where(random.random(human.size) < 0.8, human, 1.0)
    article = np.repeat(np.arange(articles), whole)
    return corrected_mean(machine, np.where(article < coded, human, np.nan), article)


def recalled(random, articles: int, read: int, corrected: bool) -> Estimate:
    """Two sides speak equally often, one of them in paraphrase; the machine finds direct speech more often."""
    size = 2 + random.poisson(6, articles)
    article = np.repeat(np.arange(articles), size)
    first = random.random(article.size) < random.beta(0.5 * (1 / ICC - 1), 0.5 * (1 / ICC - 1), articles)[article]
    direct = random.random(article.size) < np.where(first, 0.8, 0.2)
    seen = random.random(article.size) < np.where(direct, 0.93, 0.64)
    machine = np.where(random.random(article.size) < 0.9, first, ~first).astype(float)
    if not corrected:
        return share_interval(
            np.bincount(article[seen], first[seen], articles), np.bincount(article[seen], None, articles)
        )
    by_hand = np.where(article < read, first.astype(float), np.nan)[seen]
    lost = ~seen & (article < read)
    parts, whole, found = (
        np.bincount(article[which], of, articles)[:read].astype(float)
        for which, of in ((lost, first[lost]), (lost, None), (seen, None))
    )
    missed = Missed(parts[:, None], whole, found, np.ones(read), np.arange(read))
    one = np.ones(seen.sum())
    return corrected_ratio(
        (machine[seen], one), (by_hand, np.where(np.isnan(by_hand), np.nan, 1.0)), article[seen], missed=missed
    )


def agreed(random, articles: int) -> tuple[Estimate, float]:
    values, items, article = two_coders(random, articles)
    return alpha_interval(values, items, article), alpha_below(values, items, article, least=true_alpha())


def two_coders(random, articles: int) -> tuple[np.ndarray, ...]:
    """Two people code five items an article, each right four times in five; in some articles less often."""
    truth = random.choice(3, (articles, 5), p=[0.5, 0.3, 0.2])
    skill = random.choice([0.95, 0.7], (articles, 1), p=[0.7, 0.3])
    said = [np.where(random.random(truth.shape) < skill, truth, random.choice(3, truth.shape)) for _ in range(2)]
    items = np.arange(truth.size)
    return (
        np.concatenate([one.ravel() for one in said]),
        np.tile(items, 2),
        np.tile(np.repeat(np.arange(articles), 5), 2),
    )


@cache
def true_alpha() -> float:
    return alpha_interval(*two_coders(np.random.default_rng(5), 40_000)).estimate


def further_table(rows: Iterable[tuple[str, str, float, int]]) -> str:
    lines = ["| what is simulated | should be | is | runs |", "|---|---|---|---|"]
    for name, bar, value, runs in rows:
        text = f"{value:+.1%}" if bar.endswith("%") else f"{value:+.3f}" if bar == "0" else f"{value:.3f}".lstrip("0")
        lines.append(f"| {name} | {bar} | {text} | {runs:,} |")
    return "\n".join(lines)
