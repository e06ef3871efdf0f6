"""Who is quoted for knowledge, and how few."""

import pytest

from analysis.corpus.query import open_corpus
from analysis.findings import experts


@pytest.fixture(scope="module")
def chosen(corpus, codebook):
    return open_corpus(corpus, codebook).select()


def test_experts_with_and_without_former_officials(chosen):
    found = experts(chosen)
    assert dict(zip(found.table["actor"], found.table["attributions"], strict=True)) == {
        "Dr Hanna Weiss": 4,
        "Anders Holm": 2,
    }
    assert found.headline() == "2 experts quoted by name, most often Dr Hanna Weiss: 4 of 6 attributions to experts"
    assert list(experts(chosen, former_officials=False).table["actor"]) == ["Dr Hanna Weiss"]


def test_their_share_opens_their_attributions(chosen):
    share = experts(chosen).share()
    row = share.table.set_index("outlet").loc["Harbour Courier"]
    assert row["estimate"] == 2 / 16
    (counted,) = [row for row in share.table.to_dict("records") if row["outlet"] == "Harbour Courier"]
    assert share.codes(counted) == {"outlet": "Harbour Courier", "expert": True} and share.number(counted) == 2
    assert experts(chosen, former_officials=False).share().codes(counted) is None


def test_women_curves_and_network_are_drawn(chosen):
    found = experts(chosen)
    assert list(found.women().people) == [1, 1, 0]
    for finding in (found, found.women(), found.curve(), found.network()):
        assert finding.plot().axes and finding.sentence()


def test_a_piece_of_a_sentence_is_no_affiliation(chosen):
    found = experts(chosen)
    fragments = type(found)(found.table.assign(affiliation=["Ohio native and", "Institute for Defence"]))
    assert list(fragments.readable()["affiliation"]) == ["", "Institute for Defence"]


def test_a_condition_is_kept(chosen):
    assert len(experts(chosen.but(where="outlet = 'Harbour Courier' OR outlet = 'none'")).quoted) == 2
