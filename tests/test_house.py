"""Data flows one way through five rooms: no room imports one that comes after it."""

import ast
from pathlib import Path

import pytest

import analysis

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
