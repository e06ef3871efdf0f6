"""A finding: a plain table, a plot and a sentence, of counts that know their selection or of any frame."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.errors import RequestError
from analysis.findings import balance, shares


def test_shares_know_what_they_were_counted_from(chosen):
    finding = shares(chosen.count("side"), "side")
    assert finding.selection == chosen
    assert list(finding.table["side"].unique()) == ["north", "south", "unknown"]
    assert {"estimate", "low", "high", "n", "articles"} <= set(finding.table)
    assert finding.table.groupby("outlet")["estimate"].sum().tolist() == pytest.approx([1, 1, 1])


def test_a_frame_of_ones_own_is_measured_alike_and_opens_nothing(chosen):
    rows = pd.DataFrame(chosen.attributions().to_dict("list"))
    own = shares(rows, "side", values=["north", "south", "unknown"])
    assert own.selection is None
    pd.testing.assert_frame_equal(own.table, shares(chosen.count("side"), "side").table, check_dtype=False)


def test_the_balance_says_what_the_unknown_could_do(chosen):
    table = balance(chosen.count("side")).table.set_index("outlet")
    courier = table.loc["Harbour Courier"]
    assert (courier["first"], courier["second"], courier["estimate"]) == (12, 4, 0.5)
    assert (table["lowest"] <= table["estimate"]).all() and (table["estimate"] <= table["highest"]).all()


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (np.nan, np.nan, "No outlet has enough for an interval of whether it hears North or South more"),
        (0.1, 0.5, "By what is known 2 of 2 hear one side more, but the unknown could turn each"),
        (-0.2, 0.5, "No outlet hears North or South more, beyond what chance allows"),
    ],
)
def test_a_headline_of_none_says_why(chosen, low, high, said):
    finding = balance(chosen.count("side"))
    table = finding.table.head(2).assign(low=low, high=high, leans="")
    assert replace(finding, table=table).headline() == said


def test_findings_are_drawn_in_axes_of_ones_own(chosen):
    for finding in (shares(chosen.count("side"), "side"), balance(chosen.count("side"))):
        figure = Figure()
        axes = figure.add_subplot()
        assert finding.plot(axes) is figure and len(figure.axes) >= 1 and axes.lines


def test_two_groups_are_not_drawn_over_each_other(chosen):
    finding = shares(chosen.count("form", by=["outlet", "side"]), "form", ["outlet", "side"])
    with pytest.raises(RequestError, match="One plot holds one group"):
        finding.plot()


def test_labels_belong_to_their_own_column(chosen):
    """A class of cues called "north" is not printed as the side of that name."""
    table = shares(chosen.count("side"), "side").table.assign(cue_class="north")
    finding = shares(chosen.count("side"), "side")
    readable = type(finding)(table, labels=finding.labels, by="side").readable()
    assert set(readable["cue_class"]) == {"north"} and "North" in set(readable["side"])
