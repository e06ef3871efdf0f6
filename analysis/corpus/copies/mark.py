"""Near-duplicates across outlets: wire copy, and stories printed again with a few changes.

It marks and leaves nothing out; whether copies count once or each time is for the researcher to say.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from analysis.corpus.copies.fingerprints import Fingerprints, fingerprints, overlaps, stories
from analysis.corpus.store import database, stream, write_table
from analysis.corpus.text.decoding import LOST

UNDATED = date.max


def mark_copies(corpus: Path) -> int:
    """Write the table `copies`; return how many articles are in it. Exact duplicates are marked at ingest already."""
    kept = "FROM articles WHERE coalesce(duplicate_of, '') = ''"
    with database(corpus, "articles", threads=1) as articles:  # so that both queries give articles in one order
        found = fingerprints(row["text"] for row in stream(articles, f"SELECT text {kept}"))
        copied = copied_texts(found)
        lost = f"contains(text, '{LOST}') AS lost"
        told = stream(articles, f"SELECT article_id, outlet, published, agency, {lost} {kept}")
        rows = copy_rows(found, copied, {number: row for number, row in enumerate(told) if number in copied})
    write_table(corpus, "copies", rows)
    return len(rows)


def copied_texts(found: Fingerprints) -> dict[int, int]:
    """Give the texts that are not alone in their story, by their numbers, with the number of the story."""
    story = stories(found)
    numbers = np.flatnonzero(np.bincount(story, minlength=1)[story] > 1)
    return dict(zip(numbers.tolist(), story[numbers].tolist(), strict=True))


def copy_rows(found: Fingerprints, copied: Mapping[int, int], told: Mapping[int, dict]) -> list[dict]:
    """Tell which article of each story is the original.

    The original is the agency's own article where there is one, else the earliest; of one day, one that lost no
    character, then the first by id.

    Parameters
    ----------
    found, copied
        As `fingerprints` and `copied_texts` give them.
    told
        Of each copied text `article_id`, `outlet`, `published`, `agency` and whether characters of it are `lost`.

    Returns
    -------
    list of dict
        Rows of `copies`: every article that is a copy or has one.
    """
    of_story: dict[int, list[int]] = {}
    for number, story in copied.items():
        of_story.setdefault(story, []).append(number)
    rows = []
    for numbers in of_story.values():
        agency = _agency([told[number]["agency"] or "" for number in numbers])
        first = min(numbers, key=lambda number: _order(told[number], agency))
        shares = overlaps(found, np.array(numbers), np.full(len(numbers), first))
        original = {"original": told[first]["article_id"], "agency": agency}
        rows += [
            {"article_id": told[number]["article_id"], **original, "overlap": round(float(share), 3)}
            for number, share in zip(numbers, shares, strict=True)
        ]
    return sorted(rows, key=lambda row: (row["original"], row["article_id"]))


def _agency(named: list[str]) -> str:
    counted = Counter(filter(None, named))
    return min(counted, key=lambda agency: (-counted[agency], agency)) if counted else ""


def _order(article: dict, agency: str) -> tuple:
    day = UNDATED if article["published"] is None else article["published"]
    return article["outlet"] != agency or not agency, day, article["lost"], article["article_id"]
