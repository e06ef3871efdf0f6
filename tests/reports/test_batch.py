"""The batch: what ran is proven to have run, what failed is told, what stands is not made again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from analysis.errors import RequestError
from analysis.files import held
from analysis.findings.finding import LEAD
from analysis.reports import batch, manifest
from analysis.reports.batch import check, run
from analysis.reports.run import unfinished
from analysis.reports.values import read_values

pytestmark = pytest.mark.slow

LIST = "the study's list of reports changed"

RECORD_PLACE = """\
import os, sys
from pathlib import Path
from analysis.reports.values import record
record(folder=os.getcwd(), python=sys.executable, corpus=Path(corpus).is_dir(), threads=os.environ["OMP_NUM_THREADS"])
"""

FAILING = {
    "11-raises-at-the-end": (["x = 1", "1 / 0"], "Code cell 4 of 4 stopped with ZeroDivisionError"),
    "12-exits": (["import sys; sys.exit(0)", "x = 1"], "Code cell 3 of 4 stopped with SystemExit"),
    "13-exits-at-the-end": (["import sys; sys.exit(0)"], "Code cell 3 of 3 stopped with SystemExit"),
    "14-kernel-is-killed": (["import os; os.kill(os.getpid(), 9)", "x = 1"], "Its kernel died"),
    "15-kernel-leaves": (["x = 1", "import os; os._exit(0)"], "Its kernel died"),
    "16-takes-too-long": (["import time; time.sleep(600)", "x = 1"], "A cell took longer than 20 seconds"),
    "17-kills-its-process": (["import os, signal; os.kill(os.getppid(), 9)", "x = 1"], "process was killed"),
}


def test_every_way_to_fail_is_seen_and_the_rest_goes_on(write_study, notebook, tmp_path, capfd, monkeypatch):
    kernels = tmp_path / "elsewhere" / "kernels" / "python3"
    kernels.mkdir(parents=True)  # a kernel of that name that belongs to some other Python
    (kernels / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "elsewhere"))
    for name, (cells, _) in FAILING.items():
        notebook(name, *cells)
    path = notebook("20-runs", "x = 1", RECORD_PLACE)
    stale = nbformat.read(path, as_version=4)
    stale.cells[-1].execution_count = 99
    stale.metadata.kernelspec.name = "no-such-kernel"  # what runs is the Python that the package is installed in
    nbformat.write(stale, path)
    out = tmp_path / "out {of} braces"

    summary = run(write_study("20-runs", *FAILING), out, jobs=2, cell_seconds=20)

    assert summary.exit_code == 1
    assert summary.states == {"20-runs": "new"} | dict.fromkeys(FAILING, "failed")
    entries = manifest.read(out)["reports"]
    for name, (_, reason) in FAILING.items():
        assert reason in entries[name]["reason"], name
        assert reason in (out / "logs" / f"{name}.log").read_text() or name.startswith("17")
    assert "ZeroDivisionError: division by zero" in (out / "logs" / "11-raises-at-the-end.log").read_text()
    partly = nbformat.read(out / "notebooks" / "11-raises-at-the-end.ipynb", as_version=4)
    assert [cell.execution_count for cell in partly.cells if cell.cell_type == "code"][-2:] == [3, 4]
    assert "This report failed." in (out / "12-exits.html").read_text()
    index = (out / "index.html").read_text()
    assert index.index('id="failed"') < index.index("12-exits: ") < index.index('id="outlets"')
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == len(FAILING) + 2
    assert lines[-1] == f"1 new, {len(FAILING)} failed: {out / 'index.html'}"
    assert sum("FAILED" in line for line in lines) == len(FAILING)

    again = run(tmp_path / "river.yml", out, only=["20-runs"], force=True)
    assert again.states == summary.states | {"20-runs": "unchanged"} and again.exit_code == 1
    assert "12-exits" in (out / "index.html").read_text().split('id="failed"')[1].split('id="outlets"')[0]

    values = read_values(out / "notebooks" / "20-runs.ipynb")
    assert values["python"] == sys.executable
    assert values["folder"] == str(tmp_path)  # the study's
    assert values["corpus"] is True
    assert values["threads"] == "1"
    assert not list(out.glob(".work*")) and not list(out.glob("**/*.tmp"))


def test_a_notebook_runs_in_the_study_s_folder_with_the_modules_beside_itself(write_study, notebook, tmp_path):
    """What else lies in the study's folder is no module: not a table, and not its owner's own random.py."""
    shows = "import random, helper\nfrom analysis.reports.values import record\n"
    shows += "record(corpus=corpus, seed=random.Random(1).random() < 1, helper=helper.NAME)"
    notebook("01-paths", shows)
    (tmp_path / "notebooks" / "helper.py").write_text("NAME = 'mine'\n")
    for shadow in ("random", "papermill", "analysis"):
        (tmp_path / f"{shadow}.py").write_text("1 / 0\n")
    out = tmp_path / "out"
    assert run(write_study("01-paths"), out).exit_code == 0
    values = read_values(out / "notebooks" / "01-paths.ipynb")
    assert (values["corpus"], values["helper"], values["seed"]) == ("corpus", "mine", True)
    assert str(tmp_path) not in (out / "01-paths.html").read_text()


def test_what_stands_is_not_made_again_and_every_change_is_named(write_study, notebook, tmp_path):
    first, second = notebook("01-first", "print(1)", parameters="labels: str = ''"), notebook("02-second")
    (tmp_path / "labels.csv").write_text("a\n")
    reports = {"notebook": "01-first", "parameters": {"labels": "labels.csv"}}, "02-second"
    study, out = write_study(*reports), tmp_path / "out"

    def would_run(**keys):
        reasons = run(study, out, dry_run=True, **keys).reasons
        return {name: why for name, why in reasons.items() if why}

    assert would_run() == dict.fromkeys(["01-first", "02-second"], ["it has not been made yet"])
    assert not out.exists()
    assert run(study, out).states == {"01-first": "new", "02-second": "new"}
    before = {path: path.stat().st_mtime_ns for path in out.rglob("[!.]*.*") if path.is_file()}
    assert run(study, out).states == {"01-first": "unchanged", "02-second": "unchanged"}
    assert {path: path.stat().st_mtime_ns for path in out.rglob("[!.]*.*") if path.is_file()} == before
    assert check(study, out) == {}

    assert would_run(force=True) == dict.fromkeys(["01-first", "02-second"], ["it was asked for"])
    assert would_run(force=True, only=["02-*"]) == {"02-second": ["it was asked for"]}
    with pytest.raises(RequestError, match='no report "01-frist". Did you mean "01-first"'):
        run(study, out, only=["01-frist"])

    text = second.read_text()
    second.write_text(text.replace("What is asked here?", "What else is asked?"))
    assert would_run() == {"01-first": [LIST], "02-second": ["the notebook changed", LIST]}  # a page names the others
    second.write_text(text)
    (tmp_path / "labels.csv").write_text("b\n")
    assert would_run() == {"01-first": ["a file named by the parameters changed"]}
    (tmp_path / "labels.csv").write_text("a\n")
    codebook = (tmp_path / "codebook.yml").read_text()
    (tmp_path / "codebook.yml").write_text(codebook + "\n")
    assert would_run()["02-second"] == ["the codebook changed"]
    (tmp_path / "codebook.yml").write_text(codebook)
    page = (out / "01-first.html").read_text()
    (out / "01-first.html").write_text(page + " ")
    assert would_run() == {"01-first": ["01-first.html was changed by hand"]}
    (out / "01-first.html").unlink()
    assert check(study, out) == {"01-first": ["01-first.html is missing"]}
    assert run(study, out).states == {"01-first": "unchanged", "02-second": "unchanged"}
    assert (out / "01-first.html").read_text() == page

    first.write_text(first.read_text().replace("print(1)", "print(2)"))
    assert run(study, out, only="01-first").states == {"01-first": "changed", "02-second": "not run"}
    study = write_study("02-second")
    assert check(study, out) == {"01-first": ["the study does not ask for it"], "02-second": [LIST]}
    executed = (out / "notebooks" / "02-second.ipynb").read_bytes()
    assert run(study, out).states == {"02-second": "changed"}
    assert (out / "notebooks" / "02-second.ipynb").read_bytes() == executed
    assert not (out / "01-first.html").exists() and "01-first" not in (out / "02-second.html").read_text()
    assert "01-first" not in (out / "index.html").read_text()


DRAW = """\
import matplotlib.pyplot as plt
from analysis.figures import show_figure
figure, axes = plt.subplots()
axes.plot([1, 2, 3])
show_figure(figure, alt="A line that rises.")
plt.close(figure)
print(object(), {"b", "a", "c"}, hash("x"))
import warnings; warnings.warn("old")
"""


def test_the_same_inputs_give_the_same_bytes(write_study, notebook, tmp_path):
    notebook("03-draw", DRAW, "print(corpus)", parameters="paper: str = ''")
    study = write_study({"notebook": "03-draw", "each": {"paper": ["A", "B"]}})
    run(study, tmp_path / "one")
    assert check(study, tmp_path / "one", rerun=True) == {}
    page = (tmp_path / "one" / "03-draw--a.html").read_text()
    assert 'alt="A line that rises."' in page
    assert str(tmp_path) not in page and "ipykernel_" not in page

    entry = json.loads((tmp_path / "one" / "manifest.json").read_text())
    entry["reports"]["03-draw--b"]["outputs"]["03-draw--b.html"] = "0" * 64
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(entry))
    differences = check(study, tmp_path / "one", rerun=True)
    assert differences == {
        "03-draw--b": [
            "03-draw--b.html was changed by hand",
            "03-draw--b.html comes out different when it is made again",
        ]
    }


RUN = """\
import sys
from analysis.reports.batch import run
if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2], jobs=1).exit_code)
"""


SLOW = """\
import os, time
from pathlib import Path
(Path(folder) / "kernel").write_text(str(os.getpid()))
while not (Path(folder) / "go").exists():
    time.sleep(0.1)
