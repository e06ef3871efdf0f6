"""Outlets' shares from the machine's attributions beside those from people's, on annotated articles."""

from functools import partial
from pathlib import Path

import pandas as pd
from spacy.tokens import Doc

from analysis.codebook import Codebook, load_codebook
from analysis.measures import anonymous_share, balance, expert_share, official_dominance, shares, speech_length
from analysis.reading.article import read_article
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.attributions.cues import cue_of
from analysis.reading.attributions.finders import find_with
from analysis.reading.coding.code import code_sources
from analysis.reading.parser import load_parser
from analysis.reading.parts import NOT_CODED
from analysis.schema import UNKNOWN
from analysis.training.corpus import read_corpus

CODEBOOKS = Path(__file__).parents[1] / "data" / "codebooks"

WITHOUT_SOURCE = {"side": UNKNOWN, "source_type": UNKNOWN, "anonymity": UNKNOWN, "expert": False, "expert_basis": "",
                  "actor": "", "affiliation": ""}  # fmt: skip


def shares_beside_annotation(corpus: Path, codebook: Path | None = None) -> str:
    """Read annotated articles by machine, code both readings' sources alike, and compare: a table in Markdown."""
    book = load_codebook(codebook or CODEBOOKS / "us-2016.yml")
    articles = read_corpus(corpus)
    parse, find = load_parser(), find_with("model")
    docs = [parse(article["text"]) for article in articles]
    machine = coded(articles, docs, [find] * len(docs), book)
    people = coded(articles, docs, [partial(marked, article=article) for article in articles], book)
    rows = compared(measured(machine, book), measured(people, book))
    size = f"{len(machine):,} attributions by the machine, {len(people):,} by people"
    columns = ["an outlet's …", "people's, over outlets", "bias", "mean distance", "largest", "covered"]
    head = f"{len(articles)} articles of {machine['outlet'].nunique()} outlets; {size}.\n\n"
    head += f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    return head + "\n".join(rows)


def marked(doc: Doc, article: dict) -> list[Attribution]:
    """Give the attributions that people marked, as a reader would."""
    found = []
    for one in article["attributions"]:
        source, cue, content = (tuple(map(tuple, one[part])) for part in ("source", "cue", "content"))
        kind = cue_of(doc, cue[0][0], cue[-1][1]).kind if cue else "speech"
        found.append(Attribution(source, cue, content, kind, 1.0))
    return sorted(found, key=lambda attribution: min(attribution.content))


def coded(articles: list[dict], docs: list[Doc], finders: list, book: Codebook) -> pd.DataFrame:
    """Resolve and code each article's attributions, one row each with the codes of its source."""
    attributions, sources = [], []
    for article, doc, find in zip(articles, docs, finders, strict=True):
        read = read_article(article["article_id"], doc, find)
        attributions += [row | {"outlet": article["outlet"]} for row in read["attributions"]]
        sources += [NOT_CODED | row for row in read["sources"]]
    codes = code_sources(pd.DataFrame(sources), book)[["source_id", *WITHOUT_SOURCE]]
    joined = pd.DataFrame(attributions).merge(codes, on="source_id", how="left")
    return joined.fillna(WITHOUT_SOURCE).astype({"expert": bool})


def measured(attributions: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Estimate what the reports lead with, for each outlet: `what`, `outlet`, `estimate`, `low`, `high`."""
    labels = {side.id: side.label for side in book.sides}
    official = [kind.id for kind in book.source_types if kind.sir.startswith("official")]
    by_side = shares(attributions, "side", values=[*book.compare, UNKNOWN])
    by_form = shares(attributions, "form", values=["direct", "mixed", "indirect"])
    parts = [
        by_side.assign(what="share of " + by_side["side"].replace(labels)),
        balance(attributions, book.compare).assign(what="balance of the two sides"),
        by_form.assign(what="share of " + by_form["form"]),
        official_dominance(attributions, official).assign(what="share of officials"),
        anonymous_share(attributions).assign(what="share without a name"),
        expert_share(attributions).assign(what="share of experts"),
        speech_length(attributions.assign(all="all"), "all").assign(what="words in an attribution"),
    ]
    return pd.concat(parts, ignore_index=True)[["what", "outlet", "estimate", "low", "high"]]


def compared(machine: pd.DataFrame, people: pd.DataFrame) -> list[str]:
    """Write a line for each measure: bias, distance, and how many outlets' intervals hold people's estimate."""
    both = machine.merge(people, on=["what", "outlet"], suffixes=("", "_people")).dropna(subset=["estimate_people"])
    lines = []
    for what, rows in both.groupby("what", sort=False):
        apart = rows["estimate"] - rows["estimate_people"]
        given = rows.dropna(subset=["low"])
        held = (given["low"] <= given["estimate_people"]) & (given["estimate_people"] <= given["high"])
        decimals = 1 if what.startswith("words") else 3
        spread = " to ".join(f"{value:.{decimals}f}" for value in rows["estimate_people"].agg(["min", "max"]))
        bias, furthest = (f"{value:+.{decimals}f}" for value in (apart.mean(), apart.loc[apart.abs().idxmax()]))
        distance = f"{apart.abs().mean():.{decimals}f}"
        lines.append(f"| {what} | {spread} | {bias} | {distance} | {furthest} | {held.sum()} of {len(given)} |")
    return lines
