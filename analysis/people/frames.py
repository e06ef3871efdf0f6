"""What the coding sheets hold, row by row; draws by chance, and writes no file."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.corpus.store import ONCE, WITHIN, coded_attributions, coded_database, collected, read_table, see
from analysis.errors import RequestError
from analysis.figures import pieces
from analysis.measures import ARTICLE, ATTRIBUTION, MENTION, as_code, mention_ids, stratum_sizes, targeted_sentences
from analysis.people.questions import KEYS, NOTE, SHOWN, Question, Questionnaire

CONTEXT = 350
"""Characters around an attribution or a mention that a coder reads."""

MISSED_ROWS = 200
"""Empty rows for what the machine missed."""

SAID = "SELECT attribution_id AS item, article_id, outlet, form FROM coded"
SURE = 0.7
"""Confidence below which the machine is unsure of an attribution."""
MENTIONED = f"""
    SELECT DISTINCT sentence_id || ':' || start || '-' || "end" AS item, article_id, outlet, voice
    FROM (SELECT * FROM tones WHERE {WITHIN}) JOIN counted USING (article_id)
"""
READ = "SELECT article_id AS item, article_id, outlet FROM counted"
"""What may be drawn, in SQL."""

Pieces = list[tuple[str, str]]
"""Words and the part they are (source, cue, content or none), to be marked in the cell."""


class Sheet(NamedTuple):
    """One sheet: what is shown, what is asked, and its rows; a cell's value is text or marked pieces."""

    name: str
    shown: dict[str, int]
    """Headings of the columns to read, and their widths in characters."""

    questions: list[Question]
    rows: list[dict[str, str | float | Pieces]]

    @property
    def headings(self) -> list[str]:
        return [*self.shown, *(question.heading for question in self.questions), NOTE, *KEYS]

    @property
    def widths(self) -> list[int]:
        return [*self.shown.values(), *(16 for _ in self.questions), 24, *(8 for _ in KEYS)]


class Drawn(NamedTuple):
    """What was drawn: the same for every coder."""

    attributions: pd.DataFrame
    mentions: pd.DataFrame
    articles: pd.DataFrame
    found: pd.DataFrame
    """All attributions of these articles."""


