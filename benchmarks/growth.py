"""Whether the cost of an article grows with the corpus: time and memory at several sizes.

    python benchmarks/growth.py [SIZE ...]

Each size is a process of its own, over articles of real length. Read whole, by the rules reader, are the sizes up to
`MOST_READ`: parts are read one by one and know nothing of each other, so a hundred thousand would take hours and tell
nothing new. What looks at all articles at once, the search for copies, runs at every size.
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
COPIES = """
import sys, time
from pathlib import Path
from analysis.corpus.copies.mark import mark_copies
begun = time.process_time()
mark_copies(Path(sys.argv[1]))
print(time.process_time() - begun)
"""
CODEBOOK = Path(__file__).parents[1] / "data" / "codebooks" / "sample.yml"
MOST_READ = 10_000


def report(sizes: list[int], reader: str = "rules") -> list[str]:
    """Measure, and give the lines of a Markdown section."""
    read = [size for size in (sizes[0] // 4, *sizes) if 0 < size <= MOST_READ]
    return [
        f"`evenhand read --reader {reader}`, one process, from table to tables; processor time. Parts are read one by "
        "one and know nothing of each other.", "",
        *_table(READ, read, CODEBOOK, reader), "",
        "The search for copies, which looks at all articles at once:", "", *_table(COPIES, sizes),
    ]  # fmt: skip


def _table(code: str, sizes: list[int], *arguments: object) -> list[str]:
    lines = ["| articles | ms an article | beside the smallest | peak memory, MB | MB a thousand more articles |"]
    lines += ["|---|---|---|---|---|"]
    first = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            corpus = make_corpus(Path(folder), real_length(size), size)  # all different: none a copy of another
            run = apart(code, corpus, *arguments)
        if "failed" in run:
            lines.append(f"| {size:,} | failed: {run['failed']} | | | |")
            continue
        each = 1000 * float(run["printed"].split()[-1]) / size
        first = first or (size, each, run["memory"])
        more = 1000 * (run["memory"] - first[2]) / (size - first[0]) if size > first[0] else 0.0
        lines.append(f"| {size:,} | {each:.1f} | {each / first[1]:.2f} | {run['memory']:.0f} | {more:.1f} |")
        print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    print("\n".join([machine(), "", *report([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])]))
