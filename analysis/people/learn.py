"""Fits the learned coder's last layer and the reader's confidence on what people coded, where they agree more then."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.by_hand import answers as decided
from analysis.corpus.by_hand import verdicts
from analysis.corpus.store import LAYER, LEAST_SURE, UNCHANGED, coded_attributions, outlets_and_years, read_table
from analysis.errors import RequestError
from analysis.files import held, write_whole
from analysis.people.score import codebook_of
from analysis.reading.coding.code import code_sources
from analysis.reading.coding.judge import answers
from analysis.reading.coding.layer import Layer, base, given, written
from analysis.reading.network import softmax
from analysis.reading.read import code_corpus
from analysis.schema import UNKNOWN

LEARNED = ("source_type", "nature", "anonymity", "function", "expert_basis")
FEWEST, FEWEST_ARTICLES, FOLDS = 100, 10, 5
"""Attributions and articles that must be coded; into how many parts the articles are parted to judge by."""
SHRINKAGE = 3.0
"""How far weights are held to nothing: about so many attributions speak against each."""


class Learned(NamedTuple):
    """What came of it."""

    agreement: pd.DataFrame
    """A row a code: `code`, `n`, `before`, `after` (per cent agreement with people, articles left out), `kept`."""
    confidence: pd.Series
    """Of the attributions that people judged: `n`; in per cent, how many are some (`right`) and how sure of them the
    reader is `before` and `after` (articles left out); `kept`."""
    file: Path | None
    """Where the layer stands; None where it made nothing better."""


def learn(corpus: Path, codebook: Path | None = None) -> Learned:
    """Fit, judge by articles left out, keep what agrees more with people by more than chance, and code the corpus anew.

    Each code is kept or left by itself: more attributions must be mended than spoilt, by more than one standard error.
    The side is not learned here: it is the codebook's.

    Raises
    ------
    RequestError
        When too few attributions or articles are coded.
    """
    codebook = codebook or codebook_of(corpus)
    book, rows = load_codebook(codebook), coded_rows(corpus)
    if len(rows) < FEWEST or rows["article_id"].nunique() < FEWEST_ARTICLES:
        raise RequestError(
            f"{len(rows)} attributions in {rows['article_id'].nunique()} articles are coded and still stand; to learn "
            f"from takes {FEWEST} in {FEWEST_ARTICLES}: draw more with `evenhand code sample {corpus}`."
        )
    agreement = judged(rows, book, *outlets_and_years(corpus))
    judgements = judged_attributions(corpus)
    confidence = judged_confidence(judgements)
    kept = agreement.loc[agreement["kept"], "code"].tolist()
    layer = fit(rows, book, kept)
    if confidence["kept"]:
        articles = layer.articles | set(judgements["article_id"])
        layer = layer._replace(articles=articles, confidence=fit_confidence(judgements))
    file = corpus / LAYER
    with held(corpus):
        if layer.codes or confidence["kept"]:
            write_whole(file, written(layer).encode())
        else:
            file.unlink(missing_ok=True)
    code_corpus(corpus, codebook)
    return Learned(agreement, confidence, file if file.is_file() else None)


def coded_rows(corpus: Path) -> pd.DataFrame:
    """Give the attributions that people coded and whose source the machine has right, with the source's row.

    Returns
    -------
    DataFrame
        `article_id`, `source` (the row of `sources`), `said` (the learned coder's answers), and of each code what most
        people say, empty where nobody does or it is unknown.
    """
    codes = read_table(corpus, "hand_codes")
    now = coded_attributions(
        corpus, columns=["attribution_id", "article_id", "content", "source_id"], articles=codes["article_id"].unique()
    )
    told = decided(codes, now, [*LEARNED, "expert", "source"])
    sources = {row["source_id"]: row for row in read_table(corpus, "sources", articles=now["article_id"].unique())
               .astype(object).to_dict("records")}  # fmt: skip
    said = {source: answers(row) for source, row in sources.items()}
    rows = []
    for attribution, article, source in now[["attribution_id", "article_id", "source_id"]].itertuples(index=False):
        people = {code: told[code].get(attribution, "") for code in told}
        if source in sources and people["source"] != "no" and any(people[code] for code in (*LEARNED, "expert")):
            basis = {"no": "none", "yes": people["expert_basis"]}.get(people["expert"], "")
            values = {code: "" if people[code] == UNKNOWN else people[code] for code in LEARNED[:-1]}
            rows.append({"article_id": article, "source": sources[source], "said": said[source], **values,
                         "expert_basis": basis})  # fmt: skip
    return pd.DataFrame(rows, columns=["article_id", "source", "said", *LEARNED])


def fit(rows: pd.DataFrame, book: Codebook, codes: list[str]) -> Layer:
    """Fit the layer of some codes by multinomial logistic regression over the learned coder's own scores."""
    found = {}
    for code in codes:
        known = rows[rows[code] != ""]
        gold = known[code].replace("none", "") if code == "expert_basis" else known[code]
        allowed = book.type_ids if code == "source_type" else gold.unique()
        own = set(gold) & set(allowed)
        values = list(dict.fromkeys([*known["said"].iloc[0][code].probable, *sorted(own)])) if len(known) else []
        gold = gold[gold.isin(values)]
        if len(gold):
            said = known.loc[gold.index, "said"]
            scores = np.array([base(one[code], values) for one in said])
            told = np.array([given(one) for one in said])
            found[code] = (values, _weights(told, scores, np.array([values.index(value) for value in gold])))
    return Layer(frozenset(rows["article_id"]), found)


def _weights(told: np.ndarray, scores: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    shape, right = (told.shape[1], scores.shape[1]), np.eye(scores.shape[1])[wanted]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        chances = softmax(scores + told @ weights)
        missed = -np.log(np.maximum(chances[right == 1], 1e-12)).sum()
        slope = told.T @ (chances - right) + SHRINKAGE * weights
        return missed + SHRINKAGE / 2 * (flat**2).sum(), slope.ravel()

    return minimize(loss, np.zeros(np.prod(shape)), jac=True, method="L-BFGS-B").x.reshape(shape)


def judged(rows: pd.DataFrame, book: Codebook, outlets: dict, years: dict) -> pd.DataFrame:
    """Say how often the program agrees with people as it is and with the layer, in articles that it was not fitted on.

    Returns
    -------
    DataFrame
        As `Learned.agreement`.
    """
    articles = sorted(rows["article_id"].unique())
    fold = rows["article_id"].map({article: i % FOLDS for i, article in enumerate(articles)})
    sources = pd.DataFrame(list(rows["source"]), index=rows.index)
    before = code_sources(sources, book, outlets, years)
    after = pd.concat(
        code_sources(sources[fold == k], book, outlets, years, fit(rows[fold != k], book, list(LEARNED)))
        for k in sorted(fold.unique())
    ).loc[rows.index]
    table = []
    for code in LEARNED:
        known = rows[code] != ""
        people = rows.loc[known, code].replace("none", "") if code == "expert_basis" else rows.loc[known, code]
        first, then = (coded.loc[known, code] == people for coded in (before, after))
        mended, spoilt = int((then & ~first).sum()), int((first & ~then).sum())
        table.append({
            "code": code, "n": len(people), "before": 100 * first.mean(), "after": 100 * then.mean(),
            "kept": mended - spoilt > (mended + spoilt) ** 0.5,
        })  # fmt: skip
    return pd.DataFrame(table)


def judged_attributions(corpus: Path) -> pd.DataFrame:
    """Give the attributions of which people say whether they are some: `article_id`, `odds` (the logarithm of the odds
    that the reader gives them), `right` (0 or 1)."""
    codes = read_table(corpus, "hand_codes")
    columns = ["attribution_id", "article_id", "content", "confidence"]
    now = read_table(corpus, "attributions", columns=columns, articles=codes["article_id"].unique())
    right = now["attribution_id"].map(verdicts(codes, now)).map({"yes": 1.0, "no": 0.0})
    odds = logit(now["confidence"].clip(LEAST_SURE, 1 - LEAST_SURE))
    return now[["article_id"]].assign(odds=odds, right=right).dropna()


def fit_confidence(judgements: pd.DataFrame) -> tuple[float, float]:
    """Fit intercept and slope over the log-odds of the reader's confidence (Platt 1999), held to what they are now.

    Platt, J. (1999). Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, 61-74.
    """
    odds, right = judgements["odds"].to_numpy(), judgements["right"].to_numpy()

    def loss(two: np.ndarray) -> float:
        held = SHRINKAGE / 2 * (two[0] ** 2 + (two[1] - 1) ** 2)
        return np.logaddexp(0, (1 - 2 * right) * (two[0] + two[1] * odds)).sum() + held

    bounds = [(None, None), (0.1, 10)]  # who is surer stays surer
    intercept, slope = minimize(loss, UNCHANGED, method="L-BFGS-B", bounds=bounds).x.round(4).tolist()
    return intercept, slope


def judged_confidence(judgements: pd.DataFrame) -> pd.Series:
    """Say how sure the reader is as it is and as people's judgements mend it, in articles that it was not fitted on.

    It is kept where the loss (logarithmic) of an article's attributions falls on average by more than a standard error.

    Returns
    -------
    Series
        As `Learned.confidence`.
    """
    fold = judgements["article_id"].map({a: n % FOLDS for n, a in enumerate(sorted(set(judgements["article_id"])))})
    mended = pd.Series(judgements["odds"], dtype=float)
    for k in sorted(fold.unique()):
        intercept, slope = fit_confidence(judgements[fold != k])
        mended[fold == k] = intercept + slope * judgements["odds"]
    wrong = 1 - 2 * judgements["right"]
    gained = np.logaddexp(0, wrong * judgements["odds"]) - np.logaddexp(0, wrong * mended)
    of_article = gained.groupby(judgements["article_id"]).sum()
    error = of_article.std() * len(of_article) ** 0.5 if len(of_article) > 1 else np.inf
    means = {"right": judgements["right"], "before": expit(judgements["odds"]), "after": expit(mended)}
    per_cent = {name: 100 * values.mean() for name, values in means.items()}
    return pd.Series({"n": len(judgements), **per_cent, "kept": bool(of_article.sum() > error)}, dtype=object)


def told_of(learned: Learned) -> str:
    """Say in sentences what came of it."""
    lines = [
        f"{row.code}: {row.before:.1f} % agreement with people before, {row.after:.1f} % with what was learned, in "
        f"articles left out ({row.n} attributions): {'kept' if row.kept else 'left as it was'}"
        for row in learned.agreement.itertuples()
        if row.n
    ]
    sure = learned.confidence
    if sure["n"]:
        lines.append(
            f"confidence: of {sure['n']} attributions people say that {sure['right']:.1f} % are some; the reader is "
            f"sure of them to {sure['before']:.1f} % before, {sure['after']:.1f} % with what was learned, in articles "
            f"left out: {'kept' if sure['kept'] else 'left as it was'}"
        )
    if learned.file:
        lines.append(
            f'Kept in "{learned.file}", and the corpus is coded anew; delete the file to undo it. On these articles '
            "the program now looks better than it is: code others to judge it by."
        )
    else:
        lines.append("Nothing is kept: nothing agrees with people more by more than chance.")
    return "\n".join(lines)
