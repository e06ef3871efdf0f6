"""How fast a corpus is read, whole and by stage, beside what others use: articles a second on one core, as ratios.

    pip install -e '.[model,bench]'
    python benchmarks/reading.py [--articles N] [--corpus ARTICLES.jsonl]

Every system reads the same articles in turn, in three rounds in one process; processor time is counted, so that other
work on the machine matters less. textacy and the plain pipeline get spaCy's model as it is packaged.
"""

import argparse
import contextlib
import io
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import spacy
from common import PROJECT, machine, make_corpus, peak, real_length, texts_of
from textacy.extract.triples import direct_quotations

from analysis.codebook import load_codebook
from analysis.reading.article import describe
from analysis.reading.attributions.finders import find_with
from analysis.reading.coding.code import code_sources
from analysis.reading.parser import NAMES, load_parser
from analysis.reading.parts import NOT_CODED
from analysis.reading.read import read_corpus
from analysis.reading.sources.resolution import resolve_sources
from analysis.reading.tone.sentences import sentence_rows
from analysis.reading.tone.targets import read_tones

CODEBOOK = PROJECT / "data" / "codebooks" / "sample.yml"
ROUNDS = 3


def textacy_reads(parse: Callable, texts: list[str]) -> None:
    """Find quotations as textacy does; an odd number of quotation marks is an error there and costs only the parse."""
    for doc in parse.pipe(texts):
        with contextlib.suppress(ValueError):
            list(direct_quotations(doc))


def evenhand_reads(texts: list[str]) -> None:
    """Read and code a corpus of these articles, from table to tables."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        read_corpus(make_corpus(Path(folder) / "corpus", texts, len(texts)), CODEBOOK)


def stages_of(texts: list[str]) -> dict[str, float]:
    """Give the processor seconds of each stage of reading these articles."""
    parse, find, codebook = load_parser(), find_with("model"), load_codebook(CODEBOOK)
    taken: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable, *arguments):
        begun = time.process_time()
        result = work(*arguments)
        taken[stage] += time.process_time() - begun
        return result

    sources, sentences = [], []
    for number, text in enumerate(texts):
        doc = timed("words", parse.make_doc, text)
        for name, component in parse.pipeline:
            doc = timed(f"spaCy: {name}", component, doc)
        found = timed("attributions", find, doc)
        rows, _ = timed("sources", resolve_sources, doc, found)
        sources += [NOT_CODED | {"article_id": str(number)} | row for row in rows]
        sentences += timed("sentences and dictionaries", sentence_rows, doc, found, str(number))
        timed("form and place", lambda text, found: [describe(text, one) for one in found], text, found)
    timed("codes", code_sources, pd.DataFrame(sources), codebook)
    timed("tone toward targets", read_tones, pd.DataFrame(sentences), codebook)
    return taken


def report(articles: int, corpus: Path | None = None) -> tuple[list[str], float]:
    """Measure; give the lines of a Markdown section, and articles a second of `evenhand read`."""
    texts = (texts_of(corpus) if corpus else real_length(articles))[:articles]
    stock = spacy.load(next(filter(spacy.util.is_package, NAMES)))
    systems = {
        "plain `nlp.pipe` of the spaCy model": lambda some: list(stock.pipe(some)),
        "textacy `direct_quotations`, with its pipeline": lambda some: textacy_reads(stock, some),
        "`evenhand read`, from table to tables": evenhand_reads,
    }
    for system in systems.values():
        system(texts[:2])
    rates: dict[str, list[float]] = defaultdict(list)
    for turn in range(ROUNDS):
        share = texts[turn::ROUNDS]
        for name, system in systems.items():
            begun = time.process_time()
            system(share)
            rates[name].append(len(share) / (time.process_time() - begun))
    beside = rates["textacy `direct_quotations`, with its pipeline"]
    lines = [
        f"{len(texts)} articles of {sum(len(text.split()) for text in texts) / len(texts):.0f} words, one core, "
        f"{ROUNDS} rounds; ratios are within a round.",
        "", "| system | articles a second | times textacy (lowest and highest round) |", "|---|---|---|",
    ]  # fmt: skip
    for name, own in rates.items():
        ratios = [one / other for one, other in zip(own, beside, strict=True)]
        lines.append(
            f"| {name} | {statistics.median(own):.1f} | {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f}–{max(ratios):.2f}) |"
        )
    stages = stages_of(texts[:: max(1, len(texts) // 100)])
    read = len(texts[:: max(1, len(texts) // 100)])
    lines += ["", f"By stage, over {read} of these articles:", "", "| stage | ms an article | share |", "|---|---|---|"]
    for stage, seconds in sorted(stages.items(), key=lambda item: -item[1]):
        lines.append(f"| {stage} | {1000 * seconds / read:.1f} | {seconds / sum(stages.values()):.0%} |")
    lines += ["", f"Peak memory of the process that ran all of these: {peak():.0f} MB."]
    return lines, statistics.median(rates["`evenhand read`, from table to tables"])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=500)
    options.add_argument("--corpus", type=Path)
    chosen = options.parse_args()
    print("\n".join([machine(), "", *report(chosen.articles, chosen.corpus)[0]]))
