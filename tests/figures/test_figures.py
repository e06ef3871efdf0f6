"""Every figure: labels inside, names as text, empty tables said, the same bytes twice."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures.estimates import plot_balance, plot_shares, plot_tone
from analysis.figures.output import to_svg
from analysis.figures.people import plot_people
from analysis.figures.position import describe_positions, plot_positions
from analysis.figures.timeline import timeline

LONG = "Über <b>Neutral</b> & $ons Daily Gazette of the Upper River Valley and of all the Hills beyond it"
OUTLETS = ["A Post", LONG, "Z"]


def estimates(values, low=-0.1, high=0.1, **columns):
    table = pd.DataFrame({"estimate": values, **columns})
    return table.assign(low=table["estimate"] + low, high=table["estimate"] + high, note="")


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
        "shares": plot_shares(shares, "side", labels={"north": LONG}),
        "one outlet": plot_shares(shares[shares["outlet"] == LONG], "side"),
        "balance": plot_balance(estimates([0.5, -0.9, 0.0], outlet=OUTLETS), ("North", "South")),
        "corpus": timeline(days),
        "people": plot_people(people, detail="affiliation"),
        "tone": plot_tone(tone),
        "positions": plot_positions(spoken, labels={"north": LONG, "south": "South"}),
    }


def test_no_label_is_cut_off(figures, cut_off):
    assert [name for name, figure in figures.items() if cut_off(figure)] == []


def test_a_label_that_is_cut_off_would_be_found(figures, cut_off):
    figures["shares"].text(0.9, 0.5, LONG)
    assert cut_off(figures["shares"])


def test_a_dollar_sign_is_no_formula_and_a_tag_no_markup(figures, texts):
    assert any("$ons" in text.replace("\\$", "$").replace("\n", " ") for text in texts(figures["shares"]))
    assert "<b>" not in to_svg(figures["shares"], LONG)


def test_svg_is_the_same_twice_and_has_no_date(shares):
    one, other = (to_svg(plot_shares(shares, "side"), "Shares") for _ in range(2))
    assert one == other
    assert "dc:date" not in one
    assert 'aria-label="Shares"' in one


def test_the_readers_own_settings_do_not_matter(shares):
    import matplotlib as mpl

    before = to_svg(plot_shares(shares, "side"))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black"}):
        assert to_svg(plot_shares(shares, "side")) == before


def test_not_estimable_is_hollow_and_said(shares, texts):
    assert any("not estimable" in text for text in texts(plot_shares(shares, "side")))
    assert not any("not estimable" in text for text in texts(plot_shares(shares[1:], "side")))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (lambda: plot_shares(pd.DataFrame(columns=["outlet", "side", "estimate", "low", "high"]), "side"), "nobody"),
        (lambda: plot_balance(estimates([np.nan], outlet=["A"]), ("North", "South")), "Neither North nor South"),
        (lambda: plot_tone(estimates([], tool=[], voice=[], outlet=[])), "no tone to draw"),
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
