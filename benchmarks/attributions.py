"""How fast attributions are found, beside what others use: articles a second on one core, as ratios.

    pip install -e '.[model,bench]'
    python benchmarks/attributions.py [ARTICLES.jsonl]

Without a file the sample corpus is read. Every system reads every article in turn, in one process, three times;
the median counts. textacy and spaCy alone have spaCy's model as it is packaged; ours is made
faster. What textacy cannot read (an odd number of quotation marks) it skips at once, which flatters it.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import onnxruntime
import pandas as pd
import spacy
import textacy
from textacy.extract.triples import direct_quotations

from analysis.reading.attributions import model, rules
from analysis.reading.attributions.encoding import encode
from analysis.reading.parser import NAMES, load_parser

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "gold.jsonl"
RUNS = 3


def model_alone(text: str) -> None:
    """Run the network and decode, without the parse that only tells speech from attitude."""
    article = encode(text)
    model.decode(model.blocks_of(article, model.scores_of(model.WEIGHTS)), article.paragraph)


def textacy_quotations(text: str, parse: Callable) -> None:
    try:
        list(direct_quotations(parse(text)))
    except ValueError:
        textacy_quotations.failed.add(hash(text))


textacy_quotations.failed = set()


def seconds(read: Callable[[str], object], texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - began


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    plain, parse = spacy.load(next(filter(spacy.util.is_package, NAMES))), load_parser()
    systems = {
        "spaCy pipeline alone": plain,
        "textacy direct_quotations": lambda text: textacy_quotations(text, plain),
        "reader model, network alone": model_alone,
        "reader model, with the parse": lambda text: model.find_attributions(parse(text)),
        "reader rules, with the parse": lambda text: rules.find_attributions(parse(text)),
    }
    taken = {name: [] for name in systems}
    for read in systems.values():
        read(texts[0])
    for _ in range(RUNS):
        for name, read in systems.items():
            taken[name].append(seconds(read, texts))
    rate = {name: len(texts) / statistics.median(runs) for name, runs in taken.items()}
    table = pd.DataFrame({"articles a second": rate})
    table["times textacy"] = table["articles a second"] / rate["textacy direct_quotations"]
    words = sum(len(text.split()) for text in texts) / len(texts)
    versions = f"spaCy {spacy.__version__}, textacy {textacy.__version__}, onnxruntime {onnxruntime.__version__}"
    print(f"{len(texts)} articles of {words:.0f} words; one thread; {versions}.")
    print(f"textacy fails on {len(textacy_quotations.failed)} of them.\n")
    print(table.round(2).to_string())


if __name__ == "__main__":
    main()
