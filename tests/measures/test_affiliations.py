from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.measures.affiliations import with_organisation

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"

BOOK = load_codebook(CODEBOOKS / "ukraine-war.yml")


def test_the_register_s_line_gives_type_and_country():
    table = pd.DataFrame(
        [
            ("the Australian National University in Canberra", "Jane Roe"),
            ("", "Griffith University"),
            ("Institute for Nothing in Particular", "John Doe"),
            ("", "a neighbour"),
        ],
        columns=["affiliation", "name"],
    )
    found = with_organisation(table, BOOK)
    assert found["organisation"].tolist() == ["Australian National University", "Griffith University", *["unknown"] * 2]
    assert found["organisation_country"].tolist() == ["Australia", "Australia", "unknown", "unknown"]
    assert found["organisation_type"].tolist() == [*["University and science"] * 2, "unknown", "unknown"]


def test_no_attributions_and_no_affiliation():
    assert with_organisation(pd.DataFrame(columns=["affiliation", "name"]), BOOK).empty
    with pytest.raises(RequestError, match='no column "affiliation"'):
        with_organisation(pd.DataFrame({"name": ["x"]}), BOOK)
