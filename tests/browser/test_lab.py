"""JupyterLab itself, as a researcher has it: open a notebook, change a parameter, run all, and the figures appear."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAME = "03-compare-source-balance.ipynb"
MINUTES = 5

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lab(tmp_path_factory, corpus, codebook):
    """Start a JupyterLab of its own, with its settings, over a copy of the notebook and of a small corpus."""
    home = tmp_path_factory.mktemp("lab")
    (home / "notebooks").mkdir()
    shutil.copytree(corpus, home / "data" / "corpora" / "sample")
    shutil.copytree(codebook.parent, home / "data" / "codebooks")
    (home / "data" / "codebooks" / codebook.name).rename(home / "data" / "codebooks" / "sample.yml")
    shutil.copy(NOTEBOOKS / NAME, home / "notebooks" / NAME)
    token, port = secrets.token_hex(8), _free_port()
    folders = {f"JUPYTER_{what}_DIR": str(home / what.lower()) for what in ("CONFIG", "RUNTIME", "DATA")}
    folders |= {f"JUPYTERLAB_{what.upper()}_DIR": str(home / what) for what in ("settings", "workspaces")}
    options = [f"--port={port}", f"--IdentityProvider.token={token}", "--no-browser", "--allow-root"]
    log = (home / "lab.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={home}"],
        cwd=home, env=os.environ | folders | {"IPYTHONDIR": str(home / "ipython")}, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/{NAME}?token={token}&reset", home
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()


def test_notebook_03_runs_with_another_parameter(browser, lab):
    address, home = lab
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(MINUTES * 60_000)
    page.goto(address)
    parameters = page.locator(".jp-CodeCell .cm-content", has_text="minimum_confidence: float = 0.0")
    parameters.first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()

    line = parameters.locator(".cm-line", has_text="minimum_confidence: float")
    line.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type("minimum_confidence: float = 0.5  # leave out what the reader doubts")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    page.locator(".jp-RenderedSVG img, .jp-RenderedSVG svg").first.wait_for()
    page.keyboard.press("Escape")
    _run_to_the_end(page)
    page.keyboard.press("Control+s")
    executed = _saved(home / "notebooks" / NAME)
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"display_data"}
    assert sum("image/svg+xml" in output.data for output in outputs) == 13
    said = " ".join(output.data["text/plain"] for output in outputs if "text/plain" in output.data)
    assert re.search(r"Harbour Courier .*?\(1\.00;", said)  # the doubtful ones, the South's, are out
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def _run_to_the_end(page) -> None:
    end = time.monotonic() + MINUTES * 60
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    while page.locator(".jp-InputPrompt", has_text=re.compile(r"\[(\*| )\]:")).count() or not idle.count():
        assert time.monotonic() < end, "JupyterLab did not come to the notebook's end"
        page.wait_for_timeout(500)


def _saved(path: Path) -> nbformat.NotebookNode:
    end = time.monotonic() + 60
    while True:
        notebook = nbformat.read(path, as_version=4)
        if all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code"):
            return notebook
        assert time.monotonic() < end, "JupyterLab did not save the notebook"
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        assert server.poll() is None, "JupyterLab did not start"
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("JupyterLab did not answer")
