"""LexisNexis exports as HTML: records between <DOCFULL> and </DOCFULL>, both hidden in comments."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.readers.lexis import NUMBER, Block, parse_record
from analysis.corpus.readers.lexis_text import declared
from analysis.corpus.readers.markup import parse, text_of
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.decoding import read_text

CENTRED = re.compile(r"\.(c\d+)\s*\{[^}]*text-align:\s*center")
DECLARED = re.compile(r"<META[^>]*\bDOCUMENTS=\"?(\d+)", re.IGNORECASE)
RECORD = re.compile(r"<DOCFULL>\s*(?:-->)?(.*?)(?:<!--[^>]{0,80})?</DOCFULL>|<DOCFULL>(.*)", re.DOTALL | re.IGNORECASE)


def read(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read record by record. What is centred is told by the file's own style sheet, whose numbers vary."""
    page = read_text(path)
    centred = set(CENTRED.findall(page))
    pieces = [match[1] or match[2] or "" for match in RECORD.finditer(page)]
    numbers = [match for piece in pieces if (match := re.search(rf">{NUMBER.pattern}<", piece))]
    told = DECLARED.search(page)
    yield Told(declared=int(told[1]) if told else declared(numbers))
    for count, piece in enumerate(pieces, start=1):
        blocks = list(_blocks(piece, centred))
        number = next((match for block in blocks[:2] if (match := NUMBER.fullmatch(block.text))), None)
        story = [block for block in blocks if not NUMBER.fullmatch(block.text)]
        yield parse_record((number[1] or number[3]) if number else str(count), story)


def _blocks(piece: str, centred: set[str]) -> Iterator[Block]:
    """Give each paragraph; line breaks inside it are those of the file, not of the story."""
    for paragraph in parse(piece).iter("p"):
        frame = paragraph.getparent()
        classes = {*(paragraph.get("class") or "").split(), *(frame.get("class") or "").split()}
        yield Block(text_of(paragraph), bool(classes & centred))