def draw(corpus: Path, n: int, mentions: int, articles: int, seed: int, unsure: bool = False) -> Drawn:
    """Draw attributions by outlet and form, mentions by outlet and voice, and articles by outlet.

    With `unsure`, half of the attributions are drawn from those of which the machine is least sure: there people
    find most errors. Each keeps its chance of being drawn, so that estimates weighted by it stay unbiased.

    Of a story that several articles print in the same words, only the one is drawn from that results count.

    Raises
    ------
    RequestError
        When the corpus has no attributions, or n is too small for its outlets and forms.
    """
    with coded_database(corpus, ONCE) as tables:
        see(tables, corpus, "tones")
        if unsure:
            doubtful = _drawn(tables, f"{SAID} WHERE confidence < {SURE}", ["outlet"], n // 2, seed, as_fits=True)
            sure = f"{SAID} WHERE confidence >= {SURE}"
            rest = _drawn(tables, sure, ["outlet", "form"], n - len(doubtful), seed, as_fits=True)
            said = pd.concat([doubtful, rest], ignore_index=True)
        else:
            said = _drawn(tables, SAID, ["outlet", "form"], n, seed)
        if said.empty:
            raise RequestError(f'"{corpus}" has no attributions to code: nobody is quoted in it.')
        mentioned = _drawn(tables, MENTIONED, ["outlet", "voice"], mentions, seed, as_fits=True)
        read = _drawn(tables, READ, ["outlet"], articles, seed, as_fits=True)
    ids = pd.concat([said, mentioned, read])["article_id"].unique()
    about = read_table(corpus, "articles", articles=ids)
    texts = about[["article_id", "outlet", "title", "text"]]
    attributions = coded_attributions(corpus, articles=ids)
    tones, sentences = (read_table(corpus, name, articles=ids) for name in ("tones", "sentences"))
    targeted = targeted_sentences(tones, sentences, about)
    chance = read.set_index("item")["chance"]
    whole = texts[texts["article_id"].isin(chance.index)]
    return Drawn(
        _chosen(attributions, attributions["attribution_id"], said).merge(texts[["article_id", "text"]]),
        _chosen(targeted, mention_ids(targeted), mentioned).merge(texts[["article_id", "text"]]),
        whole.assign(chance=whole["article_id"].map(chance)).sort_values(["outlet", "article_id"], ignore_index=True),
        attributions,
    )


def _drawn(
    tables: duckdb.DuckDBPyConnection, rows: str, strata: list[str], n: int, seed: int, as_fits: bool = False
) -> pd.DataFrame:
    """Draw items by chance within strata, or as many of the strata as the sample holds: `item`, `article_id`, `chance`.

    The order is that of a hash with the seed in it, which is as good as chance and the same everywhere; of each
    stratum only the first n are kept while the corpus is read, so memory does not grow with it.
    """
    if not n:
        return pd.DataFrame(columns=["item", "article_id", "chance"])
    by = ", ".join(["'' AS everything", *strata])
    key = f"{{'key': md5(item || ' {int(seed)}'), 'item': item, 'article_id': article_id}}"
    found = collected(
        tables,
        f"SELECT {by}, count(*) AS size, min({key}, {int(n)}) AS first FROM ({rows}) GROUP BY ALL",
        f"SELECT everything, {', '.join(strata)}, sum(size)::BIGINT AS size, "
        f"list_sort(flatten(list(first)))[:{int(n)}] AS first FROM found GROUP BY ALL ORDER BY ALL",
    )
    while as_fits and strata and n < found.groupby(strata).ngroups:
        strata = strata[:-1]
    strata = strata or ["everything"]
    drawn = []
    sizes = found.groupby(strata)["size"].sum()
    for stratum, given in stratum_sizes(sizes, n).items():
        of_it = found.set_index(strata).loc[[stratum], "first"]
        first = sorted((item for items in of_it for item in items), key=lambda item: item["key"])[:given]
        drawn += [item | {"chance": given / sizes[stratum]} for item in first]
    drawn.sort(key=lambda item: item["key"])
    return pd.DataFrame(drawn, columns=["key", "item", "article_id", "chance"]).drop(columns="key")


def _chosen(frame: pd.DataFrame, items: pd.Series, drawn: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the items drawn, in the order of the draw, with their chance."""
    return drawn[["item", "chance"]].merge(frame.assign(item=items), on="item").drop(columns="item")


def sheets(
    drawn: Drawn, questionnaire: Questionnaire, codebook: Codebook, coder: str, order: int, show_codes: bool = False
) -> list[Sheet]:
    """Lay out a coder's sheets: attributions, articles to read, what was missed and, where there is any, tone.

    Parameters
    ----------
    drawn : Drawn
        As `draw` gives it.
    questionnaire, codebook
        What is asked, and the labels of sides.
    coder : str
        Name of the coder, kept in every row.
    order : int
        Rows come in an order of their own for each coder, so that fatigue does not fall on the same ones.
    show_codes : bool
        Whether to show what the machine said; a coder who sees it is swayed by it.
    """
    questions = questionnaire.asked[ATTRIBUTION]
    numbers = dict(zip(drawn.articles["article_id"], range(1, len(drawn.articles) + 1), strict=True))
    machine = [q for q in questions if q.variable in drawn.attributions] if show_codes else []
    attributions = Sheet(
        "attributions",
        SHOWN["attributions"] | {f"machine: {question.heading}": 14 for question in machine},
        questions,
        shuffled([_attribution(row, number, coder, machine) for number, row in _numbered(drawn.attributions)], order),
    )
    articles = Sheet(
        "articles",
        SHOWN["articles"],
        questionnaire.asked[ARTICLE],
        [
            row
            for article in drawn.articles.to_dict("records")
            for row in _article(article, numbers, drawn.found, coder)
        ],
    )
    missed = Sheet("missed", SHOWN["missed"], questions[2:], [])
    labels = {side.id: side.label for side in codebook.sides}
    tone = Sheet(
        "tone",
        SHOWN["tone"],
        questionnaire.asked[MENTION],
        shuffled([_mention(row, number, coder, labels) for number, row in _numbered(drawn.mentions)], order),
    )
    return [sheet for sheet in (attributions, articles, missed, tone) if sheet.rows or sheet is missed]


def _numbered(frame: pd.DataFrame) -> list[tuple[int, dict]]:
    return list(enumerate(frame.to_dict("records"), start=1))


def mention_item(row: dict) -> str:
    """Name a mention as hand codes do."""
    return mention_ids(pd.DataFrame([row])).iloc[0]


def shuffled(rows: list[dict], order: int) -> list[dict]:
    """Give rows in an order of their own, the same for the same number."""
    return [rows[place] for place in np.random.default_rng(order).permutation(len(rows))]


def _attribution(row: dict, number: int, coder: str, machine: list[Question]) -> dict:
    said = {question.heading: {code: words for words, code in question.values.items()} for question in machine}
    return {
        "no.": float(number),
        "headline": row["title"],
        "passage": pieces(row["text"], row, CONTEXT, within_paragraph=False),
        **{part: row[part] for part in ("source", "cue", "content")},
        **{
            f"machine: {question.heading}": said[question.heading].get(one_code(row[question.variable]), "")
            for question in machine
        },
        **_keys(row["attribution_id"], row["article_id"], ATTRIBUTION, row["chance"], coder),
    }


def one_code(value) -> str:
    """Write one of the machine's codes as coders do."""
    return as_code(pd.Series([value], dtype=object)).iloc[0]


def _article(article: dict, numbers: dict[str, int], found: pd.DataFrame, coder: str) -> list[dict]:
    """Give an article's headline and paragraphs a row each, what the machine found marked; the first row is asked."""
    text, own = article["text"], found[found["article_id"] == article["article_id"]]
    spans = {f"{part}_spans": [s for row in own[f"{part}_spans"] for s in row] for part in ("source", "cue", "content")}
    rows, start = [], 0
    for paragraph in text.split("\n\n"):
        here = {name: _clipped(several, start, start + len(paragraph)) for name, several in spans.items()}
        marked = pieces(paragraph, here, len(paragraph), within_paragraph=False)
        rows.append({"article": float(numbers[article["article_id"]]), "text": marked or [(paragraph, "")]})
        start += len(paragraph) + 2
    rows[0] |= _keys(article["article_id"], article["article_id"], ARTICLE, article["chance"], coder)
    return rows


def _clipped(spans: list, start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]


def _mention(row: dict, number: int, coder: str, labels: dict[str, str]) -> dict:
    target = {"content_spans": [(row["start"], row["end"])]}
    return {
        "no.": float(number),
        "passage": pieces(row["text"], target, CONTEXT, within_paragraph=False),
        "voice": row["voice"],
        "target": row["target"],
        "toward": row["actor"] or labels.get(row["side"], row["side"]),
        **_keys(mention_item(row), row["article_id"], MENTION, row["chance"], coder),
    }


def _keys(*values) -> dict:
    return dict(zip(KEYS, values, strict=True))
