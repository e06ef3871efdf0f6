"""The batch: makes the reports of a study that are not yet what its inputs give, and proves those that are.

Plans, asks `run` for each report in a spawned process, and keeps what comes back. A finished report is kept
at once, so that a run that is stopped goes on where it was.
"""

import fnmatch
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from analysis.errors import RequestError, nearest
from analysis.files import held, workshop, write_whole
from analysis.reading.workers import deaf_to_interrupts
from analysis.reports import manifest
from analysis.reports.plan import Job, Sibling, plan, siblings_of
from analysis.shown import for_terminal
from analysis.study import Study, load_study

CELL_SECONDS = 3600
"""Seconds that one cell may take before its report counts as failed."""

INDEX = "index.html"
LISTED = {"paper": manifest.NAME, "crate": "ro-crate-metadata.json"}
"""Folders beside the reports that `evenhand figures` and `evenhand export` make, and where their files are listed."""

UNKNOWN = "is no output of this study: no manifest knows it"

WORKERS = max(1, min(4, os.cpu_count() or 1))


class Summary(NamedTuple):
    """What a run did, or would do: the state of each report (new, changed, unchanged, failed, not run), and why."""

    index: Path
    states: dict[str, str]
    reasons: dict[str, list[str]]

    @property
    def exit_code(self) -> int:
        """0 when every report stands, 1 when one failed."""
        return int("failed" in self.states.values())


def run(
    study_path: Path,
    out: Path | None = None,
    jobs: int = WORKERS,
    only: Iterable[str] = (),
    dry_run: bool = False,
    force: bool = False,
    cell_seconds: float = CELL_SECONDS,
) -> Summary:
    """Make the reports of a study that are not yet what its inputs give, and their index.

    Shows a bar on a terminal, and prints one line a report elsewhere.

    Parameters
    ----------
    study_path
        The study's YAML file.
    out
        Folder of the reports; `reports/<name of the study>` under the current folder when not given.
    jobs
        Number of notebooks executed at once, each in a process of its own.
    only
        Names of reports or of notebooks, or patterns of them (``05-*``); all when empty.
    dry_run
        Only say what would run and why.
    force
        Run also what has not changed.
    cell_seconds
        Seconds that one cell may take.

    Raises
    ------
    RequestError
        When the study is wrong, nothing has a name asked for, or the folder cannot be written now.
    """
    study_path = Path(study_path)
    out = folder_of(study_path, out)
    study = load_study(study_path)
    planned = plan(study, study_path)
    chosen = choose(planned, only)
    siblings = siblings_of(planned)
    parts = {job.name: manifest.parts(job, study, siblings) for job in chosen}
    if not dry_run and not _coded(parts, manifest.read(out)["reports"]):
        from analysis.reading.read import code_corpus  # brings the parser, seconds that a run of nothing need not wait

        if code_corpus(study.corpus, study.codebook):
            parts = {job.name: manifest.parts(job, study, siblings) for job in chosen}
    if dry_run:
        reasons = why(parts, manifest.read(out)["reports"], out, force)
        states = {name: "would run" if reasons[name] else "unchanged" for name in parts}
        return Summary(out / INDEX, states, reasons)
    with held(study.corpus, shared=True), locked(out):
        entries = manifest.read(out)["reports"]
        reasons = why(parts, entries, out, force)
        states = {job.name: "unchanged" if job.name in parts else "not run" for job in planned}
        gone = set(entries) - set(states)
        for name in gone:
            _remove(entries.pop(name), out)
        todo = [job for job in chosen if reasons[job.name]]
        states |= {job.name: "not run" for job in todo}
        if todo or gone or not _index_stands(out) or not (out / manifest.EVERYTHING).is_file():
            pages = {name for name in parts if reasons[name] == manifest.PAGE_ONLY}
            _make(study, todo, pages, siblings, parts, states, entries, out, jobs, cell_seconds)
    states |= _failed(states, entries)
    counted = Counter(states.values())
    told = ", ".join(f"{number} {state}" for state, number in counted.items())
    print(for_terminal(f"{told}: {out / INDEX}"))
    return Summary(out / INDEX, states, reasons)


