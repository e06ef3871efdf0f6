"""Every figure: labels inside, names as text, empty tables said, the same bytes twice."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures.bars import plot_people, timeline
from analysis.figures.curves import describe_positions, plot_positions
from analysis.figures.forest import forest
from analysis.figures.output import to_svg
from analysis.figures.style import PHONE, restyled
from analysis.findings.balance import Balance
from analysis.findings.shares import Shares
from analysis.findings.tone import Tools

LONG = "Über <b>Neutral</b> & $ons Daily Gazette of the Upper River Valley and of all the Hills beyond it"
OUTLETS = ["A Post", LONG, "Z"]


def estimates(values, low=-0.1, high=0.1, **columns):
    table = pd.DataFrame({"estimate": values, **columns})
    return table.assign(low=table["estimate"] + low, high=table["estimate"] + high, note="", count=3, n=7, articles=5)


@pytest.fixture
def shares():
    table = estimates(np.linspace(0.2, 0.6, 9), outlet=np.repeat(OUTLETS, 3), side=["north", "south", "unknown"] * 3)
    table.loc[0, ["low", "high"]] = np.nan
    return table


@pytest.fixture
def figures(shares):
    days = pd.DataFrame({"outlet": OUTLETS, "start": pd.Timestamp("2024-01-01"), "days": 7, "articles": [1, 2, 3]})
    people = pd.DataFrame(
        {"actor": OUTLETS, "side": ["north", "unknown", "south"], "attributions": [9, 4, 1], "affiliation": LONG}
    )
    tone = estimates(
        [0.1, -0.2, 0.3, 0.0], outlet=[LONG, "A", LONG, "A"], voice=["journalist", "source"] * 2,
        tool=["TextBlob", "TextBlob", "VADER", "VADER"],
    )  # fmt: skip
    spoken = pd.DataFrame({"side": ["north", "south", "south"], "position": [0.1, 0.2, 0.9]})
    return {
        "shares": Shares(shares, labels={"side": {"north": LONG}}).plot(),
        "one outlet": Shares(shares[shares["outlet"] == LONG]).plot(),
        "balance": Balance(estimates([0.5, -0.9, 0.0], outlet=OUTLETS), sides=("North", "South")).plot(),
        "corpus": timeline(days),
        "people": plot_people(people, detail="affiliation"),
        "tone": Tools(tone).of("source").plot(),
        "positions": plot_positions(spoken, labels={"north": LONG, "south": "South"}),
    }


def test_no_label_is_cut_off(figures, cut_off):
    assert [name for name, figure in figures.items() if cut_off(figure)] == []


def test_drawn_for_a_phone_a_long_axis_label_stays_on_the_figure(cut_off):
    label = "share of women among the known; band: if all unknown were men, or women"
    table = pd.DataFrame({"outlet": ["A", "B"], "estimate": [0.2, 0.4], "low": [0.1, 0.3], "high": [0.3, 0.6]})
    table = table.assign(n=20, articles=9, note="")
    with restyled(PHONE):
        assert not cut_off(forest(table, "outlet", x_label=label))


def test_a_label_that_is_cut_off_would_be_found(figures, cut_off):
    figures["shares"].text(0.9, 0.5, LONG)
    assert cut_off(figures["shares"])


def test_a_dollar_sign_is_no_formula_and_a_tag_no_markup(figures, texts):
    assert any("$ons" in text.replace("\\$", "$").replace("\n", " ") for text in texts(figures["shares"]))
    assert "<b>" not in to_svg(figures["shares"], LONG)


def test_svg_is_the_same_twice_and_has_no_date(shares):
    one, other = (to_svg(Shares(shares).plot(), "Shares") for _ in range(2))
    assert one == other
    assert "dc:date" not in one
    assert 'aria-label="Shares"' in one


def test_the_readers_own_settings_do_not_matter(shares):
    import matplotlib as mpl

    before = to_svg(Shares(shares).plot())
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black"}):
        assert to_svg(Shares(shares).plot()) == before


def test_without_an_interval_a_dot_is_hollow_and_that_is_said(shares, texts):
    assert any("hollow: no interval" in text for text in texts(Shares(shares).plot()))
    assert not any("hollow: no interval" in text for text in texts(Shares(shares[1:]).plot()))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (lambda: Shares(estimates([], outlet=[], side=[])).plot(), "nobody is quoted"),
        (
            lambda: Balance(estimates([np.nan], outlet=["A"]), sides=("North", "South")).plot(),
            "Neither North nor South",
        ),
        (lambda: Tools(estimates([], tool=[], outlet=[])).plot(), "no tone to draw"),
        (lambda: timeline(pd.DataFrame(columns=["outlet"])), "No article of this corpus"),
        (lambda: plot_people(pd.DataFrame(columns=["actor", "side", "attributions"])), "Nobody is named"),
        (lambda: plot_positions(pd.DataFrame({"side": ["unknown"], "position": [0.5]})), "no source has a known"),
    ],
)
def test_nothing_to_draw_is_said(figure, words, texts):
    assert any(words in text.replace("\n", " ") for text in texts(figure()))


def test_the_sentence_on_positions():
    table = pd.DataFrame({"side": ["north", "north", "south"], "position": [0.1, 0.9, 0.5]})
    said = describe_positions(table, labels={"north": "North", "south": "South"})
    assert "North 50 % of 2; South 0 % of 1" in said
