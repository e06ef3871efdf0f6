"""How large a pool of people is, how much of it two outlets share, and who appears in it once.

What is known is in how many articles each was quoted; those whom no article happened to quote are part of the truth.
Nothing here knows outlets or experts: arrays in, one estimate or curve out. What is drawn at random is drawn alike
every time.
"""

import numpy as np
from scipy import sparse, stats
from scipy.special import expit, gammaln, logit

from analysis.errors import RequestError
from analysis.measures.estimators.ratios import ALL_OR_NONE, NO_DATA, NO_SPREAD, TOO_FEW, Estimate
from analysis.options import FEWEST_ARTICLES, LEVEL, require_level

DRAWS = 400


def overlap(one: np.ndarray, other: np.ndarray, level: float = LEVEL) -> tuple[Estimate, int, int]:
    r"""Compute Jaccard's index of two pools with its interval, and how many people are in both and in either.

    .. math:: J = \frac{|P \cap Q|}{|P \cup Q|}, \quad v = \frac{A - d}{d} \operatorname{Var}(J_{(d)}), \quad d = A / e

    over samples that leave out d articles of either outlet: as many as a bootstrap leaves out, which would itself not
    do, since articles that it repeats turn people quoted once into people quoted twice. On the logit scale with t of
    the smaller outlet's articles less one. It is for the overlap of pools of this size, not of all whom the outlets
    would ever ask.

    Parameters
    ----------
    one, other : array of bool, shape (articles, people)
        Who is quoted in each article of either outlet; the same people for both.
    level : float
        Coverage of the interval.

    References
    ----------
    Jaccard, P. (1901). Étude comparative de la distribution florale dans une portion des Alpes et du Jura. *Bulletin de
    la Société vaudoise des sciences naturelles* 37, 547-579. Shao, J. and Wu, C. F. J. (1989). A general theory for
    jackknife variance estimation. *Annals of Statistics* 17, 1176-1197. De Bin, R., Janitza, S., Sauerbrei, W. and
    Boulesteix, A.-L. (2016). Subsampling versus bootstrapping in resampling-based model selection for multivariable
    regression. *Biometrics* 72, 272-280.
    """
    require_level(level)
    estimate, shared, either = _jaccard(np.any(one, axis=0), np.any(other, axis=0))
    shared, either = int(shared), int(either)
    if not either:
        return Estimate(np.nan, np.nan, np.nan, NO_DATA), 0, 0
    estimate = float(estimate)
    if min(len(one), len(other)) < FEWEST_ARTICLES:
        return Estimate(estimate, np.nan, np.nan, TOO_FEW), shared, either
    if estimate in (0.0, 1.0):
        return Estimate(estimate, np.nan, np.nan, ALL_OR_NONE), shared, either
    random = np.random.default_rng(0)
    (kept, weight), (other_kept, other_weight) = _without_some(one, random), _without_some(other, random)
    error = np.sqrt((weight + other_weight) / 2 * _jaccard(kept, other_kept)[0].var())
    if error < 1e-9:
        return Estimate(estimate, np.nan, np.nan, NO_SPREAD), shared, either
    reach = stats.t.ppf((1 + level) / 2, min(len(one), len(other)) - 1) * error / (estimate * (1 - estimate))
    low, high = (float(expit(logit(estimate) + way * reach)) for way in (-1, 1))
    return Estimate(estimate, low, high), shared, either


def share_seen_once(times, sizes, level: float = LEVEL) -> Estimate:
    r"""Estimate the share of people who are quoted in one article only, of those quoted at all.

    The interval is :math:`\pm t_{A-1}` standard deviations of the share over redrawn pools (see `_redrawn`). It is for
    as many articles as there are: in more of them, fewer would be quoted once.

    Parameters
    ----------
    times : array-like, shape (people,)
        In how many articles each is quoted, 1 or more.
    sizes : array-like, shape (articles,)
        How many people each article quotes, 1 or more.
    level : float
        Coverage of the interval.

    References
    ----------
    Chao, A., Gotelli, N. J., Hsieh, T. C. et al. (2014). Rarefaction and extrapolation with Hill numbers: a framework
    for sampling and estimation in species diversity studies. *Ecological Monographs* 84, 45-67.
    """
    require_level(level)
    times, sizes = _pool(times, sizes)
    if not len(times):
        return Estimate(np.nan, np.nan, np.nan, NO_DATA)
    share = float((times == 1).mean())
    if len(sizes) < FEWEST_ARTICLES:
        return Estimate(share, np.nan, np.nan, TOO_FEW)
    redrawn = _redrawn(times, sizes)
    error = ((redrawn == 1).sum(axis=1) / np.maximum((redrawn > 0).sum(axis=1), 1)).std(ddof=1)
    if error < 1e-9:
        return Estimate(share, np.nan, np.nan, NO_SPREAD)
    reach = stats.t.ppf((1 + level) / 2, len(sizes) - 1) * error
    return Estimate(share, float(max(share - reach, 0)), float(min(share + reach, 1)))