"""


@pytest.mark.parametrize("words", ["It lies between 0 and 1.", 'Did you mean "Ledger"?', "division by zero"])
def test_where_a_notebook_stopped_is_one_sentence(words):
    error = nbformat.v4.new_output("error", ename="RequestError", evalue=words)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[error])])
    ended = words if words[-1] in ".?" else f"{words}."
    assert unfinished(notebook) == f"Code cell 1 of 1 stopped with RequestError: {ended}"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing_behind_and_goes_on(write_study, notebook, tmp_path, how):
    notebook("01-quick", "print(1)")
    notebook("02-slow", SLOW, parameters=f"folder: str = {str(tmp_path)!r}")
    study, out = write_study("01-quick", "02-slow"), tmp_path / "out"
    (tmp_path / "run.py").write_text(RUN)
    process = subprocess.Popen(
        [sys.executable, tmp_path / "run.py", study, out],
        start_new_session=True,
        stderr=subprocess.PIPE,
        # A job in the background ignores Ctrl-C, and so would everything that the tests start there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        wait_for(lambda: (tmp_path / "kernel").is_file() and (tmp_path / "kernel").read_text())
        with pytest.raises(RequestError, match="is in use by"):
            run(study, out)
        os.killpg(process.pid, how) if how == signal.SIGINT else os.kill(process.pid, how)
        process.communicate(timeout=60)
    finally:
        process.kill()
    kernel = int((tmp_path / "kernel").read_text())
    assert process.returncode != 0
    wait_for(lambda: not alive(kernel), 20)

    entries = manifest.read(out)["reports"]
    assert list(entries) == ["01-quick"]
    assert manifest.spoilt(entries["01-quick"], out) == []
    (tmp_path / "go").touch()
    assert run(study, out).states == {"01-quick": "unchanged", "02-slow": "new"}
    assert not list(out.glob(".work*"))


def wait_for(condition, seconds=180):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


FILL = """\
import resource, sys
from analysis.reports.batch import run
if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    sys.exit(run(sys.argv[1], sys.argv[2], jobs=1).exit_code)
"""


def test_a_report_that_the_disk_does_not_take_fails_alone(write_study, notebook, tmp_path):
    notebook("01-big", "print('x' * 300_000)")
    notebook("02-small", "print(1)")
    study, out = write_study("01-big", "02-small"), tmp_path / "out"
    (tmp_path / "fill.py").write_text(FILL)
    done = subprocess.run([sys.executable, tmp_path / "fill.py", study, out], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    entries = manifest.read(out)["reports"]
    assert "File too large" in entries["01-big"]["reason"]
    assert entries["02-small"]["state"] == "done"
    assert not list(out.glob(".work*"))


@pytest.fixture
def small_disk(tmp_path):
    """Give a folder on a disk of its own of two megabytes, which only root can make."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can be made by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_told_and_once_there_is_room_the_run_goes_on(write_study, notebook, tmp_path, small_disk):
    notebook("01-big", "print('x' * 3_000_000)")
    notebook("02-small", "print(1)")
    study, out = write_study("01-big", "02-small"), small_disk / "out"
    assert run(study, out, jobs=1).states == {"01-big": "failed", "02-small": "new"}
    assert "No space left on device" in manifest.read(out)["reports"]["01-big"]["reason"]

    with pytest.raises(OSError, match="No space"), (small_disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass
    # Alone: another report that fails meanwhile gives back the room of what stood in its place.
    assert run(study, out, only="02-small", force=True).states == {"01-big": "failed", "02-small": "failed"}
    assert "No space left on device" in manifest.read(out)["reports"]["02-small"]["reason"]
    (small_disk / "filler").unlink()
    notebook("01-big", "print('x' * 3)")
    assert run(study, out).states == {"01-big": "new", "02-small": "new"}
    assert not list(out.glob(".work*")) and not list(out.glob("**/*.tmp"))

    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert check(study, out) == {}
    with pytest.raises(RequestError, match="cannot be written: Read-only file system"):
        run(study, out, force=True)


def test_a_folder_that_cannot_be_written_is_a_wrong_request(write_study, notebook, tmp_path, monkeypatch):
    notebook("01-quick")
    study = write_study("01-quick")
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError, match="cannot be written: Not a directory"):
        run(study, tmp_path / "file" / "out")
    (tmp_path / "out").mkdir()
    with held(tmp_path / "out"), pytest.raises(RequestError, match="is in use by"):
        run(study, tmp_path / "out")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch, "_make", full)
    with pytest.raises(RequestError, match="cannot be written: No space left on device"):
        run(study, tmp_path / "out")


