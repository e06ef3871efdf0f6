"""How well sources are resolved and coded: the figures of `docs/accuracy.md`.

The unit is the attribution: a source that speaks ten times counts ten times. With gold attributions the reader's
errors do not confound; with a reader, only the gold attributions that it finds are asked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.errors import RequestError
from analysis.reading.article import read_article
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.attributions.finders import find_with
from analysis.reading.coding.code import code_sources
from analysis.reading.parser import load_parser
from analysis.schema import UNKNOWN
from analysis.training.corpus import read_corpus
from analysis.training.scoring import matches

GOLD = "gold"
"""In the place of a reader: the attributions as a person marked them."""

CODES = ("source_type", "function", "nature", "anonymity", "gender")
ASKED = (*CODES, "side", "expert", "name")
NOBODY = dict.fromkeys((*CODES, "side"), UNKNOWN) | {"expert": False, "name": ""}
"""What an attribution counts as that the resolver gave no source."""


def score_sources(gold: Path, codebook: Path, reader: str = GOLD, draws: int = 1000) -> pd.DataFrame:
    """Score resolution and coding against coded articles.

    Parameters
    ----------
    gold : JSON Lines of `text`, `attributions` (spans and source_id) and `sources` (source_id and the codes)
    codebook : what the gold was coded by
    reader : "gold" for the gold's own attributions; "model" or "rules" to read the articles first
    draws : bootstrap draws of whole articles

    Returns
    -------
    DataFrame
        One row a figure: figure, value in per cent with the ends of its 95 % percentile interval, and of how many
        attributions.

    Raises
    ------
    RequestError
        When the gold or the codebook cannot be read, or the gold has no coded sources.
    """
    articles = read_corpus(gold)
    if not any(article.get("sources") for article in articles):
        raise RequestError(f'"{gold}" has no coded "sources"; score attributions alone with `score`.')
    return figures(compared(articles, load_codebook(codebook), reader), draws)


def compared(articles: list[dict], codebook: Codebook, reader: str = GOLD) -> pd.DataFrame:
    """Put the gold codes of each attribution beside the program's.

    Returns
    -------
    DataFrame
        One row an attribution with a source mention: article, mention, person and program (whom each takes it for),
        and for each code `CODE_person` and `CODE_program`. `found` is False where a reader missed it.
    """
    rows, coded = [], []
    for number, article in enumerate(articles):
        doc = load_parser()(article["text"])
        found = _attributions(article) if reader == GOLD else find_with(reader)(doc)
        read = read_article(str(number), doc, lambda _, found=found: found)
        place = dict(_pairs(doc, article, found, reader))
        owners = [row["source_id"] for row in read["attributions"]]
        people = {source["source_id"]: source for source in article["sources"]}
        coded += read["sources"]
        for i, attribution in enumerate(article["attributions"]):
            if attribution["source_id"] and attribution["source"]:
                person = people[attribution["source_id"]]
                rows.append({
                    "article": number, "found": i in place, "person": attribution["source_id"],
                    "mention": " … ".join(article["text"][s:e] for s, e in attribution["source"]),
                    "program": (owners[place[i]] if i in place else "") or f"nobody {i}",
                    **{f"{code}_person": person[code] for code in ASKED},
                })  # fmt: skip
    outlets = {str(number): article.get("outlet", "") for number, article in enumerate(articles)}
    years = {str(number): year for number, article in enumerate(articles) if (year := _year(article))}
    sources = code_sources(pd.DataFrame(coded), codebook, outlets, years).set_index("source_id")
    known = sources.to_dict("index")
    for row in rows:
        row |= {f"{code}_program": known.get(row["program"], NOBODY)[code] for code in ASKED}
    return pd.DataFrame(rows)


def _year(article: dict) -> int | None:
    """Give the year of an article, however its date is written; None where it has none."""
    found = re.search(r"(?:19|20)\d\d", str(article.get("published") or ""))
    return int(found[0]) if found else None


def _attributions(article: dict) -> list[Attribution]:
    spans = lambda pieces: tuple((start, end) for start, end in pieces)  # noqa: E731
    return [Attribution(*(spans(a[part]) for part in ("source", "cue", "content"))) for a in article["attributions"]]


def _pairs(doc, article: dict, found: list[Attribution], reader: str) -> Iterator[tuple[int, int]]:
    """Pair gold attributions with found ones: the same content, the same source mention."""
    if reader == GOLD:
        return ((i, i) for i in range(len(found)))
    pairs = matches(doc, article["attributions"], [attribution._asdict() for attribution in found])
    return ((i, j) for i, j, same in pairs if same)


def figures(rows: pd.DataFrame, draws: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Give each figure over all found attributions, with its interval by drawing articles with replacement."""
    counts = [count(group[group["found"]]) | {("asked", "all"): len(group)} for _, group in rows.groupby("article")]
    keys = sorted({key for each in counts for key in each})
    table = np.array([[each.get(key, 0.0) for key in keys] for each in counts])
    drawn = np.random.default_rng(seed).integers(0, len(counts), (draws, len(counts)))
    total = _shares(dict(zip(keys, table.sum(0), strict=True)))
    samples = pd.DataFrame([_shares(dict(zip(keys, table[pick].sum(0), strict=True))) for pick in drawn])
    return pd.DataFrame(
        [
            (name, 100 * value, *(100 * samples[name].quantile([0.025, 0.975])), int(of))
            for name, (value, of) in {name: (total[name], total["of", name]) for name in FIGURES}.items()
        ],
        columns=["figure", "value", "low", "high", "of"],
    ).round(1)


