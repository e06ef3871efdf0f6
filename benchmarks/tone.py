"""How fast tone is read, beside what others use: target sentences a second on one core.

    pip install -e '.[bench]'
    python benchmarks/tone.py [SENTENCES.jsonl] [--encoder FOLDER]

SENTENCES.jsonl has lines of {text, target}; without it every name in the sample corpus's sentences is a target.
FOLDER holds a transformer of the size that the field uses (a base model, 12 layers of 768), run by torch as it is:
its speed does not depend on what it was trained for. Every tool reads all sentences three times; the median counts.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from textblob.en.sentiments import PatternAnalyzer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.codebook import load_codebook
from analysis.reading.parser import load_parser
from analysis.reading.tone.model import mark_target, tone_of
from analysis.reading.tone.sentences import sentence_rows
from analysis.reading.tone.targets import find_targets

CODEBOOKS = Path(__file__).parents[1] / "data" / "codebooks"

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "gold.jsonl"
RUNS = 3
Sentences = list[tuple[str, tuple[int, int]]]


def sample() -> tuple[Sentences, int]:
    """Give the sentences of the sample that mention somebody of its codebook, and how many articles they are of."""
    parse, sentences = load_parser(), []
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        sentences += sentence_rows(parse(json.loads(line)["text"]), [], str(number))
    sentences = pd.DataFrame(sentences)
    found = find_targets(sentences, load_codebook(CODEBOOKS / "sample.yml"))
    mentioned = found.merge(sentences[["sentence_id", "sentence", "start"]], on="sentence_id", suffixes=("", "_of"))
    mentions = [(m.sentence, (m.start - m.start_of, m.end - m.start_of)) for m in mentioned.itertuples()]
    return mentions, len(lines)


def given(path: Path) -> tuple[Sentences, int]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["text"], tuple(row["target"])) for row in rows], 0


def transformer(folder: Path) -> Callable[[Sentences], object]:
    """Read each sentence with a base-size transformer, sixteen at a time by length, on one thread of torch."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    encoder, tokenize = AutoModel.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)

    def read(sentences: Sentences) -> None:
        texts = sorted((text for text, _ in sentences), key=len)
        with torch.inference_mode():
            for i in range(0, len(texts), 16):
                encoder(**tokenize(texts[i : i + 16], padding=True, truncation=True, return_tensors="pt"))

    return read


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("sentences", nargs="?", type=Path)
    options.add_argument("--encoder", type=Path)
    chosen = options.parse_args()
    sentences, articles = given(chosen.sentences) if chosen.sentences else sample()
    vader, pattern = SentimentIntensityAnalyzer(), PatternAnalyzer()
    tools: dict[str, Callable[[Sentences], object]] = {
        "tone toward a target": lambda some: tone_of([mark_target(text, target) for text, target in some]),
        "VADER, no target": lambda some: [vader.polarity_scores(text) for text, _ in some],
        "TextBlob, no target": lambda some: [pattern.analyze(text) for text, _ in some],
    }
    if chosen.encoder:
        tools["a base transformer, torch"] = transformer(chosen.encoder)
    taken = {name: [] for name in tools}
    for _ in range(RUNS):
        for name, read in tools.items():
            began = time.perf_counter()
            read(sentences)
            taken[name].append(time.perf_counter() - began)
    rate = {name: len(sentences) / statistics.median(runs) for name, runs in taken.items()}
    table = pd.DataFrame({"target sentences a second": rate})
    if articles:
        table["articles a second"] = table["target sentences a second"] * articles / len(sentences)
    words = sum(len(text.split()) for text, _ in sentences) / len(sentences)
    print(f"{len(sentences)} targets in sentences of {words:.0f} words; one thread.\n")
    print(table.round(1).to_string())


if __name__ == "__main__":
    main()
