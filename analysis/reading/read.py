"""A corpus read: `articles` in; `attributions`, `speakers`, `sources`, `sentences`, `tones` and `copies` out,
by way of parts that a second run keeps.

A part (`reading.parts`) holds what one state of the reader found in some articles as they stood; an article whose text
changed, or a changed reader, is read anew. Codes stand beside it, so that a changed codebook reads nothing anew. Memory
does not grow with the corpus: texts go by, tables are gathered by DuckDB.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from analysis.codebook import Codebook, load_codebook, no_codebook
from analysis.corpus.account import count_of
from analysis.corpus.copies.mark import mark_copies
from analysis.corpus.store import (
    LAYER,
    MEMORY,
    PARTS,
    coded_by,
    database,
    note_coded_by,
    outlets_and_years,
    read_table,
    stream,
    table_path,
    write_table,
)
from analysis.errors import RequestError, nearest
from analysis.files import held, sweep
from analysis.reading.coding.across_articles import tell_across_articles
from analysis.reading.exchange.annotation_files import holds_imported, reinstate
from analysis.reading.exchange.new_sources import add_new_sources
from analysis.reading.parts import (
    Read,
    code_parts,
    coded_path,
    is_sound,
    is_whole,
    read_and_code,
)
from analysis.reading.state import state_of, state_of_coding, state_of_tone
from analysis.reading.workers import Lost, each

READERS = ("model", "rules")
PART, LARGEST_PART = 16, 512
"""Articles in a part: what an interrupted run loses at most, a worker; more in a corpus of tens of thousands, so that
there are never more than some thousands of parts waiting."""

FEWEST_PARTS = 64
"""A small corpus has smaller parts, so that no worker stands idle while another reads a last long one."""

ROWS = 50_000
"""Rows held in memory while a table is gathered."""

UNFINISHED = ""
"""Noted in place of a codebook's digest while `sources` is written: whoever stops here is coded again."""

FAILED = "could not be read for attributions: "
"""How the reasons begin that this stage writes to `rejected`, so that the next run replaces its own."""

LOST = (
    "the process that read it was ended, most likely for want of memory; run the same command again, on fewer workers"
)

NOT_DUPLICATE = "coalesce(duplicate_of, '') = ''"


class Counts(NamedTuple):
    """What one run did, in articles and rows; a shard gathers no tables, so its rows are None."""

    articles: int
    read_before: int
    failed: int
    attributions: int | None
    sources: int | None


def read_corpus(
    corpus: Path,
    codebook: Path | None = None,
    reader: str = "model",
    workers: int = 1,
    scheduler: str = "",
    shard: str = "",
) -> Counts:
    """Read every article that is no duplicate and was not read before, and code its sources.

    An article that cannot be read is listed in `rejected`, and the rest goes on. Interrupted, the next run goes on
    where this one stopped.

    Parameters
    ----------
    corpus : folder with `articles`
    codebook : what sources are coded by; without one, the one used before; without that, no side is known
    reader : "model" (trained) or "rules"
    workers : processes, each on one thread
    scheduler : address of a Dask scheduler whose workers see the same folder; they work in place of `workers`
    shard : "2/8" reads the second of eight shares of the articles and gathers no tables; when every share is read,
        a run without a shard does

    Raises
    ------
    RequestError
        When there are no articles, no such reader, shard or cluster, the codebook is wrong or the disk is full.
    """
    if reader not in READERS:
        raise RequestError(f'There is no reader "{reader}"; there are {", ".join(READERS)}.{nearest(reader, READERS)}')
    share = _share(shard)
    if codebook:
        load_codebook(codebook)  # a mistake in it is told before the long work, not after
    with held(corpus, shared=bool(shard)):
        return _read_corpus(corpus, codebook, reader, share, shard, partial(each, workers=workers, scheduler=scheduler))


