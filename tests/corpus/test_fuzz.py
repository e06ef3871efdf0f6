"""Mutilated files of every format: no error escapes, and no record takes what is another's."""

import itertools
import random
import re
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.ingest import Choices, Source, make_article
from analysis.corpus.readers import read_file
from analysis.corpus.records import Record, Rejection, Told
from analysis.corpus.text.bylines import part_head
from analysis.corpus.text.cleaning import clean
from analysis.corpus.text.dates import parse_date, parse_period
from analysis.corpus.text.language import find_language

SECONDS = 0.4
"""For each format."""

FOREIGN = [
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"<",
    b"&#0;",
    b"\xe2\x80",
    b"]]>",
    b"<div>",
    b"</table>",
    b"\\ud800",
    b"{",
    b"}",
] + [b"\n\n", b"End of Document\n", b"1 of 9 DOCUMENTS", b"9" * 60, b"\xed\xa0\x80", b"<!--", b"%00", b"\r"]

NAMES = """
    article.docx article.rtf article.txt articles.zip crawl.warc crawl.warc.gz europresse-1.html europresse-2.html
    factiva.html factiva.rtf factiva.txt factiva.xml lexisnexis.HTML lexisnexis.TXT lexisnexis.TXT.gz mediacloud.csv
    newsapi.json nexis-uni.docx nexis-uni.rtf nexis-uni.txt page.html proquest.eml proquest.html proquest.txt
    table.csv table.jsonl table.ods table.parquet table.xlsx
""".split()  # noqa: SIM905


def mutilate(content: bytes, dice: random.Random) -> bytes:
    """Cut, copy, move and overwrite pieces."""
    piece = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(len(piece) + 1)
        end = min(len(piece), start + dice.choice([0, 1, 1, 8, 60, 400]))
        other = dice.randrange(len(piece) + 1)
        piece[start:end] = dice.choice(
            [b"", dice.choice(FOREIGN), piece[other : other + 80], bytes([dice.randrange(256)])]
        )
    return bytes(piece[: dice.choice([len(piece), len(piece), dice.randrange(len(piece) + 1)])]) or b"x"


def test_every_format_is_tried(exports):
    assert set(exports) == set(NAMES)


def try_each(path: Path, contents: Iterable[bytes]) -> None:
    """Read a file with each of these contents, as many as there is time for: no error escapes."""
    end = time.monotonic() + SECONDS
    source = Source(path, path.name, "")
    for content in itertools.takewhile(lambda _: time.monotonic() < end, contents):
        path.write_bytes(content)
        for found in read_file(path):
            assert isinstance(found, Record | Rejection | Told)
            if isinstance(found, Rejection):
                assert found.reason and len(found.reason) < 1500
            elif isinstance(found, Record):
                assert found.fields["text"].strip()
                made = make_article(found, source, Choices())
                assert isinstance(made, Rejection) or made["published_in"] or made["published"] is None


@pytest.mark.parametrize("name", NAMES)
def test_no_error_escapes(deliver, exports, name):
    dice = random.Random(name)
    try_each(deliver(name), (mutilate(exports[name], dice) for _ in range(200)))


ENCODINGS = ["cp1250", "cp1251", "cp1252", "mac_roman", "utf-16", "utf-16-be", "utf-8-sig"]


@pytest.mark.parametrize("name", ["article.txt", "table.csv", "factiva.txt", "nexis-uni.txt"])
def test_no_error_escapes_in_any_encoding(deliver, exports, name):
    dice = random.Random(name)
    text = exports[name].decode().replace('"', "”").replace("Lee", "Žďárský")
    try_each(deliver(name), (mutilate(text.encode(dice.choice(ENCODINGS), "ignore"), dice) for _ in range(200)))


LINES = """
    1.295 Wörter|295 文字|86 words|29. März 2024|2024年3月29日|March 2024|Spring 2024|03/04/2024|Correction Appended
    (Tide)|First Edition|News|By Ann Lee|Byline: Ann Lee Highlight: A pier|© 2024 Tous droits réservés|HD|LP|TD TD
    Body|Section:|Classification|End of Document|Dokument HAPOST0020240312ek3c0001r|文書 HAPOST0020240312ek3c0001r
    AN|LENGTH: 86 words|LOAD-DATE: March 20, 2024|2 of 1 DOCUMENTS|BODY:|BYLINE: ANN LEE HIGHLIGHT:|Documents (99)
"""
"""What stands in exports set to other languages, dates without a day, and keys without a value."""


def rewrite(whole: str, dice: random.Random) -> bytes:
    """Drop, repeat and move lines, and put lines of other exports among them."""
    lines = whole.split("\n")
    others = [line.strip() for line in re.split(r"[|\n]", LINES) if line.strip()]
    for _ in range(dice.randint(1, 9)):
        at = dice.randrange(len(lines))
        lines[at : at + dice.choice([0, 1, 1, 3])] = dice.choice([[], [dice.choice(others)], [dice.choice(lines)] * 2])
        lines = lines or [""]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("name", ["factiva.txt", "nexis-uni.txt", "lexisnexis.TXT"])
def test_no_error_escapes_where_lines_are_others(deliver, exports, name):
    dice = random.Random(name)
    try_each(deliver(name), (rewrite(exports[name].decode(), dice) for _ in range(400)))


NOISE = "abc \n<>&\"'|;:=()[]{}#*“”é—0123456789"


@pytest.mark.parametrize(
    "name",
    ["lexisnexis.TXT", "nexis-uni.txt", "factiva.html", "factiva.txt", "europresse-2.html", "lexisnexis.HTML"],
)
def test_whatever_stands_in_one_record_the_next_one_is_read_as_before(deliver, exports, name):
    first, second = [found for found in read_file(deliver(name)) if not isinstance(found, Told)][:2]
    whole = exports[name].decode()
    start = whole.index("The mayor of Port Vey said on")
    end = whole.index("reporters", start)
    dice = random.Random(name)
    for _ in range(40):
        noise = "".join(dice.choices(NOISE, k=dice.randint(1, 400)))
        path = deliver(name, whole[:start] + noise + whole[end:])
        found = [item for item in read_file(path) if not isinstance(item, Told)]
        assert second in found
        assert found[0].place == first.place
        if isinstance(found[0], Record):
            assert "would send a team" not in found[0].fields["text"]


QUICK = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(st.text(max_size=600))
def test_cleaning_takes_any_text(text):
    cleaned = clean(text)
    assert "\r" not in cleaned and "\n\n\n" not in cleaned
    head = part_head(cleaned)
    assert head.body in cleaned or len(head.body) < len(cleaned)
    assert len(find_language(text)) == 2


@QUICK
@given(st.text(max_size=60) | st.text(alphabet="0123456789./-: MarchSping年,", max_size=30))
def test_a_period_is_a_day_a_month_a_year_or_nothing(written):
    assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", parse_period(written), re.ASCII)


@QUICK
@given(st.text(alphabet="0123456789./-: JanuaryMrchTZ,", max_size=30), st.sampled_from([None, True, False]))
def test_a_date_is_a_day_or_none(written, day_first):
    found = parse_date(written, day_first)
    assert found is None or found.year >= 1600
