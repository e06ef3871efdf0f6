"""Every figure: labels inside, names as text, empty tables said, the same bytes twice."""

import numpy as np
import pandas as pd
import pytest

from analysis.figures.corpus import articles_over_time, describe_corpus, describe_counted, plot_corpus
from analysis.figures.estimates import plot_balance, plot_shares, plot_tone
from analysis.figures.output import to_svg
from analysis.figures.people import plot_people
from analysis.figures.position import describe_positions, plot_positions

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
    days = pd.to_datetime(["2024-01-01", "2024-05-06", None])
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
        "corpus": plot_corpus(pd.DataFrame({"outlet": OUTLETS, "published": days})),
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
        (lambda: plot_corpus(pd.DataFrame({"outlet": ["A"], "published": [None]})), "No article of this corpus"),
        (lambda: plot_people(pd.DataFrame(columns=["actor", "side", "attributions"])), "Nobody is named"),
        (lambda: plot_positions(pd.DataFrame({"side": ["unknown"], "position": [0.5]})), "no source has a known"),
    ],
)
def test_nothing_to_draw_is_said(figure, words, texts):
    assert any(words in text.replace("\n", " ") for text in texts(figure()))


def test_period_follows_the_length_of_the_corpus():
    days = pd.DataFrame({"outlet": "A", "published": pd.to_datetime(["2024-01-01", "2024-01-03", "2024-01-03"])})
    table, period = articles_over_time(days)
    assert period == "day"
    assert list(table["articles"]) == [1, 2]
    years = days.assign(published=pd.to_datetime(["2020-01-01", "2024-01-03", "2024-01-30"]))
    table, period = articles_over_time(years)
    assert (period, list(table["days"])) == ("month", [31, 31])


def test_the_sentence_on_the_corpus():
    table = pd.DataFrame({"outlet": ["A", "A", "B"], "published": pd.to_datetime(["2024-01-01", None, "2024-01-09"])})
    assert describe_corpus(table) == (
        "3 articles, from 2024-01-01 to 2024-01-09, by 2 outlets: most in A (2), fewest in B (1). "
        "1 article has no date and is not in the chart: A (1 of 2)."
    )
    assert describe_corpus(table[:0]) == "The corpus has no articles."


def test_the_sentence_on_the_corpus_names_no_single_outlet_where_several_have_as_many():
    of = lambda **sizes: describe_corpus(pd.DataFrame(  # noqa: E731
        {"outlet": [name for name, size in sizes.items() for _ in range(size)], "published": pd.NaT}
    ))  # fmt: skip
    assert of(A=4, B=4, C=3).endswith("by 3 outlets: most in A and B (4 each), fewest in C (3).")
    assert of(A=5, B=3, C=3, D=3).endswith("by 4 outlets: most in A (5), fewest in B, C and D (3 each).")
    assert of(A=4, B=4, C=4, D=4, E=3).endswith("by 5 outlets: most in 4 of them (4 each), fewest in E (3).")


def test_the_sentence_on_the_corpus_names_the_outlets_that_the_chart_leaves_out():
    days = pd.to_datetime(["2024-01-01", None, None, None])
    table = pd.DataFrame({"outlet": ["A", "A", "Wiki", "Wiki"], "published": days})
    left_out = "3 articles have no date and are not in the chart: Wiki (all 2), A (1 of 2)."
    assert describe_corpus(table).endswith(left_out)
    assert describe_corpus(table, most=1).endswith("Wiki (all 2); and those of 1 more outlet.")
    assert describe_corpus(table[2:]) == "2 articles, none of them dated, by 1 outlet: Wiki."


def test_the_bridge_from_all_articles_to_those_that_count():
    assert describe_counted(27, 2, 3, 22) == (
        "Of 27 articles, 2 have the text of an earlier one and 3 more tell another one's story in nearly the same "
        "words (copies). This page and the others count 22: copies count once."
    )
    assert describe_counted(27, 1, 1, 26).endswith(
        "1 has the text of an earlier one and 1 more tells another one's "
        "story in nearly the same words (copies). This page and the others count 26: copies count each time."
    )
    assert describe_counted(1, 0, 0, 1) == (
        "Of 1 article, 0 have the text of an earlier one. This page and the others count 1."
    )


def test_the_sentence_on_positions():
    table = pd.DataFrame({"side": ["north", "north", "south"], "position": [0.1, 0.9, 0.5]})
    said = describe_positions(table, labels={"north": "North", "south": "South"})
    assert "North 50 % of 2; South 0 % of 1" in said
