"""Which words attribute what a side says: classes of cues, and the cues that tell two sides apart."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse, stats

from analysis.errors import RequestError
from analysis.files import load_yaml
from analysis.measures.counting import in_all, number_of_articles
from analysis.measures.estimators import log_odds
from analysis.options import LEVEL, require_columns, require_level
from analysis.reading.attributions.cues import cue_table
from analysis.schema import UNKNOWN

CLASSES = ("neutral", "assertive", "factive", "doubting", "denying", "other", UNKNOWN)
"""What `cue_class` gives, in the order to show: those of `cue-classes.yml`, then what is in none of them."""


def cue_lemma(cue: str) -> str:
    """Find the lemma of a cue as written: its first word that a table of cues holds; without one, no lemma ("").

    It does not look at the sentence: "had the gall to blame" gives "blame", and a form of two lemmas the first.

    Examples
    --------
    >>> cue_lemma("told reporters"), cue_lemma("has denied"), cue_lemma("grinned")
    ('tell', 'deny', '')
    """
    words = (word.strip("\"'“”,.;:()") or word for word in cue.lower().replace("’", "'").split())
    return next((_lemmas()[word] for word in words if word in _lemmas()), "")


def with_cue_class(attributions: pd.DataFrame) -> pd.DataFrame:
    """Add each attribution's `cue_lemma` and `cue_class` (one of `CLASSES`); "unknown" where no table holds the cue.

    Parameters
    ----------
    attributions : DataFrame
        With `cue` as written.
    """
    require_columns(attributions, "cue")
    written = attributions["cue"].fillna("")
    lemmas = written.map({cue: cue_lemma(cue) for cue in written.unique()})
    return attributions.assign(cue_lemma=lemmas, cue_class=lemmas.map(_classes()).fillna(UNKNOWN))


def cue_log_odds(
    attributions: pd.DataFrame,
    sides: tuple[str, str],
    prior: float = 20.0,
    fewest: int = 3,
    level: float = LEVEL,
) -> pd.DataFrame:
    r"""Give each cue its log-odds between two sides, drawn to what all attributions would give (Monroe et al.).

    .. math:: \hat\delta_w = \ln \frac{y_{wi} + \alpha_w}{n_i + \alpha_0 - y_{wi} - \alpha_w}
              - \ln \frac{y_{wj} + \alpha_w}{n_j + \alpha_0 - y_{wj} - \alpha_w}, \quad
              z_w = \hat\delta_w \Big/ \sqrt{\tfrac{1}{y_{wi} + \alpha_w} + \tfrac{1}{y_{wj} + \alpha_w}}

    with :math:`\alpha_w = \alpha_0 p_w` and p the cue's share of all attributions, of whatever side. The z is
    the paper's and takes cues for independent; the interval is linearised by article, with t(A - 1), but never
    narrower than independent attributions would give, so that a cue seen in one article only has an interval:

    .. math:: v_w = \sum_{s \in \{i, j\}} \frac{n_s}{n_s + \alpha_0}
              \left(\frac{1}{y_{ws} + \alpha_w} + \frac{1}{n_s + \alpha_0 - y_{ws} - \alpha_w}\right)

    The interval is for the log-odds as drawn together by the prior, not for what no prior would give. Many cues are
    compared at once: one in twenty intervals leaves out 0 by chance. It does not say why a side is quoted so.

    Parameters
    ----------
    attributions : DataFrame
        With `article_id`, `side` and `cue`.
    sides : (str, str)
        Ids of the two sides; above 0, a cue goes with the first.
    prior : float
        How many attributions of each side the prior is worth (the paper's alpha_0), above 0.
    fewest : int
        Leave out cues with fewer attributions of the two sides together.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        `cue` (lemma), `cue_class`, `estimate` (log odds ratio), `low`, `high`, `z`, `first`, `second` (attributions),
        `n_attributions`, `n_articles` (with either side), `note`; from the most of the second side to the
        most of the first, by z.

    Raises
    ------
    RequestError
        When the sides are the same, the prior is not above 0, or a column is missing.

    References
    ---------- Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words: lexical feature selection
    and evaluation for identifying the content of political conflict. *Political Analysis* 16(4), 372-403.
    """
    if len(sides) != 2 or sides[0] == sides[1]:
        raise RequestError(f"Cues are compared between two different sides, not {', '.join(map(str, sides))}.")
    if not prior > 0:
        raise RequestError(f"The prior is worth {prior} attributions, but must be worth more than 0.")
    require_level(level)
    require_columns(attributions, "article_id", "side", "cue")
    listed = with_cue_class(attributions)
    listed = listed[listed["cue_lemma"] != ""]
    both = listed[listed["side"].isin(sides)]
    size = in_all(both).groupby(both["cue_lemma"]).sum()
    cues = sorted(size.index[size >= fewest])
    columns = ["cue", "cue_class", "estimate", "low", "high", "z", "first", "second", "n_attributions", "n_articles",
               "note"]  # fmt: skip
    if not cues or both["side"].nunique() < 2 or listed["cue_lemma"].nunique() < 2:
        return pd.DataFrame(columns=columns)
    everything = in_all(listed)
    background = prior * (everything.groupby(listed["cue_lemma"]).sum() / everything.sum()).reindex(cues).to_numpy()
    parts, wholes, alike = _by_article(both, sides, cues)
    delta, error, z = log_odds(parts, wholes, background, prior, alike)
    articles = number_of_articles(both)
    reach = stats.t.ppf((1 + level) / 2, articles - 1) * error if articles > 1 else np.full(len(cues), np.nan)
    first, second = ((part.T @ alike).astype(int) for part in parts)
    table = pd.DataFrame({
        "cue": cues, "cue_class": [_classes().get(cue, UNKNOWN) for cue in cues], "estimate": delta,
        "low": delta - reach, "high": delta + reach, "z": z, "first": first, "second": second,
        "n_attributions": first + second, "n_articles": articles,
        "note": "" if articles > 1 else "not estimable: one article only",
    })  # fmt: skip
    return table.sort_values(["z", "cue"])[columns].reset_index(drop=True)


def _by_article(
    both: pd.DataFrame, sides: tuple[str, str], cues: list[str]
) -> tuple[list[sparse.csr_array], list[np.ndarray], np.ndarray]:
    """Count each side's cues in each article that has either, all that the side says there, and articles alike."""
    rows, articles = pd.factorize(both["article_id"], sort=True)
    places = pd.Index(cues).get_indexer(both["cue_lemma"])
    number = both.get("attributions", pd.Series(1, both.index)).to_numpy(float)
    alike = both.get("articles", pd.Series(1, both.index)).groupby(both["article_id"]).first().reindex(articles)
    parts, wholes = [], []
    for side in sides:
        mine = (both["side"] == side).to_numpy()
        kept = mine & (places >= 0)
        shape = (len(articles), len(cues))
        parts.append(sparse.coo_array((number[kept], (rows[kept], places[kept])), shape=shape).tocsr())
        wholes.append(np.bincount(rows[mine], number[mine], len(articles)))
    return parts, wholes, alike.to_numpy(float)


@cache
def _table() -> dict:
    return load_yaml(Path(__file__).with_name("cue-classes.yml"))


@cache
def _lemmas() -> dict[str, str]:
    """Map every form of every cue to its lemma; where two lemmas have one form, verbs go first."""
    table = cue_table()
    words = [word for entry in _table()["classes"].values() for word in entry["words"]]
    lemmas = [*table["verbs"], *table["nouns"], *words]
    forms = {form: lemma for lemma in reversed(lemmas) for form in _inflected(lemma)}
    return forms | {lemma: lemma for lemma in lemmas} | _table()["irregular"]


@cache
def _classes() -> dict[str, str]:
    table = cue_table()
    stances = {lemma: entry["stance"] for part in ("nouns", "verbs") for lemma, entry in table[part].items()}
    classes = _table()["classes"]
    of_stance = {stance: name for name, entry in classes.items() for stance in entry["stances"]}
    of_word = {word: name for name, entry in classes.items() for word in entry["words"]}
    return {lemma: of_stance.get(stance, "other") for lemma, stance in stances.items()} | of_word


def _inflected(lemma: str) -> set[str]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms = {f"{lemma}s", f"{lemma}es", f"{stem}ed", f"{stem}ing", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    if lemma.endswith("y"):
        forms |= {f"{lemma[:-1]}ies", f"{lemma[:-1]}ied"}
    return forms
