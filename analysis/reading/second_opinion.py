"""A second machine reader beside the one a corpus was read with: where they disagree is where to look first."""

import pandas as pd

from analysis.reading.article import describe
from analysis.reading.attributions.finders import find_with
from analysis.reading.attributions.matching import pair, same_source, words_touched
from analysis.reading.parser import load_parser
from analysis.reading.parts import LONGEST

BOTH, FIRST, SECOND = "both", "first only", "second only"


def second_opinion(
    articles: pd.DataFrame, attributions: pd.DataFrame, reader: str = "rules", number: int = 50, seed: int = 1
) -> pd.DataFrame:
    """Read some articles again by another reader, and pair what it finds with the corpus's attributions.

    Parameters
    ----------
    articles : DataFrame
        With `article_id`, `outlet`, `title` and `text`; duplicates left out.
    attributions : DataFrame
        The corpus's, of all articles, by its own reader, the first.
    reader : str
        The second one, "rules" or "model".
    number, seed : int
        How many articles to read, about a tenth of a second each, and which draw of them; those that are too long
        for the corpus's own reader are not drawn.

    Returns
    -------
    DataFrame
        One row an attribution of either reader: its article's columns, the columns of `reading.article.describe`,
        `found_by` ("both", "first only", "second only") and, where both found it, whether the second names the same
        source (`same_source`: one mention holds part of the other). Contents that share half their words are one.
    """
    readable = articles[articles["text"].str.len() <= LONGEST]
    drawn = readable.sample(min(number, len(readable)), random_state=seed).sort_index()
    parse, find = load_parser(), find_with(reader)
    found = []
    for article in drawn[["article_id", "outlet", "title", "text"]].to_dict("records"):
        text = article.pop("text")
        first = attributions[attributions["article_id"] == article["article_id"]].to_dict("records")
        second = [describe(text, attribution) for attribution in find(parse(text))]
        found += [article | row for row in _paired(text, first, second)]
    columns = ["article_id", "outlet", "title", "form", "source", "cue", "content", "confidence"]
    columns += ["source_spans", "cue_spans", "content_spans", "found_by", "same_source"]
    return pd.DataFrame(found, columns=columns)


def _paired(text: str, first: list[dict], second: list[dict]) -> list[dict]:
    same = pair(*([words_touched(text, row["content_spans"]) for row in rows] for rows in (first, second)))
    both = [row | {"found_by": BOTH if i in same else FIRST} for i, row in enumerate(first)]
    for i, j in same.items():
        both[i]["same_source"] = same_source(first[i]["source_spans"], second[j]["source_spans"])
    return both + [row | {"found_by": SECOND} for j, row in enumerate(second) if j not in same.values()]
