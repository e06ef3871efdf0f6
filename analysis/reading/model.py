"""The trained reader: attributions from a small encoder, run by onnxruntime on one thread."""

from collections.abc import Callable

import numpy as np

from analysis.reading.decoding import FORBIDDEN, Block
from analysis.reading.encoding import Encoded, window_inputs, windows

BATCH = 8


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    scores = scores - scores.max(-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(-1, keepdims=True))


def blocks_of(article: Encoded, scores: Callable[[list[dict]], list[np.ndarray]]) -> list[Block]:
    """Run an encoded article through the network, window by window, and keep what concerns its words.

    `scores` takes windows as `window_inputs` lays them out and gives tags, content arcs and source arcs over
    the padded pieces of each.
    """
    laid_out = [(window, window_inputs(article, window)) for window in windows(article)]
    blocks = []
    for i in range(0, len(laid_out), BATCH):
        batch = laid_out[i : i + BATCH]
        for (window, row), tags, content, source in zip(batch, *scores([row for _, row in batch]), strict=True):
            at = np.flatnonzero(row["word"] >= 0)
            tags = _log_softmax(tags[at])
            starts = np.flatnonzero(np.diff(row["paragraph"][at], prepend=-1))
            tags[np.ix_(starts, [2, 4, 6])] = FORBIDDEN
            blocks.append(
                Block(
                    int(row["word"][at[0]]), window.trusted, tags, _log_softmax(content[np.ix_(at, at)]),
                    _log_softmax(source[np.ix_(at, np.append(at, 0))]),
                )  # fmt: skip
            )
    return blocks