def _read_corpus(corpus: Path, codebook: Path | None, reader: str, share: str, shard: str, work) -> Counts:
    with database(corpus, "articles") as articles:
        (whole,) = articles.execute(f"SELECT count(*) FROM articles WHERE {NOT_DUPLICATE} AND {share}").fetchone()
    if not whole:
        raise RequestError(f'"{corpus}" has no articles: add some with `evenhand ingest PATH... --corpus {corpus}`.')
    try:
        parts, coder = _folder(corpus, reader), _choose(corpus, codebook)
        waiting, done = _read_parts(corpus, parts, reader, share, coder, work)
        unread = [row for read in done for row in read.unread]
        if shard:
            return Counts(whole, whole - waiting, len(unread), None, None)
        return _gather(corpus, parts, coder, (whole, whole - waiting), unread, work)
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        if damaged := _sweep_damaged(corpus):
            raise RequestError(
                f'Of the parts of "{corpus}" that were read before, {damaged} were damaged and are deleted: run the '
                "same command again; it reads these articles anew."
            ) from error
        if not isinstance(error, OSError):
            raise
        raise RequestError(
            f'"{corpus}" could not be written ({error.strerror or error}). What is done is kept: make room there and '
            "run the same command again."
        ) from error


def _sweep_damaged(corpus: Path) -> int:
    """Delete the parts, codes and tones that cannot be read to their end; return how many those were."""
    damaged = [part for part in (corpus / PARTS).rglob("*.parquet") if not is_sound(part)]
    for part in damaged:
        part.unlink(missing_ok=True)
    return len(damaged)


def tell_read(counts: Counts, corpus: Path, shard: str) -> str:
    """Say in a sentence what a run did, and of a shard what is to be done next."""
    read = f"{count_of(counts.articles, 'article')} ({counts.read_before} read before)"
    if shard:
        return f"Shard {shard}: {read}. When every shard is read, gather them: evenhand read {corpus}"
    return f"{read}: {count_of(counts.attributions, 'attribution')}, {count_of(counts.sources, 'source')}."


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
    read_table(corpus, "sources", "false")
    digest = _digest(chosen, corpus)
    if coded_by(corpus).get("digest") in (None, digest):
        return False
    with held(corpus):
        _code(corpus, codebook, digest, each)
    return True


def _share(shard: str) -> str:
    """Give the condition, in SQL, on the articles of a share; it does not depend on what else the corpus holds."""
    if not shard:
        return "true"
    match = re.fullmatch(r"(\d+)/(\d+)", shard.strip())
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise RequestError(f'"{shard}" is no shard: write the number of the share and of all shares, as in 2/8.')
    return f"md5_number(article_id) % {int(match[2])} = {int(match[1]) - 1}"


def _folder(corpus: Path, reader: str) -> Path:
    """Make the folder for the parts of this state of the reader, and delete those of others."""
    parts = corpus / PARTS / f"{reader}-{state_of(reader)}"
    sweep(parts)
    for old in parts.parent.glob("*"):
        if old != parts:
            shutil.rmtree(old, ignore_errors=True)
    parts.mkdir(parents=True, exist_ok=True)
    return parts


def parts_of(folder: Path) -> list[Path]:
    """List the parts in a folder that are whole; one that is not is deleted, so that its articles are read anew."""
    found = sorted(folder.glob("*.part.parquet"))
    whole = [part for part in found if is_whole(part)]
    for broken in set(found) - set(whole):
        broken.unlink(missing_ok=True)
    return whole


