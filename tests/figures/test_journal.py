"""Sizes, fonts and colours of a paper's figures, the researcher's style.yml, and colours that all can tell apart."""

import re
import shutil

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from colorspacious import cspace_convert
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from analysis.errors import RequestError
from analysis.figures.journal import (
    LEAST,
    SANS,
    SIGHTS,
    colour_distances,
    confusable,
    describe_palette,
    journals,
    load_style,
    settings,
    usual_font,
)  # fmt: skip
from analysis.figures.output import FORMATS, figure_bytes
from analysis.figures.style import COLOURS, HATCHES, MARKERS, restyled
from analysis.findings.balance import Balance
from analysis.findings.shares import Shares
from analysis.findings.tone import Tone

TABLE = pd.DataFrame(
    {
        "estimate": [0.5, -0.2],
        "low": [0.3, np.nan],
        "high": [0.7, np.nan],
        "outlet": ["A & B_C #1", "Київ $x$"],
        "note": "",
        "count": 4,
        "n": 9,
        "articles": 5,
    }
)


def balance(style=None, column="single"):
    style = style or load_style()
    with restyled(settings(style, column), style.colours):
        return Balance(TABLE, sides=("North", "South")).plot()


@pytest.mark.parametrize(("column", "inches"), [("single", 3.5), ("onehalf", 5.5), ("double", 7.2)])
def test_the_page_has_exactly_the_width_of_its_columns(column, inches):
    pdf = figure_bytes(balance(column=column), "Balance", "pdf")
    width, height = map(float, re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf).groups())
    assert width == pytest.approx(72 * inches, abs=0.01)
    svg = figure_bytes(balance(column=column), "Balance", "svg").decode()
    assert re.search(r'width="([\d.]+)pt"', svg)[1] == f"{72 * inches:g}"
    assert re.search(r'height="([\d.]+)pt"', svg)[1] == pytest.approx(f"{height:g}", abs=0.01) or height


@pytest.mark.parametrize("journal", journals())
@pytest.mark.parametrize("column", ["single", "onehalf", "double"])
@pytest.mark.parametrize("sides", [("Tenants", "Landlords"), ("The northern rebels", "The government of the river")])
def test_no_text_is_printed_over_another(journal, column, sides, overlapping, cut_off):
    style = load_style(journal=journal)
    two_sides = pd.concat([TABLE.assign(side=side, estimate=TABLE["estimate"].abs()) for side in sides])
    with restyled(settings(style, column), style.colours):
        figures = [
            Balance(TABLE, sides=sides).plot(),
            Shares(two_sides).plot(),
            Shares(two_sides[:1]).plot(),
            Shares(two_sides[1:2]).plot(),
            Tone(two_sides.assign(voice="source")).plot(),
        ]
    for figure in figures:
        assert overlapping(figure) == []
        assert not cut_off(figure)


def test_a_text_that_is_printed_over_another_would_be_found(overlapping):
    figure = balance()
    figure.text(0.4, 0.02, "a long note on the figure")
    assert overlapping(figure)


def test_a_png_has_600_dots_an_inch(tmp_path):
    (tmp_path / "balance.png").write_bytes(figure_bytes(balance(), "Balance", "png"))
    assert imread(tmp_path / "balance.png").shape[1] == 3.5 * 600


def test_fonts_are_embedded_and_none_is_of_type_3():
    pdf = figure_bytes(balance(), "Balance", "pdf")
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf
    assert b"/CreationDate" not in pdf and b"/ModDate" not in pdf


@pytest.mark.parametrize("kind", ["pdf", "svg", "png", "tiff"])
def test_the_same_figure_gives_the_same_bytes(kind):
    assert figure_bytes(balance(), "Balance", kind) == figure_bytes(balance(), "Balance", kind)


def test_a_sans_that_journals_ask_for_is_taken_where_it_is_installed(monkeypatch):
    assert load_style().font in SANS
    monkeypatch.setattr("analysis.figures.journal.font_manager.get_font_names", lambda: ["DejaVu Sans", "Arial"])
    assert usual_font() == "Arial"


def test_another_format_is_refused():
    with pytest.raises(RequestError, match='Did you mean "png"'):
        figure_bytes(balance(), "Balance", "pngg")
    assert FORMATS == ("pdf", "svg", "png", "tiff", "pgf")


