"""Files of articles into a corpus: read, clean, date, name, mark duplicates, list what was not read.

What a file says now replaces what the same file said before, so a second ingest changes nothing and a mended
file mends the corpus. Near-duplicates are not looked for.
"""

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm import tqdm

from analysis import schema
from analysis.corpus import store
from analysis.corpus.agency import find_agency
from analysis.corpus.cleaning import clean, with_title
from analysis.corpus.dates import parse_date
from analysis.corpus.decoding import repair
from analysis.corpus.readers import read_file
from analysis.corpus.records import Record, Rejection
from analysis.corpus.words import count_words
from analysis.errors import RequestError

SHORTEST = 20
"""Words; a shorter text is a teaser or a caption, not an article."""

LANGUAGE = "en"
"""Of an article that declares none: the language that the readers of this program read."""

MERGE = """
    WITH others AS (
        FROM articles WHERE split_part(source_file, '#', 1) NOT IN (FROM names)
    ),
    every AS (
        FROM others
        UNION ALL
        FROM fresh
        WHERE split_part(article_id, '.', 1) NOT IN (SELECT split_part(article_id, '.', 1) FROM others)
    ),
    same AS (
        SELECT *, first_value(article_id) OVER (
            PARTITION BY md5(text) ORDER BY published NULLS LAST, article_id
        ) AS first_id
        FROM every
    )
    SELECT * EXCLUDE (first_id) REPLACE (if(first_id = article_id, '', first_id) AS duplicate_of)
    FROM same ORDER BY outlet, published NULLS LAST, article_id
"""
"""The articles of other files and those just read (`fresh`), each once, in one order however they came."""


class Counts(NamedTuple):
    """What one ingest did, in files and records.

    articles: new in the corpus; known: stood in it before, word for word; duplicates: of both, those with the
    text of another article; rejected: records, or whole files, that were not read.
    """

    files: int
    articles: int
    known: int
    duplicates: int
    rejected: int


class Source(NamedTuple):
    """A file to read: its path, its name in the tables, and the outlet that its folder names."""

    path: Path
    name: str
    folder: str


def ingest(paths: Iterable[Path], corpus: Path, outlet: str = "") -> Counts:
    """Read files and folders of articles into the corpus, beside what stands there.

    The outlet is `outlet` if given, else the record's or page's own, else the name of the folder that the
    file stands in below a folder given, else "unknown". Title, author, date and address are the record's or
    page's own; a text file's are in its header, or the title in its first line; a file of one article may have
    the date in its name (``2024-03-12-bridge.txt``). The language is the one declared, else English. The text
    begins with the title where one is known.

    Parameters
    ----------
    paths
        Files in any format of `readers.READERS`, and folders, which are searched at every depth, hidden files
        left out. A path that does not exist is listed in `rejected`.
    corpus
        Folder of the corpus; its tables articles and rejected are written.
    outlet
        Who published all of these articles.

    Raises
    ------
    RequestError
        When the folders hold no file at all, or the corpus cannot be written.
    """
    paths = list(paths)
    if not any(find_files(paths, corpus)):
        raise RequestError(
            f"There is no file in {', '.join(map(str, paths))}: put articles there, or name another folder."
        )
    try:
        corpus.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f'"{corpus}" cannot be made a corpus ({error.strerror}); name a folder') from error
    for table in ("articles", "rejected"):
        if not store.table_path(corpus, table).is_file():
            store.write_table(corpus, table, [])
    sources = list(find_files(paths, corpus))
    names = pd.DataFrame({"name": [source.name for source in sources]}, dtype="string")
    rejected: list[dict] = []
    with (
        tempfile.TemporaryDirectory(prefix="ingest-", suffix=".tmp", dir=corpus) as stage,
        store.database(corpus, "articles", "rejected") as database,
    ):
        store.write_table(Path(stage), "articles", read_articles(sources, outlet, rejected))
        database.read_parquet(str(store.table_path(Path(stage), "articles"))).create_view("fresh")
        database.register("names", names)
        before = database.sql("SELECT article_id FROM articles").df().article_id
        kept = database.sql("SELECT * FROM rejected WHERE split_part(source_file, '#', 1) NOT IN (FROM names)").df()
        store.write_table(corpus, "articles", store.stream(database, MERGE))
        store.write_table(corpus, "rejected", [*kept.to_dict("records"), *rejected])
        read = database.sql("SELECT article_id, duplicate_of FROM articles SEMI JOIN fresh USING (article_id)").df()
        known = database.sql("SELECT article_id FROM fresh").df().article_id.isin(before).sum()
    return Counts(
        files=len(sources),
        articles=int((~read.article_id.isin(before)).sum()),
        known=int(known),
        duplicates=int((read.duplicate_of != "").sum()),
        rejected=len(rejected),
    )


