"""The corpus on disk: one folder, one Parquet file a table, read through DuckDB and handed out as pandas.

The only file of this room that writes. It checks columns and types against `schema`, not what they mean.
"""

import itertools
import json
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import schema
from analysis.errors import RequestError
from analysis.files import json_text, load_json, relative, unfinished_in, whole, write_whole

WRITTEN_BY = b"evenhand"
"""Under this key a table says by which version of the tables it was written; older ones are read as they are."""

BATCH = 5_000
"""Rows held in memory while a table is written."""

MADE_BY = {
    **dict.fromkeys(["articles", "rejected"], "evenhand ingest PATH... --corpus {0}"),
    "hand_codes": "evenhand code score {0} FILES...",
}
"""The command that makes a table; every other one is made by `evenhand read`."""

PARTS, CODED_BY, IMPORTED, LAYER = "parts", "coded-by.json", "imported.jsonl", "coder.json"
"""What stands beside the tables: what readings found article by article, the codebook used, what came back by
hand, what was learned from people's codes."""

UNCHANGED, LEAST_SURE = (0.0, 1.0), 0.001
"""What leaves the reader's confidence as it is, and how far from nothing and all it is held where people mend it."""

LATER = {
    "articles": {
        **dict.fromkeys(["date_written", "extra", "remarks"], "''"),
        "published_in": "coalesce(strftime(published, '%Y-%m-%d'), '')",
    }
}
"""Columns that corpora of earlier versions lack, and what stands there for them, in SQL."""

YEAR = "try_cast(left(published_in, 4) AS INTEGER)"
"""Of an article's publication, in SQL; NULL where nothing tells."""

NO_SOURCE = {
    **dict.fromkeys(["actor", "name", "role", "affiliation", "side_basis", "expert_basis"], "''"),
    **dict.fromkeys(["nature", "anonymity", "source_type", "side", "function", "gender"], "'unknown'"),
    "expert": "false",
}
"""What `coded_attributions` says, as SQL, of an attribution that has no source."""


CODED = (
    *(column.name for column in schema.TABLES["attributions"]), "outlet", "title", "published", *NO_SOURCE
)  # fmt: skip
"""The columns of an attribution with its article and source; where there is no source: "" for what is written,
"unknown" for what is coded, False for expert."""

KEYS = ("attribution_id", "article_id", "outlet", "published", "position", "confidence")
"""The columns of an attribution by which lists of them may be ordered."""

ONCE, EACH_TIME = COPIES = ("once", "each time")
"""How the copies of a story count."""

NOTHING: Mapping[str, str] = MappingProxyType({})

MEMORY = "700MB"
"""What DuckDB may hold of a table that is being counted; the rest goes to the disk."""

PATIENCE = 600
"""Seconds that a condition may take which somebody typed."""

OPENED = itertools.count()
"""Databases opened by this process: each has a folder of its own for what it cannot hold."""

RANGE = 50_000
"""Articles counted at a time."""

SEEN: dict[Path, str] = {}
"""Tables that were looked at last, and what makes them anew: DuckDB does not say which of them is torn."""

WITHIN = "article_id BETWEEN getvariable('first') AND getvariable('last')"
"""Which articles are looked at, in SQL: Parquet skips what lies elsewhere."""

_HEADLINE = r"""
CASE WHEN len(list_filter([s.name] || s.mentions, lambda form: form <> '' AND contains(a.title, form))) > 0
THEN len(list_filter([s.name] || s.mentions, lambda form: regexp_matches(form, '^[\p{Lu}\p{Lt}\p{Nd}]')
    AND lower(form) NOT IN ('he', 'she', 'it', 'they', 'we', 'i', 'you', 'who', 'his', 'her', 'their', 'our')
    AND regexp_matches(a.title, '(^|[^\p{L}\p{N}_])' || regexp_escape(form) || '([^\p{L}\p{N}_]|$)'))) > 0
ELSE false END
"""
"""Whether a name of the source stands in the headline as whole words, in SQL. A pronoun there names nobody, so a form
must begin with a capital letter or digit."""


def table_path(corpus: Path, table: str) -> Path:
    """Say where a table of the corpus stands; it need not exist."""
    if table not in schema.TABLES:
        raise ValueError(f"no table {table!r} in the schema")
    return Path(corpus) / f"{table}.parquet"