def test_nothing_runs_when_one_parameter_is_wrong(write_study, notebook, tmp_path):
    notebook("01-quick", parameters="n: int = 1")
    study = write_study("01-quick", {"notebook": "01-quick", "parameters": {"n": "5"}})
    with pytest.raises(RequestError, match='"n" must be int'):
        run(study, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_corpus_that_is_not_there_is_a_wrong_request(write_study, notebook, tmp_path):
    notebook("01-quick")
    study = write_study("01-quick", corpus="nowhere")
    with pytest.raises(RequestError, match="There is no table articles .* evenhand ingest"):
        run(study, tmp_path / "out")
    study = write_study("01-quick", codebook="nowhere.yml")
    with pytest.raises(RequestError, match="nowhere.yml"):
        run(study, tmp_path / "out")


def test_check_sees_every_file_that_is_not_what_was_made(write_study, notebook, tmp_path):
    notebook("01-quick", "from analysis.reports.values import record", "record(shares=[0.5, 0.5])")
    study, out = write_study("01-quick"), tmp_path / "out"
    run(study, out)
    assert check(study, out) == {}

    def told(place: str, change) -> dict:
        """Change a file's text, or make one, and say what is told of it; then put it back."""
        path = out / place if not place.startswith("corpus/") else tmp_path / place
        before = path.read_text() if path.is_file() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change(before or ""))
        wrong = check(study, out)
        path.unlink() if before is None else path.write_text(before)
        assert check(study, out) == {}
        return wrong

    more = lambda text: text + " "  # noqa: E731
    assert told("index.html", more) == {"index": ["index.html was changed by hand"]}
    assert told("01-quick.html", more) == {"01-quick": ["01-quick.html was changed by hand"]}
    assert told("02-forged.html", more) == {"02-forged.html": [batch.UNKNOWN]}
    packed = (out / manifest.EVERYTHING).read_bytes()
    (out / manifest.EVERYTHING).write_bytes(packed[:-40])
    assert list(check(study, out)) == [manifest.EVERYTHING]
    (out / manifest.EVERYTHING).write_bytes(packed)
    assert told("notebooks/forged.svg", more) == {"notebooks/forged.svg": [batch.UNKNOWN]}
    assert told("paper/figures/balance.pdf", more) == {"paper/figures/balance.pdf": [batch.UNKNOWN]}
    assert told("corpus/coded-by.json", lambda _: '{"codebook": "", "digest": "x"}') == {
        "01-quick": ["the corpus changed"]
    }
    forged = lambda text: text.replace("0.5", "0.7")  # noqa: E731
    assert told("manifest.json", forged) == {"01-quick": ["the manifest gives values that its notebook does not"]}
    (out / "index.html").unlink()
    assert check(study, out) == {"index": ["index.html is missing"]}


