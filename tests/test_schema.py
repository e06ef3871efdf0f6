"""The tables are described once, and the data dictionary says the same."""

from pathlib import Path

import pyarrow as pa
import pytest

from analysis import schema

DICTIONARY = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_the_data_dictionary_is_made_from_the_schema():
    assert DICTIONARY.read_text("utf-8") == schema.data_dictionary()


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_column_has_its_own_name_and_a_meaning(table):
    names = [column.name for column in schema.TABLES[table]]
    assert len(set(names)) == len(names)
    assert all(column.meaning for column in schema.TABLES[table])


def test_meanings_travel_with_the_files():
    assert schema.arrow_schema("articles").field("words").metadata == {b"meaning": b"number of words in text"}


def test_a_missing_column_is_an_error_and_a_further_one_is_left_out():
    row = {"source_file": "a.txt", "record": "", "reason": "empty", "note": "x"}
    assert schema.to_arrow("rejected", [row]).column_names == ["source_file", "record", "reason"]
    with pytest.raises(KeyError):
        schema.to_arrow("rejected", [{"source_file": "a.txt"}])
    with pytest.raises(pa.ArrowException):
        schema.to_arrow("rejected", [row | {"reason": 7}])
