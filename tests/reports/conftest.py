"""Notebooks and a study over the made-up corpus, all under the test's own folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import yaml


def make_notebook(path: Path, *cells: str, parameters: str = "", title: str = "What is asked here?") -> Path:
    """Write a notebook: a title, a parameters cell, then a cell for each text; "#" begins one of prose."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    )
    declared = nbformat.v4.new_code_cell(f'corpus: str = ""\ncodebook: str = ""\n{parameters}')
    declared.metadata["tags"] = ["parameters"]
    notebook.cells = [nbformat.v4.new_markdown_cell(f"# {title}"), declared]
    notebook.cells += [
        nbformat.v4.new_markdown_cell(cell) if cell.startswith("#") else nbformat.v4.new_code_cell(cell)
        for cell in cells
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def write_study(tmp_path, corpus, codebook) -> Callable[..., Path]:
    """Give a function that writes a study of these reports, over its own corpus, and returns its path."""
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copy(codebook, tmp_path / "codebook.yml")

    def write(*reports: dict | str, **keys) -> Path:
        named = [report if isinstance(report, dict) else {"notebook": report} for report in reports]
        content = {"title": "The river", "corpus": "corpus", "codebook": "codebook.yml", "reports": named}
        path = tmp_path / "river.yml"
        path.write_text(yaml.safe_dump(content | keys), encoding="utf-8")
        return path

    return write


@pytest.fixture
def notebook(tmp_path) -> Callable[..., Path]:
    """Give a function that writes a notebook where the study looks for it."""
    return lambda name, *cells, **keys: make_notebook(tmp_path / "notebooks" / f"{name}.ipynb", *cells, **keys)
