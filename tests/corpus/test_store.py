"""The store writes whole tables or none, and hands out what was written."""

import time
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import schema
from analysis.corpus import store
from analysis.errors import RequestError

EMPTY = {"string": "", "int32": 0, "double": 0.0, "bool": False, "date32[day]": None}


def row(table: str, **values) -> dict:
    """A row of a table: the values given, and empty ones."""
    return {column.name: EMPTY.get(str(column.type), []) for column in schema.TABLES[table]} | values


@pytest.fixture
def corpus(tmp_path):
    store.write_table(
        tmp_path,
        "articles",
        [
            row("articles", article_id="a1", outlet="Harbour Post", title="Talks", published=date(2024, 3, 12)),
            row("articles", article_id="a2", outlet="Daily Ledger", title="Copy", duplicate_of="a1"),
        ],
    )
    store.write_table(
        tmp_path,
        "attributions",
        [
            row(
                "attributions",
                attribution_id="a1-1",
                article_id="a1",
                source_id="a1-s1",
                content_spans=[[0, 4]],
            ),
            row("attributions", attribution_id="a1-2", article_id="a1", source_id="", position=0.5),
            row("attributions", attribution_id="a2-1", article_id="a2", source_id=""),
        ],
    )
    store.write_table(
        tmp_path,
        "sources",
        [
            row(
                "sources",
                source_id="a1-s1",
                article_id="a1",
                actor="Mayor",
                side="city",
                expert=True,
                mentions=["x"],
            )
        ],
    )
    return tmp_path


def test_what_is_written_is_read(corpus):
    articles = store.read_table(corpus, "articles")
    assert list(articles.columns) == [column.name for column in schema.TABLES["articles"]]
    assert list(articles.title) == ["Talks", "Copy"]
    assert articles.published[0] == pd.Timestamp(2024, 3, 12)
    assert articles.published.isna()[1]


def test_spans_come_back_as_pairs(corpus):
    spans = store.read_table(corpus, "attributions", "attribution_id = 'a1-1'").content_spans[0]
    assert [list(span) for span in spans] == [[0, 4]]


@pytest.mark.parametrize("table", ["articles", "attributions", "sources"])
def test_a_frame_read_can_be_written_again(corpus, tmp_path_factory, table):
    frame = store.read_table(corpus, table)
    other = tmp_path_factory.mktemp("other")
    store.write_table(other, table, frame)
    pd.testing.assert_frame_equal(store.read_table(other, table), frame)


@pytest.mark.parametrize("table", schema.TABLES)
def test_an_empty_table_keeps_its_columns(tmp_path, table):
    store.write_table(tmp_path, table, [])
    frame = store.read_table(tmp_path, table)
    assert len(frame) == 0
    assert list(frame.columns) == [column.name for column in schema.TABLES[table]]


def test_a_condition_keeps_rows(corpus):
    assert list(store.read_table(corpus, "articles", "outlet = 'Daily Ledger'").article_id) == ["a2"]


def test_a_wrong_condition_is_said_in_one_line(corpus):
    with pytest.raises(RequestError, match="outlett") as caught:
        store.read_table(corpus, "articles", "outlett = 'x'")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "where",
    ["outlet = 'BBC' AND words > 300", "text ILIKE '%);%--%' OR (title = '\"class\": \"SUBQUERY\"')", " words\n> 3 "],
)
def test_a_condition_is_one_expression(where):
    assert store.condition(where) == f"({where.strip()})"


@pytest.mark.parametrize(
    "where",
    [
        "1=1); COPY (SELECT 42) TO 'stolen.csv'; --",
        "1=1); SELECT (1",
        "1=1) UNION SELECT (1",
        "1=1) GROUP BY (words",
        "1=1) LIMIT (0",
        "1=1) FROM articles WHERE (1=1",
        "words > 3 --",
        "true) OR (true",
        "words > 3) AND (words < 9",
        "1) + (1) * (2",
        "words > 3 AS long",
        "words > 3, words < 9) AS (one, two",
        "outlet IN (SELECT content FROM read_text('/etc/hostname'))",
        "outlet =",
    ],
)
def test_a_condition_can_only_filter(where):
    with pytest.raises(RequestError, match="cannot be used.*: write one condition") as caught:
        store.condition(where)
    assert "\n" not in str(caught.value)


def test_a_missing_table_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(RequestError, match="evenhand ingest"):
        store.read_table(tmp_path, "articles")
    with pytest.raises(RequestError, match="evenhand read"):
        store.read_table(tmp_path, "sources")


def test_a_file_that_is_not_parquet_is_named(tmp_path):
    (tmp_path / "articles.parquet").write_text("no table")
    with pytest.raises(RequestError, match="articles.parquet"):
        store.read_table(tmp_path, "articles")


def test_a_missing_column_leaves_the_old_table_and_no_litter(corpus):
    with pytest.raises(KeyError):
        store.write_table(corpus, "articles", [{"article_id": "a3"}])
    assert list(store.read_table(corpus, "articles").article_id) == ["a1", "a2"]
    assert not list(corpus.glob("*.tmp"))


