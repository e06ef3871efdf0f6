import pytest

from analysis.corpus.counts import count_attributions, first_heard
from analysis.corpus.store import read_table, write_table
from analysis.measures import PLACED, first_turn, prominence


def at(table, side, name, column="estimate"):
    return table.set_index(["side", table.columns[2]]).loc[(side, name), column]


@pytest.fixture
def three(tmp_path, build):
    """The north is named in the first headline; the second's text begins with its own, the third article has none."""
    said = [
        ("Lindqvist warns of war", "Lindqvist said.", [("north", 0, 0.0), ("south", 3, 0.5)]),
        ("Peace nears", "Peace nears\n\nKaranja said.", [("south", 1, 0.2), ("north", 4, 0.9)]),
        ("", "Karanja said.", [("south", 0, 0.1)]),
    ]
    return build(tmp_path, said)


@pytest.fixture
def build(corpus):
    """Give a function that puts such articles in place of a corpus's own."""

    def write(folder, said):
        rows = {
            name: read_table(corpus, name).iloc[:1].to_dict("records")[0]
            for name in ("articles", "attributions", "sources")
        }
        tables = {name: [] for name in rows}
        names = {"north": ["Marta Lindqvist", "Lindqvist", "she"], "south": ["Osei Karanja", "Karanja"]}
        for number, (title, text, voices) in enumerate(said):
            article = {"article_id": f"a{number}", "outlet": "A", "title": title, "text": text}
            tables["articles"].append(rows["articles"] | article)
            for turn, (side, paragraph, position) in enumerate(voices):
                ids = {"article_id": f"a{number}", "source_id": f"a{number}-s{turn}"}
                place = {"attribution_id": f"a{number}-{turn}", "paragraph": paragraph, "position": position}
                tables["attributions"].append(rows["attributions"] | ids | place)
                name = {"name": names[side][0], "mentions": names[side], "side": side}
                tables["sources"].append(rows["sources"] | ids | name)
        for name, found in tables.items():
            write_table(folder, name, found)
        return folder

    return write


def test_prominence_by_hand(three):
    table = prominence(count_attributions(three, ["side", *PLACED]))
    assert at(table, "north", "headline") == pytest.approx(1 / 2)
    assert at(table, "north", "headline", "n_articles") == 2  # the third article has no headline
    assert at(table, "south", "headline") == 0
    assert at(table, "north", "first_paragraph") == pytest.approx(1 / 3)
    # The second article's text begins with its headline, so its paragraph 1 is the first.
    assert at(table, "south", "first_paragraph") == pytest.approx(2 / 3)
    assert at(table, "south", "first_third") == pytest.approx(2 / 3)
    assert at(table, "south", "first") == pytest.approx(2 / 3)


def test_a_pronoun_or_part_of_a_word_is_no_name(tmp_path, build):
    one = build(tmp_path, [("She and the Lindqvistian school", "Text.", [("north", 0, 0.0)])])
    assert at(prominence(count_attributions(one, ["side", *PLACED])), "north", "headline") == 0


def test_turns(three):
    found = first_turn(first_heard(three))
    assert at(found, "north", "turn") == pytest.approx(1.5)
    assert at(found, "south", "offset") == pytest.approx((0.5 + 0.2 + 0.1) / 3)
    assert at(found, "south", "turn", "n_articles") == 3


def test_nobody_speaks(corpus_without_voices):
    assert prominence(count_attributions(corpus_without_voices, ["side", *PLACED])).empty
    assert first_turn(first_heard(corpus_without_voices)).empty
