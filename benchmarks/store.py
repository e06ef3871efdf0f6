"""Whether notebooks stand a large store: a made-up corpus of a million articles and eight million attributions.

    python benchmarks/store.py [ARTICLES] [NOTEBOOK]

The store is written straight as Parquet, with short texts, for it is the rows that count here. Every notebook (or one,
by its number) is run by `evenhand run`, as a study is, from its kernel's start to its page.
"""

import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import yaml
from common import PROJECT, apart, machine

from analysis import schema
from analysis.corpus.store import table_path, write_table
from analysis.measures import ARTICLE, ATTRIBUTION, YES, machine_codes, mention_ids
from analysis.people.frames import draw

EACH = 8
"""Attributions an article."""

NAME = "'article-' || lpad(({}::BIGINT)::VARCHAR, 9, '0')"
VALUES = {
    "articles": {
        "article_id": NAME.format("i"), "outlet": "'Outlet ' || (i % 50)", "title": "'Article ' || i",
        "published": "DATE '2020-01-01' + (i % 1500)::INTEGER", "language": "'en'", "words": "900",
        "text": "'Article ' || i || chr(10) || chr(10) || 'Somebody said something.'",
    },
    "rejected": {},
    "copies": {
        "article_id": NAME.format("i * 10"), "original": NAME.format("i // 3 * 30"), "overlap": "0.9",
        "agency": "'Agency'",
    },
    "attributions": {
        "attribution_id": NAME.format("i // 8") + " || '-a' || i % 8", "article_id": NAME.format("i // 8"),
        "source_id": NAME.format("i // 8") + " || '-p' || i % 4",
        "form": "['direct', 'mixed', 'indirect'][1 + (hash(i) % 3)::BIGINT]",
        "kind": "['speech', 'attitude'][1 + (hash(i + 3) % 5 = 0)::INTEGER]", "content": "'something'",
        "cue": "['said', 'told', 'accused', 'claimed', 'warned', 'added', 'denied', 'believes']"
        "[1 + (hash(i + 1) % 8)::BIGINT]",
        "source": "'Somebody'", "confidence": "0.15 + (hash(i + 2) % 850) / 1000.0", "paragraph": "i % 8",
        "position": "((i % 8) + (hash(i + 4) % 100) / 100.0) / 8.0", "words": "5 + hash(i) % 30",
    },
    "sources": {
        "source_id": NAME.format("i // 4") + " || '-p' || i % 4", "article_id": NAME.format("i // 4"),
        "name": "'Person ' || hash(i) % 20000", "actor": "'Person ' || hash(i) % 20000", "nature": "'person'",
        "mentions": "['Person']", "anonymity": "['named', 'named', 'anonymous'][1 + (hash(i + 5) % 3)::BIGINT]",
        "affiliation": "'Institute ' || hash(i) % 500",
        "source_type": "['government', 'armed-forces', 'citizen', 'academic', 'unknown'][1 + (hash(i) % 5)::BIGINT]",
        "side": "['north', 'south', 'unknown'][1 + (hash(i + i // 7) % 3)::BIGINT]", "function": "'spokesperson'",
        "expert": "hash(i) % 5 = 3", "gender": "['female', 'male', 'unknown'][1 + (hash(i) % 3)::BIGINT]",
        "expert_basis": "CASE WHEN hash(i) % 5 = 3 THEN "
        "['academic', 'think tank', 'former official'][1 + (hash(i + 6) % 3)::BIGINT] ELSE '' END",
    },
    "sentences": {
        "sentence_id": NAME.format("i // 20") + " || '-s' || i % 20", "article_id": NAME.format("i // 20"),
        "start": "i % 20 * 45", "end": "i % 20 * 45 + 44", "sentence": "'Somebody said something about war and peace.'",
        "voice": "['journalist', 'source'][1 + (hash(i) % 3 = 0)::INTEGER]", "attribution_id": "''",
        "textblob": "(hash(i + 1) % 2001) / 1000.0 - 1", "vader": "(hash(i + 2) % 2001) / 1000.0 - 1",
    },
    "tones": {
        "sentence_id": NAME.format("i // 6") + " || '-s' || i % 6 * 3", "article_id": NAME.format("i // 6"),
        "voice": "['journalist', 'source'][1 + (i % 2)::BIGINT]",
        "attribution_id": "CASE WHEN i % 2 = 1 THEN " + NAME.format("i // 6") + " || '-a' || i % 6 ELSE '' END",
        "start": "i % 6 * 135 + 5", "end": "i % 6 * 135 + 10", "target": "'North'", "actor": "''",
        "side": "['north', 'south'][1 + (hash(i) % 2)::BIGINT]", "p_negative": "(hash(i + 1) % 940) / 1000.0",
        "p_neutral": "0.05", "p_positive": "0.95 - (hash(i + 1) % 940) / 1000.0",
    },
}  # fmt: skip
EMPTY = {schema.TEXT: "''", schema.WHOLE: "0", schema.NUMBER: "0.0", schema.TRUTH: "false", schema.SPANS: "[[0, 4]]"}
ROWS = {"articles": 1, "attributions": EACH, "sources": 4, "sentences": 20, "tones": 6, "rejected": 0, "copies": 0.05}
CODEBOOK = """
title: A made-up conflict
sides:
  - {id: north, label: North, words: [north]}
  - {id: south, label: South, words: [south]}
compare: [north, south]
"""
RUN = """
import resource, sys
from pathlib import Path
from analysis.reports.batch import run
summary = run(Path(sys.argv[1]), Path(sys.argv[2]), jobs=1)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("exit", summary.exit_code, used.ru_maxrss / 1000, used.ru_utime + used.ru_stime)
"""

