import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager, style
from matplotlib.colors import to_rgb

from analysis.figures.style import COLOURS, HATCHES, MARKERS, STYLE, look, wrap

# Machado, Oliveira and Fernandes 2009, severity 1
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(rgb):
    """CIE L*a*b* (D65) of linear RGB."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    x, y, z = np.cbrt(np.clip(xyz / [0.9505, 1, 1.089], 1e-4, None))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_first_four_colours_are_told_apart_by_the_colour_blind(kind):
    seen = [lab(np.clip(np.array(BLINDNESS[kind]) @ linear(colour), 0, 1)) for colour in COLOURS[:4]]
    distances = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[i + 1 :]]
    assert min(distances) > 10  # a just noticeable difference is about 2.3


def test_every_colour_has_a_marker_and_a_hatch_of_its_own():
    assert len(set(MARKERS)) == len(set(HATCHES)) == len(set(COLOURS)) == len(MARKERS)


def test_unknown_is_always_a_grey_cross():
    assert look(0, "unknown") == look(5, "unknown") == {"color": "#7F7F7F", "marker": "x"}


def test_the_style_is_reproducible_and_its_font_ships_with_matplotlib():
    with mpl.rc_context(), style.context(["default", STYLE]):
        assert mpl.rcParams["svg.hashsalt"] == "evenhand"
        assert mpl.rcParams["pdf.fonttype"] == 42
        font = font_manager.findfont(mpl.rcParams["font.family"][0], fallback_to_default=False)
    assert font.startswith(mpl.get_data_path())


def test_wrapping_keeps_short_names_and_ends_long_ones_in_an_ellipsis():
    assert wrap("BBC") == "BBC"
    assert wrap("one two three four five six seven", 9, 2).endswith("…")
    assert max(map(len, wrap("a " * 50, 20).splitlines())) <= 20
    assert wrap("") == "(no name)"
