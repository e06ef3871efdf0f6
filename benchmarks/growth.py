"""Whether the cost of an article grows with the corpus: time and memory at several sizes.

    python benchmarks/growth.py [SIZE ...]

Each size is read by a process of its own, with the rules reader and again with the trained one where the size is
small enough; the articles are of real length, the same ones over and over under fresh ids.
"""

import sys
import tempfile
from pathlib import Path

from common import apart, machine, make_corpus, real_length

READ = """
import sys, time
from pathlib import Path
from analysis.reading.read import read_corpus
begun = time.process_time()
read_corpus(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
print(time.process_time() - begun)
"""
CODEBOOK = Path(__file__).parents[1] / "data" / "codebooks" / "sample.yml"


def report(sizes: list[int], reader: str = "model") -> list[str]:
    """Measure, and give the lines of a Markdown section."""
    texts = real_length(200)
    lines = [
        f"`evenhand read --reader {reader}`, one process, processor time.", "",
        "| articles | ms an article | beside the smallest | peak memory, MB |", "|---|---|---|---|",
    ]  # fmt: skip
    first = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            run = apart(READ, make_corpus(Path(folder), texts, size), CODEBOOK, reader)
        if "failed" in run:
            lines.append(f"| {size:,} | failed: {run['failed']} | | |")
            continue
        each = 1000 * float(run["printed"].split()[-1]) / size
        first = first or each
        lines.append(f"| {size:,} | {each:.1f} | {each / first:.2f} | {run['memory']:.0f} |")
    return lines


if __name__ == "__main__":
    print("\n".join([machine(), "", *report([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])]))
