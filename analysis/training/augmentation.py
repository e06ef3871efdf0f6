"""The same article as another newsroom, or another scanner, would have typed it; attributions move with the text."""

import random
import re
from collections.abc import Callable

Edit = tuple[int, int, str]
"""Characters `[start, end)` to be replaced, and what by."""

DATELINES = (
    "LONDON (Reuters) - ",
    "KYIV, Sept 12 (AFP) - ",
    "WASHINGTON (AP) — ",
    "GENEVA – ",
    "By Our Reporter\n",
)
MOJIBAKE = {"“": "â€œ", "”": "â€\x9d", "’": "â€™", "‘": "â€˜", "—": "â€”"}


def _replace(text: str, table: dict[str, str]) -> list[Edit]:
    pattern = "|".join(map(re.escape, table))
    return [(m.start(), m.end(), table[m.group()]) for m in re.finditer(pattern, text)]


def straight_marks(text: str, chance: random.Random) -> list[Edit]:
    return _replace(text, {"“": '"', "”": '"', "‘": "'", "’": "'"})


def single_marks(text: str, chance: random.Random) -> list[Edit]:
    curly = {"“": "‘", "”": "’"}
    return _replace(text, curly if "“" in text else {'"': "'"})


def doubled_marks(text: str, chance: random.Random) -> list[Edit]:
    return _replace(text, {"“": "``", "”": "''"})


def lost_marks(text: str, chance: random.Random) -> list[Edit]:
    return _replace(text, {"“": "", "”": "", '"': ""})


def one_lost_mark(text: str, chance: random.Random) -> list[Edit]:
    marks = [m.span() for m in re.finditer('[“”"]', text)]
    return [(*span, "") for span in chance.sample(marks, min(len(marks), 1 + len(marks) // 8))]


def broken_encoding(text: str, chance: random.Random) -> list[Edit]:
    return _replace(text, chance.choice([MOJIBAKE, dict.fromkeys(MOJIBAKE, "\N{REPLACEMENT CHARACTER}")]))


def dateline(text: str, chance: random.Random) -> list[Edit]:
    body = re.search(r"\n+", text)
    at = body.end() if body else 0
    return [(at, at, chance.choice(DATELINES))]


def lower_headline(text: str, chance: random.Random) -> list[Edit]:
    end = text.find("\n")
    return [(i, i + 1, text[i].lower()) for i in range(max(end, 0)) if text[i].isupper()]


AUGMENTATIONS: tuple[Callable[[str, random.Random], list[Edit]], ...] = (
    straight_marks, straight_marks, single_marks, single_marks, doubled_marks, lost_marks, one_lost_mark,
    broken_encoding, dateline, lower_headline,
)  # fmt: skip


def augment(
    text: str, attributions: list[dict], chance: random.Random, share: float = 0.35
) -> tuple[str, list[dict]]:
    """Retype a share of the articles in one of the ways above; the others come back as they are."""
    if chance.random() >= share:
        return text, attributions
    return apply(text, attributions, chance.choice(AUGMENTATIONS)(text, chance))


def apply(text: str, attributions: list[dict], edits: list[Edit]) -> tuple[str, list[dict]]:
    """Make the edits (in order, apart from each other) and move every span with them."""
    pieces, moved, at, length = [], [], 0, 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        moved += range(length, length + start - at)
        length += start - at
        moved += [length + min(i, len(new)) for i in range(end - start)]
        length += len(new)
        at = end
    pieces.append(text[at:])
    moved += range(length, length + len(text) - at + 1)
    move = lambda spans: [[moved[s], moved[e - 1] + 1 if e > s else moved[s]] for s, e in spans]  # noqa: E731
    edited = "".join(pieces)
    return edited, [
        {**a, **{part: move(a[part]) for part in ("source", "cue", "content")}} for a in attributions
    ]
