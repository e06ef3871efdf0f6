"""How fast a study's reports are made, beside papermill's and nbconvert's own commands, and how fast nothing is done.

    python benchmarks/reports.py [REPORTS] [JOBS]

Makes notebook 03 of the sample corpus (`make reports` builds it) again and again with another lowest confidence:
through `evenhand run`, a second time when nothing is left to do, and one after another through the two commands.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1]
NOTEBOOK = PROJECT / "notebooks" / "03-compare-source-balance.ipynb"
CORPUS = PROJECT / "data" / "corpora" / "sample"
CODEBOOK = PROJECT / "data" / "codebooks" / "sample.yml"


def seconds(*commands: list) -> float:
    """Time commands run one after another, each of which must succeed."""
    begun = time.perf_counter()
    for command in commands:
        subprocess.run([sys.executable, "-m", *map(str, command)], check=True, capture_output=True)
    return time.perf_counter() - begun


def main(reports: int, jobs: int) -> None:
    """Time the three ways and print seconds and ratios."""
    confidences = [number / 1000 for number in range(reports)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = {
            "title": "Benchmark",
            "corpus": str(CORPUS),
            "codebook": str(CODEBOOK),
            "reports": [{"notebook": str(NOTEBOOK), "each": {"minimum_confidence": confidences}}],
        }
        (folder / "study.yml").write_text(yaml.safe_dump(study), encoding="utf-8")
        ours = ["analysis", "run", folder / "study.yml", "--out", folder / "out", "--jobs", jobs]
        first, nothing = seconds(ours), seconds(ours)
        theirs = []
        for confidence in confidences:
            executed = folder / f"{confidence}.ipynb"
            parameters = {"corpus": CORPUS, "codebook": CODEBOOK, "minimum_confidence": confidence}
            given = [word for key, value in parameters.items() for word in ("-p", key, value)]
            theirs.append(["papermill", NOTEBOOK, executed, "--cwd", NOTEBOOK.parent, "--no-progress-bar", *given])
            theirs.append(["nbconvert", "--to", "html", executed])
        one_after_another = seconds(*theirs)
    print(f"{reports} reports, {jobs} at once, {os.cpu_count()} cores")
    print(f"evenhand run               {first:7.1f} s")
    print(f"  again, nothing to do     {nothing:7.1f} s")
    print(f"papermill, then nbconvert  {one_after_another:7.1f} s, {one_after_another / first:.2f} times as long")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or [50]), *([os.cpu_count() or 1] if len(sys.argv) < 3 else []))
