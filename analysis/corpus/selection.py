"""A part of a corpus as a corpus of its own, so that every later command can be given that part.

What was read of the articles goes with them; nothing is read anew, and the first corpus stays as it is.
"""

import json
import shutil
from pathlib import Path

import duckdb

from analysis import schema
from analysis.corpus import store
from analysis.errors import RequestError


def select(corpus: Path, target: Path, where: str, force: bool = False) -> int:
    """Copy the articles that a condition keeps, with all that stands of them in other tables.

    Parameters
    ----------
    corpus, target
        Folders; the second is made.
    where
        Condition in DuckDB's SQL on articles, for example
        ``outlet = 'BBC' AND published >= '2024-03-01' AND words > 300 AND text ILIKE '%bridge%'``.
    force
        Replace the corpus that stands in the second folder.

    Returns
    -------
    int
        The number of articles kept. A duplicate whose first article is left out stands for itself.

    Raises
    ------
    RequestError
        When there is no such corpus, the condition is not one, it keeps no article, or a corpus stands in `target`.
    """
    if Path(corpus).resolve() == Path(target).resolve():
        raise RequestError(f'"{target}" is the corpus itself; name another folder for the part.')
    if store.table_path(target, "articles").is_file() and not force:
        raise RequestError(f'"{target}" holds a corpus already: name another folder, or give --force to replace it.')
    with store.database(corpus, "articles") as database:
        try:
            database.execute(f"CREATE TABLE kept AS SELECT article_id FROM articles WHERE {store.condition(where)}")
        except duckdb.Error as error:
            raise RequestError(f'The condition "{where}" cannot be used: {str(error).splitlines()[0]}') from error
        kept = [article for (article,) in database.execute("FROM kept").fetchall()]
        if not kept:
            raise RequestError(f'No article of "{corpus}" meets the condition "{where}".')
        _clear(target)
        _copy_reading(corpus, target, kept)
        present = [table for table in schema.TABLES if store.table_path(corpus, table).is_file()]
        for table in sorted(present, key=lambda table: table == "articles"):  # interrupted, it is no corpus yet
            store.write_table(target, table, store.stream(database, _rows(corpus, table)))
    return len(kept)


def _clear(target: Path) -> None:
    """Delete the corpus in a folder, and nothing else that stands there."""
    for table in schema.TABLES:
        store.table_path(target, table).unlink(missing_ok=True)
    for name in (store.CODED_BY, store.IMPORTED):
        (target / name).unlink(missing_ok=True)
    shutil.rmtree(target / store.PARTS, ignore_errors=True)


def _copy_reading(corpus: Path, target: Path, kept: list[str]) -> None:
    """Copy what readings left beside the tables, so that nothing is read twice and a changed codebook codes anew."""
    target.mkdir(parents=True, exist_ok=True)
    for part in sorted((corpus / store.PARTS).glob("*/*.part.parquet")):
        name = part.name.split(".")[0]
        if store.copy_rows(part, target / part.relative_to(corpus), kept):
            for codes in part.parent.glob(f"{name}.coded-*.parquet"):
                store.copy_rows(codes, target / codes.relative_to(corpus), kept)
            for tones in part.parent.glob(f"{name}.tones-*.parquet"):  # by sentence, without their words
                shutil.copyfile(tones, target / tones.relative_to(corpus))
    if (corpus / store.IMPORTED).is_file():
        ids = set(kept)
        lines = (corpus / store.IMPORTED).read_text(encoding="utf-8").splitlines(keepends=True)
        mine = [line for line in lines if json.loads(line)["article_id"] in ids]
        (target / store.IMPORTED).write_text("".join(mine), encoding="utf-8")
    if (corpus / store.CODED_BY).is_file():
        shutil.copyfile(corpus / store.CODED_BY, target / store.CODED_BY)


def _rows(corpus: Path, table: str) -> str:
    path = str(store.table_path(corpus, table)).replace("'", "''")
    if table == "articles":
        first = "duplicate_of IN (FROM kept)"
        return f"""SELECT * REPLACE (if({first}, duplicate_of, '') AS duplicate_of) FROM articles
            SEMI JOIN kept USING (article_id) ORDER BY outlet, published NULLS LAST, article_id"""
    if any(column.name == "article_id" for column in schema.TABLES[table]):
        return f"FROM read_parquet('{path}') SEMI JOIN kept USING (article_id)"
    return f"FROM read_parquet('{path}')"
