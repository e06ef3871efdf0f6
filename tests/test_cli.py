"""The command as a user meets it, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version

import pytest


def evenhand(*arguments, cwd=None):
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_help_teaches_every_command():
    told = evenhand("--help").stdout
    commands = ("new", "ingest", "read", "extract", "tone", "run", "figures", "export", "check", "codebook", "doctor")
    for command in commands:
        assert f"  {command} " in told
    assert "..." not in told.split("Commands:")[1]  # no line is cut
    assert evenhand("--version").stdout == f"Evenhand {version('evenhand')}\n"
    assert "Example:" in evenhand("read", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rn"], "Did you mean 'run'?"),
        (["run", "study.yml", "--dry-rn"], "--dry-run"),
        (["run", "nowhere.yml"], "nowhere.yml"),
        (["read", "nowhere"], "evenhand ingest"),
        (["ingest", "nowhere", "--corpus", "corpus"], "nowhere"),
        (["ingest", "nowhere", "--corpus", "corpus", "--dry-run"], "nowhere"),
        (["figures", "nowhere.yml"], "nowhere.yml"),
        (["figures", "study.yml", "--formats", "gif"], "pdf, svg, png, tiff, pgf"),
        (["export", "study.yml"], "--crate"),
        (["export", "study.yml", "--crate", "--texts", "al"], "none, spans, full"),
        (["extract", "nowhere.jsonl", "out.jsonl"], "nowhere.jsonl"),
        (["tone", "nowhere.jsonl", "out.jsonl"], "nowhere.jsonl"),
        (["concordance", "nowhere", "truce"], "evenhand ingest"),
        (["select", "nowhere", "part", "--where", "words > 100"], "evenhand ingest"),
        (["annotations", "export", "nowhere", "out.jsonl"], "evenhand ingest"),
        (["code", "sample", "nowhere"], "evenhand ingest"),
        (["new", "/dev/null/strait"], '"/dev/null/strait" cannot be made (Not a directory)'),
    ],
)
def test_a_wrong_request_is_one_sentence_and_code_2(arguments, said, tmp_path):
    result = evenhand(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_new_study_is_made_once_and_never_overwritten(tmp_path):
    assert evenhand("new", "strait", cwd=tmp_path).returncode == 0
    made = {path.name for path in (tmp_path / "strait").iterdir()}
    assert made == {"articles", "codebook.yml", "study.yml", "style.yml", "README.md"}
    again = evenhand("new", "strait", cwd=tmp_path)
    assert again.returncode == 2 and "choose another name" in again.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("select", "corpus", "/dev/null/part", "--where", "words > 3"),
        ("concordance", "corpus", "bridge", "--out", "/dev/null/hits.csv"),
        ("extract", "articles.jsonl", "/dev/null/out.jsonl", "--reader", "rules"),
        ("ingest", "articles.jsonl", "--corpus", "/dev/null/corpus"),
    ],
)
def test_a_place_that_cannot_be_written_is_one_sentence(corpus, arguments):
    result = evenhand(*arguments, cwd=corpus.parent)
    assert result.returncode == 2
    assert result.stderr.startswith('evenhand: "/dev/null')
    assert result.stderr.count("\n") == 1


def test_the_doctor_finds_this_environment_well():
    result = evenhand("doctor")
    assert result.returncode == 0, result.stdout
    assert "are well; evenhand doctor --all lists them." in result.stdout and "MISSING" not in result.stdout
    assert "ok      spaCy's English model" in evenhand("doctor", "--all").stdout


STORY = """Talks on the bridge go on

Kyiv said its troops had reached the river on Monday. “We will hold it,” said General Petro Hrytsenko, who commands
the northern front. Engineer Anna Holt said on the {n}th day that the bridge was safe.
"""

INTERRUPTED = "Interrupted; what is done is kept. Run the same command again to go on.\n"

CODEBOOK = """
title: Talks
sides:
  - {id: north, label: North, words: [Kyiv]}
  - {id: south, label: South, words: [Moscow]}
compare: [north, south]
"""

STUDY = """
title: A study
corpus: corpus
codebook: codebook.yml
reports:
  - notebook: 00-tour-the-corpus
"""


@pytest.fixture
def corpus(tmp_path):
    lines = [json.dumps({"outlet": "Gazette", "text": STORY.format(n=n)}) for n in range(40)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))
    evenhand("ingest", "articles.jsonl", "--corpus", "corpus", cwd=tmp_path)
    return tmp_path / "corpus"


def interrupt(*arguments, cwd, begun):
    """Press Ctrl-C, which every process of the terminal hears, as soon as the command has begun with its work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # a job in the background ignores Ctrl-C, and so would everything that the tests start there
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    end = time.monotonic() + 120
    while process.poll() is None and not begun() and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


@pytest.mark.parametrize("begun", ["parts/*", "parts/*/*.part.parquet"])
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_a_reading_with_one_sentence_and_keeps_what_is_done(corpus, begun, workers):
    command = ("read", "corpus", "--reader", "rules", "--workers", workers)
    code, told = interrupt(*command, cwd=corpus.parent, begun=lambda: list(corpus.glob(begun)))
    assert (code, told) == (130, f"\n{INTERRUPTED}")
    assert not list(corpus.rglob("*.tmp"))
    whole = len(list(corpus.glob("parts/*/*.part.parquet")))
    again = evenhand(*command, cwd=corpus.parent)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith(f"40 articles ({whole} read before): ")


@pytest.mark.parametrize(
    ("arguments", "stage"),
    [
        (("extract", "many.jsonl", "out.jsonl", "--reader", "rules"), ".out.jsonl-*"),
        (("ingest", "many.jsonl", "--corpus", "other"), "other/.ingest*"),
    ],
)
def test_ctrl_c_ends_what_is_made_whole_or_not_at_all_with_the_truth(corpus, arguments, stage):
    folder = corpus.parent
    lines = [json.dumps({"article_id": n, "outlet": "Gazette", "text": STORY.format(n=n)}) for n in range(3000)]
    (folder / "many.jsonl").write_text("\n".join(lines))
    code, told = interrupt(*arguments, cwd=folder, begun=lambda: list(folder.glob(stage)))
    assert code == 130
    assert told.endswith("\nInterrupted before the end. Run the same command again: it begins anew.\n")
    assert "kept" not in told and not (folder / "out.jsonl").exists() and not list(folder.glob(stage))


def test_ctrl_c_ends_a_run_with_one_sentence_and_leaves_nothing_half_made(corpus):
    (corpus.parent / "codebook.yml").write_text(CODEBOOK)
    (corpus.parent / "study.yml").write_text(STUDY)
    evenhand("read", "corpus", "--reader", "rules", cwd=corpus.parent)
    out = corpus.parent / "out"
    code, told = interrupt(
        "run", "study.yml", "--out", out, cwd=corpus.parent, begun=lambda: list(out.glob(".work*/00-*"))
    )
    assert (code, told) == (130, f"\n{INTERRUPTED}")
    assert {path.name for path in out.iterdir()} <= {".lock", "index.html", "everything.zip", "manifest.json"}
