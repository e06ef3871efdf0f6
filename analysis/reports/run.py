"""One report: executes a notebook in a fresh kernel, and says whether it truly ran to its end.

The only file that imports papermill. Runs in a spawned process (threads share one working folder, and most of
their kernels fail), with the interpreter that runs this; writes only into the folder it is told.
"""

import errno
import logging
import os
import re
import shutil
import sys
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.filters import strip_ansi
from traitlets import default

from analysis.corpus.query import Corpus, Selection
from analysis.reading.workers import begin_worker
from analysis.reports.evidence import asked, gather
from analysis.reports.facts import facts
from analysis.reports.parts import settle, title_of
from analysis.reports.plan import Job, Sibling
from analysis.reports.render import render_report
from analysis.reports.values import values_of

ONE_THREAD = dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"], "1")
SAME_BYTES = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "TOKENIZERS_PARALLELISM": "false"}
"""Without these, the order of sets and the dates in figures differ from run to run."""

MODULES = os.environ.get("PYTHONPATH", "")

KERNEL = """\
import os, threading, time

# A study's folder holds what its owner likes: a file random.py there must not stand in for Python's own.
c.InteractiveShellApp.ignore_cwd = True

def end_with_parent():
    while os.getppid() == {parent}:
        time.sleep(0.5)
    os._exit(1)

threading.Thread(target=end_with_parent, daemon=True).start()
"""
"""The configuration of a kernel: it ends when the process that began it does, whatever a cell is at."""

LEAST_ROOM = 1_000_000
"""Bytes that a kernel's own files take: with less room on the disk it dies."""


class Order(NamedTuple):
    """What a worker is told: the job, where to leave its files, what the page says beside the notebook."""

    job: Job
    folder: Path
    study_title: str
    methods: dict[str, Any]
    corpus: Path
    codebook: Path
    cell_seconds: float
    siblings: tuple[Sibling, ...] = ()
    """The study's reports, to which the page leads."""
    executed: Path | None = None
    """The notebook as it ran before, where only its page is to be written anew."""


class Outcome(NamedTuple):
    """What came of it: the page's title, why it failed (empty when it did not), the values it recorded."""

    title: str
    failure: str
    values: dict[str, Any]
    seconds: float


class OwnInterpreter(AsyncKernelManager):
    """Starts kernels with the running interpreter, whatever kernels are registered on this machine."""

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[])


def prepare_worker(folder: Path) -> None:
    """Ready a spawned process: one thread, no trace in the user's home, and an end when its parent ends."""
    begin_worker()
    os.environ.update(ONE_THREAD | SAME_BYTES)
    os.environ["IPYTHONDIR"] = str(folder / f"ipython-{os.getpid()}")
    profile = folder / f"ipython-{os.getpid()}" / "profile_default"
    with suppress(OSError):  # a full disk is told as the reason why a report failed
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "ipython_kernel_config.py").write_text(KERNEL.format(parent=os.getpid()), encoding="utf-8")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / f"runtime-{os.getpid()}")


def make_report(order: Order) -> Outcome:
    """Execute a job's notebook and write its page, its notebook and, when it failed, its log.

    Never raises for what the notebook does: a failure is an outcome with a reason.
    """
    begun = time.monotonic()
    order.folder.mkdir(parents=True, exist_ok=True)
    executed, log = order.folder / "executed.ipynb", order.folder / "report.log"
    with _logging_to(log):
        if order.executed:
            executed.write_bytes(order.executed.read_bytes())
        failure = "" if order.executed else _execute(order, executed)
        try:
            notebook = nbformat.read(executed if executed.is_file() else order.job.notebook, as_version=4)
            notebook = settle(notebook)
            failure = failure or unfinished(notebook)
            selections, columns = asked(notebook, order.job.folder)
            chosen = selections[0] if selections else _whole(order)
            page = render_report(
                notebook,
                order.job.selection,
                order.study_title,
                order.methods,
                gather(selections, columns),
                failure,
                order.siblings,
                order.job.name,
                facts(chosen),
            )
            (order.folder / "report.html").write_text(page, encoding="utf-8")
            (order.folder / "report.ipynb").write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
            title, values = title_of(notebook, order.job.selection) or order.job.name, values_of(notebook)
        except Exception as error:
            _tell(traceback.format_exc())
            failure = failure or f"Its page could not be written: {_first_line(error)}"
            title, values = order.job.name, {}
            for half_written in ("report.html", "report.ipynb"):
                (order.folder / half_written).unlink(missing_ok=True)
    executed.unlink(missing_ok=True)  # which also makes room for the log where the disk is full
    if failure:
        with suppress(OSError), log.open("a", encoding="utf-8") as file:
            file.write(f"\n{failure}\n")
    else:
        log.unlink(missing_ok=True)
    return Outcome(title, failure, values, time.monotonic() - begun)


