"""What the benchmarks share: articles of real length, a corpus of them, and the machine they ran on."""

import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import schema
from analysis.corpus.store import write_table
from analysis.corpus.text.words import count_words

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "data" / "sample" / "gold.jsonl"
WORDS = 900
"""Words of an article; the sample's are shorter, so several of its paragraphs are dealt into each."""


def texts_of(path: Path) -> list[str]:
    """Read the texts of a file of JSON Lines."""
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def real_length(number: int, seed: int = 1) -> list[str]:
    """Deal the paragraphs of the sample corpus into articles of `WORDS` words, as many as asked for."""
    draw = random.Random(seed)
    paragraphs = [p for text in texts_of(SAMPLE) for p in text.split("\n\n") if len(p) > 60]
    texts = []
    for _ in range(number):
        text: list[str] = []
        while sum(map(len, text)) < WORDS * 6:
            text.append(draw.choice(paragraphs))
        texts.append("\n\n".join(text))
    return texts


def article_rows(texts: list[str], number: int, copies: bool = True) -> Iterator[dict]:
    """Give rows of `articles`, the texts over and over under fresh ids and days."""
    for i in range(number):
        text = texts[i % len(texts)]
        yield {
            **{column.name: "" for column in schema.TABLES["articles"]},
            "article_id": f"outlet-{i % 20:02d}-{i:08d}", "outlet": f"Outlet {i % 20:02d}",
            "title": f"Article {i}", "published": date(2020, 1, 1) + timedelta(days=i % 1500), "language": "en",
            "text": text, "words": count_words(text), "source_file": f"{i}.txt",
        }  # fmt: skip


def make_corpus(folder: Path, texts: list[str], number: int) -> Path:
    """Write a corpus that can be read."""
    write_table(folder, "articles", article_rows(texts, number))
    write_table(folder, "rejected", [])
    return folder


def machine() -> str:
    """Say on what, with what and when: the line that every figure needs."""
    packages = ["spacy", "textacy", "onnxruntime", "duckdb", "pandas", "numpy", "distributed", "rensa"]
    told = ", ".join(f"{name} {_version(name)}" for name in packages if _version(name))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}; {told}; {date.today().isoformat()}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def peak() -> float:
    """Give the largest memory that this process has held, in MB."""
    if sys.platform == "linux":  # getrusage would begin with what the parent held when it forked
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def apart(code: str, *arguments: object) -> dict:
    """Run a piece of Python in a process of its own; give its seconds, its peak memory in MB and what it printed."""
    ending = "\nfrom common import peak\nprint('\\npeak', peak())"
    begun = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", code + ending, *map(str, arguments)],
        cwd=Path(__file__).parent, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if run.returncode:
        return {"failed": run.stderr.strip().splitlines()[-1]}
    printed, _, memory = run.stdout.rpartition("\npeak")
    return {"seconds": seconds, "memory": float(memory), "printed": printed.strip()}
