"""The story without the page around it: what `boilerplate.yml` names goes, every sentence of the story stays.

Works on whole lines only. It does not judge what is news, and does not join stories that a page has parted.
"""

import itertools
import re
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rapidfuzz import fuzz

from analysis.corpus.text.decoding import repair
from analysis.files import load_yaml

PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
DIALOGUE = re.compile(r"[-–—] ?[^\W\d_]")
LONGEST_HEADLINE = 20
"""Words."""
MOST_REPEATED = 0.2
"""Of a text's lines; where more stand twice, it is a list or a table that repeats itself."""
FEW_REPEATED = 6
"""Lines; so many copies of captions a short story may have."""
SHORTEST_REPEATED = 5
"""Words; shorter lines may stand twice in a story ("The mayor", "Day two")."""

LONGEST_FURNITURE = 400
"""Characters."""
SAME_TITLE = 90
"""Per cent of characters that a title and the first line share when they are one."""


class Rule(NamedTuple):
    """A kind of line that is not the story; see the head of `boilerplate.yml`."""

    name: str
    action: str
    pattern: re.Pattern[str]
    drops: list[str]
    keeps: list[str]


@cache
def rules() -> tuple[Rule, ...]:
    """Load the rules of `boilerplate.yml`, in its order."""
    entries = load_yaml(Path(__file__).with_name("boilerplate.yml"))
    return tuple(
        Rule(rule["name"], rule["action"], _any_of(rule["lines"]), rule["drops"], rule["keeps"]) for rule in entries
    )