NOTEBOOKS = PROJECT / "notebooks"
SECONDS, MEGABYTES = 120, 2000
"""What a notebook may take."""


def make_store(folder: Path, articles: int) -> None:
    """Write the tables of a made-up corpus."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        for table, values in VALUES.items():
            columns = ", ".join(
                f'({values.get(c.name) or EMPTY.get(c.type, "[]")}) AS "{c.name}"' for c in schema.TABLES[table]
            )
            rows = connection.sql(f"SELECT {columns} FROM range({int(articles * ROWS[table])}) t(i)")
            write_table(folder, table, rows.to_arrow_reader(100_000))


def code_by_hand(corpus: Path) -> None:
    """Let a made-up person code a drawn sample: as the machine does, but for every tenth side."""
    drawn = draw(corpus, 400, 200, 12, seed=1)
    codes = machine_codes(drawn.attributions, drawn.mentions)
    items = [*drawn.attributions["attribution_id"], *mention_ids(drawn.mentions)]
    chances = dict(zip(items, [*drawn.attributions["chance"], *drawn.mentions["chance"]], strict=True))
    contents = dict(zip(items, [*drawn.attributions["content"], *drawn.mentions["target"]], strict=True))
    codes = codes.assign(chance=codes["item"].map(chances), content=codes["item"].map(contents))
    sides = codes[codes["variable"] == "side"]
    codes.loc[sides.index[::10], "value"] = "north"
    read = {"unit": ARTICLE, "variable": "read", "value": "whole", "content": ""}
    articles = drawn.articles[["article_id", "chance"]].assign(item=drawn.articles["article_id"], **read)
    verdicts = sides.assign(variable=ATTRIBUTION, value=YES)
    write_table(corpus, "hand_codes", pd.concat([codes, verdicts, articles]).assign(coder="Ada", place=""))


def report(articles: int, only: str = "") -> list[str]:
    """Run every notebook on a made-up corpus through `evenhand run`, and give the lines of a Markdown section."""
    with tempfile.TemporaryDirectory(prefix="evenhand-store-") as name:
        folder = Path(name)
        make_store(folder / "corpus", articles)
        code_by_hand(folder / "corpus")
        (folder / "codebook.yml").write_text(CODEBOOK, encoding="utf-8")
        counted = {table: pq.read_metadata(table_path(folder / "corpus", table)).num_rows for table in VALUES}
        lines = [
            f"A corpus made up of {', '.join(f'{rows:,} {table}' for table, rows in counted.items())}, of short texts, "
            "for it is the rows that count here; 400 attributions and 200 mentions are coded by hand. Each notebook by "
            "`evenhand run`, its page with it; memory is that of the largest process, its kernel.",
            "", "| notebook | seconds | processor seconds | peak memory, MB | within 2 minutes and 2 GB |",
            "|---|---|---|---|---|",
        ]  # fmt: skip
        for notebook in sorted(NOTEBOOKS.glob(f"{only}[0-9]*.ipynb" if not only else f"{only}*.ipynb")):
            lines.append(_row(notebook, folder))
            print(lines[-1], flush=True)
    return lines


def _row(notebook: Path, folder: Path) -> str:
    study = {"title": "Store", "corpus": "corpus", "codebook": "codebook.yml", "reports": [{"notebook": notebook.stem}]}
    path = folder / f"{notebook.stem}.yml"
    path.write_text(yaml.safe_dump(study), encoding="utf-8")
    run = apart(RUN, path, folder / "out" / notebook.stem)
    if "failed" in run or "exit 0" not in run["printed"]:
        return f"| {notebook.stem} | failed: {run.get('failed') or run['printed'].splitlines()[-1]} | | | no |"
    memory, used = (float(number) for number in run["printed"].splitlines()[-1].split()[2:])
    well = "yes" if run["seconds"] <= SECONDS and memory <= MEGABYTES else "no"
    return f"| {notebook.stem} | {run['seconds']:.0f} | {used:.0f} | {memory:.0f} | {well} |"


if __name__ == "__main__":
    print("\n".join([machine(), "", *report(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, *sys.argv[2:])]))
