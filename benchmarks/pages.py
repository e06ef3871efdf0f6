"""How well the story of a saved page is found, and what each rule of `page_story` adds on other sites.

python benchmarks/pages.py FOLDER, which holds ground-truth.json ({page: {articleBody, url}}) and html/PAGE.html.gz, as
article-extraction-benchmark has them. A rule counts by what it adds with the site left out to which it adds most,
because a rule may have been written from one site; and the whole by what comes out on sites that had no part in
choosing which rules apply and at which thresholds.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from functools import cached_property, reduce
from hashlib import sha256
from itertools import product
from operator import or_
from pathlib import Path
from statistics import mean
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import trafilatura

from analysis.corpus.readers import page_story, web_page
from analysis.corpus.records import Record
from analysis.corpus.text.decoding import decode

OPTIONS: dict[str, list[dict]] = {
    "with_missing": [{"with_missing": lambda lines, blocks: lines}, *({"PROSE": least} for least in (20, 40, 80))],
    "headings_above": [{"headings_above": lambda lines, blocks: 0}, {}],
    "without_links": [
        {"MOST_LINKS": 1.0},
        *({"MOST_LINKS": most, "LIST_OF_LINKS": least} for most in (0.5, 0.75, 0.9) for least in (0.05, 0.15, 0.3)),
    ],
    "without_tail": [{"AGREED": 1.0}, *({"AGREED": least} for least in (0.4, 0.6, 0.8))],
}
"""For each rule, what does nothing in its place, then the thresholds that might have been."""

FOLDS = 10
"""Groups of whole sites; for each the rules and thresholds are chosen on the others."""


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


def mean_of(measured: Iterable[tuple[float, float]]) -> tuple[float, float]:
    precisions, recalls = zip(*measured, strict=True)
    return mean(precisions), mean(recalls)


def told(measured: Iterable[tuple[float, float]]) -> str:
    precision, recall = mean_of(measured)
    return f"F1 {f1(precision, recall):.4f}  precision {precision:.4f}  recall {recall:.4f}"


class Page:
    """A page with its true text; each story that is chosen of it is scored once."""

    def __init__(self, content: bytes, url: str, true: str) -> None:
        self.content, self.true = content, true
        self.site = ".".join((urlsplit(url).hostname or "").split(".")[-2:])
        self.fold = int(sha256(self.site.encode()).hexdigest(), 16) % FOLDS
        self.known: dict[tuple[str, ...], tuple[float, float]] = {}

    @cached_property
    def parts(self) -> page_story.Parts:
        taken = []
        with mock.patch.object(web_page, "find_story", lambda page: taken.append(page) or page_story.find_story(page)):
            web_page.read_page(self.content)
        return page_story.parts_of(taken[0])

    def score(self, **setting: Any) -> tuple[float, float]:
        with mock.patch.multiple(page_story, **setting) if setting else nullcontext():
            story = page_story.choose(self.parts)
        if (key := tuple(story.lines)) not in self.known:
            with mock.patch.object(web_page, "find_story", lambda _: story):
                found = web_page.read_page(self.content)
            self.known[key] = scores(self.true, found.fields["text"] if isinstance(found, Record) else "")
        return self.known[key]


def chosen_elsewhere(what: str, pages: list[Page], options: list[list[dict]]) -> None:
    """Tell how well pages are read by the options that are best on other sites, and which these were."""
    settings = [reduce(or_, chosen) for chosen in product(*options)]
    measured = [[page.score(**setting) for page in pages] for setting in settings]
    judged: list[tuple[float, float]] = []
    used: Counter = Counter()
    for fold in range(FOLDS):
        others = [n for n, page in enumerate(pages) if page.fold != fold]
        reached = [f1(*mean_of(scored[n] for n in others)) for scored in measured]
        best = reached.index(max(reached))
        judged += [scored for scored, page in zip(measured[best], pages, strict=True) if page.fold == fold]
        used.update(f"{name} {'none' if callable(value) else value}" for name, value in settings[best].items())
    print(f"{what} chosen on other sites, of {len(settings)} settings: {told(judged)}")
    print("".join(f"    {setting} in {n} of {FOLDS}\n" for setting, n in sorted(used.items())), end="")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = [
        Page(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), page["url"], page["articleBody"])
        for name, page in truth.items()
    ]
    alone = [
        scores(page.true, trafilatura.extract(decode(page.content), include_comments=False) or "") for page in pages
    ]
    whole = [page.score() for page in pages]
    print(f"{len(pages)} pages of {len({page.site for page in pages})} sites\ntrafilatura alone  {told(alone)}")
    print(f"evenhand           {told(whole)}")
    for rule, (nothing, *_) in OPTIONS.items():
        without = [page.score(**nothing) for page in pages]
        gain: Counter = Counter()
        for page, one, other in zip(pages, whole, without, strict=True):
            gain[page.site] += f1(*one) - f1(*other)
        best, most = gain.most_common(1)[0]
        others = (gain.total() - most) / len(pages)
        print(f"{rule:18} {told(without)} without it; on other sites than {best} it adds {others:+.4f}")

    chosen_elsewhere("rules", pages, [[nothing, {}] for nothing, *_ in OPTIONS.values()])
    chosen_elsewhere("thresholds too", pages, list(OPTIONS.values()))


if __name__ == "__main__":
    main()
