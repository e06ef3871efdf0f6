"""A part of a corpus on disk: what one state of a reader found in some articles, and the codes a codebook gave them.

One Parquet file a part, one row an article with its rows of each table inside, written whole or not at all. Beside it
stand its codes, one file a codebook, and the tones read so far, whatever the codebook.
"""

import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import schema
from analysis.codebook import Codebook, load_codebook, no_codebook
from analysis.files import whole
from analysis.reading.state import state_of_tone

ABOUT = ("article_id", "outlet", "year", "digest")
"""What is kept of an article beside what is found in it, as text; the year is empty where the day is not known."""

FOUND = ("attributions", "speakers", "sources", "sentences")
CODES = ("sources", "tones")

NOT_CODED = {c.name: {schema.TEXT: "", schema.TRUTH: False}.get(c.type, []) for c in schema.TABLES["sources"]}
"""A row of `sources` before anything is known."""

LONGEST = 400_000
"""Characters of an article: a novel has more, no article has; the parser's memory grows with it."""

ENDLESS = re.compile(r"\S{2000}")
"""Characters without a space: no word or address is so long, and cutting it into words takes time by its square."""


class Read(NamedTuple):
    """What became of some articles: how many there were, the part's name, and which were not read this time."""

    articles: int
    name: str
    unread: list[dict]


def _structs(table: str) -> pa.DataType:
    return pa.list_(pa.struct(list(schema.arrow_schema(table))))


def _schema(tables: tuple[str, ...], *columns: str) -> pa.Schema:
    return pa.schema([*((name, pa.string()) for name in columns), *((table, _structs(table)) for table in tables)])


def _write(path: Path, rows: list[dict], columns: pa.Schema) -> None:
    with whole(path) as unfinished:
        pq.write_table(pa.Table.from_pylist(rows, columns), unfinished, compression="zstd")


def is_whole(part: Path) -> bool:
    """Tell whether a part can be read to its end: a disk or a copy may have failed."""
    try:
        return pq.ParquetFile(part).metadata.num_rows > 0
    except (pa.ArrowException, OSError):
        return False


def is_sound(table: Path) -> bool:
    """Tell whether every row of a table can be read."""
    try:
        return pq.read_table(table) is not None
    except (pa.ArrowException, OSError):
        return False


def read_part(articles: list[dict], parts: Path, reader: str) -> Read:
    """Read some articles (those of `ABOUT` and text) and write what was found as one part.

    An article that cannot be read has its reason in the part, and is not tried again by this state of the reader.
    Where the part cannot be written, all its articles come back as unread. Imports here, so that the process that only
    hands out work does not load the parser.
    """
    from analysis.reading.article import read_article
    from analysis.reading.attributions.finders import find_with
    from analysis.reading.coding.judge import judged
    from analysis.reading.parser import load_parser

    parse, find = load_parser(), find_with(reader)
    rows = []
    for article in articles:
        row = {column: article[column] for column in ABOUT} | {"failed": "", **_empty()}
        try:
            check_text(article["text"])
            row |= read_article(article["article_id"], parse(article["text"]), find)
            row["sources"] = [NOT_CODED | source | judged(source) for source in row["sources"]]
        except Exception as error:  # one article must not stop the others
            row |= _empty() | {"failed": f"{type(error).__name__}: {error}"}
        rows.append(row)
    name = hashlib.sha256(" ".join(f"{row['article_id']} {row['digest']}" for row in rows).encode()).hexdigest()[:16]
    try:
        _write(parts / f"{name}.part.parquet", rows, _schema(FOUND, *ABOUT, "failed"))
    except OSError as error:
        reason = f"the part could not be written ({error.strerror or error}); make room and run the same command again"
        return Read(len(rows), name, [{"article_id": row["article_id"], "reason": reason} for row in rows])
    return Read(len(rows), name, [])


def check_text(text: str) -> None:
    """Refuse a text that would hold up all others, or is none."""
    if not isinstance(text, str):
        raise TypeError("the text is no text")
    text.encode()  # half a character is a UnicodeEncodeError: neither parser nor model can take it
    if len(text) > LONGEST:
        raise ValueError(f"{len(text):,} characters, more than {LONGEST:,}: part it into articles")
    if endless := ENDLESS.search(text):
        raise ValueError(f"2,000 characters without a space, from {endless[0][:20]!r} on: this is no text, mend it")


def _empty() -> dict[str, list]:
    return {table: [] for table in FOUND}


@lru_cache(maxsize=1)
def _codebook(path: Path | None, digest: str) -> Codebook:
    """Load a codebook once a process; the digest only tells one state of the file from another."""
    return load_codebook(path) if path else no_codebook()


def coded_path(part: Path, digest: str) -> Path:
    """Say where the codes of a part stand that a codebook gave it."""
    return part.with_name(part.name.replace(".part.", f".coded-{digest[:12]}."))


def read_and_code(articles: list[dict], parts: Path, reader: str, codebook: Path | None, digest: str) -> Read:
    """Read some articles as one part and code it at once, in the process that has everything loaded.

    Codes that find no room are left for `code_parts` to give later.
    """
    read = read_part(articles, parts, reader)
    if not read.unread:
        with suppress(OSError):
            code_parts([parts / f"{read.name}.part.parquet"], codebook, digest)
    return read


def code_parts(parts: list[Path], codebook: Path | None, digest: str) -> int:
    """Code the sources of some parts and read the tones toward the codebook's targets; return how many they were.

    Tones that were read before, for whichever codebook, are not read again.
    """
    from analysis.reading.coding.code import code_sources
    from analysis.reading.coding.layer import load_layer

    chosen, layer = _codebook(codebook, digest), load_layer(parts[0].parents[2])
    for part in parts:
        rows = pq.read_table(part, columns=[*ABOUT, "sources", "sentences"]).to_pylist()
        sources = [source for row in rows for source in row["sources"]]
        outlets = {row["article_id"]: row["outlet"] for row in rows}
        frame = pd.DataFrame(sources, columns=schema.arrow_schema("sources").names)
        years = {row["article_id"]: int(row["year"]) for row in rows if row["year"]}
        coded = _by_article(code_sources(frame, chosen, outlets, years, layer))
        tones = _by_article(_tones_of(part, [s for row in rows for s in row["sentences"]], chosen))
        found = [
            {
                "article_id": (article := row["article_id"]),
                "digest": row["digest"],
                "sources": coded.get(article, []),
                "tones": tones.get(article, []),
            }
            for row in rows
        ]
        _write(coded_path(part, digest), found, _schema(CODES, "article_id", "digest"))
    return len(parts)


def _by_article(rows: pd.DataFrame) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row["article_id"], []).append(row)
    return found


def _tones_of(part: Path, sentences: list[dict], codebook: Codebook) -> pd.DataFrame:
    from analysis.reading.tone.targets import KEY, PROBABILITIES, read_tones

    path = part.with_name(part.name.replace(".part.", f".tones-{state_of_tone()}."))
    known = pd.read_parquet(path) if is_whole(path) else None
    tones = read_tones(pd.DataFrame(sentences, columns=schema.arrow_schema("sentences").names), codebook, known)
    kept = pd.concat([known, tones[[*KEY, *PROBABILITIES]]]).drop_duplicates(KEY)
    if known is None or len(kept) > len(known):
        with whole(path) as unfinished:
            kept.to_parquet(unfinished, index=False)
    return tones
