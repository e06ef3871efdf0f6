"""The table of actors counts who speaks, merges nobody, and lists who might be whom."""

import duckdb
import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.reading.speakers.actors import actor_table

BOOK = """
title: T
sides:
  - {id: north, label: North, description: the north, countries: []}
  - {id: south, label: South, description: the south, countries: []}
compare: [north, south]
actors:
  - {name: Ada Brandt, aliases: [Brandt, Ada Brant], side: north, source_type: government}
"""


@pytest.fixture
def actors(tmp_path):
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    book = load_codebook(tmp_path / "book.yml")

    def _actors(*rows: tuple[str, str, str]) -> pd.DataFrame:
        sources = pd.DataFrame(
            [
                {
                    "source_id": f"s{i}", "article_id": article, "name": name, "actor": actor, "nature": "person",
                    "anonymity": "named", "source_type": "government", "side": "north",
                }
                for i, (article, name, actor) in enumerate(rows)
            ]
        )  # fmt: skip
        said = pd.DataFrame({"source_id": [f"s{i}" for i in range(len(rows))] + ["s0", ""]})
        with duckdb.connect() as tables:
            tables.register("sources", sources)
            tables.register("attributions", said)
            return actor_table(tables, book).set_index("actor")

    return _actors


def test_an_actor_is_counted_over_its_spellings(actors):
    row = actors(("a", "Ada Brandt", "Ada Brandt"), ("b", "Ada Brant", "Ada Brandt")).loc["Ada Brandt"]
    assert row["spellings"] == ["Ada Brandt", "Ada Brant"]
    assert (row["articles"], row["attributions"], row["match"], row["score"]) == (2, 3, "alias", 100)
    assert not row["ambiguous"]


def test_a_spelling_that_the_codebook_lacks_is_for_the_researcher(actors):
    row = actors(("a", "Ada Brandtt", "Ada Brandt")).loc["Ada Brandt"]
    assert row["match"] == "spelling"
    assert 90 < row["score"] < 100
    assert row["ambiguous"]


def test_like_names_are_offered_but_not_merged(actors):
    table = actors(("a", "Oleksandr Kolar", "Oleksandr Kolar"), ("b", "Olexandr Kolar", "Olexandr Kolar"))
    assert list(table.loc["Olexandr Kolar", "might_be"]) == ["Oleksandr Kolar"]
    assert len(table) == 2


def test_two_who_speak_in_one_article_are_never_offered_as_one(actors):
    table = actors(("a", "Oleksandr Kolar", "Oleksandr Kolar"), ("a", "Olexandr Kolar", "Olexandr Kolar"))
    assert not table["ambiguous"].any()


def test_a_bare_surname_might_be_whoever_bears_it(actors):
    table = actors(("a", "Jana Kolar", "Jana Kolar"), ("b", "Petr Kolar", "Petr Kolar"), ("c", "Kolar", "Kolar"))
    assert sorted(table.loc["Kolar", "might_be"]) == ["Jana Kolar", "Petr Kolar"]
    assert table.loc["Jana Kolar", "match"] == "none"


def test_a_bare_name_may_be_another_spelling_of_a_surname(actors):
    table = actors(("a", "Yahya Sarea", "Yahya Sarea"), ("b", "Saree", "Saree"), ("c", "Barea", "Barea"))
    assert list(table.loc["Saree", "might_be"]) == ["Yahya Sarea"]
    assert not table.loc["Barea", "ambiguous"]


def test_the_codebooks_silent_actors_are_offered_too(actors):
    assert list(actors(("a", "Brandd", "Brandd")).loc["Brandd", "might_be"]) == ["Ada Brandt"]
