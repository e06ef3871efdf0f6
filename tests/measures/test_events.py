import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import event_table, find_events, same_event_difference, with_events

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "gold.jsonl"
FLOOD = "The river Esk broke its dyke near Marsham overnight and flooded two hundred homes, the council said."
STRIKE = "Drivers of the night trams walked out over pay; the union wants nine per cent and shorter shifts."
FILLER = ("Rain is expected on Sunday.", "The theatre reopens in May.", "A bakery won a prize with rye bread.")


def articles(*rows):
    """Each row an outlet, a day of March and a text."""
    table = pd.DataFrame(rows, columns=["outlet", "published", "text"])
    table["published"] = pd.Timestamp("2024-02-29") + pd.to_timedelta(table["published"], "D")
    return table.assign(article_id=[f"a{i}" for i in range(len(table))], title="")


def test_the_sample_s_events_are_found():
    gold = pd.DataFrame(json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines())
    found = find_events(gold.rename(columns={"article": "article_id", "event": "true_event"}))["event"]
    pairs = [(gold["event"][i] == gold["event"][j], found[i] == found[j]) for i, j in combinations(gold.index, 2)]
    right = sum(true and said for true, said in pairs)
    assert right / sum(said for _, said in pairs) >= 0.95
    assert right / sum(true for true, _ in pairs) >= 0.85


def test_one_event_two_outlets_and_a_month_between():
    table = articles(("A", 1, FLOOD), ("B", 2, FLOOD + " Boats came."), ("A", 3, STRIKE), ("B", 30, STRIKE),
                     ("C", None, FLOOD), *(("C", 5, text) for text in FILLER))  # fmt: skip
    found = find_events(table).set_index("article_id")["event"]
    event = {int(name[1:]): value for name, value in found.items()}
    assert event[0] == event[1] == "e0001" and 4 not in event  # undated: in no event
    assert event[2] != event[3]  # the same words, but too many days apart
    listed = event_table(find_events(table))
    assert listed[["event", "articles", "outlets"]].to_numpy().tolist() == [["e0001", 2, 2]]


def test_one_article_and_none():
    assert find_events(articles(("A", 1, FLOOD)))["event"].tolist() == ["e0001"]
    assert find_events(articles()).empty
    assert event_table(find_events(articles())).empty


def test_what_makes_no_sense_is_refused():
    with pytest.raises(RequestError, match="similarity"):
        find_events(articles(), similarity=0)
    with pytest.raises(RequestError, match="-1 days"):
        find_events(articles(), days=-1)


def said(*cells):
    """Each cell an event, an outlet and its article's sides: n or s."""
    rows = [(event, outlet, f"{event}{outlet}", side) for event, outlet, sides in cells for side in sides]
    table = pd.DataFrame(rows, columns=["event", "outlet", "article_id", "side"])
    return table.assign(side=table["side"].map({"n": "north", "s": "south"}))


def test_difference_within_events_by_hand():
    """A is further north in each event; over all it is not, because it reports the south's events."""
    table = said(("e1", "A", "nnns"), ("e1", "B", "nnss"), ("e2", "A", "ns"), ("e2", "B", "ss"), ("e3", "B", "nnnn"))
    found = same_event_difference(table, "north").set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx(np.mean([0.75 - 0.5, 0.5 - 0]))
    assert found.loc["A", "estimate"] == pytest.approx(-found.loc["B", "estimate"])
    assert list(found.loc["B", ["n_events", "n_articles"]]) == [2, 2]
    assert found.loc["A", "note"] == "not estimable: fewer than 5 events" and pd.isna(found.loc["A", "p"])


def test_the_p_within_events_agrees_with_the_interval():
    table = said(
        *((f"e{number}", outlet, side) for number in range(6) for outlet, side in (("A", "nns"), ("B", "nss")))
    )
    table = pd.concat([table, said(("e7", "A", "s"), ("e7", "B", "n"))])
    found = same_event_difference(table, "north").set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx((6 / 3 - 1) / 7)
    for level in (0.5, 0.8, 0.95):
        again = same_event_difference(table, "north", level=level).set_index("outlet")
        assert (again.loc["A", "low"] > 0) == (found.loc["A", "p"] < 1 - level)
    assert found.loc["A", "p_holm"] == found.loc["A", "p"]  # two outlets are one question


def test_what_others_report_alone_moves_neither_difference_nor_test():
    """Over all, A hears the north less than B does; where both report, more. The test is of the latter."""
    both = [(f"e{number}", outlet, side) for number in range(6) for outlet, side in (("A", "nnns"), ("B", "nsss"))]
    alone = [("e8", "A", "s" * 40), ("e9", "B", "n" * 40)]
    expected = same_event_difference(said(*both), "north")
    found = same_event_difference(said(*both, *alone), "north")
    pd.testing.assert_frame_equal(found, expected)
    assert found.loc[0, "estimate"] == 0.5


def test_few_false_alarms_within_events():
    random = np.random.default_rng(11)
    events = [
        [(e, outlet, "".join(random.choice(["n", "s"], 1 + random.poisson(4)))) for e in range(8) for outlet in "AB"]
        for _ in range(100)
    ]
    alarms = [same_event_difference(said(*rows), "north").loc[0, "p"] <= 0.05 for rows in events]
    assert np.mean(alarms) <= 0.095  # .05 and two standard errors of 100 runs


def test_what_cannot_be_estimated():
    assert (
        same_event_difference(said(("e1", "A", "ns"), ("e1", "B", "nn")), "north")["note"].tolist()
        == ["not estimable: fewer than 5 events"] * 2
    )
    alone = same_event_difference(said(("e1", "A", "ns"), ("e2", "B", "nn")), "north")
    assert alone["note"].tolist() == ["not estimable: nothing to count"] * 2
    assert same_event_difference(said(), "north").empty


def test_attributions_get_their_article_s_event():
    events = find_events(articles(*[("A", 1, FLOOD)] * 3))
    table = with_events(pd.DataFrame({"article_id": ["a0", "a0", "a2"]}), events)
    assert table["event"].notna().all()
