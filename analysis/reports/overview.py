"""The outlets of a study beside each other: one row an outlet, for the index."""

import pandas as pd

from analysis import measures
from analysis.corpus.query import Selection, open_corpus
from analysis.corpus.store import ONCE, table_path
from analysis.errors import RequestError
from analysis.figures import Interval, estimate_text
from analysis.schema import UNKNOWN
from analysis.study import Study

MOST_ARTICLES = 50_000
"""Articles drawn by chance of a larger corpus, in which tones are measured."""


SELECTED = ("kind", "minimum_confidence", "since", "until", "where", "basis")
"""Parameters of a study that choose what every notebook looks at, and this table too."""


def selected(study: Study) -> Selection:
    """Give what the study as a whole looks at; all, where its parameters cannot be, which its notebooks say."""
    given = study.parameters
    try:
        corpus = open_corpus(study.corpus, study.codebook, given.get("copies", ONCE))
        return corpus.select(**{name: given[name] for name in SELECTED if name in given})
    except (RequestError, TypeError, AttributeError):
        return open_corpus(study.corpus, study.codebook).select()


def overview(chosen: Selection) -> pd.DataFrame:
    """Give each outlet its articles, and what is most asked of it, to be read; empty where the corpus was not read.

    Returns
    -------
    DataFrame
        `outlet`, `articles`; then as texts that carry their numbers (:class:`analysis.figures.tables.Interval`):
        balance of the codebook's two sides, shares in per cent (on no known side; officials of known types; experts;
        women of known gender), and the tone toward each of the two sides. A column that nothing fills is left out.
    """
    folder = chosen.corpus.folder
    if not all(table_path(folder, table).is_file() for table in ("articles", "attributions", "sources")):
        return pd.DataFrame(columns=["outlet", "articles"])
    book = chosen.corpus.codebook
    articles = chosen.articles(["outlet"]).value_counts("outlet").rename("articles").sort_index()
    by_side, by_gender = chosen.count("side"), chosen.count("gender")
    officials = [kind.id for kind in book.source_types if kind.sir.startswith(measures.OFFICIAL)]
    columns = {
        "no known side": _shares(measures.shares(by_side, "side", values=[UNKNOWN])),
        "officials": _shares(measures.official_dominance(chosen.count("source_type"), officials) if officials else None),
        "experts": _shares(measures.expert_share(chosen.count(["expert", "expert_basis"]))),
        "women": _shares(measures.shares(by_gender, "gender", values=["female"], unknown=False)),
    }
    if UNKNOWN not in book.compare:
        one, other = (chosen.corpus.labels["side"][side] for side in book.compare)
        compared = _texts(measures.balance(by_side, book.compare), percent=False)
        columns = {f"balance: +1 only {one}, −1 only {other}": compared} | columns | _tones(chosen, book.compare)
    table = pd.DataFrame({name: column for name, column in columns.items() if len(column)}, dtype=object)
    return articles.to_frame().join(table).fillna("–").rename_axis("outlet").reset_index()


def _tones(chosen: Selection, sides: tuple[str, str]) -> dict[str, pd.Series]:
    chosen = chosen.drawn(MOST_ARTICLES)
    told = chosen.articles(["article_id", "outlet", "title", "published", "duplicate_of"])
    targeted = measures.targeted_sentences(chosen.tones(), chosen.sentences(), told)
    if targeted.empty:
        return {}
    toward = measures.tone_toward(targeted, group=["outlet", "side"])
    labels = chosen.corpus.labels["side"]
    return {f"tone toward {labels[side]}": _texts(toward[toward["side"] == side], percent=False) for side in sides}


def _shares(table: pd.DataFrame | None) -> pd.Series:
    return pd.Series(dtype=object) if table is None else _texts(table, percent=True)


def _texts(table: pd.DataFrame, percent: bool) -> pd.Series:
    """Write each outlet's estimate, its interval behind it; what has no estimate is left out."""
    rows = table.dropna(subset=["estimate"]).to_dict("records")
    texts = [Interval(estimate_text(row, percent), (row["estimate"], row["low"], row["high"])) for row in rows]
    return pd.Series(texts, [row["outlet"] for row in rows], dtype=object)
