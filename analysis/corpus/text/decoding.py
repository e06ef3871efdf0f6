"""From bytes to text: which encoding a file is in, and what in its text is damage.

It decides an encoding for a whole file; it does not mend files that change encoding half-way.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import ftfy
from ftfy.badness import badness, is_bad

from analysis.corpus.limits import LARGEST_WHOLE, check_size
from analysis.corpus.text.encodings import likeliest, usual
from analysis.errors import RequestError, nearest

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins in the same way
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

REPAIRS = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, explain=False)
"""Quotation marks stay as printed: they tell where a quotation begins and ends."""

LOST = "\ufffd"
"""What stands for a character that no repair brings back."""

REPAIRED = "characters repaired: its encoding had been misread before"
"""What is remarked of a text that is mojibake."""

LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
SPACES = re.compile(r"[^\S\n]+")
INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]")
CHUNK = 1 << 20
SAMPLE = 1 << 16


class NotText(Exception):
    """The bytes are not text in any encoding known here; the message says why."""


@dataclass
class Encodings:
    """In which encoding files are said to be, and what there is to say of the one that was read last."""

    said: str = ""
    remark: str = ""


SETTINGS = [Encodings()]
"""The last one holds."""


@contextmanager
def said_encoding(name: str) -> Iterator[Encodings]:
    """Read files in the encoding that somebody says they are in, unless they bear another's mark; "" to find it.

    Raises
    ------
    RequestError
        When there is no encoding of that name.
    """
    try:
        setting = Encodings(codecs.lookup(name).name if name else "")
    except LookupError:
        known = ["utf-8", "utf-16", *usual()]
        told = f'There is no encoding "{name}"; such as {", ".join(known)}.{nearest(name, known)}'
        raise RequestError(told) from None
    SETTINGS.append(setting)
    try:
        yield setting
    finally:
        SETTINGS.remove(setting)


def find_encoding(stream: BinaryIO, declared: str = "") -> str:
    """Find the encoding of a stream: its byte order mark, the one said or declared, UTF-8, else the one that fits best.

    Each is tried strictly on all bytes, and the stream is left at its start.

    Raises
    ------
    NotText
        When nothing fits, or many of the characters would be control characters.
    """
    head = stream.read(CHUNK)
    setting = SETTINGS[-1]
    setting.remark = ""
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)]
    for encoding in marked or ([setting.said] if setting.said else [declared, "utf-8"]):
        if encoding and _decodes(stream, encoding):
            break
    else:
        if setting.said:
            raise NotText(f"its bytes are not {setting.said}; give another --encoding, or none to find it")
        encoding, setting.remark = likeliest(head, [each for each in usual() if _decodes(stream, each)])
    stream.seek(0)
    sample = head[:SAMPLE].decode(encoding, "ignore") if encoding else ""
    controls = sum(unicodedata.category(character) == "Cc" and not character.isspace() for character in sample)
    if head and (not encoding or controls > len(sample) / 100):
        raise NotText("not text: its bytes are characters in no encoding known here; give it as text or HTML")
    return encoding


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        while chunk := stream.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def read_text(path: Path) -> str:
    """Read a whole file as text, in the encoding that `find_encoding` finds.

    Raises
    ------
    TooLarge
        When it is larger than what is read at once.
    """
    check_size(path.stat().st_size, LARGEST_WHOLE, "a file of this format")
    return decode(path.read_bytes())


def decode(content: bytes, declared: str = "") -> str:
    """Decode bytes in the encoding that `find_encoding` finds."""
    # a declared encoding may be right for all bytes but the last, cut-off character
    return content.decode(find_encoding(io.BytesIO(content), declared), "replace")


def repair(text: str) -> str:
    """Mend what copying has damaged and no reader would miss; words and quotation marks stay.

    Mojibake and HTML entities are turned back, control and zero-width characters removed, line ends made
    ``\n`` and other white space single blanks. Paragraphs are not changed.
    """
    text = LINE_ENDS.sub("\n", ftfy.fix_text(text, REPAIRS))
    return SPACES.sub(" ", INVISIBLE.sub("", text))


def is_mojibake(text: str) -> bool:
    """Tell whether a text shows that its bytes were once read in a wrong encoding, in a way `repair` mends or eases.

    Examples
    --------
    >>> is_mojibake("â€œNoâ€\x9d, said the mayor of SkÃ¥ne"), is_mojibake("“No”, said the mayor of Skåne")
    (True, False)
    """
    return is_bad(text) and badness(ftfy.fix_encoding(text)) < badness(text)
