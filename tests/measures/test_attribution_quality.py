"""Precision and recall by hand: what the coder denied, and what the machine missed in articles read whole."""

import pandas as pd
import pytest

from analysis.measures import attribution_quality

FOUND = pd.DataFrame(
    {"attribution_id": [f"a{i // 4}-{i}" for i in range(12)], "article_id": [f"a{i // 4}" for i in range(12)]}
)


def row(unit, item, variable, value, chance=1.0):
    return {
        "coder": "A", "unit": unit, "item": item, "article_id": item[:2], "variable": variable, "value": value,
        "chance": chance,
    }  # fmt: skip


def judged(verdicts, chance=1.0):
    items = FOUND["attribution_id"]
    return [row("attribution", item, "attribution", v, chance) for item, v in zip(items, verdicts, strict=False)]


def quality(rows):
    return attribution_quality(pd.DataFrame(rows), FOUND).set_index("measure")


YES_AND_NO = ["yes", "yes", "yes", "no", "yes", "yes", "yes", "yes", "no", "no", "yes", "yes"]


def test_precision_recall_and_f1():
    read = [row("article", article, "read", "whole") for article in ("a0", "a1", "a2")]
    missed = [row("missed", f"{article}-m1", "attribution", "yes") for article in ("a0", "a2")]
    missed.append(row("missed", "a2-m2", "attribution", "yes"))
    table = quality([*judged(YES_AND_NO), *read, *missed])
    assert table.loc["precision", "estimate"] == pytest.approx(9 / 12)
    assert table.loc["recall", "estimate"] == pytest.approx(9 / 12)
    assert table.loc["F1", "estimate"] == pytest.approx(9 / 12)
    assert table.loc["recall", "n_missed"] == 3


def test_what_was_added_elsewhere_than_in_articles_read_whole_does_not_count():
    table = quality([*judged(YES_AND_NO), row("missed", "a0-m1", "attribution", "yes")])
    assert "recall" not in table.index
    read = [row("article", "a1", "read", "whole"), row("missed", "a1-m1", "attribution", "yes")]
    table = quality([*judged(YES_AND_NO), row("missed", "a0-m1", "attribution", "yes"), *read])
    assert table.loc["recall", "estimate"] == pytest.approx(0.75 * 4 / (0.75 * 4 + 1))


def test_a_wrong_source_counts_against_the_joint_precision_only():
    sources = [row("attribution", item, "source", "no" if item == "a0-0" else "yes") for item in FOUND.attribution_id]
    table = quality([*judged(YES_AND_NO), *sources])
    assert table.loc["precision", "estimate"] == pytest.approx(9 / 12)
    assert table.loc["precision, source right too", "estimate"] == pytest.approx(8 / 12)


def test_a_question_that_a_coder_left_empty_counts_neither_way():
    assert "precision, source right too" not in quality(judged(YES_AND_NO)).index
    some = [row("attribution", item, "source", "no" if item == "a0-0" else "yes") for item in ("a0-0", "a0-1", "a0-2")]
    table = quality([*judged(YES_AND_NO), *some])
    assert table.loc["precision, source right too", "estimate"] == pytest.approx(9 / 12 * 2 / 3)


def test_an_interval_of_five_articles():
    found = pd.concat([FOUND, FOUND.replace({"article_id": {"a0": "a3", "a1": "a4", "a2": "a5"}})], ignore_index=True)
    found["attribution_id"] = found["article_id"] + "-" + found.index.astype(str)
    rows = [
        row("attribution", item, "attribution", v)
        for item, v in zip(found["attribution_id"], YES_AND_NO * 2, strict=True)
    ]
    table = attribution_quality(pd.DataFrame(rows), found).set_index("measure")
    assert 0 < table.loc["precision", "low"] < 0.75 < table.loc["precision", "high"] < 1


def test_precision_and_recall_of_each_form():
    found = FOUND.assign(form=["direct", "indirect"] * 6)
    read = [row("article", article, "read", "whole") for article in ("a0", "a1", "a2")]
    missed = [row("missed", f"{article}-m1", name, value) for article in ("a0", "a2")
              for name, value in (("attribution", "yes"), ("form", "indirect"))]  # fmt: skip
    table = attribution_quality(pd.DataFrame([*judged(YES_AND_NO), *read, *missed]), found, by="form")
    table = table.set_index(["form", "measure"])
    assert table.loc[("direct", "precision"), "estimate"] == pytest.approx(5 / 6)
    assert table.loc[("direct", "recall"), "estimate"] == 1
    assert table.loc[("indirect", "precision"), "estimate"] == pytest.approx(4 / 6)
    assert table.loc[("indirect", "recall"), "estimate"] == pytest.approx(4 / 6)


def test_an_uneven_draw_is_weighted():
    rows = [*judged(["no", "no"], chance=1.0), *judged(YES_AND_NO)[2:]]
    for code in rows[2:]:
        code["chance"] = 0.5
    assert quality(rows).loc["precision", "estimate"] == pytest.approx(2 * 7 / (2 * 7 + 2 + 2 * 3))
