"""Running a notebook's code, in this process or in a kernel of its own."""

from pathlib import Path

import nbformat
import pytest

from analysis.reports.values import VALUES

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
RUNS: dict[tuple, tuple[dict, list[dict]]] = {}
"""What was run in this process: by notebook and parameters, what it recorded and showed."""


@pytest.fixture
def run_here(monkeypatch):
    """Give a function that runs a notebook's cells in this process and returns what it recorded and showed.

    Quicker than a kernel by seconds; what a kernel does differently is tested by the slow tests. What was run with the
    same parameters is not run again: the corpora of the tests stay as they are.
    """
    shown: list[dict] = []
    for module in (
        "analysis.figures.output",
        "analysis.figures.tables",
        "analysis.figures.evidence",
        "analysis.findings.finding",
        "analysis.reports.values",
    ):
        monkeypatch.setattr(f"{module}.display", lambda data, **_: shown.append(data))

    def run(name: str, **parameters) -> tuple[dict, list[dict]]:
        asked = (name, *sorted((key, str(value)) for key, value in parameters.items()))
        if asked in RUNS:
            return RUNS[asked]
        shown.clear()
        path = next(NOTEBOOKS.glob(f"{name}*.ipynb"))
        names: dict = {}
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
            if cell.cell_type == "code":
                exec(compile(cell.source, f"{path.name}, cell {number}", "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                assert set(parameters) <= set(names), f"{path.name} has no such parameter"
                names |= {name: str(value) if isinstance(value, Path) else value for name, value in parameters.items()}
        values = [data[VALUES] for data in shown if VALUES in data]
        RUNS[asked] = values[-1], list(shown)
        return RUNS[asked]

    return run
