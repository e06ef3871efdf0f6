"""What Factiva's formats share: records as values of its two-letter codes, or as lines without codes.

The codes are the same in every language that Factiva is set to. What is written in that language (the number of words,
the date, the word before a document's name) is told by where it stands and what it looks like, not by its words.
"""

import re
from collections.abc import Mapping

from analysis.corpus.readers.layouts import COPYRIGHT, WORD_COUNT, day_of, is_copyright, keys, says_when
from analysis.corpus.records import Record, Rejection

DOCUMENT = re.compile(r"(?:\S{2,40} )?([A-Z][A-Z0-9]{3,}\d{8}[a-z][a-z0-9]{4,})")
"""The line that ends a record: the word for document in some language, and its name."""

TIME = re.compile(r"\d{1,2}:\d\d(:\d\d)?( ?[AP]M)?( GMT)?")
SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{2,5}")
KEPT = ("title", "author", "published", "outlet", "section", "language")


def from_codes(place: str, values: Mapping[str, list[str]]) -> Record | Rejection:
    """Make a record of the lines that stand behind each code; the story is its lead (LP) and the rest (TD)."""
    codes = keys("factiva")
    said = {field: " ".join(values.get(code, [])).strip() for field, code in codes.items()}
    story = [*values.get("LP", []), *values.get("TD", [])]
    while story and is_copyright(story[-1]):
        story.pop()
    number = found[1] if (found := DOCUMENT.search(said["id"])) else said["id"] or place
    if not story:
        return Rejection(number, "no story in LP and TD: a headline or a picture only; look at it in the database")
    fields = {field: said[field] for field in KEPT} | {"text": "\n\n".join(story)}
    fields["published"] = day_of(fields["published"], number)
    rest = {code: " ".join(lines) for code, lines in values.items() if code not in {"LP", "TD", *codes.values()}}
    extra = {field: value for field, value in said.items() if field not in (*KEPT, "id", "words", "copyright")} | rest
    return Record(
        number,
        {field: value for field, value in fields.items() if value},
        {name: value for name, value in extra.items() if value},
    )


BYLINE = re.compile(r"by\s", re.IGNORECASE)
NAME = re.compile(r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|and|de|der|van|von|di|da|[,;&])(?:\s*(?:[,;&]|\s)\s*|$)")
LONGEST_NAME = 6
"""Words of a line below a headline that is taken for the author's name."""


def _names(line: str) -> bool:
    """Tell whether a line may be an author: "By …", or a few words that are all written as names are."""
    return bool(BYLINE.match(line)) or (len(line.split()) <= LONGEST_NAME and not NAME.sub("", line))


def part_head(head: list[str], title: str = "") -> tuple[str, str, str]:
    """Part the lines above the number of words into section, headline and author; the headline may be known.

    Examples
    --------
    >>> part_head(["News", "Ferry line to close", "By Mira Holt"]), part_head(["Business; Sea", "Ferry line to close"])
    (('News', 'Ferry line to close', 'By Mira Holt'), ('Business; Sea', 'Ferry line to close', ''))
    >>> part_head(["Ferry line to close, says owner", "Mira Holt"])
    ('', 'Ferry line to close, says owner', 'Mira Holt')
    """
    last = len(head) - 1
    author = last > 0 and _names(head[last]) and (bool(BYLINE.match(head[last])) or not _names(head[last - 1]))
    at = head.index(title) if title in head else last - author
    if title not in head and at > 0 and len(head[at - 1].split()) > LONGEST_NAME:
        at -= 1  # a headline of two lines, or one with a line below it
    return "; ".join(head[:at]), head[at], " ".join(head[at + 1 :])


def from_lines(place: str, lines: list[str], title: str = "") -> Record | Rejection:
    """Make a record of lines without codes: section, headline, author, words, date, source … copyright, story, name."""
    if lines and (match := DOCUMENT.fullmatch(lines[-1])):
        place, lines = match[1], lines[:-1]
    pairs = zip(lines[1:], lines[2:], strict=False)
    counted = next((i for i, (a, b) in enumerate(pairs, 1) if WORD_COUNT.fullmatch(a) and says_when(b)), None)
    if not counted:
        reason = "no number of words with a date below it between headline and story; download it again with indexing"
        return Rejection(place, reason)
    frame_end = next((i for i in range(counted + 1, min(counted + 14, len(lines))) if COPYRIGHT.match(lines[i])), None)
    if frame_end is None:
        return Rejection(place, "no line of copyright between its head and story; download it again with indexing")
    head, (date, *frame), story = lines[:counted], lines[counted + 1 : frame_end], lines[frame_end + 1 :]
    if len(story) > 1 and story[-1] in lines[frame_end]:  # the owner's name once more
        story.pop()
    if not story:
        return Rejection(place, "no story below its head: a headline or a picture only; look at it in the database")
    rest = [line for line in frame if not TIME.fullmatch(line)]
    code = next((i for i, line in enumerate(rest) if i and SOURCE_CODE.fullmatch(line)), min(1, len(rest)))
    section, headline, author = part_head(head, title)
    fields = {
        "section": section,
        "title": headline,
        "author": author if len(author.split()) < 15 else "",
        "published": day_of(date, place),
        "outlet": rest[code - 1] if code else "",
        "language": rest[-1] if len(rest) > code + 1 else "",
        "text": "\n\n".join(story),
    }
    return Record(place, {name: value for name, value in fields.items() if value})