FIGURES = (
    "attributions found", "resolution, B-cubed precision", "resolution, B-cubed recall", "resolution, B-cubed F1",
    "resolution, pairwise F1", "source type right", "side right, of those with one", "side wrong, of all",
    "expert precision", "expert recall", "expert F1", "function right", "nature right", "anonymity right",
    "gender right",
)  # fmt: skip


def markdown(table: pd.DataFrame) -> str:
    """Write the figures as the table of `docs/accuracy.md`."""
    lines = ["| figure | % | 95 % interval | attributions |", "|---|---|---|---|"]
    return "\n".join(lines + [f"| {r.figure} | {r.value} | {r.low}–{r.high} | {r.of} |" for r in table.itertuples()])


def count(rows: pd.DataFrame) -> Counter:
    """Count one article's attributions: what the figures are shares of.

    B-cubed (Bagga and Baldwin 1998) asks of each attribution which part of those put with it belong with it;
    pairwise counts pairs of attributions that are put together.
    """
    together = rows.groupby(["person", "program"])["found"].transform("size")
    persons, programs = (rows.groupby(column)["found"].transform("size") for column in ("person", "program"))
    pairs = lambda columns: sum(n * (n - 1) / 2 for n in rows.groupby(columns).size())  # noqa: E731
    side, said = rows["side_person"], rows["side_program"]
    expert, called = rows["expert_person"].astype(bool), rows["expert_program"].astype(bool)
    return Counter({
        ("all", "all"): len(rows), ("b-cubed", "precision"): float((together / programs).sum()),
        ("b-cubed", "recall"): float((together / persons).sum()), ("pairs", "both"): pairs(["person", "program"]),
        ("pairs", "person"): pairs(["person"]), ("pairs", "program"): pairs(["program"]),
        ("side", "right"): int(((side == said) & (side != UNKNOWN)).sum()),
        ("side", "known"): int((side != UNKNOWN).sum()),
        ("side", "wrong"): int(((said != UNKNOWN) & (said != side)).sum()),
        ("expert", "both"): int((expert & called).sum()), ("expert", "person"): int(expert.sum()),
        ("expert", "program"): int(called.sum()),
        **{(code, "right"): int((rows[f"{code}_person"] == rows[f"{code}_program"]).sum()) for code in CODES},
    })  # fmt: skip


def _shares(n: dict) -> dict:
    """Make shares of counts, and tell of how many attributions each is."""
    everything = n["all", "all"]
    precision, recall = n["b-cubed", "precision"] / everything, n["b-cubed", "recall"] / everything
    shares = {
        "attributions found": (everything, n["asked", "all"]),
        "resolution, B-cubed precision": (n["b-cubed", "precision"], everything),
        "resolution, B-cubed recall": (n["b-cubed", "recall"], everything),
        "resolution, B-cubed F1": (2 * precision * recall / (precision + recall) * everything, everything),
        "resolution, pairwise F1": (2 * n["pairs", "both"], n["pairs", "person"] + n["pairs", "program"]),
        "side right, of those with one": (n["side", "right"], n["side", "known"]),
        "side wrong, of all": (n["side", "wrong"], everything),
        "expert precision": (n["expert", "both"], n["expert", "program"]),
        "expert recall": (n["expert", "both"], n["expert", "person"]),
        "expert F1": (2 * n["expert", "both"], n["expert", "person"] + n["expert", "program"]),
        **{f"{code.replace('_', ' ')} right": (n[code, "right"], everything) for code in CODES},
    }  # fmt: skip
    over_everything = {"resolution, pairwise F1", "expert F1"}
    return {name: part / of if of else float("nan") for name, (part, of) in shares.items()} | {
        ("of", name): everything if name in over_everything else of for name, (_, of) in shares.items()
    }