def test_rows_may_come_from_a_generator_longer_than_a_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BATCH", 10)
    store.write_table(tmp_path, "rejected", (row("rejected", record=str(number)) for number in range(25)))
    assert list(store.read_table(tmp_path, "rejected").record) == [str(number) for number in range(25)]


def test_coded_attributions_join_articles_and_sources_without_duplicates(corpus):
    coded = store.coded_attributions(corpus)
    assert list(coded.attribution_id) == ["a1-1", "a1-2"]
    assert list(coded.outlet) == ["Harbour Post", "Harbour Post"]
    assert list(coded.side) == ["city", "unknown"]
    assert list(coded.actor) == ["Mayor", ""]
    assert coded.expert.dtype == np.bool_
    assert list(coded.expert) == [True, False]


def test_rows_of_some_articles_are_copied_and_what_cannot_be_read_is_left(tmp_path):
    source, target = tmp_path / "a.part.parquet", tmp_path / "out" / "a.part.parquet"
    pq.write_table(pa.table({"article_id": ["a", "b", "c"], "found": [[1], [2, 3], []]}), source)
    assert store.copy_rows(source, target, {"c", "b", "x"})
    assert pq.read_table(target).to_pylist() == [
        {"article_id": "b", "found": [2, 3]},
        {"article_id": "c", "found": []},
    ]
    assert not store.copy_rows(source, tmp_path / "none.parquet", {"x"})
    source.write_bytes(source.read_bytes()[:-10])
    assert not store.copy_rows(source, tmp_path / "none.parquet", {"a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.part.parquet", "out"]


def test_the_cost_of_a_copy_does_not_grow_with_the_ids(tmp_path):
    source, ids = tmp_path / "a.part.parquet", {f"a{number:07d}" for number in range(500_000)}
    pq.write_table(pa.table({"article_id": [f"a{number:07d}" for number in range(500)]}), source)
    begun = time.process_time()
    assert all(store.copy_rows(source, tmp_path / "copy.parquet", ids) for _ in range(20))
    assert time.process_time() - begun < 2


def test_a_corpus_of_the_first_version_is_read_and_one_of_a_later_version_refused(corpus, tmp_path):
    later = ["published_in", "date_written", "extra", "remarks"]
    first = pq.read_table(corpus / "articles.parquet").drop_columns(later)
    pq.write_table(first, tmp_path / "articles.parquet")
    read = store.read_table(tmp_path, "articles")
    assert set(read.remarks) == {""}
    assert read.published_in.tolist() == read.published.dt.strftime("%Y-%m-%d").fillna("").tolist()
    store.write_table(tmp_path, "articles", store.read_table(tmp_path, "articles"))
    written = pq.read_schema(tmp_path / "articles.parquet")
    assert written.metadata[b"evenhand"] == str(schema.VERSION).encode()
    later = pq.read_table(tmp_path / "articles.parquet").replace_schema_metadata({"evenhand": "99"})
    pq.write_table(later, tmp_path / "articles.parquet")
    with pytest.raises(RequestError, match="written by a later version of Evenhand: update the program, or make it ag"):
        store.read_table(tmp_path, "articles")


def test_a_torn_page_is_told_with_the_command_that_makes_the_table_anew(corpus, tmp_path):
    store.write_table(tmp_path / "torn", "articles", store.read_table(corpus, "articles"))
    path = tmp_path / "torn" / "articles.parquet"
    content = bytearray(path.read_bytes())
    title = pq.read_metadata(path).row_group(0).column(schema.arrow_schema("articles").get_field_index("title"))
    torn = slice(title.data_page_offset, title.dictionary_page_offset + title.total_compressed_size)
    content[torn] = b"\xff" * len(content[torn])
    path.write_bytes(content)
    with pytest.raises(RequestError, match=r'articles\.parquet" is damaged. Make it again with: evenhand ingest PATH'):
        store.read_chosen(tmp_path / "torn", "title <> ''")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b"[1]", b'{"codebook": 7}', b"version https://git-lfs/v1"])
def test_a_damaged_note_of_the_codebook_is_told(content, corpus, tmp_path):
    (tmp_path / "coded-by.json").write_bytes(content)
    with pytest.raises(RequestError, match=r"coded-by\.json: is damaged; run: evenhand read .* --codebook CODEBOOK"):
        store.coded_by(tmp_path)


def test_the_codebook_is_noted_from_the_corpus_so_that_both_may_move(tmp_path):
    (tmp_path / "here" / "corpus").mkdir(parents=True)
    store.note_coded_by(tmp_path / "here" / "corpus", tmp_path / "here" / "book.yml", "d")
    (tmp_path / "here").rename(tmp_path / "there")
    assert store.coded_by(tmp_path / "there" / "corpus") == {
        "codebook": str(tmp_path / "there" / "book.yml"),
        "digest": "d",
    }
