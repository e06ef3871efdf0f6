"""Colours that everybody can tell apart: simulated for the colour-blind, and in grey."""

import pandas as pd
import pytest
from colorspacious import cspace_convert
from matplotlib.colors import to_rgb

from analysis.figures.palette import LEAST, SIGHTS, colour_distances, confusable, describe_palette
from analysis.figures.style import COLOURS, HATCHES, MARKERS

BLIND = [sight for sight in SIGHTS if sight != "full colour"]


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
