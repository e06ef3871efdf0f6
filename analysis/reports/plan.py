"""What a study asks for, as a list of jobs: each a notebook, its parameters and a safe name.

Reads notebooks and the corpus's table of articles to check the request; runs and writes nothing.
"""

import ast
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union

from pydantic import ConfigDict, TypeAdapter, ValidationError

from analysis.corpus.store import read_table
from analysis.errors import RequestError, nearest
from analysis.files import relative
from analysis.options import require_between, require_choice
from analysis.schema import TABLES
from analysis.study import Report, Study, find_notebook

TYPES = {kind.__name__: kind for kind in (str, int, float, bool, list, dict)} | {"Any": Any}
"""The names of types that the annotation of a parameter may use, as in ``list[str]`` and ``int | None``; beside them
``Literal`` of texts and numbers."""

DEEPEST = 8
"""Brackets within brackets in an annotation."""


SHARES = ("minimum_confidence", "minimum_tone_confidence")
"""Parameters that lie between 0 and 1, in whichever notebook."""


class Job(NamedTuple):
    """One report to make: the notebook's path, every parameter given to it, and the files it reads."""

    name: str
    notebook: Path
    folder: Path
    """The study's: the notebook runs there, so that paths in its parameters and on its page are the study's own."""
    parameters: dict[str, Any]
    selection: dict[str, Any]
    """The parameters by which this report differs from the others of its notebook."""
    question: str = ""
    """What the notebook asks: its first heading."""


class Sibling(NamedTuple):
    """A report of a study, as the bar of every page names it."""

    name: str
    question: str
    selection: dict[str, Any]
    """By what it differs from the others of its notebook: mostly its outlet."""

    @property
    def label(self) -> str:
        return ", ".join(map(str, self.selection.values())) or self.question or self.name


class Parameter(NamedTuple):
    """A parameter as a notebook declares it: its annotation (or the type of its default), and its default."""

    annotation: str
    default: Any


def plan(study: Study, study_path: Path) -> list[Job]:
    """Make a study into jobs, every name, type and outlet checked before anything runs.

    papermill only warns of an unknown parameter and takes ``n="5"`` for a number, so both are refused here.

    Raises
    ------
    RequestError
        When a notebook or parameter does not exist, a value has the wrong type or is out of its range, the corpus has
        no such outlet, or `each` asks for what is no column of the articles.
    """
    folder = Path(study_path).resolve().parent
    jobs: list[Job] = []
    taken: set[str] = set()
    declared: dict[Path, dict[str, Parameter]] = {}
    questions: dict[Path, str] = {}
    outlets: dict[Path, list[tuple[str, str]]] = {}
    for number, report in enumerate(study.reports, start=1):
        notebook = find_notebook(report.notebook, study_path)
        known = declared.setdefault(notebook, declared_parameters(notebook))
        question = questions.setdefault(notebook, question_of(notebook))
        shared = {name: value for name, value in study.parameters.items() if name in known}
        place = f'"{study_path}", report {number} ({report.notebook})'
        for selection in _selections(report, shared | report.parameters, study.corpus, folder, place):
            given = shared | report.parameters | selection
            check_parameters(given, known, place)
            for share in set(SHARES) & set(given):
                require_between(f'{place}: parameter "{share}"', given[share], 0, 1)
            if given.get("outlet") and report.each.get("outlet") != "*":
                corpus = _corpus_of(given, study.corpus, folder)
                outlets.setdefault(corpus, []).append((place, given["outlet"]))
            defaults = {name: parameter.default for name, parameter in known.items()}
            beside = {name: found for name, value in defaults.items() if (found := named_file(value, notebook.parent))}
            files = beside | {
                name: path
                for name, path in {"corpus": study.corpus, "codebook": study.codebook}.items()
                if name in known
            }
            parameters = {name: portable(value, folder) for name, value in given.items()} | {
                name: relative(path, folder) for name, path in files.items() if name not in given
            }
            name = _unique(file_name(report.name or notebook.stem, selection), taken)
            jobs.append(Job(name, notebook, folder, parameters, selection, question))
    for corpus, asked in outlets.items():
        there = _values_in_corpus(corpus, "outlet", "")
        for place, outlet in asked:
            require_choice(f"{place}: the outlet", outlet, there)
    unused = set(study.parameters) - set().union(*declared.values())
    if unused:
        name, known = min(unused), sorted(set().union(*declared.values()))
        raise RequestError(f'"{study_path}": no notebook of this study has a parameter "{name}".{nearest(name, known)}')
    return jobs


