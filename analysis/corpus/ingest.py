"""Files of articles into a corpus: read, clean, date, name, mark duplicates, list what was not read.

What a file says now replaces what the same file said before, so a second ingest changes nothing and a mended
file mends the corpus. Near-duplicates are not looked for.
"""

import hashlib
import io
import itertools
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

import pandas as pd
from tqdm import tqdm

from analysis import schema
from analysis.corpus import store
from analysis.corpus.readers import read_file
from analysis.corpus.records import EMPTY, Record, Rejection, Told
from analysis.corpus.text.agency import find_agency
from analysis.corpus.text.bylines import part_head
from analysis.corpus.text.cleaning import clean, with_title, without_title
from analysis.corpus.text.dates import (
    PUBLISHED,
    find_day_first,
    find_published,
    is_ambiguous,
    is_guess,
    parse_date,
    parse_period,
)
from analysis.corpus.text.decoding import INVISIBLE, LOST, REPAIRED, is_mojibake, repair, said_encoding
from analysis.corpus.text.language import ENGLISH, find_language, language_name
from analysis.corpus.text.words import count_words
from analysis.errors import RequestError, nearest
from analysis.files import held, workshop

SHORTEST = 20
"""Words; a shorter text is a teaser or a caption, not an article."""

HEAD_OF_TEXT = 600
"""Characters of a text in which it may say when it was published."""

EVERY_LANGUAGE = "all"
"""Given as a language to keep, it keeps articles in any."""

DELIVERED = """
    SELECT f.source_file, format, mapping, declared, records, articles,
        count(a.article_id) FILTER (a.duplicate_of <> '')::INTEGER AS duplicates, rejected
    FROM (FROM delivered UNION ALL FROM files WHERE source_file NOT IN (FROM names)) f
    LEFT JOIN merged a ON split_part(a.source_file, '#', 1) = f.source_file
    GROUP BY ALL ORDER BY f.source_file
"""
"""What each file of the corpus held, with the duplicates there are now."""

MERGE = """
    WITH others AS (
        FROM articles WHERE split_part(source_file, '#', 1) NOT IN (FROM names)
    ),
    known AS (
        SELECT DISTINCT split_part(article_id, '.', 1) AS base, split_part(source_file, '#', 1) AS file FROM articles
    ),
    kept AS (
        SELECT fresh.*, base IS NOT NULL AS stood FROM fresh
        LEFT JOIN known ON base = article_id AND file = split_part(source_file, '#', 1)
        WHERE article_id NOT IN (SELECT split_part(article_id, '.', 1) FROM others)
        QUALIFY stood OR NOT bool_or(stood) OVER (PARTITION BY article_id)
    ),
    numbered AS (
        SELECT *, row_number() OVER (PARTITION BY article_id ORDER BY source_file) AS number FROM kept
    ),
    every AS (
        FROM others
        UNION ALL
        SELECT * EXCLUDE (stood, number) REPLACE (
            article_id || if(number = 1, '', '.' || number) AS article_id
        ) FROM numbered
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
"""The articles of other files and those just read (`fresh`), in one order however they came.