def write_table(corpus: Path, table: str, rows: pd.DataFrame | pa.RecordBatchReader | Iterable[dict]) -> None:
    """Write a table in place of the one that stands there, whole or not at all.

    Parameters
    ----------
    corpus
        Folder of the corpus; made if there is none.
    table
        A table of `schema.TABLES`.
    rows
        A frame; dictionaries, which may come from a generator: `BATCH` of them are held at a time; or Arrow's
        batches, one held at a time.
        A missing column is a KeyError, a wrong type pyarrow's error; further columns are left out.
    """
    columns = schema.arrow_schema(table).with_metadata({WRITTEN_BY: str(schema.VERSION)})
    with whole(table_path(corpus, table)) as path, pq.ParquetWriter(path, columns, compression="zstd") as writer:
        for batch in _batches(table, rows):
            writer.write_table(batch)


def _batches(table: str, rows: pd.DataFrame | pa.RecordBatchReader | Iterable[dict]) -> Iterator[pa.Table]:
    columns = [column.name for column in schema.TABLES[table]]
    if isinstance(rows, pa.RecordBatchReader):
        yield from (pa.Table.from_batches([batch]).select(columns).cast(schema.arrow_schema(table)) for batch in rows)
        return
    if isinstance(rows, pd.DataFrame):
        yield pa.Table.from_pandas(rows[columns], schema.arrow_schema(table), preserve_index=False)
        return
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield schema.to_arrow(table, batch)


def read_table(
    corpus: Path, table: str, where: str = "", columns: Iterable[str] = (), articles: Iterable[str] | None = None
) -> pd.DataFrame:
    """Read a table, or the rows of it that an SQL condition keeps.

    Parameters
    ----------
    corpus
        Folder of the corpus.
    table
        A table of `schema.TABLES`.
    where
        Condition in DuckDB's SQL over the table's columns, for example ``outlet = 'BBC' AND words > 100``.
    columns
        Names of the columns to read, all without: the text of a large corpus is most of it.
    articles
        Ids of the articles whose rows to read, all without.

    Returns
    -------
    pandas.DataFrame
        The columns asked for, else the schema's in its order; `published` as datetime64, lists as lists or arrays.
        An empty table gives an empty frame.

    Raises
    ------
    RequestError
        When the table is missing, was made by another version, or the condition is not one.
    """
    chosen = ", ".join(f'"{name}"' for name in columns or (column.name for column in schema.TABLES[table]))
    with database(corpus, table) as connection:
        condition = f"WHERE {where}" if where.strip() else ""
        if articles is not None:
            connection.register("chosen", pa.table({"article_id": pa.array(articles, pa.string())}))
            condition = f"SEMI JOIN chosen USING (article_id) {condition}"
        try:
            return connection.execute(f"SELECT {chosen} FROM {table} {condition}").df()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise RequestError(f'The condition "{where}" cannot be used on table {table}: {reason}') from error


def read_chosen(corpus: Path, where: str) -> pd.DataFrame:
    """Read the articles that are no duplicates and meet a condition that somebody typed.

    Raises
    ------
    RequestError
        When there is no such corpus, or the condition is not one: in the words that were typed.
    """
    columns = ", ".join(column.name for column in schema.TABLES["articles"])
    chosen = f"SELECT {columns} FROM articles WHERE coalesce(duplicate_of, '') = '' AND {condition(where)}"
    with database(corpus, "articles") as connection, in_words_of(where, connection):
        return connection.execute(chosen).df()


