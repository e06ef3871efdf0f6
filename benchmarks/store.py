"""Whether measures stand a large store: a made-up corpus of a million articles and eight million attributions.

    python benchmarks/store.py [ARTICLES]

The store is written straight as Parquet, with short texts, for it is the rows that count here. Each measure runs in a
process of its own, from loading the columns it needs to its table.
"""

import sys
import tempfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from common import apart, machine

from analysis import schema
from analysis.corpus.store import table_path, write_table

EACH = 8
"""Attributions an article."""

VALUES = {
    "articles": {
        "article_id": "'article-' || lpad(i::VARCHAR, 9, '0')", "outlet": "'Outlet ' || (i % 50)",
        "title": "'Article ' || i", "published": "DATE '2020-01-01' + (i % 1500)::INTEGER",
        "language": "'en'", "text": "'Somebody said something.'", "words": "900",
    },
    "attributions": {
        "attribution_id": "'article-' || lpad((i // 8)::VARCHAR, 9, '0') || '-a' || i % 8",
        "article_id": "'article-' || lpad((i // 8)::VARCHAR, 9, '0')",
        "source_id": "'article-' || lpad((i // 8)::VARCHAR, 9, '0') || '-p' || i % 4",
        "form": "['direct', 'mixed', 'indirect'][1 + (hash(i) % 3)::BIGINT]",
        "kind": "'speech'", "content": "'something'",
        "cue": "'said'", "source": "'Somebody'", "confidence": "0.9", "paragraph": "i % 8", "position": "(i % 8) / 8.0",
        "words": "5 + hash(i) % 30",
    },
    "sources": {
        "source_id": "'article-' || lpad((i // 4)::VARCHAR, 9, '0') || '-p' || i % 4",
        "article_id": "'article-' || lpad((i // 4)::VARCHAR, 9, '0')", "name": "'Person ' || hash(i) % 20000",
        "actor": "'Person ' || hash(i) % 20000", "nature": "'person'", "anonymity": "'named'",
        "source_type": "['government', 'armed-forces', 'citizen', 'academic', 'unknown'][1 + (hash(i) % 5)::BIGINT]",
        "side": "['north', 'south', 'unknown'][1 + (hash(i + i // 7) % 3)::BIGINT]", "function": "'spokesperson'",
        "expert": "hash(i) % 5 = 3", "gender": "['female', 'male', 'unknown'][1 + (hash(i) % 3)::BIGINT]",
    },
}  # fmt: skip
EMPTY = {schema.TEXT: "''", schema.WHOLE: "0", schema.NUMBER: "0.0", schema.TRUTH: "false", schema.SPANS: "[[0, 4]]"}
ROWS = {"articles": 1, "attributions": EACH, "sources": 4}

BEGIN = """
import sys
from pathlib import Path
from analysis.corpus.store import coded_attributions, read_table
from analysis.measures.balance import balance
from analysis.measures.diversity import diversity
from analysis.measures.experts import expert_concentration, expert_share
from analysis.measures.shares import shares
corpus = Path(sys.argv[1])
"""
MEASURES = {
    "shares of source types by outlet": "shares(coded_attributions(corpus, columns="
    "['article_id', 'outlet', 'source_type']), 'source_type', 'outlet')",
    "balance of two sides by outlet": "balance(coded_attributions(corpus, columns="
    "['article_id', 'outlet', 'side']), ('north', 'south'), 'outlet')",
    "diversity of source types by outlet": "diversity(coded_attributions(corpus, columns="
    "['article_id', 'outlet', 'source_type']), 'source_type', group='outlet')",
    "share of experts by outlet": "expert_share(coded_attributions(corpus, columns="
    "['article_id', 'outlet', 'expert', 'expert_basis', 'actor', 'source_id', 'nature', 'anonymity', 'source_type', "
    "'gender', 'name', 'role', 'affiliation', 'words']), 'outlet')",
    "every column of every attribution": "coded_attributions(corpus)",
}
"""What is measured, as a notebook would call it."""


def make_store(folder: Path, articles: int) -> None:
    """Write the tables of a made-up corpus."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        for table, values in VALUES.items():
            columns = ", ".join(
                f'({values.get(c.name) or EMPTY.get(c.type, "[]")}) AS "{c.name}"' for c in schema.TABLES[table]
            )
            rows = connection.sql(f"SELECT {columns} FROM range({articles * ROWS[table]}) t(i)")
            write_table(folder, table, rows.to_arrow_reader(100_000))


def report(articles: int) -> list[str]:
    """Measure, and give the lines of a Markdown section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_store(folder, articles)
        size = pq.read_metadata(table_path(folder, "attributions")).num_rows
        lines = [f"{articles:,} articles, {size:,} attributions.", "",
                 "| measure | seconds | peak memory, MB | within 120 s and 2 GB |", "|---|---|---|---|"]  # fmt: skip
        for measure, code in MEASURES.items():
            run = apart(f"{BEGIN}print(len({code}))", folder)
            if "failed" in run:
                lines.append(f"| {measure} | failed: {run['failed']} | | no |")
                continue
            well = run["seconds"] <= 120 and run["memory"] <= 2000
            lines.append(f"| {measure} | {run['seconds']:.0f} | {run['memory']:.0f} | {'yes' if well else 'no'} |")
    return lines


if __name__ == "__main__":
    print("\n".join([machine(), "", *report(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)]))