def find_files(paths: Iterable[Path], corpus: Path) -> Iterator[Source]:
    """Find the files to read, sorted within each folder, each once; the corpus's own tables are not read.

    Of folders that tell an outlet, the one nearest to the file counts whose name is not a number or a date.
    """
    home = corpus.resolve()
    seen = {store.table_path(home, table) for table in schema.TABLES}
    for given in map(Path, paths):
        inside = sorted(given.rglob("*")) if given.is_dir() else [given]
        for path in inside:
            below = path.relative_to(given).parts
            whole = path.resolve()
            if path.is_dir() or any(part.startswith(".") for part in below) or whole in seen:
                continue
            seen.add(whole)
            folders = [part for part in below[:-1] if re.search("[^0-9._ -]", part)]
            yield Source(path, _name(whole, home), folders[-1] if folders else "")


def _name(path: Path, corpus: Path) -> str:
    """Name a file by its way from the corpus: the same wherever it is ingested, silent about the machine.

    A '#' in it would look like the beginning of a record's place.
    """
    try:
        way = os.path.relpath(path, corpus)
    except ValueError:  # on another drive
        way = str(path)
    return one_line(Path(way).as_posix().replace("#", "%23"))


def one_line(written: str) -> str:
    """Repair what a file says about itself, as one line that every table can hold."""
    return " ".join(repair(written).split())


def read_articles(sources: list[Source], outlet: str, rejected: list[dict]) -> Iterator[dict]:
    """Give a row of articles for each record of the files that is one; what is none is added to `rejected`.

    A second record with the same outlet, date and text has the same id with a number behind a point.
    """
    copies: Counter[str] = Counter()
    for source in tqdm(sources, desc="ingest", unit="file", disable=None):
        for found in read_file(source.path):
            place = one_line(found.place)
            made = make_article(found, source, outlet) if isinstance(found, Record) else found
            if isinstance(made, Rejection):
                reason = one_line(made.reason)
                rejected.append({"source_file": source.name, "record": place, "reason": reason})
                continue
            made["source_file"] = f"{source.name}#{place}" if place else source.name
            copies[made["article_id"]] += 1
            if (number := copies[made["article_id"]]) > 1:
                made["article_id"] += f".{number}"
            yield made


def make_article(record: Record, source: Source, outlet: str) -> dict | Rejection:
    """Make a row of articles of a record; a rejection when its text is too short to be an article."""
    fields = {name: one_line(value) for name, value in record.fields.items() if name != "text"}
    title, author = fields.get("title", ""), re.sub("^by ", "", fields.get("author", ""), flags=re.IGNORECASE)
    body = clean(record.fields["text"])
    text = with_title(title, body)
    words = count_words(body)
    if words < SHORTEST:
        return Rejection(record.place, f"too short: {words} words of story; an article has {SHORTEST} or more")
    outlet = outlet or fields.get("outlet") or source.folder or schema.UNKNOWN
    published = parse_date(fields.get("published", ""))
    if published is None and not record.place:
        published = parse_date(source.path.name)
    return {
        "article_id": make_id(outlet, str(published or ""), text),
        "outlet": outlet,
        "title": title,
        "author": author,
        "published": published,
        "url": fields.get("url", ""),
        "language": fields.get("language", LANGUAGE)[:2].lower(),
        "text": text,
        "words": count_words(text),
        "source_file": source.name,
        "duplicate_of": "",
        "agency": find_agency(author, text),
    }


def make_id(outlet: str, published: str, text: str) -> str:
    """Make an id that is the same wherever and whenever the same article is read: outlet and ten hex digits.

    Examples
    --------
    >>> make_id("Harbour Post", "2024-03-12", "The mayor said no.")
    'harbour-post-920be889c4'
    """
    plain = unicodedata.normalize("NFKD", outlet).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:24] or "outlet"
    digest = hashlib.sha256(json.dumps([outlet, published, text]).encode()).hexdigest()
    return f"{slug}-{digest[:10]}"
