"""From the encoder's probabilities to attributions: which words form spans, and which spans belong together.

Arrays in, attributions out; nothing here knows how the probabilities were made.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.reading.attributions.attribution import Span
from analysis.reading.attributions.encoding import Encoded

TAGS = ("outside", "source", "source+", "cue", "cue+", "content", "content+")
"""A word begins or continues (+) a part of an attribution, or stands outside."""

OUTSIDE, SOURCE, CUE, CONTENT = 0, 1, 3, 5
FORBIDDEN = -1e4


class Block(NamedTuple):
    """What the encoder says of one window, over its `k` words.

    Attributes
    ----------
    begin, trusted : the article's word at which the window begins, and the one from which it is read here
    tags : (k, 7) log-probabilities of TAGS
    content_arcs : (k, k) log-probabilities that the word (row) is content of the cue that begins at the column
    source_arcs : (k, k + 1) log-probabilities that the cue beginning at the row has the column's word in its source;
        the last column is "no source is mentioned"
    states : (k, width) the encoder's last layer at each word's first piece
    """

    begin: int
    trusted: int
    tags: np.ndarray
    content_arcs: np.ndarray
    source_arcs: np.ndarray
    states: np.ndarray


class Found(NamedTuple):
    """An attribution in words `[begin, end)`, with the log-probabilities that its confidence is made of.

    `state` is the mean of the encoder's states at the cue's words.
    """

    source: tuple[Span, ...]
    cue: Span
    content: tuple[Span, ...]
    features: tuple[float, ...]
    state: np.ndarray


FEATURES = (
    "cue", "content", "weakest_content", "content_end", "weakest_arc", "source", "source_arc", "no_source", "length",
)  # fmt: skip
"""What an attribution's confidence is made of: log-probabilities of its parts and of the arcs between them, whether
no source is mentioned, and the logarithm of the content's words."""

EVEN_ODDS = float(np.log(0.5))
NEARLY_CERTAIN = -1e-6


def best_tags(tags: np.ndarray, paragraph: np.ndarray) -> np.ndarray:
    """Find the likeliest tags in which a part goes on only where it began, paragraph by paragraph (Viterbi 1967).

    Parameters
    ----------
    tags : (n, 7) log-probabilities
    paragraph : (n,) ascending numbers

    Returns
    -------
    (n,) tag numbers
    """
    step = np.zeros((len(TAGS), len(TAGS)))
    for part in (SOURCE, CUE, CONTENT):
        step[[i for i in range(len(TAGS)) if i not in (part, part + 1)], part + 1] = FORBIDDEN
    heads = np.flatnonzero(np.diff(paragraph, prepend=-1))
    lengths = np.diff(np.append(heads, len(paragraph)))
    longest = int(lengths.max())
    at = heads[:, None] + np.minimum(np.arange(longest), lengths[:, None] - 1)
    scores = tags[at]  # paragraphs, positions, tags
    score = scores[:, 0] + step[OUTSIDE]
    back = np.zeros((longest, len(heads), len(TAGS)), dtype=np.int64)
    for i in range(1, longest):
        through = score[:, :, None] + step
        back[i] = through.argmax(1)
        goes_on = (i < lengths)[:, None]
        back[i] = np.where(goes_on, back[i], np.arange(len(TAGS)))
        score = np.where(goes_on, through.max(1) + scores[:, i], score)
    path = np.zeros((longest, len(heads)), dtype=np.int64)
    path[-1] = score.argmax(1)
    for i in range(longest - 1, 0, -1):
        path[i - 1] = np.take_along_axis(back[i], path[i][:, None], 1)[:, 0]
    return path.T[np.arange(longest) < lengths[:, None]]


def spans_of(path: np.ndarray, part: int) -> list[Span]:
    """List the runs of words that begin with a part's tag and go on with it."""
    begins = np.flatnonzero(path == part)
    stops = np.flatnonzero(np.append(path, OUTSIDE) != part + 1)
    return [(int(b), int(stops[np.searchsorted(stops, b, side="right")])) for b in begins]


def decode(blocks: list[Block], paragraph: np.ndarray) -> list[Found]:
    """Join the spans of an article into attributions, in the order of their cues.

    Each content goes to the cue that its words point to, and is left out where they point there with less than even
    odds and the cue has a likelier one; each cue points to the source in its own paragraph, or to none. A cue without
    content is no attribution.
    """
    if not blocks:
        return []
    tags = np.concatenate([block.tags[block.trusted - block.begin :] for block in blocks])
    path = best_tags(tags, paragraph)
    cues, sources, contents = (spans_of(path, part) for part in (CUE, SOURCE, CONTENT))
    certain = np.take_along_axis(tags, path[:, None], 1)[:, 0]
    given = _contents_of_cues(blocks, cues, contents)
    return [
        _with_source(blocks, cue, _likely(given[cue]), sources, paragraph, certain, tags) for cue in cues if given[cue]
    ]


def _block_of(blocks: list[Block], word: int) -> Block:
    return next(block for block in reversed(blocks) if block.trusted <= word)


def _contents_of_cues(blocks, cues, contents) -> dict[Span, list[tuple[float, Span]]]:
    given = {cue: [] for cue in cues}
    for content in contents:
        block = _block_of(blocks, content[0])
        near = [cue for cue in cues if block.begin <= cue[0] < block.begin + len(block.tags)]
        if near:
            rows = block.content_arcs[content[0] - block.begin : content[1] - block.begin]
            arcs = rows[:, [cue[0] - block.begin for cue in near]].mean(0)
            given[near[int(arcs.argmax())]].append((float(arcs.max()), content))
    return given


def _likely(contents: list[tuple[float, Span]]) -> list[tuple[float, Span]]:
    best = max(contents)
    return [content for content in contents if content == best or content[0] > EVEN_ODDS]


def _with_source(blocks, cue, contents, sources, paragraph, certain, tags) -> Found:
    block = _block_of(blocks, cue[0])
    row = block.source_arcs[cue[0] - block.begin]
    near = [s for s in sources if paragraph[s[0]] == paragraph[cue[0]]]
    arcs = [np.logaddexp.reduce(row[s - block.begin : e - block.begin]) for s, e in near]
    best = int(np.argmax([*arcs, row[-1]]))
    source = near[best] if best < len(near) else None
    words = np.concatenate([certain[s:e] for _, (s, e) in contents])
    goes_on = np.append(tags[:, CONTENT + 1], FORBIDDEN)[[end for _, (_, end) in contents]]
    features = (
        float(certain[cue[0] : cue[1]].mean()),
        float(words.mean()),
        float(words.min()),
        float(np.log(-np.expm1(np.minimum(goes_on, NEARLY_CERTAIN))).min()),
        min(arc for arc, _ in contents),
        float(certain[source[0] : source[1]].mean()) if source else 0.0,
        float([*arcs, row[-1]][best]),
        float(source is None),
        float(np.log(len(words))),
    )
    state = block.states[cue[0] - block.begin : cue[1] - block.begin].mean(0)
    return Found((source,) if source else (), cue, tuple(sorted(span for _, span in contents)), features, state)


def characters(article: Encoded, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Turn spans of words into spans of characters of the text."""
    return tuple((int(article.start[begin]), int(article.end[end - 1])) for begin, end in spans)
