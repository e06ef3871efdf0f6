"""Near-duplicates across outlets: wire copy, and stories printed again with a few changes.

Texts are compared by MinHash (Broder 1997) over runs of five words, so overlaps are estimates, with a standard error of
0.05. It marks and leaves nothing out; whether copies count once or each time is for the researcher to say.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
from rensa import RMinHash, RMinHashLSH
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.corpus.store import database, stream, write_table
from analysis.corpus.words import WORD

RUN = 5
"""Words in a run; two independent reports of one event hardly share a run, but for what they quote."""

PERMUTATIONS, BANDS, SEED = 96, 32, 1
"""Of the hashes; articles that share half of their runs are compared 99 times in 100, those that share none hardly."""

SAME = 0.5
"""Share of the shorter article's runs that stand in the longer: from here on they are copies of one story."""

UNDATED = date.max


def mark_copies(corpus: Path) -> int:
    """Write the table `copies`; return how many articles are in it. Exact duplicates are marked at ingest already."""
    with database(corpus, "articles") as articles:
        rows = stream(
            articles,
            "SELECT article_id, outlet, published, agency, text FROM articles "
            "WHERE coalesce(duplicate_of, '') = '' ORDER BY article_id",
        )
        found = find_copies(rows)
    write_table(corpus, "copies", found)
    return len(found)


def find_copies(articles: Iterable[dict]) -> list[dict]:
    """Find articles that tell one story in the same words, and which of them is the original.

    The original is the agency's own article where there is one, else the earliest; of one day, the first by id.

    Parameters
    ----------
    articles : dictionaries of article_id, outlet, published, agency and text; about a kilobyte of each is kept

    Returns
    -------
    list of dict
        Rows of `copies`: every article that is a copy or has one.
    """
    kept, hashes, sizes, pairs = [], [], [], []
    index = RMinHashLSH(threshold=SAME, num_perm=PERMUTATIONS, num_bands=BANDS)
    for number, article in enumerate(articles):
        runs = runs_of(article["text"])
        minhash = RMinHash(PERMUTATIONS, SEED)
        minhash.update(runs)
        kept.append({name: article[name] for name in ("article_id", "outlet", "published", "agency")})
        hashes.append(minhash)
        sizes.append(len(runs))
        if runs:
            shared = ((n, overlap(minhash, hashes[n], len(runs), sizes[n])) for n in index.query(minhash))
            pairs += [(number, other) for other, share in shared if share >= SAME]
            index.insert(number, minhash)
    if not pairs:
        return []
    one, other = np.array(pairs).T
    _, story = connected_components(coo_array((np.ones(len(pairs)), (one, other)), shape=(len(kept), len(kept))), False)
    stories: dict[int, list[int]] = {}
    for number in sorted({*one.tolist(), *other.tolist()}):
        stories.setdefault(int(story[number]), []).append(number)
    rows = []
    for numbers in stories.values():
        agency = _agency([kept[number]["agency"] or "" for number in numbers])
        first = min(numbers, key=lambda number: _order(kept[number], agency))
        rows += [
            {
                "article_id": kept[number]["article_id"],
                "original": kept[first]["article_id"],
                "overlap": round(overlap(hashes[number], hashes[first], sizes[number], sizes[first]), 3),
                "agency": agency,
            }
            for number in numbers
        ]
    return sorted(rows, key=lambda row: (row["original"], row["article_id"]))


def runs_of(text: str) -> list[str]:
    """List the different runs of five words in a text, without capitals and punctuation; a short text is one run."""
    words = WORD.findall(text.lower())
    return sorted({" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}) if words else []


def overlap(one: RMinHash, other: RMinHash, size: int, other_size: int) -> float:
    """Estimate the share of the shorter text's runs that stand in the longer, from 0 to 1."""
    alike = one.jaccard(other)
    return min(1.0, alike / (1 + alike) * (size + other_size) / min(size, other_size))


def _agency(named: list[str]) -> str:
    counted = Counter(filter(None, named))
    return min(counted, key=lambda agency: (-counted[agency], agency)) if counted else ""


def _order(article: dict, agency: str) -> tuple:
    published = article["published"]
    return article["outlet"] != agency or not agency, UNDATED if published is None else published, article["article_id"]
