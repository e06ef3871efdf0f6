"""What a second worker gains: one process, two, a Dask cluster of two on this machine; all must write the same bytes.

pip install -e '.[model,cluster]'
python benchmarks/workers.py [ARTICLES]
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dask
from common import PROJECT, machine, make_corpus, real_length
from distributed import LocalCluster

from analysis.corpus.store import table_path
from analysis.reading.read import read_corpus
from analysis.reading.state import digest_of, state_of

CODEBOOK = PROJECT / "data" / "codebooks" / "sample.yml"
TABLES = ("attributions", "sources", "sentences", "tones")
QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "30s",
    "distributed.admin.system-monitor.interval": "30s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.tick.interval": "5s",
}
"""What Dask's workers do beside the work, left out or done less often."""


def digest(corpus: Path) -> str:
    """Give one hash for all tables that were read."""
    return hashlib.sha256(b"".join(table_path(corpus, table).read_bytes() for table in TABLES)).hexdigest()


SPIN = "sum(i * i % 7 for i in range(30_000_000))"


def ceiling() -> float:
    """Say how much two processes at once, which share nothing, do of twice what one does alone on this machine."""

    def seconds(number: int) -> float:
        begun = time.perf_counter()
        for process in [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(number)]:
            process.wait()
        return time.perf_counter() - begun

    return seconds(1) / seconds(2)


def report(articles: int) -> list[str]:
    """Measure, and give the lines of a Markdown section."""
    texts = real_length(min(articles, 200))
    with (
        tempfile.TemporaryDirectory() as folder,
        dask.config.set(QUIET),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        corpus = make_corpus(Path(folder), texts, articles)
        ways = {
            "one process (`--workers 1`)": {},
            "two processes (`--workers 2`)": {"workers": 2},
            "two Dask workers (`--scheduler`)": {"scheduler": cluster.scheduler_address},
        }
        taken, digests, code = {}, {}, state_of("model")
        for name, options in ways.items():
            shutil.rmtree(corpus / "parts", ignore_errors=True)
            begun = time.perf_counter()
            read_corpus(corpus, CODEBOOK, **options)
            taken[name] = time.perf_counter() - begun
            digests[name] = digest(corpus)
    one = next(iter(taken.values()))
    lines = [f"{articles} articles, wall-clock time, models loaded within it.", "",
             "| way | seconds | efficiency a worker |", "|---|---|---|"]  # fmt: skip
    for name, seconds in taken.items():
        efficiency = one / seconds / (2 if ways[name] else 1)
        lines.append(f"| {name} | {seconds:.1f} | {efficiency:.2f} |")
    same = "the same, byte for byte" if len(set(digests.values())) == 1 else "NOT the same"
    digest_of.cache_clear()
    if code != state_of("model"):
        same += " (but the program was edited meanwhile: measure again)"
    return [
        *lines, "",
        "Dask's workers ran without their profiler and with their monitors slowed, by the settings in "
        "`benchmarks/workers.py`.",
        "",
        f"The tables of all ways are {same}.", "",
        f"The machine's own ceiling, two processes at once that share nothing: {ceiling():.2f} a process.",
    ]  # fmt: skip


if __name__ == "__main__":
    print("\n".join([machine(), "", *report(int(sys.argv[1]) if len(sys.argv) > 1 else 500)]))
