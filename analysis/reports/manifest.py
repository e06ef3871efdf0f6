"""What a report was made from and what came out, as hashes, so that it can be skipped, checked and cited.

Reads files and compares; only `write` writes, and it writes the manifest.
"""

import hashlib
import json
import platform
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import analysis
from analysis.codebook import load_codebook
from analysis.corpus.store import CODED_BY
from analysis.errors import RequestError
from analysis.files import json_text, write_whole
from analysis.paths import PACKAGE
from analysis.reports.plan import Job, Sibling, named_file
from analysis.study import Study

NAME = "manifest.json"
EVERYTHING = "everything.zip"
"""Index, pages, notebooks and manifest in one file, for whoever takes them along."""

WHY = {
    "notebook": "the notebook changed",
    "parameters": "the parameters changed",
    "code": "the program changed",
    "corpus": "the corpus changed",
    "codebook": "the codebook changed",
    "files": "a file named by the parameters changed",
    "models": "the models changed",
    "environment": "the installed packages changed",
    "study": "the study's title or words changed",
    "siblings": "the study's list of reports changed",
}
"""Why a report must be made anew, for each part of its key."""

PAGE_ONLY = [WHY["siblings"]]
"""Reasons for which the page is written anew of the notebook as it ran; nothing runs again."""


def parts(job: Job, study: Study, siblings: Sequence[Sibling] = ()) -> dict[str, Any]:
    """Give everything that decides what a report says: its parameters, and hashes of the files behind it.

    `siblings` are the study's reports, to which every page leads.
    """
    files = {
        name: digest(path)
        for name, value in job.parameters.items()
        if name not in {"corpus", "codebook"} and (path := named_file(value, job.folder))
    }
    return {
        "notebook": digest(job.notebook),
        "parameters": job.parameters,
        "code": code_digest(),
        "corpus": corpus_digest(job.folder / job.parameters.get("corpus", study.corpus)),
        "codebook": codebook_digest((job.folder / job.parameters.get("codebook", study.codebook)).resolve()),
        "files": files,
        "models": key(model_digests()),
        "environment": key(environment()),
        "study": key({name: getattr(study, name) for name in ("title", "about", "authors", "year", "licence")}),
        "siblings": key([list(one) for one in siblings]),
    }