def check(study_path: Path, out: Path | None = None, rerun: bool = False) -> dict[str, list[str]]:
    """Say what differs, for each report that is not what the study's inputs give; empty when all are.

    Parameters
    ----------
    study_path, out
        As for `run`.
    rerun
        Prove it: make every report again in a folder that is thrown away, and compare the bytes.
    """
    study_path = Path(study_path)
    out = folder_of(study_path, out)
    study = load_study(study_path)
    planned = plan(study, study_path)
    parts = {job.name: manifest.parts(job, study, siblings_of(planned)) for job in planned}
    entries = manifest.read(out)["reports"]
    wrong = why(parts, entries, out)
    wrong |= {name: ["the study does not ask for it"] for name in entries if name not in parts}
    if not _index_stands(out):
        wrong["index"] = [f"{INDEX} {'was changed by hand' if (out / INDEX).is_file() else 'is missing'}"]
    from analysis.reports.index import holds_everything  # bring nbformat, a second that a run of nothing need not wait
    from analysis.reports.values import read_values

    for name, entry in entries.items():
        page = out / "notebooks" / f"{name}.ipynb"
        if entry["values"] and not (page.is_file() and read_values(page) == entry["values"]):
            wrong.setdefault(name, []).append("the manifest gives values that its notebook does not")
    paper, noted = out / "paper" / manifest.NAME, manifest.read(out).get("paper")
    if noted and paper.is_file() and manifest.digest(paper) != noted:
        wrong[f"paper/{manifest.NAME}"] = ["was changed by hand"]
    wrong |= {place: [UNKNOWN] for place in strangers(out, entries)}
    if not any(wrong.values()) and not holds_everything(out, entries):
        wrong[manifest.EVERYTHING] = ["does not hold the files that stand beside it"]
    if rerun:
        with tempfile.TemporaryDirectory(prefix="evenhand-check-") as folder:
            run(study_path, Path(folder))
            again, index = (manifest.read(Path(folder)).get(part) for part in ("reports", "index"))
        if index != manifest.read(out).get("index"):
            wrong.setdefault("index", []).append(f"{INDEX} comes out different when it is made again")
        for name, entry in again.items():
            outputs = entries.get(name, {}).get("outputs", {})
            wrong[name] += [
                f"{output} comes out different when it is made again"
                for output, digest in entry["outputs"].items()
                if outputs.get(output, digest) != digest
            ]
    return {name: differences for name, differences in wrong.items() if differences}


def _index_stands(out: Path) -> bool:
    """Say whether the index is the one that the manifest was written with; a run that was killed leaves none such."""
    noted = manifest.read(out).get("index")
    return bool(noted) and manifest.digest(out / INDEX) == noted


def strangers(out: Path, entries: dict[str, dict]) -> list[str]:
    """Name the files in a folder of reports that neither its manifest, the paper's nor the crate's knows."""
    known = {INDEX, manifest.NAME, manifest.EVERYTHING}.union(*(entry["outputs"] for entry in entries.values()))
    for folder, list_of in LISTED.items():
        if (out / folder / list_of).is_file():
            listed = manifest.listed_in(out / folder / list_of)
            known |= {f"{folder}/{name}" for name in (list_of, *listed)}
    files = (path.relative_to(out) for path in out.rglob("*") if path.is_file())
    return sorted(name.as_posix() for name in files if not manifest.passing(name) and name.as_posix() not in known)


def choose(planned: list[Job], only: Iterable[str]) -> list[Job]:
    """Keep the jobs of which the name, or the notebook's, is one of those asked for or fits a pattern.

    Raises
    ------
    RequestError
        When nothing has a name asked for: gives the nearest there is.
    """
    only = [only] if isinstance(only, str) else list(only)
    chosen: list[Job] = []
    for pattern in only:
        found = [job for job in planned if any(fnmatch.fnmatch(n, pattern) for n in (job.name, job.notebook.stem))]
        if not found:
            known = {name for job in planned for name in (job.name, job.notebook.stem)}
            raise RequestError(f'The study has no report "{pattern}".{nearest(pattern, sorted(known))}')
        chosen += found
    return [job for job in planned if job in chosen] if only else planned


def why(parts: dict[str, dict], entries: dict[str, dict], out: Path, force: bool = False) -> dict[str, list[str]]:
    """Say for each report why it must be made; an empty list where it need not."""
    asked = ["it was asked for"] if force else []
    return {name: asked or manifest.reasons(entries.get(name), parts[name], out) for name in parts}


def _coded(parts: dict[str, dict], entries: dict[str, dict]) -> bool:
    """Say whether all reports were once asked for of this very corpus, codebook and program, which coded it then."""
    same = ("code", "corpus", "codebook")
    before = {name: entries.get(name, {}).get("parts", {}) for name in parts}
    return all(before[name].get(part) == parts[name][part] for name in parts for part in same)


def _make(
    study: Study,
    todo: list[Job],
    pages: set[str],
    siblings: tuple[Sibling, ...],
    parts: dict[str, dict],
    states: dict[str, str],
    entries: dict[str, dict],
    out: Path,
    jobs: int,
    cell_seconds: float,
) -> None:
    """Run what is to do, keeping each report as it comes, and write the index even when it is stopped.

    `pages` names the reports of which only the page is written anew.
    """
    from analysis.reports.index import (  # these imports take a second, and a run of nothing needs none
        everything,
        render_index,
    )
    from analysis.reports.methods import describe
    from analysis.reports.run import Order

    methods = describe(study)
    (out / manifest.EVERYTHING).unlink(missing_ok=True)  # written last: where there is one, nothing was cut short
    try:
        with workshop(out, "work") as unfinished:
            orders = [
                Order(
                    job,
                    unfinished / job.name,
                    study.title,
                    methods,
                    study.corpus,
                    study.codebook,
                    cell_seconds,
                    siblings,
                    out / "notebooks" / f"{job.name}.ipynb" if job.name in pages else None,
                )
                for job in todo
            ]
            for order, outcome in _shown(_outcomes(orders, jobs, unfinished), [job.name for job in todo]):
                name = order.job.name
                before = entries.get(name)
                entries[name] = _keep(order, outcome, parts[name], out)
                states[name] = _state(before, entries[name])
                manifest.write(out, study, entries)
    finally:
        manifest.write(out, study, entries)
        write_whole(out / INDEX, render_index(study, siblings, entries, methods, out))
        manifest.write(out, study, entries, manifest.digest(out / INDEX))
        write_whole(out / manifest.EVERYTHING, everything(out, entries))


