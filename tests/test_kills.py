"""Commands killed at random moments: what they write in the end is what they write undisturbed, byte for byte."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

STORY = (
    "Talks on the bridge go on\n\nKyiv said its troops had reached the river on day {0}. “We will hold it,” said "
    "General Petro Hrytsenko, who commands the northern front. Anna Holt said the bridge was safe. It held {0} tons."
)
CODEBOOK = """\
title: A test
sides:
  - {id: north, label: North, words: [Kyiv, Hrytsenko]}
  - {id: south, label: South, words: [Moscow]}
compare: [north, south]
"""
STUDY = """\
title: The bridge
corpus: corpus
codebook: codebook.yml
reports: [{notebook: 01-draw}, {notebook: 02-count, each: {outlet: "*"}}]
"""
CELLS = {
    "01-draw": """\
from analysis import balance, open_corpus, show
counts = open_corpus(corpus, codebook).select().count("side")
show(balance(counts, ("north", "south")), "Balance")""",
    "02-count": """\
from analysis import open_corpus, shares, show
show(shares(open_corpus(corpus, codebook).select(outlet=outlet).count("side"), "side"), "Shares")""",
}
KILLS = 10

INGEST = ("ingest", "articles.jsonl", "--corpus", "corpus")
READ = ("read", "corpus", "--codebook", "codebook.yml", "--reader", "rules")
FIGURES = ("figures", "study.yml", "--formats", "svg")
COMMANDS = {
    "ingest": (INGEST, ()),
    "read": (READ, (INGEST,)),
    "select": (("select", "corpus", "part", "--where", "outlet = 'Gazette'", "--force"), (INGEST, READ)),
    "concordance": (("concordance", "corpus", "bridge", "--out", "hits.csv"), (INGEST, READ)),
    "annotations": (("annotations", "export", "corpus", "spans.jsonl"), (INGEST, READ)),
    "run": (("run", "study.yml"), (INGEST, READ)),
    "code score": (("code", "score", "corpus", "ada.jsonl"), (INGEST, READ)),
    "code sample": (
        ("code", "sample", "corpus", "--codebook", "codebook.yml", "--out", "sheets", "--page"),
        (INGEST, READ),
    ),
    "figures": (FIGURES, (INGEST, READ)),
    "export": (("export", "study.yml", "--crate"), (INGEST, READ, FIGURES)),
    "tone": (("tone", "targets.jsonl", "tones.jsonl"), ()),
    "extract": (("extract", "articles.jsonl", "spans.jsonl", "--reader", "rules"), ()),
}


def begin(arguments, folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "analysis", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(arguments, folder: Path) -> float:
    """Run a command to its end; give the seconds that it took."""
    begun = time.monotonic()
    process = begin(arguments, folder)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    return time.monotonic() - begun


def write_notebook(path: Path, cell: str) -> None:
    parameters = nbformat.v4.new_code_cell('corpus: str = ""\ncodebook: str = ""\noutlet: str = ""')
    parameters.metadata["tags"] = ["parameters"]
    cells = [nbformat.v4.new_markdown_cell("# Who is heard?"), parameters, nbformat.v4.new_code_cell(cell)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=cells), path)


@pytest.fixture(scope="module")
def stages(tmp_path_factory) -> dict[tuple, Path]:
    """Folders in which the commands before were run, undisturbed."""
    folder = tmp_path_factory.mktemp("stages")
    made = {(): folder / "0"}
    made[()].mkdir()
    lines = [{"article_id": n, "outlet": ("Gazette", "Post")[n % 2], "text": STORY.format(n)} for n in range(40)]
    (made[()] / "articles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    targets = [{"id": n, "text": f"Anna Holt saved {n} lives.", "target": [0, 9]} for n in range(200)]
    (made[()] / "targets.jsonl").write_text("".join(json.dumps(line) + "\n" for line in targets), encoding="utf-8")
    coded = [{"text": line["text"], "attributions": [], "sources": []} for line in lines[:5]]
    (made[()] / "ada.jsonl").write_text("".join(json.dumps(line) + "\n" for line in coded), encoding="utf-8")
    (made[()] / "codebook.yml").write_text(CODEBOOK, encoding="utf-8")
    (made[()] / "study.yml").write_text(STUDY, encoding="utf-8")
    for name, cell in CELLS.items():
        write_notebook(made[()] / "notebooks" / f"{name}.ipynb", cell)
    for before, command in [((), INGEST), ((INGEST,), READ), ((INGEST, READ), FIGURES)]:
        after = (*before, command)
        made[after] = Path(shutil.copytree(made[before], folder / str(len(after))))
        run(command, made[after])
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file but the parts, which hold the same rows in other batches, and the locks."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    kept = (path for path in files if "parts" not in path.parts and path.name != ".lock")
    return {path.as_posix(): (folder / path).read_bytes() for path in kept}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_killed_again_and_again_ends_as_if_it_had_not_been(name, stages, tmp_path):
    command, before = COMMANDS[name]
    straight, winding = (Path(shutil.copytree(stages[before], tmp_path / way)) for way in ("straight", "winding"))
    seconds = run(command, straight)
    chance = random.Random(name)
    killed = 0
    for _ in range(KILLS):
        process = begin(command, winding)
        time.sleep(chance.uniform(0.3, 1) * seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
    assert killed, "no kill came before the end"
    run(command, winding)
    assert contents(winding) == contents(straight)
