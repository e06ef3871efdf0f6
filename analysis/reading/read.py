"""A corpus read: `articles` in, `attributions`, `sources`, `sentences`, `tones` out, in parts that a second run keeps.

The only file of this room that writes. A part holds what one state of the reader found in some articles; parts of
another state are deleted. Codes are given when the parts are gathered, so that a changed codebook reads nothing anew.
Tones need the codebook to know toward whom, and the network to read them: each part keeps those it has read, so that
a changed codebook reads only the mentions it adds.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow.parquet as pq
from tqdm import tqdm

from analysis import schema
from analysis.codebook import Codebook, load_codebook, no_codebook
from analysis.corpus.store import read_table, table_path, write_table
from analysis.errors import RequestError, nearest
from analysis.reading.coding import CODED, code_sources

READERS = ("model", "rules")
PART = 32
"""Articles in a part: what an interrupted run loses at most, a worker."""

TABLES = ("attributions", "sources", "sentences")

FAILED = "could not be read for attributions: "
"""How the reasons begin that this stage writes to `rejected`, so that the next run replaces its own."""


NOT_CODED = {name: False if name == "expert" else "" for name in CODED}


class Counts(NamedTuple):
    """What one run did, in articles and rows."""

    articles: int
    read_before: int
    failed: int
    attributions: int
    sources: int


def read_corpus(corpus: Path, codebook: Path | None = None, reader: str = "model", workers: int = 1) -> Counts:
    """Read every article that is no duplicate and was not read before, and code its sources.

    An article that cannot be read is listed in `rejected`, and the rest goes on. Interrupted, the next run goes on
    where this one stopped.

    Parameters
    ----------
    corpus : folder with `articles`
    codebook : what sources are coded by; without one, the one used before; without that, no side is known
    reader : "model" (trained) or "rules"
    workers : processes, each on one thread

    Raises
    ------
    RequestError
        When there are no articles, no such reader, or the codebook is wrong.
    """
    if reader not in READERS:
        raise RequestError(f'There is no reader "{reader}"; there are {", ".join(READERS)}.{nearest(reader, READERS)}')
    if codebook:
        load_codebook(codebook)  # a mistake in it is told before the long work, not after
    articles = read_table(corpus, "articles", "coalesce(duplicate_of, '') = ''")
    if articles.empty:
        raise RequestError(f'"{corpus}" has no articles: add some with `evenhand ingest PATH... --corpus {corpus}`.')
    parts = corpus / "parts" / f"{reader}-{state_of(reader)}"
    for old in parts.parent.glob("*"):
        if old != parts:
            shutil.rmtree(old)
    parts.mkdir(parents=True, exist_ok=True)
    done = {article for part in _finished(parts) for article in part["read"]}
    waiting = articles[~articles.article_id.isin(done)]
    _read_parts(waiting[["article_id", "text"]], parts, reader, workers)
    return _gather(corpus, parts, codebook, articles, len(articles) - len(waiting), workers)


def code_corpus(corpus: Path, codebook: Path) -> bool:
    """Code the sources of a corpus that was read, unless this codebook did already; tell whether there was work.

    Sources that `read_corpus` did not code, a colleague's or a test's, keep the codes that they came with.

    Raises
    ------
    RequestError
        When the corpus was not read yet, or the codebook is wrong.
    """
    chosen = load_codebook(codebook)
    read_table(corpus, "articles", "false")  # says what to do first where there is no corpus at all
    sources = read_table(corpus, "sources")
    if _coded_by(corpus).get("digest") in (None, _digest(chosen)):
        return False
    _code(corpus, sources, chosen, codebook, workers=1)
    return True


@cache
def state_of(reader: str) -> str:
    """Name the state of a reader by what it is made of: this room's code and data and, for the model, its weights."""
    room = Path(__file__).parent
    made_of = [*room.glob("*.py"), *room.glob("*.yml")]
    if reader == "model":
        made_of += [path for path in (room.parent / "models").glob("*") if path.suffix in (".onnx", ".json")]
    digest = hashlib.sha256()
    for path in sorted(made_of):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _read_parts(waiting: pd.DataFrame, parts: Path, reader: str, workers: int) -> None:
    texts = waiting.to_dict("records")
    batches = [texts[i : i + PART] for i in range(0, len(texts), PART)]
    with tqdm(total=len(texts), desc="Reading", unit=" articles", disable=None) as progress:
        for count in _each(partial(read_part, parts=parts, reader=reader), batches, workers):
            progress.update(count)