def unfinished(notebook: nbformat.NotebookNode) -> str:
    """Say where an executed notebook stopped; empty when every code cell ran without an error.

    `sys.exit` returns normally with cells pending, and after a killed kernel the saved notebook claims that
    all cells completed: only execution counts and outputs tell.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for number, cell in enumerate(code, start=1):
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors:
            words = f"{errors[0].ename}: {errors[0].evalue}".strip(": ")
            return f"Code cell {number} of {len(code)} stopped with {_sentence(words)}"
        if cell.execution_count is None:
            return f"Code cell {number} of {len(code)} did not run."
    return ""


def _whole(order: Order) -> Selection:
    """Take for granted that a page which does not say what it counts is about the corpus, or about its outlet."""
    return Selection(Corpus(order.corpus, order.codebook), outlet=order.job.selection.get("outlet", ""))


def _execute(order: Order, executed: Path) -> str:
    """Run the notebook with papermill; give the reason when papermill itself says that it failed."""
    # Modules that lie beside a notebook are its own.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(order.job.notebook.parent), MODULES]))
    try:
        papermill.execute_notebook(
            _no_template(order.job.notebook),
            _no_template(executed),
            order.job.parameters,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            start_timeout=120,
            cwd=str(order.job.folder),
            execution_timeout=order.cell_seconds,
            kernel_manager_class=OwnInterpreter,
        )
    except papermill.PapermillExecutionError as error:
        _tell(str(error))
        return _stopped(executed) or f"It stopped with {_sentence(f'{error.ename}: {error.evalue}')}"
    except CellTimeoutError:
        _tell(traceback.format_exc())
        return f"A cell took longer than {order.cell_seconds:g} seconds."
    except DeadKernelError:
        _tell(traceback.format_exc())
        return _full(order.folder) or "Its kernel died: it was killed, left by itself, or found no memory."
    except Exception as error:
        _tell(traceback.format_exc())
        return _full(order.folder) or f"It could not run: {_first_line(error)}"
    return ""


def _full(folder: Path) -> str:
    """Say that the disk is full: a kernel that finds no room for its own files dies and does not say why."""
    full = shutil.disk_usage(folder).free < LEAST_ROOM
    return f"It could not run: {os.strerror(errno.ENOSPC)}; make room and run the same command again." if full else ""


def _tell(words: str) -> None:
    """Write to the log, unless the disk is full: that is told as the reason why the report failed."""
    with suppress(OSError):
        print(strip_ansi(words), file=sys.stderr, flush=True)


def _stopped(executed: Path) -> str:
    """Say where the saved notebook stopped, without the cells that papermill adds to tell of an error."""
    try:
        return unfinished(nbformat.read(executed, as_version=4))
    except Exception:
        return ""


def _no_template(path: Path) -> str:
    """Write a path so that papermill, which fills in braces, leaves it as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


@contextmanager
def _logging_to(path: Path):
    """Send all that this process and its kernel write to a file, whoever writes it."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):  # a full disk
                stream.flush()
        for copy, number in zip(kept, (1, 2), strict=True):
            os.dup2(copy, number)
            os.close(copy)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return _short(f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__)


def _sentence(words: str) -> str:
    """End the words of an error as a sentence ends; many do already."""
    short = _short(words)
    return short if short.endswith((".", "?", "!")) else f"{short}."


def _short(words: str) -> str:
    return re.sub(r"\s+", " ", strip_ansi(words))[:300]