def test_the_same_inputs_give_the_same_bytes_whatever_happened_before(write_study, notebook, tmp_path):
    for name in ("01-quick", "02-quick"):
        notebook(name, "print(1)")
    study = write_study("01-quick", "02-quick")
    run(study, tmp_path / "straight", jobs=1)
    run(study, tmp_path / "winding", only=["02-quick"], jobs=1)
    (tmp_path / "winding" / "index.html").write_text("torn")
    run(study, tmp_path / "winding", jobs=1)
    run(study, tmp_path / "winding", force=True, jobs=1)
    made = [
        {path.name: path.read_bytes() for path in (tmp_path / out).glob("*.*") if path.is_file()}
        for out in ("straight", "winding")
    ]
    assert made[0] == made[1] and {"index.html", "manifest.json"} <= set(made[0])


def test_the_index_puts_first_what_a_notebook_says_is_asked_first(write_study, notebook, tmp_path):
    for place, name in enumerate(("01-aside", "02-main")):
        said = {"headline": f"Finding of {name}", "doubt": "None."}
        told = f"from IPython.display import display\ndisplay({{{LEAD!r}: {said!r}, 'text/plain': 'x'}}, raw=True)"
        path = notebook(name, told)
        made = nbformat.read(path, as_version=4)
        made.metadata["evenhand"] = {"asked": [None, 1][place]}
        nbformat.write(made, path)
    run(write_study("01-aside", "02-main"), tmp_path / "out")
    index = (tmp_path / "out" / "index.html").read_text()
    assert 0 < index.index("Finding of 02-main") < index.index("Finding of 01-aside")