@pytest.mark.parametrize("journal", journals())
def test_every_journal_has_growing_columns_and_readable_text(journal):
    sizes = journals()[journal]
    assert sizes.single <= sizes.onehalf <= sizes.double <= 200
    assert sizes.text >= 5


def test_a_style_changes_text_colours_and_columns_without_code(tmp_path):
    path = tmp_path / "style.yml"
    path.write_text("journal: plos\ntext: 11\ncolours: [black, '#777777', red, blue]\ncolumns: {balance: double}\n")
    style = load_style(path)
    assert (style.journal, style.text, style.columns) == ("plos", 11, {"balance": "double"})
    assert style.colours == ("#000000", "#777777", "#FF0000", "#0000FF")
    assert load_style(path, "nature").journal == "nature"
    assert settings(style, "double")["figure.figsize"][0] == pytest.approx(190.5 / 25.4)
    with restyled(settings(style, "single"), style.colours):
        assert mpl.rcParams["font.size"] != 11, "only plots are restyled"
    assert balance(style).axes[0].xaxis.label.get_size() == 11


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("journl: plos", 'Did you mean "journal"'),
        ("journal: natur", 'Did you mean "nature"'),
        ("font: Heveltica Nova", "is not installed"),
        ("colours: [red, blue, green, blu]", "is no colour"),
        ("text: 40", "less than or equal to 14"),
        ("- a list", "has no keys"),
        ("a: [", "is not YAML"),
    ],
)
def test_a_wrong_style_is_told_in_a_sentence(text, said, tmp_path):
    (tmp_path / "style.yml").write_text(text)
    with pytest.raises(RequestError, match=re.escape(said)):
        load_style(tmp_path / "style.yml")


def test_a_missing_style_is_told(tmp_path):
    with pytest.raises(RequestError, match="there is no such file"):
        load_style(tmp_path / "nowhere.yml")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_pgf_escapes_names_and_is_the_same_twice():
    pgf = figure_bytes(balance(), "Balance", "pgf").decode()
    assert r"A \& B\_C" in pgf and r"\$x\$" in pgf
    assert pgf == figure_bytes(balance(), "Balance", "pgf").decode()


def test_pgf_without_latex_is_told(monkeypatch):
    monkeypatch.setattr("analysis.figures.output.shutil.which", lambda name: None)
    with pytest.raises(RequestError, match="PGF needs LaTeX"):
        figure_bytes(balance(), "Balance", "pgf")


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_colours_of_the_house_are_told_apart(sight):
    distances = colour_distances(COLOURS)
    assert distances.loc[distances["sight"] == sight, "distance"].min() >= LEAST


def test_red_and_green_are_the_same_to_those_without_red_or_green_cones():
    near = confusable(["#A05000", "#608000", "#0000FF"])
    assert {"no red cones", "no green cones"} & set(near["sight"])
    assert set(near["one"]) == {"#A05000"} and set(near["other"]) == {"#608000"}
    assert "Not everybody" in describe_palette(["#A05000", "#608000"])


def test_grey_compares_lightness_only():
    red, green = "#D55E00", "#009E73"
    grey = colour_distances([red, green]).set_index("sight").loc["grey", "distance"]
    lightness = [cspace_convert(to_rgb(colour), "sRGB1", "CAM02-UCS")[0] for colour in (red, green)]
    assert grey == pytest.approx(abs(lightness[0] - lightness[1]))
    assert grey < LEAST, "where grey cannot tell two series apart, their markers must"


def test_what_grey_cannot_tell_apart_markers_and_hatches_do():
    distances = colour_distances(COLOURS)
    alike = distances[(distances["sight"] == "grey") & (distances["distance"] < LEAST)]
    assert len(alike)
    places = {colour: place for place, colour in enumerate(COLOURS)}
    for row in alike.itertuples():
        assert MARKERS[places[row.one]] != MARKERS[places[row.other]]
        assert HATCHES[places[row.one]] != HATCHES[places[row.other]]


def test_every_colour_shows_on_white_in_grey():
    lightness = pd.Series({colour: cspace_convert(to_rgb(colour), "sRGB1", "CAM02-UCS")[0] for colour in COLOURS})
    assert lightness.max() < 80  # white is 100


def test_a_safe_palette_is_said_to_be_one():
    said = describe_palette(COLOURS)
    assert said.startswith("All who see colour can tell these 7 colours apart")
    assert "in grey 6 of their pairs look alike" in said
