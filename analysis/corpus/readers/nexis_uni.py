"""Nexis Uni (and Lexis Advance) exports: records as paragraphs, ended by "End of Document"."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.readers.layouts import is_copyright, is_date, says_when
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.decoding import LINE_ENDS, read_text

END = "End of Document"
DECLARED = re.compile(r"Documents \((\d+)\)")
KEYS = (
    "Section|Length|Byline|Author|Dateline|Highlight|Load-Date|Language|Edition|Series|URL|Subject|Publication-Type|"
    "Geographic|Person|Industry|Company|Organization|Journal Code|Correction-Date"
)
KEY = re.compile(rf"({KEYS}):\s*(.*)")
CORRECTED = "correction appended"
"""A note that may stand in the place of the day."""

BODY = "Body"
TAIL = {"Classification", "Graphic", "Notes", "Load-Date", "Correction", "Pictures", "Link to Image"}
"""Lines with which the part below the story begins."""

FIELDS = {"Section": "section", "Byline": "author", "Author": "author", "Highlight": "abstract", "URL": "url",
          "Language": "language"}  # fmt: skip


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read a text file in which Word or another program saved such an export."""
    yield from parse(LINE_ENDS.sub("\n", read_text(path)).split("\n"))


def parse(paragraphs: list[str]) -> Iterator[Record | Rejection | Told]:
    """Read the records of an export given as paragraphs; the cover with the search terms is left out."""
    lines = list(_lines(paragraphs))
    told = next((match for line in lines if (match := DECLARED.fullmatch(line))), None)
    yield Told(declared=int(told[1]) if told else 0)
    record: list[str] = []
    number = 0
    for line in lines:
        if line == END:
            number += 1
            yield parse_record(str(number), record)
            record = []
        elif line:
            record.append(line)
    if BODY in record:
        yield Rejection(str(number + 1), f'cut off: no "{END}" below it; deliver the file again')


def _lines(paragraphs: list[str]) -> Iterator[str]:
    """Give the lines of paragraphs; a headline or a source that is broken inside its paragraph is one line."""
    in_story = False
    for paragraph in paragraphs:
        lines = [" ".join(line.split()) for line in paragraph.split("\n")]
        if in_story or any(
            line in {BODY, END} or KEY.match(line) or is_copyright(line) or is_date(line) for line in lines
        ):
            yield from lines
        else:
            yield " ".join(filter(None, lines))
        in_story = END not in lines and (in_story or BODY in lines)


def parse_record(place: str, lines: list[str]) -> Record | Rejection:
    """Find headline, source, date, keys and story in the lines of a record; a cover may stand before the first."""
    if BODY not in lines:
        return Rejection(place, f'no line "{BODY}": a document without a story; look at it in the database')
    start = lines.index(BODY)
    head, rest = lines[:start], lines[start + 1 :]
    fields: dict[str, str] = {}
    extra: dict[str, str] = {}
    keys_begin = next((i for i, line in enumerate(head) if KEY.match(line) or is_copyright(line)), len(head))
    dates = [i for i, line in enumerate(head) if is_date(line) and i >= 2]
    at = next((i for i in reversed(dates) if i <= max(keys_begin, 2)), dates[-1] if dates else None)
    if (
        at is None
        and keys_begin >= 3
        and (head[keys_begin - 1].casefold() == CORRECTED or says_when(head[keys_begin - 1]))
    ):
        at = keys_begin - 1
    if at is not None:
        two = at > 2 and re.fullmatch(r"\(.+\)", head[at - 1])  # "Harbour Post" and below it "(Tide)"
        edition = at > 2 and re.fullmatch(r"(?:\w+ ){1,2}Edition", head[at - 1])
        outlet = head[at - 2] if edition else " ".join(head[at - 1 - bool(two) : at])
        day = "" if head[at].casefold() == CORRECTED else head[at]
        fields |= {"title": head[at - 2 - bool(two or edition)], "outlet": outlet, "published": day}
    elif len(head) >= 1:
        return Rejection(
            place, "no line with its date between headline and story; look at the document in the database"
        )
    end = next((i for i, line in enumerate(rest) if line in TAIL or line.startswith("Load-Date:")), len(rest))
    for line in [*head[(at or 0) + 1 :], *rest[end:]]:
        # "Section: POLITICS; Version:28" is one line
        if match := KEY.match(line):
            field = FIELDS.get(match[1], "")
            (fields if field else extra)[field or match[1].lower()] = match[2]
    story = rest[:end]
    while story and is_copyright(story[-1]):
        story.pop()
    if not story:
        return Rejection(place, f'nothing below "{BODY}": a document without a story; look at it in the database')
    author, _, highlight = fields.get("author", "").partition("Highlight:")
    fields |= {"author": author.strip()} | ({"abstract": highlight.strip()} if highlight else {})
    section, _, version = fields.get("section", "").partition("; Version:")
    fields |= {"section": section, "text": "\n\n".join(story)}
    extra |= {"version": version} if version else {}
    return Record(place, {name: value for name, value in fields.items() if value}, extra)
