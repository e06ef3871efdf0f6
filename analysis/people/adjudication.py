"""Where coders differ: a page that puts their answers side by side, whose decision becomes the code.

The first codes stay, for agreement; it decides nothing itself.
"""

from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.store import coded_attributions, read_table
from analysis.errors import RequestError
from analysis.files import write_whole
from analysis.measures import ADJUDICATED, ATTRIBUTION, first_codes
from analysis.people.page import about, asked, attribution_item, render
from analysis.people.questions import load_questions
from analysis.people.score import codebook_of, read_codes

STEPS = (
    "Each item is one on which the coders differ; below each question stand their answers and notes.",
    "Decide what is right by the rules, not by who said it. Your decision becomes the code; the first codes stay, and "
    "agreement is still that between the coders.",
    "When you are done, save as a file and score it together with theirs.",
)


def differing(codes: pd.DataFrame) -> pd.DataFrame:
    """Keep the codes of attributions on which coders differ, each question apart.

    Parameters
    ----------
    codes : DataFrame
        Hand codes, as `people.score.read_codes` gives them.
    """
    codes = first_codes(codes[codes["unit"] == ATTRIBUTION])
    return codes[codes.groupby(["item", "variable"])["value"].transform("nunique") > 1]


def write_adjudication(
    corpus: Path, files: list[Path], out: Path, codebook: Path | None = None
) -> tuple[int, list[str]]:
    """Write the page for what coders filled in; give how many items it asks of, and remarks on the files."""
    book = load_codebook(codebook or codebook_of(corpus))
    given = read_codes(corpus, files, book)
    page, items = adjudication_page(corpus, book, given.codes)
    write_whole(out, page)
    return items, given.remarks


def adjudication_page(corpus: Path, book: Codebook, codes: pd.DataFrame) -> tuple[str, int]:
    """Give the page that asks what is right where coders differ, and how many items it asks of.

    Raises
    ------
    RequestError
        When there are no two coders, or they differ nowhere.
    """
    coders = sorted(first_codes(codes)["coder"].unique())
    if len(coders) < 2:
        raise RequestError(f"There is one coder ({', '.join(coders)}): nothing to decide between.")
    open_ = differing(codes)
    if open_.empty:
        raise RequestError(f"{' and '.join(coders)} differ on no attribution: there is nothing to decide.")
    return render(_data(corpus, book, open_), "Where coders differ", STEPS), open_["item"].nunique()


def _data(corpus: Path, book: Codebook, open_: pd.DataFrame) -> dict:
    questions = asked(load_questions(book).asked[ATTRIBUTION])
    words = {q["variable"]: {code: said for code, said, _ in q["values"]} for q in questions}
    ids = sorted(open_["article_id"].unique())
    articles = read_table(corpus, "articles", articles=ids).to_dict("records")
    places = {row["article_id"]: place for place, row in enumerate(articles)}
    rows = coded_attributions(corpus, articles=ids).set_index("attribution_id", drop=False)
    items = []
    for item, of_item in open_.groupby("item", sort=True):
        said = {
            variable: [[row["coder"], words[variable].get(row["value"], row["value"]), row["note"]] for row in group]
            for variable, group in ((name, g.to_dict("records")) for name, g in of_item.groupby("variable", sort=False))
            if variable in words
        }
        if item in rows.index and said:
            row = rows.loc[item].to_dict() | {"chance": float(of_item["chance"].iloc[0])}
            items.append(attribution_item(row, places[row["article_id"]]) | {"said": said, "only": list(said)})
    return {
        "kind": "adjudicate",
        "coder": ADJUDICATED,
        "sample": "-".join(sorted(open_["coder"].unique())),
        "questions": {ATTRIBUTION: questions},
        "articles": [about(row) for row in articles],
        "items": items,
    }
