"""Each notebook in a kernel of its own, as a report is made: to the end, with its figures and its values."""

from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.reports.values import read_values

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_to_the_end(path, corpus, codebook, tmp_path):
    executed = tmp_path / path.name
    papermill.execute_notebook(
        path, executed, {"corpus": str(corpus), "codebook": str(codebook)}, progress_bar=False, cwd=path.parent
    )
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    outputs = [output for cell in cells for output in cell.outputs]
    assert {output.output_type for output in outputs} == {"display_data"}, "a warning or a bare value was printed"
    figures = [output for output in outputs if "image/svg+xml" in output.data]
    assert all(figure.metadata["image/svg+xml"]["alt"].strip() for figure in figures)
    assert read_values(executed)


@pytest.mark.slow
def test_a_wrong_path_is_one_sentence_in_a_kernel_and_no_traceback(codebook, tmp_path):
    executed, path = tmp_path / "executed.ipynb", NOTEBOOKS[3]
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            path, executed, {"corpus": str(tmp_path / "nowhere"), "codebook": str(codebook)}, progress_bar=False,
            cwd=path.parent,
        )  # fmt: skip
    cells = [cell for cell in nbformat.read(executed, as_version=4).cells if cell.cell_type == "code"]
    (error,) = [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert error.ename == "RequestError"
    (sentence,) = error.traceback
    assert sentence.startswith("There is no corpus") and "evenhand ingest" in sentence
