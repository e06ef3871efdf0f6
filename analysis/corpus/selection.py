"""A part of a corpus as a corpus of its own, so that every later command can be given that part.

What was read of the articles goes with them; nothing is read anew, and the first corpus stays as it is.
"""

from pathlib import Path

import duckdb

from analysis import schema
from analysis.corpus import store
from analysis.errors import RequestError


def select(corpus: Path, target: Path, where: str) -> int:
    """Copy the articles that a condition keeps, with all that stands of them in other tables.

    Parameters
    ----------
    corpus, target
        Folders; the second is made, or its tables replaced.
    where
        Condition in DuckDB's SQL on articles, for example
        ``outlet = 'BBC' AND published >= '2024-03-01' AND words > 300 AND text ILIKE '%bridge%'``.

    Returns
    -------
    int
        The number of articles kept. A duplicate whose first article is left out stands for itself.

    Raises
    ------
    RequestError
        When there is no such corpus, the condition is not one, or it keeps no article.
    """
    if Path(corpus).resolve() == Path(target).resolve():
        raise RequestError(f'"{target}" is the corpus itself; name another folder for the part.')
    with store.database(corpus, "articles") as database:
        try:
            database.execute(f"CREATE TABLE kept AS SELECT article_id FROM articles WHERE {store.condition(where)}")
        except duckdb.Error as error:
            raise RequestError(f'The condition "{where}" cannot be used: {str(error).splitlines()[0]}') from error
        (count,) = database.execute("SELECT count(*) FROM kept").fetchone()
        if not count:
            raise RequestError(f'No article of "{corpus}" meets the condition "{where}".')
        present = [table for table in schema.TABLES if store.table_path(corpus, table).is_file()]
        for table in present:
            store.write_table(target, table, store.stream(database, _rows(corpus, table)))
    return count


def _rows(corpus: Path, table: str) -> str:
    path = str(store.table_path(corpus, table)).replace("'", "''")
    if table == "articles":
        first = "duplicate_of IN (FROM kept)"
        return f"""SELECT * REPLACE (if({first}, duplicate_of, '') AS duplicate_of) FROM articles
            SEMI JOIN kept USING (article_id) ORDER BY outlet, published NULLS LAST, article_id"""
    if any(column.name == "article_id" for column in schema.TABLES[table]):
        return f"FROM read_parquet('{path}') SEMI JOIN kept USING (article_id)"
    return f"FROM read_parquet('{path}')"