An article that stood in the corpus stays with the file that it was first read from; copies within one delivery are
numbered behind a point.
"""


class Counts(NamedTuple):
    """What one ingest did, in files and records.

    articles: new in the corpus; known: stood in it before, word for word; duplicates: of both, those with the
    text of another article; rejected: records, or whole files, that were not read; undated: of the articles, new and
    known, those without a date.
    """

    files: int
    articles: int
    known: int
    duplicates: int
    rejected: int
    undated: int


class Source(NamedTuple):
    """A file to read: its path, its name in the tables, and the outlet that its folder names."""

    path: Path
    name: str
    folder: str


class Choices(NamedTuple):
    """What the researcher decides about every article.

    outlet: who published them, whatever they say; mapping: our fields and the columns of tables that hold them;
    languages: codes of those kept, or `EVERY_LANGUAGE`; encoding: what files without a mark are in, "" to find it.
    """

    outlet: str = ""
    mapping: Mapping[str, str] = EMPTY
    languages: frozenset[str] = frozenset({ENGLISH})
    encoding: str = ""


def ingest(
    paths: Iterable[Path],
    corpus: Path,
    outlet: str = "",
    mapping: Mapping[str, str] = EMPTY,
    languages: Iterable[str] = (ENGLISH,),
    encoding: str = "",
) -> Counts:
    """Read files and folders of articles into the corpus, beside what stands there.

    The outlet is `outlet` if given, else the record's or page's own, else the name of the folder that the
    file stands in below a folder given, else "unknown". Title, author, date and address are the record's or
    page's own; a text file's are in its header, or the title in its first line. A date may also stand on a line of its
    own below the title, and that of a file of one article in its name (``2024-03-12-bridge.txt``), in an archive too.
    The text begins with the title where one is known.

    Parameters
    ----------
    paths
        Files in any format of `readers.READERS`, archives of them, and folders, which are searched at every depth,
        hidden files left out.
    corpus
        Folder of the corpus; its tables articles, rejected and files are written.
    outlet
        Who published all of these articles.
    mapping
        Our fields, and the columns of tables that hold them, where their names do not tell.
    languages
        ISO 639-1 codes of the languages kept; articles in others are rejected by the name of their language.
    encoding
        Encoding of files that bear no mark of theirs; found without.

    Raises
    ------
    RequestError
        When one of the paths does not exist, the folders hold no file at all, or the corpus cannot be written.
    """
    choices = Choices(outlet, mapping, frozenset(languages), encoding)
    paths = list(paths)
    sources = _required(paths, corpus)
    try:
        corpus.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RequestError(f'"{corpus}" cannot be made a corpus ({error.strerror}); name a folder') from error
    with held(corpus):
        return _ingest(corpus, sources, choices)


def _ingest(corpus: Path, sources: list[Source], choices: Choices) -> Counts:
    for table in ("articles", "rejected", "files"):
        if not store.table_path(corpus, table).is_file():
            store.write_table(corpus, table, [])
    names = pd.DataFrame({"name": [source.name for source in sources]}, dtype="string")
    deliveries: list[dict] = []
    with (
        workshop(corpus, "ingest") as stage,
        store.database(corpus, "articles", "rejected", "files", scratch=stage) as database,
        (stage / "rejected.jsonl").open("w+", encoding="utf-8") as rejections,
    ):
        store.write_table(stage, "articles", read_articles(sources, choices, rejections, deliveries))
        store.write_table(stage, "files", deliveries)
        database.read_parquet(str(store.table_path(stage, "articles"))).create_view("fresh")
        database.read_parquet(str(store.table_path(stage, "files"))).create_view("delivered")
        database.register("names", names)
        before = database.sql("SELECT article_id FROM articles").df().article_id
        kept = "SELECT * FROM rejected WHERE split_part(source_file, '#', 1) NOT IN (FROM names)"
        rejections.seek(0)
        rejected = itertools.chain(list(store.stream(database, kept)), map(json.loads, rejections))
        store.write_table(stage, "rejected", rejected)
        store.write_table(corpus, "articles", store.stream(database, MERGE))
        database.read_parquet(str(store.table_path(corpus, "articles"))).create_view("merged")
        store.write_table(corpus, "files", list(store.stream(database, DELIVERED)))
        os.replace(store.table_path(stage, "rejected"), store.table_path(corpus, "rejected"))
        mine = "split_part(source_file, '#', 1) IN (FROM names)"
        read = database.sql(f"SELECT article_id, duplicate_of FROM merged WHERE {mine}").df()
    new = int((~read.article_id.isin(before)).sum())
    return Counts(
        files=len(sources),
        articles=new,
        known=sum(delivery["articles"] for delivery in deliveries) - new,
        duplicates=int((read.duplicate_of != "").sum()),
        rejected=sum(delivery["rejected"] for delivery in deliveries),
        undated=sum(delivery["undated"] for delivery in deliveries),
    )


def _required(paths: list[Path], corpus: Path) -> list[Source]:
    for path in map(Path, paths):
        if not path.exists():
            beside = [found.name for found in path.parent.iterdir()] if path.parent.is_dir() else []
            raise RequestError(f'There is no file or folder "{path}"; nothing was read.{nearest(path.name, beside)}')
    sources = list(find_files(paths, corpus))
    if not sources:
        raise RequestError(
            f"There is no file in {', '.join(map(str, paths))}: put articles there, or name another folder."
        )
    return sources


def preview(
    paths: Iterable[Path],
    corpus: Path,
    outlet: str = "",
    mapping: Mapping[str, str] = EMPTY,
    languages: Iterable[str] = (ENGLISH,),
    encoding: str = "",
) -> Iterator[tuple[dict, list[dict]]]:
    """Say of each file what an ingest would read it as: its row of the table files, the number of articles without a
    date (`undated`), its `outlets` with their articles, the `remarks` on these, and its rejections.

    Nothing is written, and duplicates are not looked for. The parameters are those of `ingest`.
    """
    choices = Choices(outlet, mapping, frozenset(languages), encoding)
    for source in _required(list(paths), corpus):
        deliveries: list[dict] = []
        rejections = io.StringIO()
        rows = [(row["outlet"], row["remarks"]) for row in read_articles([source], choices, rejections, deliveries)]
        about = {"outlets": Counter(outlet for outlet, _ in rows), "remarks": [remark for _, remark in rows]}
        yield deliveries[0] | about, [json.loads(line) for line in rejections.getvalue().splitlines()]


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


def read_articles(
    sources: list[Source], choices: Choices, rejections: TextIO, deliveries: list[dict]
) -> Iterator[dict]:
    """Give a row of articles for each record of the files that is one.

    What is none is written to `rejections`, a JSON object a line; what each file held is added to `deliveries`.
    """
    for source in tqdm(sources, desc="ingest", unit="file", disable=None):
        counts: Counter[str] = Counter()
        told: list[Told] = []
        day_first = lazy_day_first(source, choices)
        for found, remark in _with_remarks(source.path, choices):
            if isinstance(found, Told):
                told.append(found)
                continue
            counts["records"] += isinstance(found, Record) or found.place != ""
            made = make_article(found, source, choices, day_first) if isinstance(found, Record) else found
            place = one_line(found.place)
            if isinstance(made, Rejection):
                counts["rejected"] += 1
                row = {"source_file": source.name, "record": place, "reason": one_line(made.reason)}
                rejections.write(json.dumps(row) + "\n")
                continue
            counts["articles"] += 1
            counts["undated"] += made["published"] is None
            made["source_file"] = f"{source.name}#{place}" if place else source.name
            made["remarks"] = "; ".join(filter(None, [made["remarks"], remark]))
            yield made
        deliveries.append(
            {
                "source_file": source.name,
                "format": ", ".join(dict.fromkeys(part.format for part in told if part.format)),
                "mapping": one_line("; ".join(dict.fromkeys(part.mapping for part in told if part.mapping))),
                "declared": sum(part.declared for part in told) or None,
                "duplicates": 0,
                **{count: counts[count] for count in ("records", "articles", "rejected", "undated")},
            }
        )


def _with_remarks(path: Path, choices: Choices) -> Iterator[tuple[Record | Rejection | Told, str]]:
    """Read a file, and give with each record what is to be said of the encoding that it was found in."""
    with said_encoding(choices.encoding) as encodings:
        for found in read_file(path, choices.mapping):
            yield found, encodings.remark


def lazy_day_first(source: Source, choices: Choices) -> Callable[[], bool | None]:
    """Give a function that tells whether the file's dates begin with the day; it reads the file when first asked."""

    @cache
    def day_first() -> bool | None:
        found = read_file(source.path, choices.mapping)
        return find_day_first(record.fields.get("published", "") for record in found if isinstance(record, Record))

    return day_first


