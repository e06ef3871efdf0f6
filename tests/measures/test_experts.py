from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.measures import (
    expert_concentration,
    expert_curve,
    expert_share,
    expert_table,
    gender_bounds,
    outlets_and_experts,
    outlets_per_expert,
    quoted_together,
    shared_experts,
    with_organisation,
)

COLUMNS = ["outlet", "article_id", "actor", "anonymity", "affiliation", "expert", "expert_basis", "words", "gender"]
TABLE = pd.DataFrame(
    [
        ("A", "a1", "Weiss", "named", "Kessel", True, "academic", 10, "female"),
        ("A", "a1", "Weiss", "named", "Kessel", True, "academic", 20, "unknown"),
        ("A", "a2", "Weiss", "named", "", True, "academic", 5, "female"),
        ("A", "a2", "Holm", "named", "Institute", True, "former official", 7, "male"),
        ("A", "a2", "Minister", "named", "Ministry", False, "", 50, "male"),
        ("B", "b1", "Weiss", "named", "Kessel", True, "academic", 9, "female"),
        ("B", "b1", "Ito", "named", "", True, "analyst", 9, "unknown"),
    ],
    columns=COLUMNS,
).assign(nature="person")


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
    assert found.loc[("A", "counted", "concentration"), "estimate"] == pytest.approx(
        2 / 4
    )  # of two and two from two articles
    assert found.loc[("A", "counted", "one_time"), "estimate"] == pytest.approx(1 / 2)
    alone = found.loc[("A", "left out", "top_share")]  # the most quoted of one is no finding
    assert pd.isna(alone["estimate"]) and alone["note"] == "not estimable: no more than 1 experts"


def test_share_of_experts():
    found = expert_share(TABLE).set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx(4 / 5)
    assert found.loc["B", "note"] == "not estimable: fewer than 5 articles"


def test_gender_with_bounds():
    found = gender_bounds(TABLE).set_index("outlet")
    assert tuple(found.loc["B", ["estimate", "lowest", "highest"]]) == (1.0, 0.5, 1.0)
    assert tuple(found.loc["A", ["women", "men", "unknown"]]) == (1, 1, 0)


def test_women_and_men_and_the_concentration_are_of_persons_only():
    institute = TABLE[:1].assign(actor="Institute of Tides", nature="organisation", gender="unknown")
    pilots = TABLE[:1].assign(actor="Guild of Pilots", nature="group", gender="unknown")
    table = pd.concat([TABLE, institute, pilots], ignore_index=True)
    assert gender_bounds(table).equals(gender_bounds(TABLE))
    assert expert_concentration(table, top=1).equals(expert_concentration(TABLE, top=1))
    assert {"Institute of Tides", "Guild of Pilots"} < set(expert_table(table)["actor"])


def test_shared_pools():
    row = shared_experts(TABLE).iloc[0]
    assert row[["first", "second", "estimate", "shared", "either"]].tolist() == ["A", "B", pytest.approx(1 / 3), 1, 3]
    assert row["note"] == "not estimable: fewer than 5 articles"


def test_how_many_experts_to_expect_in_so_many_articles():
    found = expert_curve(TABLE).set_index(["outlet", "articles"])
    assert list(found.index) == [("A", 1), ("A", 2), ("B", 1)]
    assert found.loc[("A", 1), "estimate"] == pytest.approx(3 / 2)  # Weiss; Weiss and Holm
    assert found.loc[("A", 2), "estimate"] == 2
    assert found.loc[("B", 1), "note"] == "not estimable: fewer than 5 articles"
    assert expert_curve(TABLE, former_officials=False).set_index(["outlet", "articles"]).loc[("A", 2), "estimate"] == 1


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
    assert expert_curve(nobody).empty
    assert expert_share(nobody).iloc[0]["estimate"] == 0


def test_top_nobody():
    with pytest.raises(RequestError, match="at least 1"):
        expert_concentration(TABLE, top=0)
    with pytest.raises(RequestError, match="at least 2"):
        expert_curve(TABLE, points=1)


def test_analysts_of_two_outlets_are_not_the_same_persons():
    unnamed = [("A", "a1", "analysts", "collective", "", True, "analyst", 9, "unknown"),
               ("B", "b1", "analysts", "collective", "", True, "analyst", 9, "unknown")]  # fmt: skip
    more = pd.concat([TABLE, pd.DataFrame(unnamed, columns=COLUMNS)], ignore_index=True)
    assert "analysts" not in set(expert_table(more)["actor"])
    assert shared_experts(more).loc[0, "shared"] == shared_experts(TABLE).loc[0, "shared"] == 1
    assert outlets_per_expert(more)["experts"].tolist() == [2, 1]
    assert expert_share(more).set_index("outlet").loc["A", "count"] == 5


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
