"""What a researcher types, or a file says, reaches neither the network nor other files, loads nothing and ends."""

import socket

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus import store
from analysis.corpus.part import select
from analysis.corpus.store import connect, database, read_chosen
from analysis.errors import RequestError


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Refuse whatever Python asks of the network; DuckDB asks past it, so see also that nothing was loaded."""

    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)


HOSTILE = [
    "host('127.0.0.1'::INET) = '1'",
    "ST_Point(1, 2) IS NOT NULL",
    "outlet = getenv('HOME')",
    "words = (SELECT 1)",
    "outlet IN (FROM read_text('/etc/passwd'))",
    "EXISTS (FROM 'https://example.org/a.parquet')",
    "true; INSTALL httpfs",
    "true) UNION (SELECT 1",
    "current_setting('home_directory') = 'x' OR nothing()",
    "error('x')",
    "outlet = $1",
    "words > ?",
    "\x00",
    "\ud800",
    "(" * 1000,
    "NOT " * 3000 + "true",
]


@pytest.mark.parametrize("where", HOSTILE)
def test_a_hostile_condition_is_refused_in_a_sentence(where, corpus, tmp_path):
    for use in (lambda: read_chosen(corpus, where), lambda: select(corpus, tmp_path / "part", where)):
        with pytest.raises(RequestError) as refused:
            use()
        assert "condition" in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "statement",
    [
        "INSTALL httpfs", "LOAD httpfs", "SELECT host('127.0.0.1'::INET)", "FROM read_text('/etc/passwd')",
        "FROM 'https://example.org/a.parquet'", "COPY (SELECT 1) TO '/out.csv'", "ATTACH '/evenhand.db'",
        "SET autoload_known_extensions = true", "SET enable_external_access = true", "SET allowed_directories = ['/']",
        "RESET lock_configuration", "PRAGMA enable_external_access = true",
    ],
)  # fmt: skip
def test_not_even_a_whole_statement_opens_what_is_closed(statement, corpus):
    with database(corpus, "articles") as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_a_database_reads_only_what_it_is_given(corpus, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with database(corpus, "articles", reads=[tmp_path / "other"]) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (12,)
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"FROM '{tmp_path / 'secret.csv'}'")


def test_what_memory_cannot_hold_goes_into_the_folder_given_and_is_gone_at_the_end(tmp_path):
    with connect(memory="120MB", threads=1, scratch=tmp_path) as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS a, md5(range::VARCHAR) AS b FROM range(4_000_000)")
        assert list(tmp_path.glob(".scratch-*.tmp"))
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (4_000_000,)
    assert not list(tmp_path.iterdir())


def test_a_condition_that_takes_too_long_is_ended(corpus, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.5)
    endless = "list_sum(list_transform(range(300_000), lambda x: length(md5(x::VARCHAR || article_id)) + x % 7)) > 0"
    slow = " AND ".join(endless.replace("300_000", f"{300_000 + n}") for n in range(30))
    with pytest.raises(RequestError, match=r"takes over 0\.5 seconds: write a simpler one"):
        read_chosen(corpus, slow)


WORDS = ["outlet", "words", "text", "published", "'BBC'", "1", "NULL", "AND", "OR", "NOT", "(", ")", "=", "<", "::",
         "INET", "DATE", "IN", "LIKE", "'%'", ",", "[", "]", "regexp_matches", "read_csv", "FROM", "SELECT", "CASE",
         "WHEN", "END", ";", "--", "/*", "*", "lambda", "x", ":", "{", "}", "'http://localhost'"]  # fmt: skip


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=30))
def test_whatever_is_typed_filters_or_is_refused_in_a_sentence(corpus, where):
    try:
        assert set(read_chosen(corpus, where).article_id) <= {f"a{number:03d}" for number in range(12)}
    except RequestError as refused:
        assert str(refused).startswith("The condition ")
