"""Where the marks of a figure stand, and what they say that they count."""

import pytest
from matplotlib.figure import Figure

from analysis.figures.marks import as_codes, counts, marks


def test_a_bar_is_found_where_the_svg_has_it():
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 10))
    counts(axes.bar(2, 5, 2)[0], {"actor": "A & <b>"}, 5, "five")
    axes.bar(8, 5, 2)
    (mark,) = marks(figure)
    assert (mark["counts"], mark["n"], mark["tip"]) == ({"actor": ["A & <b>"]}, 5, "five")
    assert mark["box"] == pytest.approx([10, 50, 20, 50], abs=0.2)
    assert figure.dpi == 100


def test_codes_are_written_as_a_page_holds_them():
    assert as_codes({"expert": False, "side": ["", "north"]}) == {"expert": ["no"], "side": ["", "north"]}
    assert as_codes(None) is None