def people_to_expect(times, sizes, articles, level: float = LEVEL) -> list[Estimate]:
    r"""Estimate how many different people so many articles would quote: the rarefaction curve.

    .. math:: S(t) = \sum_k 1 - \binom{A - c_k}{t} \Big/ \binom{A}{t}

    with :math:`c_k` the number of articles that quote person k. The interval is :math:`\pm t_{A-1}` standard
    deviations over redrawn pools (see `_redrawn`), and not below the one person whom every article quotes. It does not
    go beyond the articles there are.

    Parameters
    ----------
    times, sizes
        As in :func:`share_seen_once`.
    articles : array-like of int
        The numbers of articles, from 1 to as many as there are.
    level : float
        Coverage of the intervals.

    Raises
    ------
    RequestError
        When there are fewer articles than asked for.

    References
    ----------
    Hurlbert, S. H. (1971). The nonconcept of species diversity. *Ecology* 52, 577-586. Colwell, R. K., Chao, A.,
    Gotelli, N. J. et al. (2012). Models and estimators linking individual-based and sample-based rarefaction,
    extrapolation and comparison of assemblages. *Journal of Plant Ecology* 5, 3-21. Chao et al. (2014), as in
    :func:`share_seen_once`.

    Examples
    --------
    >>> people_to_expect([2, 1], [1, 2], [1])[0].estimate  # the first article quotes one, the second both
    1.5
    """
    require_level(level)
    times, sizes = _pool(times, sizes)
    articles = np.asarray(articles, int)
    if len(articles) and not 1 <= articles.min() <= articles.max() <= len(sizes):
        raise RequestError(f"A curve of {len(sizes)} articles has no point at {articles.min()} or {articles.max()}.")
    if len(sizes) < FEWEST_ARTICLES:
        return [Estimate(float(number), np.nan, np.nan, TOO_FEW) for number in _expected(times, len(sizes), articles)]
    redrawn = _redrawn(times, sizes)
    most = max(redrawn.max(initial=0), times.max(initial=0))
    chances = _heard(len(sizes), most, articles)
    expected = _expected(times, len(sizes), articles)
    alike = np.stack([np.bincount(row, minlength=most + 1) for row in redrawn])
    reach = stats.t.ppf((1 + level) / 2, len(sizes) - 1) * (alike @ chances).std(axis=0, ddof=1)
    return [
        Estimate(float(number), float(max(number - way, 1)), float(number + way))
        if way > 1e-9 else Estimate(float(number), np.nan, np.nan, NO_SPREAD)
        for number, way in zip(expected, reach, strict=True)
    ]  # fmt: skip


def _jaccard(one: np.ndarray, other: np.ndarray) -> tuple:
    shared, either = (one & other).sum(axis=-1), (one | other).sum(axis=-1)
    return shared / np.maximum(either, 1), shared, either


def _without_some(quoted: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, float]:
    """Draw who is left when a share 1/e of the articles is left out, and what their variance counts."""
    articles = len(quoted)
    out = max(1, round(articles / np.e))
    kept = random.permuted(np.tile(np.arange(articles) >= out, (DRAWS, 1)), axis=1).astype(np.float32)
    return (sparse.csr_array(quoted.astype(np.float32)).T @ kept.T).T > 0, (articles - out) / out


def _pool(times, sizes) -> tuple[np.ndarray, np.ndarray]:
    times, sizes = np.asarray(times, int), np.asarray(sizes, int)
    if times.sum() != sizes.sum() or (times < 1).any() or (sizes < 1).any() or (times > len(sizes)).any():
        raise RequestError("A pool needs, for each person, the number of articles, and for each article of people.")
    return times, sizes


def _heard(articles: int, most: int, chosen: np.ndarray) -> np.ndarray:
    """Give the chance that somebody of 0, 1, … most articles is in so many drawn of all: (most + 1, chosen)."""
    rest = articles - np.arange(most + 1)[:, None]
    with np.errstate(invalid="ignore"):
        missed = gammaln(rest + 1) - gammaln(np.maximum(rest - chosen, 0) + 1)
        missed = missed - gammaln(articles + 1) + gammaln(articles - chosen + 1)
    return 1 - np.where(rest >= chosen, np.exp(missed), 0.0)


def _expected(times: np.ndarray, number: int, articles: np.ndarray) -> np.ndarray:
    return _heard(number, times.max(initial=0), articles)[times].sum(axis=0)


def _redrawn(times: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Draw pools like the one seen, those whom nobody quoted yet among them: in how many articles each is quoted.

    Chao et al.'s bootstrap: who was quoted is given a smaller chance than seen, and what this leaves (the deficit of
    sample coverage) goes to the estimated number of the unseen in equal parts. How many people an article quotes is
    drawn from the articles.
    """
    articles, mentions = len(sizes), times.sum()
    once, twice = (times == 1).sum(), (times == 2).sum()
    unseen = (articles - 1) / articles * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    further = (articles - 1) * (once if twice else max(once - 1, 0))
    deficit = once / mentions * further / (further + 2 * max(twice, 1)) * mentions / articles if once else 0.0
    chance = times / articles
    absent = (1 - chance) ** articles
    lost = (chance * absent).sum()
    seen = chance * (1 - min(deficit / lost, 1.0) * absent) if lost > 0 else chance
    number = int(np.ceil(unseen))
    weights = np.concatenate([seen, np.full(number, deficit / max(number, 1))])
    random = np.random.default_rng(0)
    total = random.choice(sizes, (DRAWS, articles)).sum(axis=1)
    return np.minimum(random.multinomial(total, weights / weights.sum()), articles)
