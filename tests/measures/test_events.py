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
    event = find_events(table)["event"]
    assert event[0] == event[1] == event[4] == "e0001"
    assert event[2] != event[3]  # the same words, but too many days apart
    listed = event_table(find_events(table))
    assert listed[["event", "articles", "outlets"]].to_numpy().tolist() == [["e0001", 3, 3]]


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
    assert found.loc["A", "low"] < 0 < found.loc["A", "high"]  # two events tell little


def test_the_test_within_events_is_of_the_same_difference():
    """In each of six events A's one article hears the north and B's the south: only all alike is as far as that."""
    table = said(*((f"e{number}", outlet, side) for number in range(6) for outlet, side in (("A", "n"), ("B", "s"))))
    found = same_event_difference(table, "north", permutations=1999).set_index("outlet")
    assert found.loc["A", "estimate"] == 1
    assert found.loc["A", "p"] == pytest.approx(2 / 2**6, abs=0.01)
    assert found.loc["A", "p_holm"] == pytest.approx(2 * found.loc["A", "p"])


def test_what_others_report_alone_moves_neither_difference_nor_test():
    """Over all, A hears the north less than B does; where both report, more. The test is of the latter."""
    both = [(f"e{number}", outlet, side) for number in range(4) for outlet, side in (("A", "nnns"), ("B", "nsss"))]
    alone = [("e8", "A", "s" * 40), ("e9", "B", "n" * 40)]
    expected = same_event_difference(said(*both), "north")
    found = same_event_difference(said(*both, *alone), "north")
    pd.testing.assert_frame_equal(found, expected)
    assert found.loc[0, "estimate"] == 0.5


def test_articles_change_outlets_only_within_their_event():
    """Each event is covered from one side only: within events nothing can be exchanged that matters."""
    rows = [(o, f"{o}{e}{i}", s, e) for e, s in (("x", "north"), ("y", "south")) for o in "AB" for i in range(3)]
    table = pd.DataFrame(rows, columns=["outlet", "article_id", "side", "event"])
    assert (same_event_difference(table, "north", permutations=99)["p"] == 1).all()


def test_few_false_alarms_within_events():
    random = np.random.default_rng(11)
    events = [
        [(e, outlet, "".join(random.choice(["n", "s"], 1 + random.poisson(4)))) for e in range(8) for outlet in "AB"]
        for _ in range(100)
    ]
    alarms = [same_event_difference(said(*rows), "north", permutations=99).loc[0, "p"] <= 0.05 for rows in events]
    assert np.mean(alarms) <= 0.095  # .05 and two standard errors of 100 runs


def test_too_few_permutations_within_events():
    with pytest.raises(RequestError, match="at least 99"):
        same_event_difference(said(("e1", "A", "n"), ("e1", "B", "s")), "north", permutations=10)


def test_what_cannot_be_estimated():
    assert (
        same_event_difference(said(("e1", "A", "ns"), ("e1", "B", "nn")), "north")["note"].tolist()
        == ["not estimable: one event only"] * 2
    )
    alone = same_event_difference(said(("e1", "A", "ns"), ("e2", "B", "nn")), "north")
    assert alone["note"].tolist() == ["not estimable: nothing to count"] * 2
    assert same_event_difference(said(), "north").empty


def test_attributions_get_their_article_s_event():
    events = find_events(articles(*[("A", 1, FLOOD)] * 3))
    table = with_events(pd.DataFrame({"article_id": ["a0", "a0", "a2"]}), events)
    assert table["event"].notna().all()