def _outcomes(orders: list, jobs: int, folder: Path) -> Iterator[tuple]:
    """Give each order with its outcome, in the order in which they end.

    A process that is killed breaks its pool and all that is in it; what was left then runs one process a
    report, so that only the culprit fails.
    """
    left = list(orders)
    for at_once, batch in [(jobs, orders), *((1, [order]) for order in orders)]:
        batch = [order for order in batch if order in left]
        if not batch:
            continue
        try:
            for order, outcome in _pool_outcomes(batch, min(at_once, len(batch)), folder):
                left.remove(order)
                yield order, outcome
        except BrokenExecutor:
            if len(batch) == 1:
                left.remove(batch[0])
                yield batch[0], None


def _pool_outcomes(orders: list, jobs: int, folder: Path) -> Iterator[tuple]:
    from analysis.reports.run import make_report, prepare_worker

    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(max(1, jobs), multiprocessing.get_context("spawn"), prepare_worker, (folder,))
    try:
        with deaf_to_interrupts():
            futures = {pool.submit(make_report, order): order for order in orders}
        for future in as_completed(futures):
            yield futures[future], future.result()
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.kill()  # their kernels see it and end


def _shown(outcomes: Iterable[tuple], names: list[str]) -> Iterator[tuple]:
    """Pass outcomes on, and show how far it is: a bar that names the next to come on a terminal, a line each elsewhere."""
    terminal, total, left = sys.stderr.isatty(), len(names), list(names)
    with tqdm(total=total, unit="report", disable=not terminal) as bar:
        bar.set_description_str(left[0] if left else "")
        for number, (order, outcome) in enumerate(outcomes, start=1):
            failure = "its process was killed" if outcome is None else outcome.failure
            if failure or not terminal:
                seconds = "" if outcome is None else f" in {outcome.seconds:.1f} s"
                words = f"FAILED: {failure}" if failure else f"done{seconds}"
                bar.write(for_terminal(f"{number}/{total} {order.job.name}: {words}"))
            left.remove(order.job.name)
            bar.set_description_str(left[0] if left else "")
            bar.update()
            yield order, outcome


def _keep(order: Any, outcome: Any, parts: dict[str, Any], out: Path) -> dict[str, Any]:
    """Move what a worker made to its place, each file whole or not at all, and say what stands there now."""
    name = order.job.name
    places = {
        order.folder / "report.html": f"{name}.html",
        order.folder / "report.ipynb": f"notebooks/{name}.ipynb",
        order.folder / "report.log": f"logs/{name}.log",
    }
    outputs = {}
    for made, place in places.items():
        (out / place).parent.mkdir(parents=True, exist_ok=True)
        if made.is_file():
            os.replace(made, out / place)
            outputs[place] = manifest.digest(out / place)
        else:
            (out / place).unlink(missing_ok=True)
    failure = outcome.failure if outcome else "Its process was killed, perhaps because memory ran out."
    return {
        "title": outcome.title if outcome else name,
        "state": "failed" if failure else "done",
        "reason": failure,
        "key": manifest.key(parts),
        "parts": parts,
        "outputs": outputs,
        "values": outcome.values if outcome else {},
    }


def _state(before: dict[str, Any] | None, entry: dict[str, Any]) -> str:
    """Say how a report that was just made stands to the one before it."""
    if entry["state"] == "failed":
        return "failed"
    if not before or before["state"] == "failed":
        return "new"
    return "unchanged" if before["outputs"] == entry["outputs"] else "changed"


def _failed(states: dict[str, str], entries: dict[str, dict]) -> dict[str, str]:
    """Give the state of the reports that failed, now or the last time that they ran."""
    return {name: "failed" for name in states if entries.get(name, {}).get("state") == "failed"}


def _remove(entry: dict[str, Any], out: Path) -> None:
    """Delete the outputs of a report that the study no longer asks for, unless somebody changed them."""
    for place, digest in entry["outputs"].items():
        if (out / place).is_file() and manifest.digest(out / place) == digest:
            (out / place).unlink()


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder of reports for this command alone; refuse when it cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with held(out):
            yield
    except OSError as error:
        raise RequestError(f'"{out}" cannot be written: {error.strerror or error}.') from error


def folder_of(study_path: Path, out: Path | None) -> Path:
    """Say where a study's reports stand."""
    return (Path("reports") / study_path.stem if out is None else Path(out)).resolve()