def make_article(
    record: Record, source: Source, choices: Choices, day_first: Callable[[], bool | None] = lambda: None
) -> dict | Rejection:
    """Make a row of articles of a record; a rejection when its text is too short, or in a language not kept."""
    fields = {name: one_line(value) for name, value in record.fields.items() if name != "text"}
    title, author = fields.get("title", ""), re.sub("^by ", "", fields.get("author", ""), flags=re.IGNORECASE)
    body = without_title(title, clean(record.fields["text"]))
    agency = find_agency(author, body)
    head = part_head(body)
    text = with_title(title, head.body)
    words = count_words(head.body)
    if words < SHORTEST:
        return Rejection(record.place, f"too short: {words} words of story; an article has {SHORTEST} or more")
    language = find_language(head.body, fields.get("language", ""))
    if not {language, EVERY_LANGUAGE} & choices.languages:
        return Rejection(record.place, f"in {language_name(language)}; to keep it, ingest with --keep {language}")
    written = fields.get("published") or head.day or day_told(record.fields["text"])
    published = parse_date(written)
    if published is None and is_ambiguous(written):
        published = parse_date(written, day_first())
    remarks = [record.remark] if record.remark else []
    period = str(published or parse_period(written))
    if published is None and written:
        told = "could be two days" if is_ambiguous(written) else "is not a day"
        read = f", read as {period}" if period else ""
        remarks.append(f'date {"without a day" if period else "not read"}: "{written[:40]}" {told}{read}')
    if published and is_guess(written):
        remarks.append(f'date guessed: "{written[:40]}" read as {published}')
    if published is None:
        published = parse_date(fields.get("file", "") if record.place else source.path.name)
    if is_mojibake(record.fields["text"]):
        remarks.append(REPAIRED)
    if lost := text.count(LOST):
        remarks.append(f"characters lost: {lost} are written {LOST} (deliver it again from where they are whole)")
    named = choices.outlet or fields.get("outlet") or fields.get("folder") or source.folder
    outlet = one_line(named) or schema.UNKNOWN
    if INVISIBLE.search(named):
        remarks.append(f"invisible characters left out of the outlet's name: {outlet}")
    further = {"section": fields.get("section"), "abstract": fields.get("abstract"), "dateline": head.dateline}
    extra = further | {one_line(name): one_line(value) for name, value in record.extra.items()}
    return {
        "article_id": make_id(outlet, str(published or ""), text),
        "outlet": outlet,
        "title": title,
        "author": author or head.author,
        "published": published,
        "published_in": str(published or period),
        "url": fields.get("url", ""),
        "language": language,
        "text": text,
        "words": count_words(text),
        "source_file": source.name,
        "duplicate_of": "",
        "agency": agency,
        "date_written": written,
        "extra": json.dumps({name: value for name, value in extra.items() if value}, ensure_ascii=False),
        "remarks": "; ".join(remarks),
    }


def day_told(text: str) -> str:
    """Give the day in the first lines of a text that say when it was published; cleaning drops such lines."""
    lines = [line for line in text[:HEAD_OF_TEXT].split("\n") if PUBLISHED.search(line)]
    return next((day for line in lines if (day := find_published(line.strip()))), "")


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
