"""The same article as another newsroom, or another scanner, would have typed it; attributions move with the text."""

import random
import re
from collections.abc import Callable

PARTS = ("source", "cue", "content")

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


TYPING: tuple[Callable[[str, random.Random], list[Edit]], ...] = (
    straight_marks, straight_marks, single_marks, single_marks, doubled_marks, lost_marks, one_lost_mark,
    broken_encoding, dateline, lower_headline,
)  # fmt: skip

LAYOUTS = (
    ("quote", " ", "dash", " ", "source"),
    ("quote", "\n\n", "dash", " ", "source"),
    ("source", "", ":", " ", "quote"),
    ("source", "", ":", " ", "plain"),
)
"""How a newsroom sets who says what without a verb: comments, pull quotes, interviews, transcripts."""


def augment(text: str, attributions: list[dict], chance: random.Random) -> tuple[str, list[dict]]:
    """Lay out anew one article in twelve, retype a third of the others; the rest come back as they are."""
    if chance.random() < 1 / 12:
        return without_verbs(text, attributions, chance)
    if chance.random() < 1 / 3:
        return apply(text, attributions, chance.choice(TYPING)(text, chance))
    return text, attributions


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
    return "".join(pieces), [{**a, **{part: move(a[part]) for part in PARTS}} for a in attributions]


def without_verbs(text: str, attributions: list[dict], chance: random.Random) -> tuple[str, list[dict]]:
    """Set every paragraph that is one quotation with its speaker ("…," said Jo Hart.) in one verbless layout."""
    layout, dash, upper = chance.choice(LAYOUTS), chance.choice("―—–-"), chance.random() < 0.3
    rebuilt, edits = [], []
    for paragraph in re.finditer(r"[^\n]+", text):
        inside = [
            a for a in attributions if any(s < paragraph.end() and e > paragraph.start() for s, e in a["content"])
        ]
        if len(inside) == 1 and _is_all_of(inside[0], paragraph, text):
            source = text[inside[0]["source"][0][0] : inside[0]["source"][-1][1]]
            said = " ".join(text[s:e].strip("“”\"' ") for s, e in inside[0]["content"])
            said = re.sub(r",$", ".", said)
            values = {"source": source.upper() if upper else source, "quote": f"“{said}”", "plain": said, "dash": dash}
            words = [values.get(piece, piece) for piece in layout]
            edits.append((paragraph.start(), paragraph.end(), "".join(words)))
            rebuilt.append((inside[0], words))
    new, moved = apply(text, [a for a in attributions if all(a is not old for old, _ in rebuilt)], edits)
    shift = 0
    for (start, end, paragraph), (old, words) in zip(edits, rebuilt, strict=True):
        at, spans = start + shift, {}
        for piece, word in zip(layout, words, strict=True):
            part = {"source": "source", "quote": "content", "plain": "content", "dash": "cue", ":": "cue"}.get(piece)
            spans |= {part: [[at, at + len(word)]]} if part else {}
            at += len(word)
        moved.append({**old, **spans})
        shift += len(paragraph) - (end - start)
    return new, moved


def _is_all_of(attribution: dict, paragraph: re.Match, text: str) -> bool:
    spans = [span for part in PARTS for span in attribution[part]]
    within = all(paragraph.start() <= s and e <= paragraph.end() for s, e in spans)
    letters = sum(e - s for s, e in spans)
    quoted = all(text[s:e][:1] in '“"' and text[s:e][-1:] in '”"' for s, e in attribution["content"])
    named = bool(attribution["source"]) and text[attribution["source"][0][0]].isupper()
    return within and quoted and named and letters >= 0.9 * len(paragraph.group().strip())