def _any_of(lines: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def clean(text: str) -> str:
    """Give the story's paragraphs, parted by one blank line each.

    Characters are repaired, hard-wrapped lines joined, lines of `boilerplate.yml` dropped, and captions that
    stand twice or more.
    """
    lines = [part for line in paragraphs(repair(text)) for part in unglue(line)]
    return "\n\n".join(drop_repeated(drop_boilerplate(lines)))


def paragraphs(text: str) -> list[str]:
    """Part a text at blank lines, and at every line end unless its lines are hard-wrapped."""
    blocks = [[line.strip() for line in block.split("\n")] for block in PARAGRAPH.split(text.strip())]
    if hard_wrapped(blocks):
        return [" ".join(part) for block in blocks for part in _turns(block) if any(part)]
    return [line for block in blocks for line in block if line]


def _turns(block: list[str]) -> list[list[str]]:
    """Part the lines of a paragraph where a dash begins what somebody else says."""
    starts = [number for number, line in enumerate(block) if number == 0 or DIALOGUE.match(line)]
    return [block[start:end] for start, end in zip(starts, [*starts[1:], len(block)], strict=True)]


def hard_wrapped(blocks: list[list[str]]) -> bool:
    """Tell whether lines end where the margin was: about as long as each other, most in mid-sentence."""
    inner = [line for block in blocks for line in block[:-1]]
    if len(inner) < 5:
        return False
    widths = [len(line) for line in inner]
    unfinished = sum(not SENTENCE_END.search(line) for line in inner)
    return 50 <= median(widths) <= 100 and max(widths) <= 110 and unfinished > 0.7 * len(inner)


def unglue(line: str) -> list[str]:
    """Part a line that is two to four copies of one, as a caption copied with its picture is.

    Examples
    --------
    >>> unglue("A ledge near the front line (Image: Post)A ledge near the front line (Image: Post)")
    ['A ledge near the front line (Image: Post)', 'A ledge near the front line (Image: Post)']
    """
    for times in (2, 3, 4):
        part = line[: len(line) // times].strip()
        if len(part.split()) >= SHORTEST_REPEATED and not line.replace(part, "").strip():
            return [part] * times
    return [line]


def find_rule(line: str) -> Rule | None:
    """Find the first rule that names this line; none does for a long one."""
    if len(line) > LONGEST_FURNITURE:
        return None
    return next((rule for rule in rules() if rule.pattern.fullmatch(line)), None)


def drop_boilerplate(lines: list[str]) -> list[str]:
    """Drop the lines that a rule of `boilerplate.yml` names, and what follows them where the rule says so."""
    kept: list[str] = []
    in_list = False
    for line in lines:
        rule = find_rule(line)
        if rule is None:
            in_list = in_list and is_headline(line)
            if not in_list:
                kept.append(line)
        elif rule.action == "end" and len(kept) >= 3:
            break
        else:
            in_list = rule.action == "list" or (in_list and rule.action == "line")
    return kept


def is_headline(line: str) -> bool:
    """Tell whether a line looks like a headline in a list: short and not ending like a sentence."""
    return len(line.split()) <= LONGEST_HEADLINE and not SENTENCE_END.search(line.replace("?", ""))


def drop_repeated(lines: list[str]) -> list[str]:
    """Drop captions and headings that stand twice or more, and keep the first of other lines that are copied.

    A copy of a sentence stands within two lines of the one before, or in a second copy of the story: a sentence
    that a story repeats stays. The first line, which may be the headline, stays.
    """
    keys = [line.casefold() for line in lines]
    second = second_copy(keys)
    times = Counter(key for number, key in enumerate(keys) if number not in second)
    if sum(count - 1 for count in times.values()) > max(MOST_REPEATED * len(lines), FEW_REPEATED):
        return [line for number, line in enumerate(lines) if number not in second]
    kept: list[str] = []
    last: dict[str, int] = {}
    for number, (key, line) in enumerate(zip(keys, lines, strict=True)):
        copy = key in last and (number in second or number - last[key] <= 2 or is_caption(line))
        if number == 0 or not (copy or (times[key] > 1 and is_caption(line))):
            kept.append(line)
        last[key] = number
    return kept


def second_copy(lines: list[str]) -> range:
    """Find the lines in which the story stands a second time, as in a page that has it for print too.

    They begin where the first sentence comes back, if all but a fifth of the lines between follow it again.
    """
    first = next((number for number, line in enumerate(lines) if SENTENCE_END.search(line)), len(lines))
    again = next((number for number in range(first + 1, len(lines)) if lines[number] == lines[first]), None)
    if again is None:
        return range(0)
    pairs = zip(lines[first:again], lines[again:], strict=False)
    run = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    return range(again, again + run) if run >= max(3, 0.8 * (again - first)) else range(0)


def is_caption(line: str) -> bool:
    """Tell whether a line may be a caption or heading: no sentence's end, and not the name below a post."""
    return len(line.split()) >= SHORTEST_REPEATED and not SENTENCE_END.search(line) and line[0] not in "-–—"


def with_title(title: str, body: str) -> str:
    """Give the text with the title as first paragraph: put before the body unless the body begins with it.

    A title that stands there in two or three lines is joined.
    """
    lines = body.split("\n\n")
    for count in (1, 2, 3):
        if same_line(title, " ".join(lines[:count])):
            return "\n\n".join([" ".join(lines[:count]), *lines[count:]])
    return f"{title}\n\n{body}" if title else body


def without_title(title: str, body: str) -> str:
    """Drop copies of the headline among the first lines of a story, below the first line, as pages print them."""
    lines = body.split("\n\n")
    again = [number for number, line in enumerate(lines[1:4], start=1) if title and same_line(title, line)]
    return "\n\n".join(line for number, line in enumerate(lines) if number not in again)


def same_line(title: str, line: str) -> bool:
    """Tell whether a line is the title: the same letters and digits, or nearly so.

    Examples
    --------
    >>> same_line("Talks fail in ‘Vey’", "Talks fail in 'Vey'.")
    True
    """
    title, line = (re.sub(r"[\W_]+", " ", written).casefold().strip() for written in (title, line))
    return title == line or fuzz.ratio(title, line) >= SAME_TITLE