@contextmanager
def in_words_of(where: str, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Tell what DuckDB has against a condition that somebody typed, and end what takes longer than `PATIENCE`."""
    patience = threading.Timer(PATIENCE, connection.interrupt)
    patience.daemon = True
    patience.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise RequestError(f'The condition "{where}" takes over {PATIENCE} seconds: write a simpler one.') from error
    except duckdb.Error as error:
        told = torn() or f'The condition "{where}" cannot be used: {str(error).splitlines()[0]}'
        raise RequestError(told) from error
    finally:
        patience.cancel()


def condition(where: str) -> str:
    """Give a condition on articles that somebody typed as one expression in brackets, which can only filter.

    Raises
    ------
    RequestError
        When it is not one expression over the columns, by itself and in brackets: DuckDB's own parser finds an end to
        it, or a query within it.

    Examples
    --------
    >>> condition("words > 300 OR outlet = 'BBC'"), condition("")
    ("(words > 300 OR outlet = 'BBC')", '(true)')
    """
    alone = where.strip() or "true"
    wanted, _ = _parsed("true")
    for written in (alone, f"({alone})"):
        found, expressions = _parsed(written)
        if found != wanted or len(expressions) != 1 or '"class": "SUBQUERY"' in json.dumps(expressions):
            why = f" ({found['error_message']})" if found.get("error_type") == "parser" else ""
            raise RequestError(
                f'The condition "{where}" cannot be used{why}: write one condition on the columns of articles, without '
                "a query of its own, such as outlet = 'BBC' AND words > 300."
            )
    return written


def _parsed(written: str) -> tuple[dict, list[dict]]:
    """Parse what follows a SELECT: give what the query is apart from its expressions, and these."""
    try:
        with connect() as connection:
            parsed = json.loads(connection.execute("SELECT json_serialize_sql(?)", [f"SELECT {written}"]).fetchone()[0])
    except (duckdb.Error, RecursionError) as error:  # half a character, or brackets without end
        parsed = {"error_type": "parser", "error_message": str(error).splitlines()[0]}
    lists = [statement["node"].pop("select_list", ()) for statement in parsed.get("statements", [])]
    return parsed, [expression for expressions in lists for expression in expressions]


def copy_rows(source: Path, target: Path, articles: Set[str]) -> bool:
    """Copy a Parquet file's rows of some articles, whole or not at all; tell whether it has any.

    A file that cannot be read is left out: its rows are found anew.
    """
    try:
        rows = pq.read_table(source)
        rows = rows.filter(pa.array([article in articles for article in rows["article_id"].to_pylist()], pa.bool_()))
    except (pa.ArrowException, OSError):
        return False
    if rows.num_rows:
        with whole(target) as path:
            pq.write_table(rows, path, compression="zstd")
    return bool(rows.num_rows)


def coded_by(corpus: Path) -> dict[str, str]:
    """Give the codebook by which a corpus's sources were coded, and the digest of what it decides; empty when none was.

    Raises
    ------
    RequestError
        When the note is damaged.
    """
    note, command = corpus / CODED_BY, f"run: evenhand read {corpus} --codebook CODEBOOK.yml"
    said = load_json(note, command, dict) if note.is_file() else {}
    if not all(isinstance(value, str) for value in said.values()):
        raise RequestError(f"{note}: is damaged; {command}.")
    return said | ({"codebook": str((corpus / said["codebook"]).resolve())} if said.get("codebook") else {})


def outlets_and_years(corpus: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Give each article's outlet, and the year of those that have a date: what sources are coded by."""
    with database(corpus, "articles") as articles:
        about = articles.execute(f"SELECT article_id, outlet, {YEAR} FROM articles").fetchall()
    return {article: outlet for article, outlet, _ in about}, {article: year for article, _, year in about if year}


def note_coded_by(corpus: Path, codebook: Path | str | None, digest: str) -> None:
    """Note by which codebook a corpus's sources are coded; its path is that from the corpus, so both may move."""
    place = relative(Path(codebook).resolve(), corpus.resolve()) if codebook else ""
    write_whole(corpus / CODED_BY, json_text({"codebook": place, "digest": digest}))


def read_hand_codes(corpus: Path) -> pd.DataFrame:
    """Give what people coded of this corpus; an empty frame where nobody did."""
    if not table_path(corpus, "hand_codes").is_file():
        return pd.DataFrame(columns=[column.name for column in schema.TABLES["hand_codes"]])
    return read_table(corpus, "hand_codes")


def stream(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict]:
    """Give the rows of a query one by one, `BATCH` of them fetched at a time."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    while batch := result.fetchmany(BATCH):
        yield from (dict(zip(names, row, strict=True)) for row in batch)


def coded_attributions(
    corpus: Path,
    copies: str = EACH_TIME,
    columns: Iterable[str] = (),
    where: str = "",
    articles: Iterable[str] | None = None,
    limit: int | None = None,
    order: str = "outlet, published NULLS LAST, article_id, position, attribution_id",
    derived: Mapping[str, str] = NOTHING,
    voices: bool = False,
) -> pd.DataFrame:
    """Join attributions with their articles and sources, one row an attribution, or one a speaker of it.

    Parameters
    ----------
    corpus
        Folder of the corpus.
    copies
        Whether a story that several articles print counts "each time", or "once": only its original then does.
    columns
        Names of the columns to give, all of `CODED` without.
    where
        Condition in DuckDB's SQL over these columns.
    articles
        Ids of the articles to look at, all without.
    limit, order
        Most rows given, and which are first, in DuckDB's SQL by outlet, published, article_id, attribution_id,
        position or confidence: a page shows twenty of millions.
    derived
        Further columns, each with its expression in SQL over these: they can be asked for and stand in conditions. One
        named as a column of these stands in its place.
    voices
        Whether an attribution of several speakers has a row for each, with the source's `part` in it, which can be
        asked for as a column; without, its row is that of the first speaker who meets the condition.

    Returns
    -------
    pandas.DataFrame
        What duplicates of other articles say is left out.
    """
    names = list(columns or CODED)
    chosen = ", ".join(f'"{name}"' for name in names)
    if limit is not None:
        with coded_database(corpus, copies, where, articles, derived, voices) as connection:
            best = f"ORDER BY {order} LIMIT {int(limit)}"
            first = collected(connection, f"SELECT {', '.join(KEYS)} FROM coded {best}", best)
        articles = first["article_id"].unique()
        listed = f"attribution_id IN ({', '.join(map(quoted, first['attribution_id'])) or 'NULL'})"
        where = f"({where or 'true'}) AND {listed}"
    with coded_database(corpus, copies, where, articles, derived, voices) as connection:
        keys = "".join(f", {key}" for key in KEYS if key not in names)
        return collected(
            connection, f"SELECT {chosen}{keys} FROM coded", f"SELECT {chosen} FROM found ORDER BY {order}"
        )


def coded_database(
    corpus: Path,
    copies: str = EACH_TIME,
    where: str = "",
    articles: Iterable[str] | None = None,
    derived: Mapping[str, str] = NOTHING,
    voices: bool = False,
) -> duckdb.DuckDBPyConnection:
    """Open a database that sees the corpus's articles that count, `counted`, and their attributions, `coded`.

    Parameters
    ----------
    corpus, copies, where, articles, derived, voices
        As for `coded_attributions`, whose rows `coded` has, with columns that cost nothing unless asked for: `part`
        (the source's part in it: 1, or a half, a third … where several speak together; they sum to 1), `turn`
        (from 1 in its article), `first_third` and `first_paragraph` (whether it stands there), `titled` (whether the
        article has a headline), `headline` (whether that names the source).
    """
    joint = has_joint_speakers(corpus)
    tables = ["attributions", "sources", *(["speakers"] if joint else [])]
    connection = counted_database(corpus, copies, *tables, articles=articles)
    if "speaks_of" in derived:
        see(connection, corpus, "tones")
    found = f"(SELECT * REPLACE ({_confidence(corpus)} AS confidence) FROM attributions WHERE {WITHIN})"
    said, one_each = f"(SELECT *, 1.0::DOUBLE AS part FROM {found})", ""
    if joint:
        said = f"""(
            SELECT t.* REPLACE (coalesce(v.source_id, t.source_id) AS source_id), coalesce(v.part, 1) AS part,
                coalesce(v.source_id = t.source_id, true) AS first
            FROM {found} t
            LEFT JOIN (SELECT * FROM speakers WHERE {WITHIN}) v ON v.attribution_id = t.attribution_id)"""
        first = "QUALIFY row_number() OVER (PARTITION BY attribution_id ORDER BY first DESC, source_id) = 1"
        one_each = "" if voices else first
    codes = ", ".join(f"coalesce(s.{name}, {empty}) AS {name}" for name, empty in NO_SOURCE.items())
    instead = ", ".join(f'{expression} AS "{name}"' for name, expression in derived.items() if name in CODED)
    further = "".join(f', {expression} AS "{name}"' for name, expression in derived.items() if name not in CODED)
    view = f"""
        CREATE VIEW coded AS SELECT *{further} FROM (
        SELECT * {f"REPLACE ({instead})" if instead else ""},
            dense_rank() OVER (PARTITION BY article_id ORDER BY position, attribution_id) AS turn FROM (
            SELECT t.*, a.outlet, a.title, a.published, a.published_in, a.extra, {codes},
                t.position <= 1.0::DOUBLE / 3 AS first_third, a.title <> '' AS titled,
                t.paragraph = (a.title <> '' AND starts_with(a.text, a.title))::INTEGER AS first_paragraph,
                {_HEADLINE} AS headline
            FROM {said} t JOIN counted a USING (article_id)
            LEFT JOIN (SELECT * FROM sources WHERE {WITHIN}) s ON s.source_id = t.source_id AND t.source_id <> ''
        )) said WHERE {where or "true"} {one_each}
    """
    try:
        connection.execute(view)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise RequestError(f'The condition "{where}" cannot be used on attributions: {reason}') from error
    return connection


def confidence_of(corpus: Path) -> tuple[float, float]:
    """Give what people's codes say of the reader's confidence: intercept and slope over its log-odds (`people.learn`).

    Raises
    ------
    RequestError
        When the file that holds it is damaged.
    """
    path, remedy = corpus / LAYER, f"delete it, or run: evenhand code learn {corpus}"
    if not path.is_file():
        return UNCHANGED
    match load_json(path, remedy, dict).get("confidence", UNCHANGED):
        case [int() | float() as intercept, int() | float() as slope]:
            return float(intercept), float(slope)
    raise RequestError(f"{path}: is damaged; {remedy}.")


def _confidence(corpus: Path) -> str:
    """Write the reader's confidence in SQL, as people's codes mend it."""
    intercept, slope = confidence_of(corpus)
    if (intercept, slope) == UNCHANGED:
        return "confidence"
    sure = f"least(greatest(confidence, {LEAST_SURE}), 1 - {LEAST_SURE})"
    return f"1 / (1 + exp(-({intercept!r} + {slope!r} * ln({sure} / (1 - {sure})))))"


def has_joint_speakers(corpus: Path) -> bool:
    """Tell whether any attribution of a corpus has several sources; corpora of earlier versions say of none."""
    return (
        table_path(corpus, "speakers").is_file()
        and not read_table(corpus, "speakers", "part < 1 LIMIT 1", ["part"]).empty
    )


def counted_database(
    corpus: Path, copies: str, *tables: str, articles: Iterable[str] | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database that sees tables, and as `counted` the articles that count: no duplicate, and copies or not."""
    if copies not in COPIES:
        raise RequestError(f'Copies count {" or ".join(COPIES)}, not "{copies}".')
    once = copies == ONCE and table_path(corpus, "copies").is_file()
    connection = database(corpus, "articles", *tables, *(["copies"] if once else []), memory=MEMORY)
    joins = "ANTI JOIN (SELECT article_id FROM copies WHERE original <> article_id) USING (article_id) " if once else ""
    if articles is not None:
        connection.register("chosen", pa.table({"article_id": pa.array(articles, pa.string())}))
        joins += "SEMI JOIN chosen USING (article_id) "
    connection.execute("SET VARIABLE first = ''; SET VARIABLE last = chr(1114111)")
    connection.execute(
        f"""
        CREATE VIEW counted AS SELECT * FROM articles {joins}WHERE coalesce(duplicate_of, '') = '' AND {WITHIN};
        CREATE VIEW among AS SELECT article_id FROM {"articles" if articles is None else "chosen"}
        """
    )
    return connection


def collected(connection: duckdb.DuckDBPyConnection, query: str, ending: str = "") -> pd.DataFrame:
    """Run a query over `counted` or `coded` some articles at a time, and another ending over all that it finds.

    Tables stand by article, so each time only a part of them is read, and memory does not grow with the corpus.
    """
    edges = connection.execute(
        "SELECT min(article_id), max(article_id) FROM "
        f"(SELECT article_id, row_number() OVER (ORDER BY article_id) AS n FROM among) GROUP BY n // {RANGE} ORDER BY 1"
    ).fetchall()
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM ({query}) LIMIT 0")
    for first, last in edges:
        connection.execute("SET VARIABLE first = ?; ", [first])
        connection.execute("SET VARIABLE last = ?; ", [last])
        connection.execute(f"INSERT INTO found {query}")
    return _frame(connection.sql(ending if "FROM found" in ending else f"SELECT * FROM found {ending}"))


def _frame(rows: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """Fetch rows by way of Arrow, which takes half the memory of DuckDB's own frames where there is much text."""
    table = rows.to_arrow_table()
    for place, field in enumerate(table.schema):  # days and sums as pandas has them
        if pa.types.is_date(field.type):
            table = table.set_column(place, field.name, table[place].cast(pa.timestamp("us")))
        elif pa.types.is_decimal(field.type):
            table = table.set_column(place, field.name, table[place].cast(pa.float64()))
    return table.to_pandas(self_destruct=True)


def quoted(value: str) -> str:
    """Write a text as SQL does."""
    return "'" + str(value).replace("'", "''") + "'"


def counted_articles(
    corpus: Path,
    copies: str = EACH_TIME,
    columns: Iterable[str] = (),
    where: str = "true",
    articles: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Read the articles that count: no duplicates of others, and copies of one story as asked.

    A column may be an expression with a name of its own, as for :func:`analysis.corpus.counts.count_attributions`.
    """
    names = columns or (column.name for column in schema.TABLES["articles"])
    chosen = ", ".join(name if " AS " in name else f'"{name}"' for name in names)
    with counted_database(corpus, copies, articles=articles) as connection:
        return collected(connection, f"SELECT {chosen} FROM counted WHERE {where} ORDER BY article_id")


def draw_articles(corpus: Path, most: int, copies: str = EACH_TIME, seed: int = 0) -> list[str] | None:
    """Draw ids of articles that count, so many at most; None, which asks for all, where there are no more.

    For what takes time by the square of the articles or by their sentences; intervals are as wide as the draw asks.
    """
    with counted_database(corpus, copies) as connection:
        (whole,) = connection.execute("SELECT count(*) FROM counted").fetchone()
        if whole <= most:
            return None
        chance = f"SELECT article_id FROM counted ORDER BY md5(article_id || '{seed}') LIMIT {int(most)}"
        return sorted(row[0] for row in connection.execute(chance).fetchall())


def connect(
    *folders: Path, memory: str = "", threads: int = 0, scratch: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that reads in these folders and nowhere else, whatever is asked of it.

    It asks nothing of the network, loads no extension, and nothing that runs in it can change that: conditions that
    somebody typed run in it.

    Parameters
    ----------
    folders
        What it may read.
    memory
        The most that it may hold, as in "700MB"; DuckDB's own limit without.
    threads
        How many it uses; all without. With one, rows come in the order in which they stand.
    scratch
        Folder for what it cannot hold; the system's own without.
    """
    settings = {
        "allowed_directories": f"[{', '.join(quoted(Path(folder).resolve()) for folder in folders)}]",
        "temp_directory": quoted(unfinished_in(scratch or Path(tempfile.gettempdir()), f"scratch-{next(OPENED)}")),
        "memory_limit": memory and quoted(memory),
        "threads": threads and str(threads),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    connection = duckdb.connect()
    connection.execute("; ".join(f"SET {name} = {value}" for name, value in settings.items() if value))
    return connection


def database(corpus: Path, *tables: str, reads: Iterable[Path] = (), **limits: Any) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that sees these tables; each must exist and have the schema's columns.

    It may also read what else lies in the corpus, and in the folders `reads`; limits are those of `connect`.
    """
    places = {table_path(corpus, table).resolve().parent for table in tables}  # a table may be a link
    connection = connect(corpus, *places, *reads, **limits)
    SEEN.clear()
    for table in tables:
        see(connection, corpus, table)
    return connection


def torn() -> str:
    """Say which of the tables looked at cannot be read to its end, and what makes it anew; empty when all can."""
    for path, command in SEEN.items():
        try:
            for _ in pq.ParquetFile(path).iter_batches():
                pass
        except (pa.ArrowException, OSError):
            return f'"{path}" is damaged. Make it again with: {command}'
    return ""


def see(connection: duckdb.DuckDBPyConnection, corpus: Path, table: str) -> None:
    """Let a database see a table of the corpus."""
    path = table_path(corpus, table)
    command = MADE_BY.get(table, "evenhand read {0}").format(corpus)
    if not path.is_file():
        raise RequestError(f'There is no table {table} in "{corpus}". Make it with: {command}')
    try:
        read = pq.read_schema(path)
        found, version = set(read.names), int((read.metadata or {}).get(WRITTEN_BY, 1))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise RequestError(f'"{path}" cannot be read as Parquet. Make it again with: {command}') from error
    if version > schema.VERSION:
        raise RequestError(
            f'"{path}" was written by a later version of Evenhand: update the program, or make it again with: {command}'
        )
    later = LATER.get(table, {})
    names = [column.name for column in schema.TABLES[table]]
    missing = [name for name in names if name not in found]
    if not set(missing) <= set(later):
        raise RequestError(f'"{path}" lacks {", ".join(missing)}. Make it again with: {command}')
    SEEN[path] = command
    columns = ", ".join(f'{later[name]} AS "{name}"' if name in missing else f'"{name}"' for name in names)
    connection.read_parquet(str(path.resolve())).project(columns).create_view(table)
