import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.special import logit

from analysis.errors import RequestError
from analysis.measures.experts import (
    expert_concentration,
    expert_share,
    expert_table,
    gender_bounds,
    outlets_and_experts,
    outlets_per_expert,
    overlap,
    quoted_together,
    shared_experts,
)

COLUMNS = ["outlet", "article_id", "actor", "affiliation", "expert", "expert_basis", "words", "gender"]
TABLE = pd.DataFrame(
    [
        ("A", "a1", "Weiss", "Kessel", True, "academic", 10, "female"),
        ("A", "a1", "Weiss", "Kessel", True, "academic", 20, "unknown"),
        ("A", "a2", "Weiss", "", True, "academic", 5, "female"),
        ("A", "a2", "Holm", "Institute", True, "former official", 7, "male"),
        ("A", "a2", "Minister", "Ministry", False, "", 50, "male"),
        ("B", "b1", "Weiss", "Kessel", True, "academic", 9, "female"),
        ("B", "b1", "Ito", "", True, "analyst", 9, "unknown"),
    ],
    columns=COLUMNS,
)


def test_who_and_how_often():
    table = expert_table(TABLE).set_index("actor")
    assert list(table.index) == ["Weiss", "Ito", "Holm"]
    columns = ["attributions", "words", "articles", "outlets", "affiliation"]
    assert list(table.loc["Weiss", columns]) == [4, 44, 3, 2, "Kessel"]


def test_without_former_officials():
    assert "Holm" not in set(expert_table(TABLE, former_officials=False)["actor"])


def test_concentration_by_hand():
    found = expert_concentration(TABLE, top=1).set_index(["outlet", "former_officials", "measure"])
    assert found.loc[("A", "counted", "top_share"), "estimate"] == pytest.approx(3 / 4)
    assert found.loc[("A", "counted", "concentration"), "estimate"] == pytest.approx(3 * 2 / (4 * 3))
    assert found.loc[("A", "counted", "one_time"), "estimate"] == pytest.approx(1 / 2)
    assert found.loc[("A", "left out", "top_share"), "estimate"] == 1


def test_share_of_experts():
    found = expert_share(TABLE).set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx(4 / 5)
    assert found.loc["B", "note"] == "not estimable: one article only"


def test_gender_with_bounds():
    found = gender_bounds(TABLE).set_index("outlet")
    assert tuple(found.loc["B", ["estimate", "lowest", "highest"]]) == (1.0, 0.5, 1.0)
    assert tuple(found.loc["A", ["women", "men", "unknown"]]) == (1, 1, 0)


def test_shared_pools():
    row = shared_experts(TABLE).iloc[0]
    assert row[["first", "second", "estimate", "shared", "either"]].tolist() == ["A", "B", pytest.approx(1 / 3), 1, 3]
    assert row["note"] == "not estimable: one article only"


def test_overlap_s_interval_by_leaving_out_articles():
    one = np.array([[1, 1, 0, 0], [1, 0, 1, 0]], bool)  # the second and third expert stand in one article each
    other = np.array([[1, 1, 0, 0], [1, 1, 0, 1]], bool)
    found, shared, either = overlap(one, other)
    assert (found.estimate, shared, either) == (0.5, 2, 4)
    without = np.array([[1 / 4, 2 / 3], [2 / 4, 2 / 3]])  # J without the first, the second article of each
    variance = (0.5 * ((without - without.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)).sum()
    assert logit(found.high) == pytest.approx(stats.t.ppf(0.975, 1) * np.sqrt(variance) / 0.25)
    assert overlap(one[:, :1], other[:, :1])[0].note == "not estimable: all or none"
    assert overlap(one[:0], other[:0])[0].note == "not estimable: nothing to count"


def test_outlets_an_expert_and_experts_together():
    columns = ["outlets", "experts", "attributions"]
    assert outlets_per_expert(TABLE)[columns].to_numpy().tolist() == [[1, 2, 2], [2, 1, 4]]
    assert outlets_and_experts(TABLE).to_numpy().tolist()[0] == ["A", "Holm", 1, 1]
    assert quoted_together(TABLE).to_numpy().tolist() == [["Holm", "Weiss", 1, 1], ["Ito", "Weiss", 1, 1]]
    nobody = TABLE[~TABLE["expert"]]
    assert outlets_per_expert(nobody).empty
    assert quoted_together(nobody).empty


def test_no_experts():
    nobody = TABLE[~TABLE["expert"]]
    assert expert_table(nobody).empty
    assert expert_concentration(nobody).empty
    assert gender_bounds(nobody).empty
    assert shared_experts(nobody).empty
    assert expert_share(nobody).iloc[0]["estimate"] == 0


def test_top_nobody():
    with pytest.raises(RequestError, match="at least 1"):
        expert_concentration(TABLE, top=0)
