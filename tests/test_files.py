import os
import subprocess
import sys

import pytest

from analysis import files
from analysis.errors import RequestError
from analysis.files import held, json_line, json_lines, load_json, load_yaml, sweep, whole, workshop, write_whole


def ended_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    write_whole(tmp_path / "new" / "page.html", "one")
    with pytest.raises(KeyError), whole(tmp_path / "new" / "page.html") as unfinished:
        unfinished.write_text("ha")
        raise KeyError
    assert (tmp_path / "new" / "page.html").read_text() == "one"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["page.html"]


def test_a_new_file_may_be_read_by_whoever_may_read_others(tmp_path):
    (tmp_path / "other").touch()
    write_whole(tmp_path / "page.html", b"")
    assert (tmp_path / "page.html").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path):
    name = "[ä*" + "ä" * 119 + ".csv"
    write_whole(tmp_path / name, "a")
    assert (tmp_path / name).read_text() == "a"


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path):
    left = tmp_path / f".page.{files.HERE}-{ended_process()}.tmp"
    living = tmp_path / f".page.{files.HERE}-{os.getppid()}.tmp"
    elsewhere = tmp_path / ".page.00000000-1.tmp"
    forgotten = tmp_path / ".page.00000000-2.tmp"
    mine = tmp_path / "notes.tmp"
    for path in (left, living, elsewhere, forgotten, mine):
        path.touch()
    os.utime(forgotten, (0, 0))
    sweep(tmp_path)
    assert set(tmp_path.iterdir()) == {living, elsewhere, mine}


def test_the_next_write_of_a_file_sweeps_what_a_killed_one_left(tmp_path):
    with whole(tmp_path / "a.csv") as unfinished:
        unfinished.write_text("a")
    left = tmp_path / unfinished.name.replace(f"-{os.getpid()}.", f"-{ended_process()}.")
    left.touch()
    write_whole(tmp_path / "a.csv", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_workshop_goes_at_the_end_and_those_of_killed_processes_with_it(tmp_path):
    left = tmp_path / f".work.{files.HERE}-{ended_process()}.tmp"
    (left / "inside").mkdir(parents=True)
    with workshop(tmp_path, "work") as folder:
        (folder / "page.html").touch()
        assert list(tmp_path.iterdir()) == [folder]
    assert not list(tmp_path.iterdir())


def test_yaml_is_read_with_its_values_or_as_it_is_written(tmp_path):
    (tmp_path / "words.yml").write_text("\ufeffwords: [No, On, 007]", encoding="utf-8")
    assert load_yaml(tmp_path / "words.yml") == {"words": [False, True, 7]}
    assert load_yaml(tmp_path / "words.yml", as_text=True) == {"words": ["No", "On", "007"]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a: [1,\nb: 2", "line 2: this is not YAML"),
        (b"a: \xff", "is not UTF-8 text from byte 3 on"),
        (b"a: \x00", "this is not YAML"),
        (b"day: 2024-99-99", "this is not YAML (ValueError"),
        (b"{" * 5000, "this is not YAML"),
        (b"!!python/object/apply:os.system [echo]", "this is not YAML"),
        (b"? [a]\n: b", "this is not YAML"),
    ],
)
def test_what_is_no_yaml_is_told_in_a_sentence(content, told, tmp_path):
    (tmp_path / "book.yml").write_bytes(content)
    with pytest.raises(RequestError) as refused:
        load_yaml(tmp_path / "book.yml")
    assert str(refused.value).startswith(str(tmp_path / "book.yml"))
    assert told in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_file_is_told_with_its_neighbour(tmp_path):
    (tmp_path / "codebook.yml").touch()
    with pytest.raises(RequestError, match='no such file.*Did you mean "codebook.yml"'):
        load_yaml(tmp_path / "codbook.yml")


@pytest.mark.parametrize("content", [b"", b"{", b"\x80", b"[]", b"[" * 100_000, b"version https://git-lfs"])
def test_a_damaged_note_is_told_with_what_makes_it_anew(content, tmp_path):
    (tmp_path / "note.json").write_bytes(content)
    with pytest.raises(RequestError, match=r"note\.json: is damaged; run: evenhand read corpus\."):
        load_json(tmp_path / "note.json", "run: evenhand read corpus", dict)


def test_json_lines_keep_letters_and_half_characters(tmp_path):
    assert json_lines([{"a": "é"}, {"a": 1}]) == '{"a": "é"}\n{"a": 1}\n'.encode()
    assert json_line({"a": "\ud800é"}) == '{"a": "\\ud800\\u00e9"}'


def holding(folder) -> subprocess.Popen:
    """Begin another process that holds a folder until it is killed."""
    code = (
        f"import time; from analysis.files import held\nwith held({str(folder)!r}): print(flush=True), time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def test_two_commands_do_not_write_one_folder_and_a_killed_one_holds_nothing(tmp_path):
    other = holding(tmp_path)
    try:
        for shared in (False, True):
            with pytest.raises(RequestError, match=rf"is in use by .*process {other.pid} on .*: run this again"):
                held(tmp_path, shared).__enter__()
    finally:
        other.kill()
        other.wait()
    left = tmp_path / f".page.{files.HERE}-{other.pid}.tmp"
    left.touch()
    with held(tmp_path):
        assert not left.exists(), "swept"


def test_those_that_only_read_share_a_folder(tmp_path):
    with held(tmp_path, shared=True), held(tmp_path, shared=True), pytest.raises(RequestError, match="is in use"):
        held(tmp_path).__enter__()
    with held(tmp_path):
        pass


def test_a_folder_that_is_not_there_or_not_ours_is_not_held(tmp_path):
    with held(tmp_path / "nowhere"):
        assert not (tmp_path / "nowhere").exists()
