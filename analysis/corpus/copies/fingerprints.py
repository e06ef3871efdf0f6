"""Fingerprints of texts, by which copies are found: MinHash (Broder 1997) over runs of five words.

Half a kilobyte of disk a text; in memory stand only a few numbers of each, so that a million take some hundred MB.
"""

import tempfile
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from rensa import RMinHash
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.corpus.text.words import WORD

RUN = 5
"""Words in a run; two independent reports of one event hardly share a run, but for what they quote."""

PERMUTATIONS, BANDS, SEED = 96, 32, 1
"""Of the hashes; texts that share half of their runs are compared 99 times in 100, those that share none hardly."""

SAME = 0.5
"""Share of the shorter text's runs that stand in the longer: from here on they tell one story."""

NEIGHBOURS = 50
"""How many texts of the same band each is compared with: of a story printed more often, its copies hang together."""

AT_ONCE = 50_000
"""Pairs compared at once."""


class Fingerprints(NamedTuple):
    """What is kept of texts."""

    hashes: np.ndarray
    """Smallest hashes of each text's runs, shape (texts, PERMUTATIONS)."""

    sizes: np.ndarray
    """How many different runs each text has."""


def fingerprints(texts: Iterable[str]) -> Fingerprints:
    """Read texts one by one and keep their fingerprints, in a temporary file that goes with them."""
    sizes: list[int] = []
    with tempfile.TemporaryFile() as file:
        for text in texts:
            runs, minhash = runs_of(text), RMinHash(PERMUTATIONS, SEED)
            minhash.update(runs)
            file.write(np.array(minhash.digest(), np.uint32).tobytes())
            sizes.append(len(runs))
        file.flush()
        shape = (len(sizes), PERMUTATIONS)
        hashes = np.memmap(file, np.uint32, "r", shape=shape) if sizes else np.empty(shape, np.uint32)
    return Fingerprints(hashes, np.array(sizes, np.int32))


def runs_of(text: str) -> list[str]:
    """List the different runs of five words in a text, without capitals and punctuation; a short text is one run."""
    words = WORD.findall(text.lower())
    return sorted({" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}) if words else []


def overlaps(found: Fingerprints, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Estimate for pairs of texts the share of the shorter one's runs that stand in the longer, from 0 to 1.

    The standard error is 0.05.
    """
    alike = np.concatenate(
        [
            np.empty(0),
            *(
                (found.hashes[one[i : i + AT_ONCE]] == found.hashes[other[i : i + AT_ONCE]]).mean(axis=1)
                for i in range(0, len(one), AT_ONCE)
            ),
        ]
    )
    sizes = found.sizes[one].astype(float), found.sizes[other].astype(float)
    return np.minimum(1.0, alike / (1 + alike) * sum(sizes) / np.minimum(*sizes))


def stories(found: Fingerprints) -> np.ndarray:
    """Give each text the number of its story: those that overlap by `SAME`, and whatever overlaps with them.

    Two texts are compared where all hashes of a band are the same.
    """
    texts = np.flatnonzero(found.sizes)  # of a text without words nothing can be said
    story = np.arange(len(found.sizes))
    for hashes in np.split(np.arange(PERMUTATIONS), BANDS):
        keys = _keys(found.hashes[:, hashes][texts])
        order = np.argsort(keys, kind="stable")
        keys, numbers = keys[order], texts[order]
        for lag in range(1, NEIGHBOURS + 1):
            beside = np.flatnonzero(keys[lag:] == keys[:-lag])
            if not len(beside):
                break
            one, other = numbers[beside], numbers[beside + lag]
            apart = story[one] != story[other]
            one, other = one[apart], other[apart]
            same = overlaps(found, one, other) >= SAME
            if same.any():
                story = _joined(story, one[same], other[same])
    return story


def _keys(hashes: np.ndarray) -> np.ndarray:
    """Mix the hashes of a band into one number; that two bands have the same by accident costs a comparison only."""
    keys = np.zeros(len(hashes), np.uint64)
    for column in hashes.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def _joined(story: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Make one story of those that pairs of texts connect."""
    pairs = coo_array((np.ones(len(one), bool), (story[one], story[other])), shape=(len(story), len(story)))
    return connected_components(pairs, directed=False)[1][story]
