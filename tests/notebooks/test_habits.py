"""The habits of every notebook: what a reader can count on without opening it."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def parameters(notebook):
    return [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]


def test_there_are_notebooks():
    assert len(NOTEBOOKS) == 8
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(len(NOTEBOOKS))]


def test_the_title_is_a_question_and_how_to_read_it_follows(notebook):
    first = prose(notebook)[0]
    assert re.match(r"# .+\?\n", first)
    assert "**How to read it.**" in first


def test_it_ends_with_limits_and_recorded_values(notebook):
    assert prose(notebook)[-1].startswith("## Limits of this analysis")
    assert notebook.cells[-1].source.startswith("record(")


def test_imports_stand_first_and_in_one_cell(notebook):
    imports = (ast.Import, ast.ImportFrom)
    kinds = [[isinstance(statement, imports) for statement in ast.parse(cell.source).body] for cell in code(notebook)]
    assert all(kinds[0])
    assert not any(any(cell) for cell in kinds[1:])


def test_one_cell_of_typed_parameters_with_a_comment_a_line(notebook):
    (cell,) = parameters(notebook)
    for line, statement in zip(cell.source.splitlines(), ast.parse(cell.source).body, strict=True):
        assert isinstance(statement, ast.AnnAssign), line
        assert re.search(r"  # \S", line), line
    names = [statement.target.id for statement in ast.parse(cell.source).body]
    assert names[:2] == ["corpus", "codebook"]


def test_defaults_are_relative_to_the_notebooks_folder(notebook):
    (cell,) = parameters(notebook)
    values = {statement.target.id: statement.value.value for statement in ast.parse(cell.source).body}
    assert values["corpus"].startswith("../data/")
    assert (NOTEBOOKS[0].parent / values["codebook"]).is_file()


def test_inputs_and_outputs_are_named_in_one_cell_before_any_work(notebook):
    cells = code(notebook)
    place = cells.index(parameters(notebook)[0])
    assert cells[place + 1].source.startswith("# Inputs: ")
    assert " Outputs: " in cells[place + 1].source.splitlines()[0]


def test_it_holds_calls_only_and_reads_no_file_by_itself(notebook):
    for cell in code(notebook):
        for node in ast.walk(ast.parse(cell.source)):
            forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try)
            assert not isinstance(node, forbidden), cell.source
        assert not re.search(r"\bopen\(|read_csv|read_parquet|glob|nltk\.download|^[%!]", cell.source, re.MULTILINE)


def test_each_figure_has_a_computed_alternative_text_and_sentence(notebook):
    for cell in code(notebook):
        for call in ast.walk(ast.parse(cell.source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "show":
                assert [keyword.arg for keyword in call.keywords] == ["alt"]
                assert "sentence = describe_" in cell.source
                assert "say(sentence)" in cell.source


def test_it_is_short_and_committed_without_outputs(notebook):
    assert len(notebook.cells) <= 25
    for cell in code(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_any_jupyter_finds_its_kernel(notebook):
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.kernelspec.language == "python"
    assert notebook.metadata.language_info.name == "python"


def test_no_path_of_a_machine(notebook):
    text = nbformat.writes(notebook)
    assert not re.search(r'["\s](/\w+/|[A-Z]:\\)', text)
