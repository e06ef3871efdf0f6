"""One record of an old LexisNexis export, given as blocks: its frame is centred, keys part the story from it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.corpus.readers.layouts import WORD_COUNT, is_copyright, is_date, key_fields, says_when
from analysis.corpus.records import Record, Rejection

NUMBER = re.compile(
    r"[ \t]*(?:(\d+) (?:of|de|von|van|di) (\d+) DOCUMENTS?|Do[ck]ument (\d+) (?:de|von|van) (\d+))[ \t]*\r?"
)
"""The line with which a record begins: its number, and how many the export declares."""

KEY = re.compile(r"([^\W\d_][\w-]{2,30}):(?: |\xa0|$)\s*")
APOLOGY = "there is an error in this document and it is not possible to display"
KEPT = ("title", "author", "language", "url", "section", "abstract")


class Block(NamedTuple):
    """A paragraph of a record, and whether it is centred."""

    text: str
    centred: bool


def parse_record(place: str, blocks: Iterable[Block]) -> Record | Rejection:
    """Find source, date, headline, keys and story among the blocks of a record, without the line of its number."""
    blocks = [block for block in blocks if block.text]
    if any(APOLOGY in block.text for block in blocks):
        return Rejection(place, "the database delivered an error in place of this document; ask for it again")
    frame: list[str] = []
    while blocks and (blocks[0].centred or is_copyright(blocks[0].text)):
        frame.append(blocks.pop(0).text)
    frame = [line for line in frame if not is_copyright(line)]
    if blocks and not any(map(is_date, frame)) and is_date(blocks[0].text):
        frame.append(blocks.pop(0).text)
    dates = [line for line in frame if is_date(line)] or [line for line in frame[1:] if says_when(line)]
    outlets = [line for line in frame if line not in dates]
    fields = {"outlet": outlets[0] if outlets else "", "published": dates[0] if dates else ""}
    extra: dict[str, str] = {}
    if blocks and not _key(blocks[0].text)[0]:
        fields["title"] = blocks.pop(0).text
    body = _part(blocks, fields, extra)
    fields["text"] = "\n\n".join(body)
    if not body:
        return Rejection(place, "no story below its headline; look at the document in the database")
    return Record(place, {name: value for name, value in fields.items() if value}, extra)


def _part(blocks: list[Block], fields: dict[str, str], extra: dict[str, str]) -> list[str]:
    """Part head, story and tail; values of keys go to the fields and to extra."""
    body: list[str] = []
    tail = ""
    for block in blocks:
        key, value = _key(block.text)
        in_tail = key in key_fields("lexisnexis", "tail") or (tail and key in key_fields("lexisnexis", "head"))
        if in_tail or (body and key in LANGUAGE_KEYS):
            tail = key
            _keep(key, value, fields, extra)
        elif tail:
            if not block.centred and not is_copyright(block.text):
                extra[tail.lower()] = f"{extra.get(tail.lower(), '')} {block.text}".strip()
        elif key in key_fields("lexisnexis", "head") and (not body or key in TEXT_KEYS):
            if key in TEXT_KEYS:
                body.extend([value] if value else [])
            else:
                _keep(key, value, fields, extra)
        elif not (block.centred and (is_copyright(block.text) or is_date(block.text))):
            body.append(block.text)
    while body and is_copyright(body[-1]):
        body.pop()
    return body


LANGUAGE_KEYS = {key for key, field in key_fields("lexisnexis", "head").items() if field == "language"}
TEXT_KEYS = {key for key, field in key_fields("lexisnexis", "head").items() if field == "text"}


def _key(text: str) -> tuple[str, str]:
    match = KEY.match(text)
    known = match and (match[1] in key_fields("lexisnexis", "head") or match[1] in key_fields("lexisnexis", "tail"))
    return (match[1], text[match.end() :].strip()) if known else ("", text)


def _keep(key: str, value: str, fields: dict[str, str], extra: dict[str, str]) -> None:
    field = key_fields("lexisnexis", "head").get(key, key.lower())
    if field == "author":
        value, _, highlight = map(str.strip, re.split("(highlight:|$)", value, maxsplit=1, flags=re.IGNORECASE))
        if highlight:
            fields.setdefault("abstract", highlight)
    if field in KEPT and field not in fields:
        fields[field] = value
    elif not (field == "words" and not WORD_COUNT.match(value)):
        extra[field] = value
