"""How fast a study's reports are made, beside papermill's and nbconvert's own commands, and how fast nothing is done.

    python benchmarks/reports.py [REPORTS] [JOBS] [ROUNDS]

Makes notebook 03 of the sample corpus (`make reports` builds it) again and again with another lowest confidence: in
each round some of the reports through `evenhand run`, then the same ones one after another through the two commands, so
that both meet the same load of the machine. At the end `evenhand run` once more, when nothing is left to do. Processor
seconds stand beside the seconds passed, since on a machine that does other things only they tell the work.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import yaml

PROJECT = Path(__file__).parents[1]
NOTEBOOK = PROJECT / "notebooks" / "03-compare-source-balance.ipynb"
CORPUS = PROJECT / "data" / "corpora" / "sample"
CODEBOOK = PROJECT / "data" / "codebooks" / "sample.yml"


class Cost(NamedTuple):
    """Seconds passed, and seconds of all processors used."""

    passed: float = 0.0
    used: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.passed + other.passed, self.used + other.used)


def cost(*commands: list) -> Cost:
    """Time commands run one after another, each of which must succeed."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run([sys.executable, "-m", *map(str, command)], check=True, capture_output=True, cwd=PROJECT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - begun, used)


def ours(folder: Path, confidences: list[float], jobs: int) -> list:
    """Write a study that asks for these reports and the earlier ones, and give the command that runs it."""
    study = {
        "title": "Benchmark",
        "corpus": str(CORPUS),
        "codebook": str(CODEBOOK),
        "reports": [{"notebook": str(NOTEBOOK), "each": {"minimum_confidence": confidences}}],
    }
    (folder / "study.yml").write_text(yaml.safe_dump(study), encoding="utf-8")
    return ["analysis", "run", folder / "study.yml", "--out", folder / "out", "--jobs", jobs]


def theirs(folder: Path, confidences: list[float]) -> list[list]:
    """Give papermill's and nbconvert's commands for these reports."""
    commands = []
    for confidence in confidences:
        executed = folder / f"{confidence}.ipynb"
        parameters = {"corpus": CORPUS, "codebook": CODEBOOK, "minimum_confidence": confidence}
        given = [word for key, value in parameters.items() for word in ("-p", key, value)]
        commands.append(["papermill", NOTEBOOK, executed, "--cwd", NOTEBOOK.parent, "--no-progress-bar", *given])
        commands.append(["nbconvert", "--to", "html", executed])
    return commands


def compared(batch: Cost, one_by_one: Cost) -> str:
    """Say how many times as fast the batch is, and how many times less work it is."""
    faster, less = one_by_one.passed / batch.passed, one_by_one.used / batch.used
    return f"{faster:.2f} times as fast, {less:.2f} times less work for the processors"


def main(reports: int = 50, jobs: int = os.cpu_count() or 1, rounds: int = 5) -> None:
    """Time the ways and print seconds and ratios."""
    confidences = [number / 1000 for number in range(reports)]
    batch, one_by_one = Cost(), Cost()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for turn in range(rounds):
            first, last = reports * turn // rounds, reports * (turn + 1) // rounds
            batch += cost(ours(folder, confidences[:last], jobs))
            one_by_one += cost(*theirs(folder, confidences[first:last]))
            print(f"{last} reports: {compared(batch, one_by_one)}", flush=True)
        nothing = cost(ours(folder, confidences, jobs))
    print(f"{reports} reports, {jobs} at once, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}")
    rows = {"evenhand run": batch, "  again, nothing to do": nothing, "papermill, then nbconvert": one_by_one}
    for label, spent in rows.items():
        print(f"{label:<26}{spent.passed:8.1f} s passed {spent.used:8.1f} s of processors")
    print(compared(batch, one_by_one))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
