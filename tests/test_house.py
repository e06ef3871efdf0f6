"""The laws of the house: data flows one way, a room is entered by its door, each thing is done in one place."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.findings import Finding

PACKAGE = Path(analysis.__file__).parent
ROOMS = ["corpus", "reading", "measures", "figures", "people", "findings", "reports"]
FACES = {"measures", "estimators", "figures", "findings", "readers"}
"""Rooms whose door gives names; that of the others, which must not load what is not asked for, names modules."""


def imported(path: Path) -> Iterator[str]:
    """Give the full names of what a file imports of the package: modules, and names in them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("analysis."))
        elif isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith("analysis."):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_imports_backwards(room):
    later = {*ROOMS[ROOMS.index(room) + 1 :], "training", "cli"}
    files = list((PACKAGE / room).rglob("*.py"))
    assert files
    for path in files:
        assert not {name.split(".")[1] for name in imported(path)} & later, path


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


def entered(room: Path) -> dict[str, set[str]]:
    """Give the modules of a room that are imported from outside, and by whom; training works in any room."""
    into, users = ".".join(room.relative_to(PACKAGE.parent).parts) + ".", {}
    for path in PACKAGE.rglob("*.py"):
        if room not in path.parents and "training" not in path.parts:
            for name in imported(path):
                module, *deeper = name.removeprefix(into).split(".")
                is_module = deeper or (room / f"{module}.py").exists() and room.name not in FACES
                if name.startswith(into) and is_module:
                    users.setdefault(module, set()).add(path.relative_to(PACKAGE).as_posix())
    return users


@pytest.mark.parametrize("door", sorted(PACKAGE.glob("*/**/__init__.py")), ids=lambda door: door.parent.name)
def test_a_room_is_entered_by_its_door(door):
    """What a room's `__init__` names is what others use of it: no module more, and none less."""
    room, face = door.parent, import_module(".".join(door.parent.relative_to(PACKAGE.parent).parts))
    names = set(getattr(face, "__all__", ())) if room.name not in FACES else set()
    users = entered(room)
    assert set(users) == names, {module: users.get(module) for module in set(users) ^ names}
    assert face.__doc__ or not list(room.glob("[a-z]*.py"))


def kinds(finding: type = Finding) -> set[type]:
    return {finding}.union(*(kinds(kind) for kind in finding.__subclasses__()))


def test_every_finding_has_a_plot_and_a_sentence():
    with pytest.raises(TypeError, match="abstract"):
        Finding(pd.DataFrame())
    assert len(kinds()) > 20
    assert {kind for kind in kinds() if inspect.isabstract(kind)} == {Finding}