def declared_parameters(notebook: Path) -> dict[str, Parameter]:
    """Read the parameters that a notebook declares in the cell tagged `parameters`.

    papermill's own inspection reads line by line and does not see ``int | None`` or a default with "=" in it;
    this reads Python's syntax tree.

    Raises
    ------
    RequestError
        When the notebook cannot be read, is not Python, or the cell is not valid Python.
    """
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))  # nbformat takes a second to import
        cells = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", [])]
        source = "".join(cells[0]["source"]) if cells else ""
        language = content["metadata"].get("kernelspec", {}).get("language", "python")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(f'"{notebook}" cannot be read as a notebook; open and save it in JupyterLab.') from error
    if language.lower() != "python":
        raise RequestError(f'"{notebook}" is written in {language}; reports run Python notebooks only.')
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        place = f", line {line}," if line else ""
        raise RequestError(f'"{notebook}": the parameters cell{place} is not Python.') from error
    parameters = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            parameters[node.target.id] = Parameter(ast.unparse(node.annotation), _literal(node.value))
        elif isinstance(node, ast.Assign):
            default = _literal(node.value)
            kind = "Any" if default is None else type(default).__name__
            parameters |= {t.id: Parameter(kind, default) for t in node.targets if isinstance(t, ast.Name)}
    return parameters


def siblings_of(jobs: Iterable[Job]) -> tuple[Sibling, ...]:
    """Give what pages say of each other."""
    return tuple(Sibling(job.name, job.question, job.selection) for job in jobs)


def question_of(notebook: Path) -> str:
    """Read a notebook's first heading; empty when it has none."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    prose = ("".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "markdown")
    return next((found for source in prose if (found := first_heading(source))), "")


def first_heading(prose: str) -> str:
    """Give the first heading of the first level in Markdown; empty when there is none."""
    found = re.search(r"^#\s+(.+?)\s*#*$", prose, re.MULTILINE)
    return found[1] if found else ""


def check_parameters(given: dict[str, Any], known: dict[str, Parameter], place: str) -> None:
    """Refuse a parameter that the notebook does not have, or a value that is not of its type."""
    for name, value in given.items():
        if name not in known:
            raise RequestError(f'{place}: the notebook has no parameter "{name}".{nearest(name, known)}')
        annotation = known[name].annotation
        kind = _type(annotation)
        if kind is None:
            raise RequestError(
                f'{place}: the type "{annotation}" of parameter "{name}" cannot be checked; use {", ".join(TYPES)}, Literal.'
            )
        try:
            TypeAdapter(kind, config=ConfigDict(strict=True)).validate_python(value)
        except ValidationError:
            raise RequestError(
                f'{place}: parameter "{name}" must be {annotation}, not {type(value).__name__} ({value!r}).'
            ) from None


def file_name(stem: str, selection: dict[str, Any]) -> str:
    """Make a file name without suffix that every system takes: letters, digits and hyphens, at most 100.

    Examples
    --------
    >>> file_name("05-report-one-outlet", {"outlet": "The Río/Times"})
    '05-report-one-outlet--the-río-times'
    """
    parts = [stem, *(str(value) for value in selection.values())]
    words = (re.sub(r"\W+|_", "-", unicodedata.normalize("NFC", part).lower()).strip("-") for part in parts)
    return "--".join(word or "none" for word in words)[:100].rstrip("-")


def portable(value: Any, folder: Path) -> Any:
    """Turn a parameter that names a file or folder beside the study into its path from there."""
    found = named_file(value, folder)
    return relative(found, folder) if found else value


def named_file(value: Any, folder: Path) -> Path | None:
    """Give the existing file that a parameter's value names: only a text with "/" or a suffix can."""
    if not isinstance(value, str) or len(value) > 1000 or not ("/" in value or Path(value).suffix):
        return None
    try:
        path = (folder / Path(value).expanduser()).resolve()
        return path if path.exists() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _selections(
    report: Report, given: dict[str, Any], corpus: Path, folder: Path, place: str
) -> list[dict[str, Any]]:
    """Give the combinations of values that `each` asks for, of each corpus its own; an empty one where it asks none."""
    selections: list[dict[str, Any]] = [{}]
    for name, wanted in sorted(report.each.items(), key=lambda item: item[0] != "corpus"):
        read = [_corpus_of(given | chosen, corpus, folder) for chosen in selections]
        values = {
            here: _values_in_corpus(here, name, place) if wanted == "*" else list(dict.fromkeys(wanted))
            for here in set(read)
        }
        if not all(values.values()):
            raise RequestError(f'{place}: "each" finds no value for "{name}".')
        selections = [
            chosen | {name: value} for chosen, here in zip(selections, read, strict=True) for value in values[here]
        ]
    return [{name: chosen[name] for name in report.each} for chosen in selections]


