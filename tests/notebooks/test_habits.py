"""The habits of every notebook: what a reader can count on without opening it."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

import analysis

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))
OLD_FORM: set[str] = set()
"""Notebooks still to be rewritten."""

WORDS, CELLS, LINES, LINES_OF_ALL = 90, 20, 65, 520
FIGURES = 4
CONDITIONS = r"\b(SELECT|FROM|WHERE|GROUP BY|COALESCE|IS NULL|BETWEEN)\b"


def read(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return read(request.param)


@pytest.fixture(
    params=[path for path in NOTEBOOKS if path.stem[:2] not in OLD_FORM] or [None], ids=lambda path: path and path.stem
)
def rewritten(request):
    if request.param is None:
        pytest.skip("no notebook is rewritten yet")
    return read(request.param)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def tagged(notebook, tag):
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def calls(cell, name):
    nodes = ast.walk(ast.parse(cell.source))
    return [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name]


def lines_of_code(notebook):
    """Count lines that hold code; an import is one, however the formatter breaks it."""
    lines = sum(bool(line.strip()) for cell in code(notebook) for line in cell.source.splitlines())
    imports = [node for cell in code(notebook) for node in ast.parse(cell.source).body if hasattr(node, "names")]
    return lines - sum(node.end_lineno - node.lineno for node in imports)


def test_there_are_notebooks_numbered_without_a_gap():
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(len(NOTEBOOKS))]
    assert {path.stem[:2] for path in NOTEBOOKS} >= OLD_FORM


def test_the_title_is_a_question_and_how_to_read_it_follows(notebook):
    first = prose(notebook)[0]
    assert re.match(r"# .+\?\n", first)
    assert "**How to read it.**" in first


def test_one_cell_of_typed_parameters_with_a_comment_a_line(notebook):
    (cell,) = tagged(notebook, "parameters")
    body = [node for node in ast.parse(cell.source).body if not isinstance(node, ast.ImportFrom)]
    assert all(isinstance(node, ast.AnnAssign) for node in body)
    assert all(re.search(r"  # \S", cell.source.splitlines()[node.lineno - 1]) for node in body)
    assert [node.target.id for node in body][:2] == ["corpus", "codebook"]


def test_defaults_are_relative_to_the_notebooks_folder(notebook):
    (cell,) = tagged(notebook, "parameters")
    nodes = [node for node in ast.parse(cell.source).body if isinstance(node, ast.AnnAssign)]
    values = {node.target.id: node.value.value for node in nodes if isinstance(node.value, ast.Constant)}
    assert values["corpus"].startswith("../data/")
    assert (NOTEBOOKS[0].parent / values["codebook"]).is_file()


def test_it_holds_calls_only_and_reads_no_file_by_itself(notebook):
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try)
    for cell in code(notebook):
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, forbidden)], cell.source
        assert not re.search(r"\bopen\(|read_csv|read_parquet|glob|nltk\.download|^[%!]", cell.source, re.MULTILINE)


def test_it_ends_with_recorded_values_and_is_committed_without_outputs(notebook):
    assert notebook.cells[-1].source.startswith("record(")
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code(notebook))


def test_any_jupyter_finds_its_kernel(notebook):
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.kernelspec.language == "python"
    assert notebook.metadata.language_info.name == "python"


def test_no_path_of_a_machine(notebook):
    text = nbformat.writes(notebook)
    assert not re.search(r'["\s](/\w+/|[A-Z]:\\)', text)


def test_parameters_stand_first_under_a_heading_of_their_own(rewritten):
    title, heading, parameters, imports = rewritten.cells[:4]
    assert title.cell_type == heading.cell_type == "markdown"
    assert len(title.source.split("**How to read it.**")[1].split()) <= WORDS
    assert heading.source.startswith("## Parameters")
    assert parameters.metadata.tags == ["parameters"]
    assert imports.source.startswith("from analysis import ")


def test_all_is_imported_from_the_face_in_one_line(rewritten):
    imports = [node for cell in code(rewritten)[1:] for node in ast.walk(ast.parse(cell.source))
               if isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip
    (face,) = [node for node in imports if isinstance(node, ast.ImportFrom)]
    assert face.module == "analysis" and {alias.name for alias in face.names} <= set(analysis.__all__)
    assert {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names} <= {"matplotlib"}


def test_the_main_finding_leads_and_comes_first(rewritten):
    (main,) = tagged(rewritten, "main-figure")
    assert calls(main, "lead")
    shown = [cell for cell in code(rewritten) if calls(cell, "show")]
    assert shown[0] is main


def test_every_show_has_a_caption_and_few_stand_outside_of_more_tables(rewritten):
    more = tagged(rewritten, "more")
    shown = [(cell in more, call) for cell in code(rewritten) for call in calls(cell, "show")]
    assert all(len(call.args) in (2, 3) for _, call in shown)  # the third says what a chart of one's own shows
    assert sum(not folded for folded, _ in shown) <= FIGURES


def test_one_cell_is_plain_pandas_and_matplotlib(rewritten):
    plain = [cell for cell in code(rewritten) if ".table" in cell.source and not cell.source.startswith("record(")]
    assert plain, "no cell shows what to do with a finding's table"


def test_no_conditions_in_sql_and_nothing_unpacked(rewritten):
    for cell in code(rewritten)[1:]:
        assert not re.search(CONDITIONS, cell.source), cell.source
        unpacked = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.keyword) and not node.arg]
        assert not unpacked, cell.source


def test_three_limits_stand_before_the_recorded_values(rewritten):
    limits = rewritten.cells[-2].source
    assert limits.startswith("## What limits this\n")
    assert len(re.findall(r"^- ", limits, re.MULTILINE)) == 3


def test_it_is_short(rewritten):
    assert len(rewritten.cells) <= CELLS
    assert lines_of_code(rewritten) <= LINES


def test_all_together_are_short():
    done = [read(path) for path in NOTEBOOKS if path.stem[:2] not in OLD_FORM]
    assert sum(map(lines_of_code, done)) <= LINES_OF_ALL
