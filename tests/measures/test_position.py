import pandas as pd
import pytest

from analysis.measures.position import first_turn, prominence, ranks

COLUMNS = ["outlet", "article_id", "title", "side", "name", "source_id", "paragraph", "position"]
TABLE = pd.DataFrame(
    [
        ("A", "a1", "Lindqvist warns of war", "north", "Marta Lindqvist", "s1", 0, 0.0),
        ("A", "a1", "Lindqvist warns of war", "south", "Karanja", "s2", 3, 0.5),
        ("A", "a2", "Peace nears", "south", "Karanja", "s3", 1, 0.2),
        ("A", "a2", "Peace nears", "north", "Brandt", "s4", 4, 0.9),
        ("A", "a3", "", "south", "Karanja", "s5", 0, 0.1),
    ],
    columns=COLUMNS,
)
SOURCES = pd.DataFrame(
    {"source_id": ["s1", "s2", "s3", "s4", "s5"],
     "mentions": [["Marta Lindqvist", "Lindqvist", "she"], ["Karanja"], ["Karanja"], ["Brandt"], ["Karanja"]]}
)  # fmt: skip
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a1", "a2", "a3"],
        "title": ["Lindqvist warns of war", "Peace nears", ""],
        "text": ["Lindqvist said …", "Peace nears\n\nKaranja said …", "Karanja said …"],
    }
)


def place(table, side, name, column="estimate"):
    return table.set_index(["side", "place"]).loc[(side, name), column]


def test_prominence_by_hand():
    table = prominence(TABLE, SOURCES, ARTICLES)
    assert place(table, "north", "headline") == pytest.approx(1 / 2)
    assert place(table, "north", "headline", "n_articles") == 2  # the third article has no headline
    assert place(table, "south", "headline") == 0
    assert place(table, "north", "first_paragraph") == pytest.approx(1 / 3)
    # The second article's text begins with its headline, so its paragraph 1 is the first.
    assert place(table, "south", "first_paragraph") == pytest.approx(2 / 3)
    assert place(table, "south", "first_third") == pytest.approx(2 / 3)
    assert place(table, "south", "first") == pytest.approx(2 / 3)


def test_a_pronoun_or_part_of_a_word_is_no_name():
    one = TABLE[:1].assign(title="She and the Lindqvistian school")
    assert place(prominence(one, SOURCES, ARTICLES), "north", "headline") == 0


def test_turns():
    assert list(ranks(TABLE)) == [1, 2, 1, 2, 1]
    found = first_turn(TABLE).set_index(["side", "measure"])
    assert found.loc[("north", "turn"), "estimate"] == pytest.approx(1.5)
    assert found.loc[("south", "offset"), "estimate"] == pytest.approx((0.5 + 0.2 + 0.1) / 3)
    assert found.loc[("south", "turn"), "n_articles"] == 3


def test_nobody_speaks():
    assert prominence(TABLE[:0], SOURCES, ARTICLES).empty
    assert first_turn(TABLE[:0]).empty
