"""Where the marks of a figure stand, and what they say that they count."""

import re

import pytest
from matplotlib.figure import Figure

from analysis.figures.marks import counted, marks
from analysis.figures.output import to_svg


def test_a_bar_is_found_where_the_svg_has_it():
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 10))
    axes.bar(2, 5, 2, gid=counted(actor="A & <b>"))
    axes.bar(8, 5, 2)
    svg = to_svg(figure)
    (mark,) = marks(figure)
    assert mark["counts"] == "actor=A+%26+%3Cb%3E"
    assert mark["box"] == pytest.approx([10, 50, 20, 50], abs=0.2)
    path = re.search(rf'<g id="{re.escape(mark["counts"])}">\s*<path d="M ([\d.]+) ([\d.]+)', svg)
    assert float(path[1]) == pytest.approx(0.1 * 4 * 72, abs=0.5)
    assert figure.dpi == 100
