"""ProQuest exports, as text and as HTML (also in e-mails): keys before values, the abstract apart from the story."""

import re
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.readers.layouts import is_copyright, key_fields, keys
from analysis.corpus.readers.markup import lines_of, parse
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.decoding import LINE_ENDS, read_text

RULE = re.compile(r"^_{20,}[ \t]*$", re.MULTILINE)
COUNT = re.compile(r"^Document \d+ of (\d+)[ \t]*$", re.MULTILINE)
INFO = re.compile(r"(?P<outlet>[^;\[]+?) ?[;\[].*?\](?P<date>[^:\]]+\d{4})")
KEY = re.compile(r"([^\W\d][\w /]{2,40}): ?(.*)")
PARAGRAPH = re.compile(r"\n(?=[ \t]*\n)|\n(?=[^\W\d][\w /]{2,40}: )")
NOISE = re.compile(r"html>|full text:?|ProQuest document link", re.IGNORECASE)
KEPT = ("title", "author", "outlet", "published", "section", "url", "language", "abstract")


def read_text_file(path: Path) -> Iterator[Record | Rejection | Told]:
    """Read records parted by lines of underscores."""
    text = LINE_ENDS.sub("\n", read_text(path))
    counts = COUNT.findall(text)
    yield Told(declared=int(counts[0][:9]) if counts else 0)
    number = 0
    for piece in RULE.split(text):
        paragraphs = [
            " ".join(block.split()) for block in re.split(r"\n(?=[ \t]*\n)|\n(?=[^\W\d][\w /]{2,40}: )", piece)
        ]
        lines = [line for line in paragraphs if line and not COUNT.fullmatch(line) and not NOISE.fullmatch(line)]
        if any((match := KEY.match(line)) and match[1] in _known() for line in lines):
            number += 1
            yield parse_record(str(number), lines)


def read_html(path: Path) -> Iterator[Record | Rejection]:
    """Read records that each begin with an anchor; the story is what stands in <Text>, a page of its own."""
    pieces = re.split(r"(?=<a name=[\"']?DocID_)", read_text(path), flags=re.IGNORECASE)
    found = [piece for piece in pieces[1:] or pieces if re.search(r"<text\b", piece, re.IGNORECASE)]
    for number, piece in enumerate(found, start=1):
        before, _, rest = re.split(r"(<text\b[^>]*>)", piece, maxsplit=1, flags=re.IGNORECASE)
        body, _, after = re.split(r"(</text>|\Z)", rest, maxsplit=1, flags=re.IGNORECASE)
        inside = re.sub(r"^\s*(?:<html)?\s*html&gt;", "", body, flags=re.IGNORECASE)
        story = [
            line for line in lines_of(parse(inside)) if not re.fullmatch(r"html>|full text:?", line, re.IGNORECASE)
        ]
        head = [line for line in lines_of(parse(before)) if not re.fullmatch(r"full text:?", line, re.IGNORECASE)]
        yield parse_record(str(number), [*head, "Full text:", *story, *lines_of(parse(after))])


def _known() -> set[str]:
    return {*key_fields("proquest", "head"), *key_fields("proquest", "tail"), *keys("proquest")["text"]}


def parse_record(place: str, lines: list[str]) -> Record | Rejection:
    """Part the lines of a record at its keys; what stands before the first is the headline if none is told."""
    parts: dict[str, list[str]] = {"": []}
    key = ""
    texts = set(keys("proquest")["text"])
    for line in lines:
        match = KEY.match(line)
        if (
            match
            and match[1] in _known()
            and not (key in texts and match[1] in key_fields("proquest", "head") and match[1] in parts)
        ):
            key = match[1]
            parts.setdefault(key, []).extend([match[2]] if match[2] else [])
        else:
            parts[key].append(line)
    fields: dict[str, str] = {}
    extra: dict[str, str] = {}
    for name, values in parts.items():
        field = key_fields("proquest", "tail").get(name) or key_fields("proquest", "head").get(name, "")
        if field in (*KEPT, "id"):
            fields.setdefault(field, " ".join(values))
        elif name and name not in texts and field != "links":
            extra[field] = " ".join(values)
    story = [line for name in parts if name in texts for line in parts[name]]
    while story and (is_copyright(story[-1]) or story[-1].lower().startswith("credit:")):
        story.pop()
    place = fields.pop("id", place)
    if not story:
        return Rejection(place, "no full text: the database has the abstract only; leave it out or get the article")
    if match := INFO.match(extra.get("info", "")):
        fields.setdefault("outlet", match["outlet"].strip())
        fields.setdefault("published", match["date"].strip())
    fields.setdefault("title", parts[""][0] if parts[""] else "")
    fields["text"] = "\n\n".join(story)
    return Record(
        place, {name: value for name, value in fields.items() if value}, {k: v for k, v in extra.items() if v}
    )