def _corpus_of(given: dict[str, Any], corpus: Path, folder: Path) -> Path:
    """Give the corpus that a report reads: the study's, unless its parameters name another from the study's folder."""
    named = given.get("corpus")
    return (folder / Path(named).expanduser()).resolve() if isinstance(named, str) else corpus


def _values_in_corpus(corpus: Path, column: str, place: str) -> list[str]:
    columns = [c.name for c in TABLES["articles"] if c.name not in {"article_id", "text", "words", "duplicate_of"}]
    if column not in columns:
        raise RequestError(
            f'{place}: "each: {{{column}: "*"}}" needs a column of the articles.{nearest(column, columns)}'
        )
    values = read_table(corpus, "articles", columns=[column])[column]  # also of copies: their page says that they are
    return sorted({str(value) for value in values.dropna() if str(value)})


def _type(annotation: str) -> Any:
    """Read an annotation as syntax, which runs nothing; give the type it means, None where it is none of ours."""
    try:
        return _type_of(ast.parse(annotation, mode="eval").body)
    except (KeyError, TypeError, SyntaxError, RecursionError):
        return None


def _type_of(node: ast.expr, depth: int = 0) -> Any:
    inner = partial(_type_of, depth=depth + 1)
    match node:
        case ast.Name(id=name):
            return TYPES[name]
        case ast.Constant(value=None):
            return None
        case ast.BinOp(op=ast.BitOr(), left=left, right=right) if depth < DEEPEST:
            return Union[inner(left), inner(right)]  # noqa: UP007 - of types that are not known before
        case ast.Subscript(value=ast.Name(id="Literal"), slice=given):
            values = [getattr(each, "value", ...) for each in (given.elts if isinstance(given, ast.Tuple) else [given])]
            if all(isinstance(value, str | int | None) for value in values):
                return Literal[tuple(values)]
        case ast.Subscript(value=ast.Name(id="list"), slice=given) if depth < DEEPEST:
            return list[inner(given)]
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[key, value])) if depth < DEEPEST:
            return dict[inner(key), inner(value)]
    raise TypeError


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


def _unique(name: str, taken: set[str]) -> str:
    """Add a number to a name that is taken, letter case aside; the index's own name always is."""
    numbers = itertools.count(2)
    candidate = name
    while candidate.casefold() in taken | {"index"}:
        candidate = f"{name}-{next(numbers)}"
    taken.add(candidate.casefold())
    return candidate
