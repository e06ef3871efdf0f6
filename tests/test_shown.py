import pytest
from lxml import etree
from matplotlib.figure import Figure

from analysis.figures.output import to_svg
from analysis.shown import for_terminal, for_xml


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Größe\tund\n字", "Größe\tund\n字"),
        ("\x1b[2J\x07\r", "\\x1b[2J\\x07\\r"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("a\u200bb\ufeff\x9b", "a\\u200bb\\ufeff\\x9b"),
        ("\ud800\U000e0041", "\\ud800\\U000e0041"),
    ],
)
def test_a_terminal_obeys_nothing_that_stands_in_a_name(words, shown):
    assert for_terminal(words) == shown


def test_what_xml_does_not_allow_is_a_mark():
    assert for_xml("a\x00\x0b\ufffe\ud800b\t\U0001f600") == "a\ufffd\ufffd\ufffd\ufffdb\t\U0001f600"


def test_a_figure_with_control_characters_in_its_names_is_xml():
    figure = Figure()
    figure.subplots().set_title("The \x1b[31m\x00Post\ufffe")
    svg = to_svg(figure, "The \x0bPost")
    assert etree.fromstring(svg.encode()).get("aria-label") == "The \ufffdPost"
    assert "The \ufffd[31m\ufffdPost\ufffd" in svg
