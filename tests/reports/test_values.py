"""Recorded values: what goes in comes out of the executed notebook as plain JSON."""

import math

import nbformat
import numpy as np
import pandas as pd

from analysis.reports import values


def test_recorded_values_are_read_back(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(values, "display", lambda data, raw: shown.append(data))
    frame = pd.DataFrame({"side": ["north"], "estimate": [np.float64(0.5)], "low": [math.nan]})
    values.record(share=np.float64(0.25), n=np.int64(3), both=(1, 2), table=frame, sides={"b", "a"})
    values.record(n=4, series=pd.Series([1, 2]), missing=None, day=pd.Timestamp("2024-03-01"))
    cells = [nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data)]) for data in shown]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "executed.ipynb")
    assert values.read_values(tmp_path / "executed.ipynb") == {
        "share": 0.25,
        "n": 4,
        "both": [1, 2],
        "table": [{"side": "north", "estimate": 0.5, "low": None}],
        "sides": ["a", "b"],
        "series": [1, 2],
        "missing": None,
        "day": "2024-03-01 00:00:00",
    }


def test_a_notebook_without_values_gives_none(tmp_path):
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "plain.ipynb")
    assert values.read_values(tmp_path / "plain.ipynb") == {}
