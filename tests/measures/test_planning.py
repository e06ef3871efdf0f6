import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import stratum_sizes

SIZES = pd.Series(
    [270, 30, 27, 3],
    pd.MultiIndex.from_product([["large", "small"], ["direct", "mixed"]], names=["outlet", "form"]),
)
OUTLETS = pd.Series([300, 30], pd.Index(["large", "small"], name="outlet"))


def test_outlets_get_as_many_and_forms_their_part():
    assert stratum_sizes(SIZES, 40).to_dict() == {
        ("large", "direct"): 18, ("large", "mixed"): 2, ("small", "direct"): 18, ("small", "mixed"): 2,
    }  # fmt: skip


def test_what_a_small_group_leaves_goes_to_the_others():
    assert stratum_sizes(OUTLETS, 100).to_dict() == {"large": 70, "small": 30}
    assert stratum_sizes(OUTLETS, 1000).sum() == 330


def test_every_stratum_gives_at_least_one():
    assert stratum_sizes(pd.Series([1000, 1], SIZES.index[:2]), 10).to_list() == [9, 1]


def test_nothing_to_draw_from():
    assert stratum_sizes(OUTLETS[:0], 10).empty


def test_too_small_a_sample():
    with pytest.raises(RequestError, match="cannot hold all 4 combinations of outlet and form; draw at least 4"):
        stratum_sizes(SIZES, 3)
