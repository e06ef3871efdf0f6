import numpy as np
import pandas as pd

from analysis.figures.curves import describe_curves, plot_curves

COLUMNS = ["outlet", "articles", "estimate", "low", "high", "n_experts", "n_articles", "note"]


def curve(outlet, *estimates):
    rows = [
        (outlet, number, estimate, estimate - 1, estimate + 1, estimates[-1], len(estimates), "")
        for number, estimate in enumerate(estimates, 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


ONE = pd.DataFrame([("C", 1, 4.0, np.nan, np.nan, 4, 1, "not estimable: one article only")], columns=COLUMNS)
TABLE = pd.concat([curve("A", 1.5, 2.5, 3.0), curve("B $5", 1.0, 1.2), ONE])


def test_a_panel_for_each_outlet_with_two_articles(cut_off, texts):
    figure = plot_curves(TABLE)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["A", r"B \$5"]
    own = figure.axes[0].lines[2]
    assert own.get_ydata().tolist() == [1.5, 2.5, 3.0]
    assert figure.axes[0].lines[3].get_xdata() == [2, 2]  # where the smaller outlet ends
    assert not cut_off(figure)
    assert "articles that quote experts" in texts(figure)


def test_the_sentence_compares_at_the_smallest_outlet():
    assert describe_curves(TABLE) == (
        "Any 2 articles that quote experts quote, on average, so many different ones: "
        "A 2.5 (95 % interval 1.5 to 3.5); B $5 1.2 (95 % interval 0.2 to 2.2)."
    )


def test_nothing_to_draw(texts):
    assert "No outlet has two articles" in texts(plot_curves(ONE))[0]
    assert describe_curves(ONE) == "No outlet has two articles that quote experts."
    assert "no curve" in texts(plot_curves(TABLE[:0]))[0]