def _each(work: Callable, batches: list, workers: int) -> Iterator:
    workers = min(workers, len(batches))
    if workers <= 1:
        yield from map(work, batches)
        return
    # Spawned, not forked: the threads of onnxruntime and OpenBLAS do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            for future in as_completed([pool.submit(work, batch) for batch in batches]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def read_part(articles: list[dict], parts: Path, reader: str) -> int:
    """Read some articles (article_id, text), write what was found as one part, and return how many there were.

    Imports here, so that the process that only hands out work does not load the parser.
    """
    from analysis.reading.article import read_article
    from analysis.reading.finders import find_with
    from analysis.reading.parser import load_parser

    parse, find = load_parser(), find_with(reader)
    rows = {table: [] for table in TABLES}
    failed = []
    for article in articles:
        try:
            read = read_article(article["article_id"], parse(article["text"]), find)
        except Exception as error:  # one article must not stop the others
            failed.append({"article_id": article["article_id"], "reason": f"{type(error).__name__}: {error}"})
            continue
        for table in TABLES:
            rows[table] += read[table]
    rows["sources"] = [NOT_CODED | row for row in rows["sources"]]
    ids = [article["article_id"] for article in articles]
    name = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
    for table in TABLES:
        pq.write_table(schema.to_arrow(table, rows[table]), parts / f"{name}.{table}.parquet", compression="zstd")
    temporary = parts / f"{name}.{os.getpid()}.tmp"
    temporary.write_text(json.dumps({"read": ids, "failed": failed}), encoding="utf-8")
    os.replace(temporary, parts / f"{name}.json")  # last, for it says that the part is whole
    return len(articles)


def tone_part(part: Path, codebook: Codebook) -> None:
    """Read the tones toward a codebook's actors and sides in a finished part, and keep them beside it."""
    from analysis.reading.targets import KEY, PROBABILITIES, read_tones

    path = _tones_of(part)
    known = pd.read_parquet(path) if path.is_file() else None
    tones = read_tones(pd.read_parquet(part.with_name(f"{part.stem}.sentences.parquet")), codebook, known)
    kept = pd.concat([known, tones[[*KEY, *PROBABILITIES]]]).drop_duplicates(KEY)
    if known is not None and len(kept) == len(known):
        return
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    kept.to_parquet(temporary, index=False)
    os.replace(temporary, path)


def _tones_of(part: Path) -> Path:
    return part.with_name(f"{part.stem}.tones-{_state_of_tone()}.parquet")


@cache
def _state_of_tone() -> str:
    room = Path(__file__).parent
    made_of = [room / "tone.py", *(room.parent / "models" / name for name in ("tone.onnx", "tone.json"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of if path.is_file())).hexdigest()[:12]


def _finished(parts: Path) -> list[dict]:
    return [json.loads(part.read_text(encoding="utf-8")) | {"name": part.stem} for part in sorted(parts.glob("*.json"))]


def _rows(corpus: Path, parts: Path, table: str) -> pd.DataFrame:
    """Collect a table from the finished parts, without articles that the corpus no longer has."""
    files = [str(parts / f"{part['name']}.{table}.parquet") for part in _finished(parts)]
    with duckdb.connect() as database:
        database.read_parquet(files).create_view("found")
        database.read_parquet(str(table_path(corpus, "articles"))).create_view("articles")
        return database.execute(
            "SELECT found.* FROM found SEMI JOIN (SELECT * FROM articles WHERE duplicate_of = '') "
            "USING (article_id) ORDER BY article_id"
        ).df()


def _gather(
    corpus: Path, parts: Path, codebook: Path | None, articles: pd.DataFrame, before: int, workers: int
) -> Counts:
    attributions, sources = _rows(corpus, parts, "attributions"), _rows(corpus, parts, "sources")
    used = _coded_by(corpus).get("codebook")
    path = codebook or (Path(used) if used and Path(used).is_file() else None)
    write_table(corpus, "attributions", attributions)
    write_table(corpus, "sentences", _rows(corpus, parts, "sentences"))
    _code(corpus, sources, load_codebook(path) if path else no_codebook(), path, workers)
    files = articles.set_index("article_id").source_file
    failed = [row for part in _finished(parts) for row in part["failed"] if row["article_id"] in files.index]
    kept = read_table(corpus, "rejected", f"NOT starts_with(reason, '{FAILED}')").to_dict("records")
    new = [
        {"source_file": files[row["article_id"]], "record": row["article_id"], "reason": FAILED + row["reason"]}
        for row in failed
    ]
    write_table(corpus, "rejected", kept + new)
    return Counts(len(articles), before, len(failed), len(attributions), len(sources))


def _code(corpus: Path, sources: pd.DataFrame, codebook: Codebook, path: Path | None, workers: int) -> None:
    from analysis.reading.targets import read_tones

    write_table(corpus, "sources", code_sources(sources, codebook))
    parts = sorted((corpus / "parts").glob("*/*.json"))
    for _ in _each(partial(tone_part, codebook=codebook), parts, workers):
        pass
    known = [pd.read_parquet(_tones_of(part)) for part in parts]
    sentences = read_table(corpus, "sentences")
    write_table(corpus, "tones", read_tones(sentences, codebook, pd.concat(known) if known else None))
    note = {"codebook": str(path.resolve()) if path else "", "digest": _digest(codebook)}
    temporary = corpus / f"coded-by.{os.getpid()}.tmp"
    temporary.write_text(json.dumps(note, indent=1), encoding="utf-8")
    os.replace(temporary, corpus / "coded-by.json")


def _coded_by(corpus: Path) -> dict:
    note = corpus / "coded-by.json"
    return json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}


def _digest(codebook: Codebook) -> str:
    return hashlib.sha256((codebook.model_dump_json() + state_of("rules")).encode()).hexdigest()
