"""A corpus read: `articles` in, `attributions`, `sources` and `sentences` out, in parts that a second run keeps.

The only file of this room that writes, through the store. A part holds what was read of some articles by one
state of the reader; parts of another state are deleted.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm import tqdm

from analysis.codebook import Codebook
from analysis.corpus.store import read_table, write_table
from analysis.errors import RequestError, nearest
from analysis.reading.coding import code_sources

READERS = ("model", "rules")
PART = 32
"""Articles in a part: what an interrupted run loses at most, a worker."""

TABLES = ("attributions", "sources", "sentences")

FAILED = "could not be read for attributions: "
"""How the reasons begin that this stage writes to `rejected`, so that the next run replaces its own."""


class Counts(NamedTuple):
    """What one run did, in articles and rows."""

    articles: int
    read_before: int
    failed: int
    attributions: int
    sources: int


def read_corpus(corpus: Path, codebook: Codebook, reader: str = "model", workers: int = 1) -> Counts:
    """Read every article that is no duplicate and was not read before, and code its sources.

    An article that cannot be read is listed in `rejected`, and the rest goes on. Interrupted, the next run goes on
    where this one stopped.

    Parameters
    ----------
    corpus : folder with `articles`
    codebook : what sources are coded by
    reader : "model" (trained) or "rules"
    workers : processes, each on one thread

    Raises
    ------
    RequestError
        When there are no articles, or no such reader.
    """
    if reader not in READERS:
        raise RequestError(
            f'There is no reader "{reader}"; there are {", ".join(READERS)}.{nearest(reader, READERS)}'
        )
    articles = read_table(corpus, "articles", "coalesce(duplicate_of, '') = ''")[["article_id", "text"]]
    if articles.empty:
        raise RequestError(
            f'The corpus "{corpus}" has no articles: add some with `evenhand ingest PATH... --corpus {corpus}`.'
        )
    parts = corpus / "parts" / f"{reader}-{state_of(reader)}"
    for old in parts.parent.glob("*"):
        if old != parts:
            shutil.rmtree(old)
    parts.mkdir(parents=True, exist_ok=True)
    done = {i for part in parts.glob("*.json") for i in json.loads(part.read_text(encoding="utf-8"))["read"]}
    waiting = articles[~articles.article_id.isin(done)]
    _read_parts(waiting, parts, reader, workers)
    return _gather(corpus, parts, codebook, articles, len(articles) - len(waiting))


@lru_cache(maxsize=2)
def state_of(reader: str) -> str:
    """Name the state of a reader by what it is made of: the code and data of this room and, for the model, its weights."""
    room = Path(__file__).parent
    made_of = [*room.glob("*.py"), *room.glob("*.yml")]
    if reader == "model":
        made_of += [
            path for path in room.parent.joinpath("models").glob("*") if path.suffix in (".onnx", ".json")
        ]
    digest = hashlib.sha256()
    for path in sorted(made_of):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _read_parts(waiting: pd.DataFrame, parts: Path, reader: str, workers: int) -> None:
    texts = waiting.to_dict("records")
    batches = [texts[i : i + PART] for i in range(0, len(texts), PART)]
    with tqdm(total=len(texts), desc="Reading", unit=" articles", disable=None) as progress:
        for count in _each(batches, parts, reader, min(workers, len(batches))):
            progress.update(count)


def _each(batches: list[list[dict]], parts: Path, reader: str, workers: int) -> Iterator[int]:
    if workers <= 1:
        yield from (read_part(batch, parts, reader) for batch in batches)
        return
    # Spawned, not forked: onnxruntime's and OpenBLAS's threads do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        try:
            for future in as_completed([pool.submit(read_part, batch, parts, reader) for batch in batches]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one_thread() -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def read_part(articles: list[dict], parts: Path, reader: str) -> int:
    """Read some articles and write what was found as one part; return how many there were."""
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
    ids = [article["article_id"] for article in articles]
    part = parts / f"{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:16]}.json"
    temporary = part.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps({"read": ids, "failed": failed, **rows}), encoding="utf-8")
    os.replace(temporary, part)
    return len(articles)


def _gather(corpus: Path, parts: Path, codebook: Codebook, articles: pd.DataFrame, before: int) -> Counts:
    wanted = set(articles.article_id)
    read = [json.loads(part.read_text(encoding="utf-8")) for part in sorted(parts.glob("*.json"))]
    rows = {t: [row for part in read for row in part[t] if row["article_id"] in wanted] for t in TABLES}
    failed = [row for part in read for row in part["failed"] if row["article_id"] in wanted]
    for table in TABLES:
        rows[table].sort(key=lambda row: row["article_id"])
    sources = code_sources(pd.DataFrame(rows["sources"], columns=UNCODED), codebook)
    write_table(corpus, "attributions", rows["attributions"])
    write_table(corpus, "sentences", rows["sentences"])
    write_table(corpus, "sources", sources)
    _list_failed(corpus, failed)
    return Counts(len(articles), before, len(failed), len(rows["attributions"]), len(sources))


def _list_failed(corpus: Path, failed: list[dict]) -> None:
    kept = read_table(corpus, "rejected", f"NOT starts_with(reason, '{FAILED}')").to_dict("records")
    files = read_table(corpus, "articles").set_index("article_id").source_file
    new = [
        {
            "source_file": files[row["article_id"]],
            "record": row["article_id"],
            "reason": FAILED + row["reason"],
        }
        for row in failed
    ]
    if new or kept:
        write_table(corpus, "rejected", kept + new)
