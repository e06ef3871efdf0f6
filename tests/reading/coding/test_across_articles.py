"""What one article says of somebody, another that only names her need not say again."""

import pandas as pd
import pytest

from analysis.corpus.store import read_table, write_table
from analysis.reading.coding.across_articles import tell_across_articles
from analysis.reading.parts import NOT_CODED

STRANGER = {
    "nature": "person", "anonymity": "named", "source_type": "unknown", "side": "unknown", "function": "unknown",
    "gender": "unknown", "expert": False,
}  # fmt: skip
PROFESSOR = {
    "role": "professor of law", "source_type": "academic", "expert": True, "expert_basis": "academic",
    "function": "expert", "source_type_evidence": 'role "professor"', "expert_evidence": 'role "professor of law"',
}  # fmt: skip
NORTH = {"side": "north", "side_basis": "words", "side_evidence": 'word "northern"'}


@pytest.fixture
def told(tmp_path):
    """Write sources of one article each, tell across, and give them back as they stand then."""

    def tell(*sources):
        empty = NOT_CODED | STRANGER
        rows = [empty | {"source_id": f"a{n}-1", "article_id": f"a{n}", **row} for n, row in enumerate(sources)]
        write_table(tmp_path, "sources", pd.DataFrame(rows))
        changed = tell_across_articles(tmp_path)
        return changed, read_table(tmp_path, "sources").to_dict("records")

    return tell


def test_a_person_only_named_is_who_another_article_says_she_is(told):
    changed, (first, described, other) = told(
        {"actor": "Lena Brandt"}, {"actor": "Lena Brandt", **PROFESSOR, **NORTH}, {"actor": "Ann Bell"}
    )
    assert changed == 1
    assert (first["source_type"], first["expert"], first["expert_basis"]) == ("academic", True, "academic")
    assert (first["side"], first["side_evidence"]) == ("north", 'word "northern" in another article')
    assert first["expert_evidence"] == 'role "professor of law" in another article'
    assert (described["side_evidence"], other["source_type"]) == ('word "northern"', "unknown")


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ([{"actor": "Brandt"}, {"actor": "Brandt", **PROFESSOR}], "a surname alone may be anybody's"),
        (
            [{"actor": "Lena Brandt"}, {"actor": "Lena Brandt", **PROFESSOR},
             {"actor": "Lena Brandt", "source_type": "professional"}],
            "two articles that differ may speak of two people",
        ),
        (
            [{"actor": "Lena Brandt"}, {"actor": "Lena Brandt", "source_type": "witness"}],
            "what one saw that day is no post",
        ),
        (
            [{"actor": "Lena Brandt"}, {"actor": "Lena Brandt", **NORTH, "side_basis": "belonging"}],
            "the place of an article is not the person's",
        ),
        (
            [{"actor": "Lena Brandt", "function": "spokesperson"}, {"actor": "Lena Brandt", **PROFESSOR}],
            "a spokeswoman is no expert for being one elsewhere",
        ),
        ([{"actor": "the mayor", "anonymity": "anonymous"}, {"actor": "the mayor", **NORTH}], "a title is no name"),
    ],
)  # fmt: skip
def test_nothing_is_carried_over_where_it_may_be_somebody_else(told, sources, why):
    changed, (first, *_) = told(*sources)
    assert changed == 0, why
    assert (first["source_type"], first["side"]) == ("unknown", "unknown")


def test_what_an_article_says_itself_stays(told):
    changed, (first, _) = told(
        {"actor": "Lena Brandt", "side": "south", "gender": "female"}, {"actor": "Lena Brandt", **PROFESSOR, **NORTH}
    )
    assert changed == 2, "the other learns the gender"
    assert (first["side"], first["gender"], first["source_type"]) == ("south", "female", "academic")
