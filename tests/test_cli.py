"""The command as a user meets it, in a process of its own."""

import subprocess
import sys

import pytest


def evenhand(*arguments, cwd=None):
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_help_teaches_every_command():
    told = evenhand("--help").stdout
    commands = ("new", "ingest", "read", "extract", "tone", "run", "figures", "export", "check", "codebook", "doctor")
    for command in commands:
        assert f"  {command} " in told
    assert "Example:" in evenhand("read", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rn"], "Did you mean 'run'?"),
        (["run", "study.yml", "--dry-rn"], "--dry-run"),
        (["run", "nowhere.yml"], "nowhere.yml"),
        (["read", "nowhere"], "evenhand ingest"),
        (["figures", "nowhere.yml"], "nowhere.yml"),
        (["figures", "study.yml", "--formats", "gif"], "pdf, svg, png, pgf"),
        (["export", "study.yml"], "--crate"),
        (["export", "study.yml", "--crate", "--texts", "al"], "none, spans, full"),
        (["extract", "nowhere.jsonl", "out.jsonl"], "nowhere.jsonl"),
        (["tone", "nowhere.jsonl", "out.jsonl"], "nowhere.jsonl"),
        (["concordance", "nowhere", "truce"], "evenhand ingest"),
        (["select", "nowhere", "part", "--where", "words > 100"], "evenhand ingest"),
        (["annotations", "export", "nowhere", "out.jsonl"], "evenhand ingest"),
        (["code", "sample", "nowhere"], "evenhand ingest"),
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


def test_the_doctor_finds_this_environment_well():
    result = evenhand("doctor")
    assert result.returncode == 0, result.stdout
    assert "spaCy's English model" in result.stdout and "MISSING" not in result.stdout
