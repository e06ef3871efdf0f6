"""Recall by type on the passages of `passages.yml`, for either reader: `python tests/reading/passages.py model`."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import yaml

from analysis.reading.attributions.attribution import Attribution
from analysis.reading.attributions.matching import overlap, same_source, words_touched

PASSAGES = yaml.safe_load((Path(__file__).parent / "passages.yml").read_text(encoding="utf-8"))


def gold_attributions(passage: dict) -> list[Attribution]:
    """Give a passage's gold as spans: a cue and a source nearest to their content where a string stands twice."""
    text, found = passage["text"], []
    for gold in passage["attributions"]:
        content = tuple(_nearest(text, piece, [0]) for piece in gold["content"])
        edges = [content[0][0], content[0][1], content[-1][1]]
        source, cue = (_nearest(text, gold[part], edges) for part in ("source", "cue"))
        found.append(Attribution((source,) if gold["source"] else (), (cue,) if gold["cue"] else (), content))
    return found


def recall_by_type(read: Callable[[str], list[Attribution]]) -> pd.DataFrame:
    """Count, by type of passage, the gold attributions whose content a reader finds and whose source it names.

    A content is found when it shares half of all words of both; a source is named when the two mentions overlap, or
    there is none in either.
    """
    rows = []
    for passage in PASSAGES:
        text = passage["text"]
        read_here = [(words_touched(text, found.content), found) for found in read(text)]
        for gold in gold_attributions(passage):
            wanted = words_touched(text, gold.content)
            overlaps = [(overlap(wanted, got), found) for got, found in read_here]
            score, best = max(overlaps, key=lambda pair: pair[0], default=(0, None))
            content = score >= 0.5
            rows.append((passage["type"], 1, content, content and same_source(gold.source, best.source)))
    table = pd.DataFrame(rows, columns=["type", "gold", "content", "source"])
    return table.groupby("type", sort=False).sum()


def _nearest(text: str, piece: str, places: list[int]) -> tuple[int, int]:
    starts = [match.start() for match in re.finditer(re.escape(piece), text)]
    start = min(starts, key=lambda start: min(abs(start - place) for place in places))
    return start, start + len(piece)


if __name__ == "__main__":
    import sys

    from analysis.reading.attributions.finders import find_with
    from analysis.reading.parser import load_parser

    find = find_with(sys.argv[1] if len(sys.argv) > 1 else "model")
    table = recall_by_type(lambda text: find(load_parser()(text)))
    print(table.to_string())
    print(table.sum().to_string())
