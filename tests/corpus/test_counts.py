"""Counts say what the attributions themselves say: every measure gives the same from either."""

import shutil

import pandas as pd
import pytest

from analysis.corpus import store
from analysis.corpus.counts import count_attributions, counted_beside, first_heard, frequencies
from analysis.corpus.store import CODED, coded_attributions, counted_articles, read_table, write_table
from analysis.measures import (
    anonymous_share,
    balance,
    balance_bounds,
    balance_within_articles,
    compare_with_rest,
    corrected_balance,
    corrected_shares,
    cue_log_odds,
    diversity,
    shares,
    speech_length,
)

SIDES = ("north", "south")


def alike(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_dtype=False)


@pytest.mark.parametrize("unit", ["attributions", "words", "sources"])
@pytest.mark.parametrize("measure", [balance, balance_bounds, balance_within_articles])
def test_balance_by_counts(corpus, measure, unit):
    counts = count_attributions(corpus, "side", unit=unit)
    alike(measure(counts, SIDES, unit=unit), measure(coded_attributions(corpus), SIDES, unit=unit))


@pytest.mark.parametrize("unit", ["attributions", "words", "sources"])
def test_shares_by_counts(corpus, unit):
    rows = coded_attributions(corpus)
    alike(shares(count_attributions(corpus, "side", unit=unit), "side", unit=unit), shares(rows, "side", unit=unit))
    of_sides = count_attributions(corpus, "anonymity", ["outlet", "side"], unit)
    alike(anonymous_share(of_sides, ["outlet", "side"], unit), anonymous_share(rows, ["outlet", "side"], unit))


def test_other_measures_by_counts(corpus):
    rows, by_side = coded_attributions(corpus), count_attributions(corpus, "side")
    alike(compare_with_rest(by_side, "north"), compare_with_rest(rows, "north"))
    alike(diversity(count_attributions(corpus, "source_type"), "source_type"), diversity(rows, "source_type"))
    alike(speech_length(count_attributions(corpus, "side", unit="words")), speech_length(rows))
    cues = count_attributions(corpus, ["side", "cue"], [])
    alike(cue_log_odds(cues, SIDES, fewest=1), cue_log_odds(rows, SIDES, fewest=1))


def test_many_articles_are_counted_some_at_a_time(corpus, monkeypatch):
    rows, few = coded_attributions(corpus), coded_attributions(corpus, limit=5)
    whole = count_attributions(corpus, "side"), frequencies(corpus, ["actor"]), first_heard(corpus)
    monkeypatch.setattr(store, "RANGE", 2)
    parts = count_attributions(corpus, "side"), frequencies(corpus, ["actor"]), first_heard(corpus)
    for one, other in zip(whole, parts, strict=True):
        alike(one, other)
    alike(coded_attributions(corpus), rows)
    alike(coded_attributions(corpus, limit=5), few)
    alike(few, rows.head(5))


def test_articles_with_the_same_counts_are_one_row(corpus):
    counts = count_attributions(corpus, "kind", [])
    assert counts["articles"].sum() < len(read_table(corpus, "articles")) + len(counts)
    assert (counts["articles"] * counts["attributions"]).sum() == len(coded_attributions(corpus))


def test_copies_count_once_or_each_time(corpus, tmp_path):
    corpus = shutil.copytree(corpus, tmp_path / "corpus")
    copy = {"original": "a000", "overlap": 0.9, "agency": ""}
    write_table(corpus, "copies", [{"article_id": name, **copy} for name in ("a000", "a001")])
    each, once = (coded_attributions(corpus, copies) for copies in ("each time", "once"))
    assert set(each["article_id"]) - set(once["article_id"]) == {"a001"}
    assert "a001" not in set(counted_articles(corpus, "once")["article_id"])
    with pytest.raises(store.RequestError, match='not "twice"'):
        counted_articles(corpus, "twice")


def test_counts_beside_attributions_hold_every_attribution_once(corpus):
    beside = counted_beside(corpus, ["a000"], "side")
    alone = beside[beside["attribution_id"] != ""]
    assert set(alone["article_id"]) == {"a000"}
    assert len(alone) == len(coded_attributions(corpus, articles=["a000"]))
    assert (beside["articles"] * beside["attributions"]).sum() == len(coded_attributions(corpus))
    assert counted_beside(corpus, [], "side").empty


@pytest.mark.parametrize("unit", ["attributions", "words"])
def test_a_correction_from_counts_is_that_from_attributions(corpus, unit):
    rows = coded_attributions(corpus)
    read = rows[rows["article_id"].isin(sorted(rows["article_id"].unique())[::2])]
    flipped = read["side"].where(read.index % 5 > 0, "north")
    codes = pd.DataFrame({"coder": "Ada", "unit": "attribution", "item": read["attribution_id"], "variable": "side",
                          "value": flipped, "chance": 0.5, "article_id": read["article_id"]})  # fmt: skip
    beside = counted_beside(corpus, codes["article_id"], "side", unit=unit)
    alike(*(corrected_shares(each, codes, "side", ["north", "south"], unit=unit) for each in (rows, beside)))
    alike(*(corrected_balance(each, codes, ("north", "south"), unit=unit) for each in (rows, beside)))


def test_who_speak_together_have_each_a_part(joint):
    by_side = frequencies(joint, ["side"]).set_index("side")
    assert by_side["attributions"].to_dict() == {"south": 1.5, "north": 1.5}
    assert by_side["words"].to_dict() == {"south": 2.5 + 3, "north": 2.5 + 4}
    by_form = count_attributions(joint, "form", [])
    assert (by_form["attributions"] * by_form["articles"]).sum() == 3
    found = shares(count_attributions(joint, "side"), "side")
    assert dict(zip(found["side"], found["count"], strict=True)) == {"north": 1.5, "south": 1.5}
    assert set(found["n_attributions"]) == {3}
    rows = coded_attributions(joint, columns=[*CODED, "part"], voices=True)
    for unit in ("attributions", "words", "sources"):
        alike(shares(count_attributions(joint, "side", unit=unit), "side", unit=unit), shares(rows, "side", unit=unit))


def test_an_attribution_keeps_one_row_that_of_the_first_speaker_who_is_asked_for(joint):
    assert coded_attributions(joint)["side"].tolist() == ["south", "north", "south"]
    assert coded_attributions(joint, where="side = 'north'")["side"].tolist() == ["north", "north"]
    assert coded_attributions(joint, voices=True)["side"].value_counts().to_dict() == {"south": 2, "north": 2}
    assert first_heard(joint)["turn"].tolist() == [1, 1, 1]