def _read_parts(
    corpus: Path, parts: Path, reader: str, share: str, coder: tuple[Path | None, str], work
) -> tuple[int, list[Read]]:
    """Read the articles of a share that no part holds as they are now; tell how many those were."""
    with database(corpus, "articles", threads=1) as articles:  # the same parts from the same corpus
        _see(articles, "done", parts_of(parts), "article_id VARCHAR, digest VARCHAR")
        articles.execute(
            f"CREATE VIEW waiting AS SELECT article_id, outlet, left(published_in, 4) AS year, text, "
            f"md5(text) AS digest FROM articles "
            f"ANTI JOIN done ON done.article_id = articles.article_id AND done.digest = md5(articles.text) "
            f"WHERE {NOT_DUPLICATE} AND {share}"
        )
        (waiting,) = articles.execute("SELECT count(*) FROM waiting").fetchone()
        size = min(max(waiting // 1000, min(PART, -(-waiting // FEWEST_PARTS))), LARGEST_PART)
        batches = _batches(stream(articles, "SELECT * FROM waiting"), size)
        done = []
        with tqdm(total=waiting, desc="Reading", unit=" articles", smoothing=0, disable=None) as progress:
            reading = partial(read_and_code, parts=parts, reader=reader, codebook=coder[0], digest=coder[1])
            try:
                with closing(work(reading, batches)) as results:
                    for read in results:
                        if isinstance(read, Lost):
                            read = Read(1, "", [{"article_id": read.item["article_id"], "reason": LOST}])
                        done.append(read)
                        progress.update(read.articles)
            finally:
                sweep(parts)  # what processes left that were ended
    return waiting, done


def _batches(rows: Iterator[dict], size: int) -> Iterator[list[dict]]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _see(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path], columns: str) -> None:
    """Let a connection see files as one table, empty where there are none."""
    if files:
        connection.read_parquet([str(file) for file in files]).create_view(name)
    else:
        connection.execute(f"CREATE TABLE {name} ({columns})")


CURRENT = f"SELECT article_id, md5(text) AS digest FROM articles WHERE {NOT_DUPLICATE}"
"""The articles as they stand: what a part holds of an earlier text of theirs is left out."""


def _collect(corpus: Path, files: list[Path], table: str, among: str = "articles") -> int:
    """Write a table from the rows inside parts, by article, of the articles that stand in the table `among`."""
    if not files:
        write_table(corpus, table, [])
        return 0
    with database(corpus, *{"articles", among}, memory="1GB", scratch=corpus) as connection:
        connection.read_parquet([str(file) for file in files], filename=True).create_view("parts")
        connection.execute(
            f"""
            CREATE TABLE kept AS SELECT article_id, min(filename) AS filename FROM parts
            SEMI JOIN ({CURRENT}) USING (article_id, digest)
            SEMI JOIN {among} USING (article_id) GROUP BY article_id
            """
        )
        rows = connection.sql(
            f"""
            SELECT unnest(row) FROM (SELECT unnest({table}) AS row FROM (
                SELECT {table} FROM parts SEMI JOIN kept USING (article_id, filename) ORDER BY article_id
            ))
            """
        )
        write_table(corpus, table, rows.to_arrow_reader(ROWS))
    return pq.read_metadata(table_path(corpus, table)).num_rows


def _gather(
    corpus: Path, parts: Path, coder: tuple[Path | None, str], counts: tuple[int, int], unread: list, work
) -> Counts:
    whole = parts_of(parts)
    if counts[0] > counts[1] or not is_sound(table_path(corpus, "copies")):
        mark_copies(corpus)
    _collect(corpus, whole, "attributions")
    _collect(corpus, whole, "speakers")
    if holds_imported(corpus):
        note_coded_by(corpus, coder[0], UNFINISHED)
        _collect(corpus, whole, "sources")  # as read now: whose the imported attributions are
        reinstate(corpus)
    attributions = pq.read_metadata(table_path(corpus, "attributions")).num_rows
    _collect(corpus, whole, "sentences")
    sources = _code(corpus, *coder, work)
    with database(corpus, "articles", "rejected") as tables:
        _see(tables, "parts", whole, "article_id VARCHAR, digest VARCHAR, failed VARCHAR")
        tables.register("unread", pd.DataFrame(unread, columns=["article_id", "reason"], dtype="string"))
        failed = tables.execute(
            f"""
            SELECT source_file, article_id AS record, '{FAILED}' || reason AS reason FROM articles JOIN (
                SELECT article_id, failed AS reason FROM parts SEMI JOIN ({CURRENT}) USING (article_id, digest)
                WHERE failed <> '' UNION FROM unread
            ) USING (article_id) WHERE {NOT_DUPLICATE} ORDER BY source_file, article_id
            """
        ).df()
        kept = tables.execute(f"FROM rejected WHERE NOT starts_with(reason, '{FAILED}')").df()
    write_table(corpus, "rejected", pd.concat([kept, failed]))
    return Counts(*counts, len(failed), attributions, sources)


def _choose(corpus: Path, codebook: Path | None) -> tuple[Path | None, str]:
    """Give the codebook asked for, else the one used before, else none, and the digest of what it decides."""
    used = codebook or coded_by(corpus).get("codebook")
    path = Path(used) if used and Path(used).is_file() else None
    return path, _digest(load_codebook(path) if path else no_codebook(), corpus)


def _code(corpus: Path, codebook: Path | None, digest: str, work) -> int:
    """Write `sources` and `tones` with a codebook's codes; return how many sources there are."""
    parts = [part for folder in sorted((corpus / PARTS).glob("*")) for part in parts_of(folder)]
    note_coded_by(corpus, codebook, UNFINISHED)
    if parts:
        _code_parts(parts, codebook, digest, work)
        coded = [coded_path(part, digest) for part in parts]
        sources = _collect(corpus, coded, "sources", "sentences")
        _collect(corpus, coded, "tones", "sentences")
        for old in {f for part in parts for f in part.parent.glob("*.coded-*.parquet")} - set(coded):
            old.unlink(missing_ok=True)
    else:  # the tables came without the parts
        sources = _code_tables(corpus, load_codebook(codebook) if codebook else no_codebook())
    chosen = load_codebook(codebook) if codebook else no_codebook()
    if holds_imported(corpus):
        sources += add_new_sources(corpus, chosen)
    tell_across_articles(corpus)
    _list_actors(corpus, chosen)
    note_coded_by(corpus, codebook, digest)
    return sources


def _code_parts(parts: list[Path], codebook: Path | None, digest: str, work) -> None:
    waiting = [part for part in parts if not is_whole(coded_path(part, digest))]
    if not waiting:
        return
    with tqdm(total=len(waiting), desc="Coding", unit=" parts", smoothing=0, disable=None) as progress:
        for coded in work(partial(code_parts, codebook=codebook, digest=digest), ([part] for part in waiting)):
            if isinstance(coded, Lost):
                raise RequestError(f'The process coding "{coded.item}" was ended: run the same command again.')
            progress.update(coded)


def _code_tables(corpus: Path, codebook: Codebook) -> int:
    from analysis.reading.coding.code import code_sources
    from analysis.reading.coding.layer import load_layer
    from analysis.reading.tone.targets import read_tones

    sources = code_sources(read_table(corpus, "sources"), codebook, *outlets_and_years(corpus), load_layer(corpus))
    write_table(corpus, "tones", read_tones(read_table(corpus, "sentences"), codebook))
    write_table(corpus, "sources", sources)
    return len(sources)


def _list_actors(corpus: Path, codebook: Codebook) -> None:
    from analysis.reading.speakers.actors import actor_table

    with database(corpus, "attributions", "sources", memory=MEMORY) as tables:
        actors = actor_table(tables, codebook)
    write_table(corpus, "actors", actors)


def _digest(codebook: Codebook, corpus: Path) -> str:
    learned = corpus / LAYER
    decided_by = codebook.model_dump_json(exclude={"questions"}) + state_of_coding() + state_of_tone()
    return hashlib.sha256(decided_by.encode() + (learned.read_bytes() if learned.is_file() else b"")).hexdigest()
