"""Data flows one way through five rooms: no room imports one that comes after it."""

import ast
import inspect
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.findings import Finding

PACKAGE = Path(analysis.__file__).parent
ROOMS = ["corpus", "reading", "measures", "figures", "reports"]


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("analysis.")}


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_imports_backwards(room):
    later = {*ROOMS[ROOMS.index(room) + 1 :], "training", "cli"}
    files = list((PACKAGE / room).rglob("*.py"))
    assert files
    for path in files:
        assert not imported_rooms(path) & later, path


def test_only_one_file_runs_notebooks():
    users = {path.name for path in PACKAGE.rglob("*.py") if "import papermill" in path.read_text(encoding="utf-8")}
    assert users <= {"run.py"} and users


def test_only_training_needs_torch():
    users = {path.parent.name for path in PACKAGE.rglob("*.py") if "import torch" in path.read_text(encoding="utf-8")}
    assert users == {"training"}


def users_of(*functions: str) -> set[str]:
    """Name the files of the package, training aside, that call one of these functions."""
    files = [path for path in PACKAGE.rglob("*.py") if "training" not in path.parts]
    called = {path: ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in files}
    return {
        path.relative_to(PACKAGE).as_posix()
        for path, nodes in called.items()
        if any(isinstance(node, ast.Call) and ast.unparse(node.func) in functions for node in nodes)
    }


def test_only_these_rooms_write_files_and_all_through_one_writer():
    writers = users_of("whole", "write_whole", "workshop")
    allowed = ("corpus/store.py", "corpus/ingest.py", "corpus/part.py", "reading/parts.py", "reading/read.py")
    rooms = ("reading/exchange/", "people/", "reports/", "files.py")
    assert writers and all(name in allowed or name.startswith(rooms) for name in writers)
    assert users_of("tempfile.mkstemp", "tempfile.mkdtemp", "tempfile.NamedTemporaryFile", "os.rename") == set()
    moved_from_a_workshop = {"corpus/ingest.py", "corpus/part.py", "reports/batch.py", "reports/crate.py"}
    assert users_of("os.replace") == {"files.py"} | moved_from_a_workshop


def test_yaml_is_read_in_one_place():
    assert users_of("yaml.load", "yaml.safe_load", "yaml.full_load", "yaml.unsafe_load") == {"files.py"}


def test_databases_are_opened_in_one_place():
    assert users_of("duckdb.connect", "duckdb.sql", "duckdb.query", "duckdb.execute") == {"corpus/store.py"}


def test_nothing_is_evaluated():
    assert users_of("eval", "exec", "compile", "pickle.load", "pickle.loads", "builtins.eval") == set()


def test_figures_are_entered_by_their_door():
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name != "figures":
            assert "from analysis.figures." not in path.read_text(encoding="utf-8"), path


def kinds(finding: type = Finding) -> set[type]:
    return {finding}.union(*(kinds(kind) for kind in finding.__subclasses__()))


def test_every_finding_has_a_plot_and_a_sentence():
    with pytest.raises(TypeError, match="abstract"):
        Finding(pd.DataFrame())
    assert len(kinds()) > 20
    assert {kind for kind in kinds() if inspect.isabstract(kind)} == {Finding}