def key(parts: Any) -> str:
    """Give one hash for all parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def reasons(entry: dict[str, Any] | None, parts: dict[str, Any], out: Path) -> list[str]:
    """Say why a report must be made; empty when the one that stands is what these inputs give.

    Parameters
    ----------
    entry
        What the manifest says of the report; None when it says nothing.
    parts
        What the report would be made from now.
    out
        Folder of the reports, where the outputs must stand with the hashes that the manifest gives.
    """
    if not entry:
        return ["it has not been made yet"]
    if entry["state"] == "failed":
        return ["it failed the last time"]
    changed = [WHY.get(name, name) for name in parts if entry["parts"].get(name) != parts[name]]
    return changed + spoilt(entry, out)


def spoilt(entry: dict[str, Any], out: Path) -> list[str]:
    """Name the outputs of a report that are missing, or are not what was written."""
    found = {name: out / name for name in entry["outputs"]}
    return [
        f"{name} {'was changed by hand' if path.is_file() else 'is missing'}"
        for name, path in found.items()
        if not path.is_file() or digest(path) != entry["outputs"][name]
    ]


def read(out: Path) -> dict[str, Any]:
    """Read the manifest of a folder of reports; an unreadable one counts as none."""
    try:
        manifest = json.loads((out / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"reports": {}}
    return manifest if isinstance(manifest.get("reports"), dict) else {"reports": {}}


def listed_in(path: Path) -> set[str]:
    """Give the files that a paper's manifest or a crate's description lists; an unreadable one lists none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {str(entity["@id"]) for entity in content.get("@graph", [])} | set(content.get("outputs", {}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def note_paper(out: Path) -> None:
    """Note in the manifest of the reports, if there are any, which paper stands beside them."""
    if (out / NAME).is_file():
        write_whole(out / NAME, json_text(read(out) | {"paper": digest(out / "paper" / NAME)}))


def write(out: Path, study: Study, reports: dict[str, dict[str, Any]], index: str = "") -> None:
    """Write the manifest: what the study was made from as a whole, each report's entry, and hashes of the index (empty
    while reports are being made) and of the paper's manifest; no dates."""
    manifest = {
        "title": study.title,
        "evenhand": analysis.__version__,
        "code": code_digest(),
        "environment": environment(),
        "models": model_digests(),
        "inputs": inputs(study),
        "index": index,
        "paper": read(out).get("paper") or digest(out / "paper" / NAME),
        "reports": dict(sorted(reports.items())),
    }
    write_whole(out / NAME, json_text(manifest))


def inputs(study: Study) -> dict[str, str]:
    """Give the hash of every file that the study reads, under a name without the machine's folders."""
    tables = {f"corpus/{path.name}": digest(path) for path in sorted(study.corpus.glob("*.parquet"))}
    tables |= {f"corpus/{CODED_BY}": digest(study.corpus / CODED_BY)}
    texts = {f"texts/{path.name}": digest(path) for path in study.texts if path.exists()}
    return {f"codebook/{study.codebook.name}": codebook_digest(study.codebook)} | tables | texts


def digest(path: Path, pattern: str = "**/*") -> str:
    """Hash a file, or the names and contents of a folder's files; a missing one has the empty hash.

    Examples
    --------
    >>> digest(Path("no such file"))
    ''
    """
    path = Path(path).resolve()
    if path.is_file():
        return _file_digest(path, path.stat().st_mtime_ns, path.stat().st_size)
    files = sorted(file for file in path.glob(pattern) if file.is_file() and not passing(file.relative_to(path)))
    lines = [f"{file.relative_to(path).as_posix()} {digest(file)}" for file in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def corpus_digest(corpus: Path) -> str:
    """Hash a corpus's tables and the note by which codebook it is coded; a missing one has the empty hash."""
    tables, note = digest(corpus, "*.parquet"), digest(corpus / CODED_BY)
    return key({"tables": tables, "coded by": note}) if tables else ""


def codebook_digest(codebook: Path) -> str:
    """Hash a codebook as it is written, and as it is read with the lists that it names."""
    return _codebook_digest(Path(codebook), digest(codebook))


@cache
def _codebook_digest(codebook: Path, written: str) -> str:
    return hashlib.sha256(f"{written} {load_codebook(codebook).model_dump_json()}".encode()).hexdigest()


@cache
def code_digest() -> str:
    """Hash the package's own files, its models and notebooks aside."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.is_file())
    relative = ((path, path.relative_to(PACKAGE)) for path in files)
    lines = [
        f"{name.as_posix()} {digest(path)}"
        for path, name in relative
        if name.parts[0] not in {"models", "notebooks", "training"} and not passing(name)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def model_digests() -> dict[str, str]:
    """Hash each shipped model with its card."""
    files = sorted(path for path in (PACKAGE / "models").rglob("*") if path.is_file())
    names = {path: path.relative_to(PACKAGE / "models") for path in files}
    return {name.as_posix(): digest(path) for path, name in names.items() if not passing(name)}


@cache
def environment() -> dict[str, str]:
    """Give the versions of Python and of each package that this one requires."""
    try:
        required = requires("evenhand") or []
    except PackageNotFoundError as error:
        raise RequestError('The package is not installed; in its folder run "pip install -e .".') from error
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra ==" not in line]
    return {"python": platform.python_version()} | {name: version(name) for name in sorted(names)}


@cache
def _file_digest(path: Path, modified: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def passing(path: Path) -> bool:
    """Say whether a file comes and goes without meaning anything."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts) or path.suffix in {
        ".pyc",
        ".tmp",
    }
