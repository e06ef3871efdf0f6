"""How well the story of a saved page is found, and what each rule of `page_story` adds on other sites.

python benchmarks/pages.py FOLDER, which holds ground-truth.json ({page: {articleBody, url}}) and html/PAGE.html.gz, as
article-extraction-benchmark has them. Nothing is learned from pages; a rule counts by what it adds with the site left
out to which it adds most, because a rule may have been written from one site.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

import trafilatura

from analysis.corpus.readers import page_story
from analysis.corpus.readers.web_page import read_page
from analysis.corpus.records import Record
from analysis.corpus.text.decoding import decode

RULES = {
    "with_missing": lambda lines, blocks: lines,
    "headings_above": lambda lines, blocks: 0,
    "without_links": lambda lines, blocks: lines,
    "without_tail": lambda lines, other: lines,
}
"""The rules, and what does nothing in the place of each."""


def shingles(text: str) -> Counter:
    """Count the runs of four words."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def scores(true: str, found: str) -> tuple[float, float]:
    """Give precision and recall of a text by its runs of four words."""
    wanted, given = shingles(true), shingles(found)
    both = (wanted & given).total()
    return both / max(given.total(), 1), both / max(wanted.total(), 1)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read(content: bytes) -> str:
    found = read_page(content)
    return found.fields["text"] if isinstance(found, Record) else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in truth}
    site = {name: ".".join((urlsplit(truth[name]["url"]).hostname or "").split(".")[-2:]) for name in truth}

    def measure(extract) -> dict[str, tuple[float, float]]:
        return {name: scores(truth[name]["articleBody"], extract(content)) for name, content in pages.items()}

    def told(measured: dict[str, tuple[float, float]]) -> str:
        precision, recall = (mean(value[i] for value in measured.values()) for i in (0, 1))
        return f"F1 {f1(precision, recall):.4f}  precision {precision:.4f}  recall {recall:.4f}"

    alone = measure(lambda content: trafilatura.extract(decode(content), include_comments=False) or "")
    print(f"{len(pages)} pages of {len(set(site.values()))} sites\ntrafilatura alone  {told(alone)}")
    whole = measure(read)
    print(f"evenhand           {told(whole)}")
    for rule, nothing in RULES.items():
        kept = getattr(page_story, rule)
        setattr(page_story, rule, nothing)
        without = measure(read)
        setattr(page_story, rule, kept)
        gain: Counter = Counter()
        for name in pages:
            gain[site[name]] += f1(*whole[name]) - f1(*without[name])
        best, most = gain.most_common(1)[0]
        others = (gain.total() - most) / len(pages)
        print(f"{rule:18} {told(without)} without it; on other sites than {best} it adds {others:+.4f}")


if __name__ == "__main__":
    main()
