"""Tone by dictionaries, and toward sides by the model and every tool."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import (
    conflict_vocabulary,
    disagreement,
    judged_by_tools,
    mean_tone,
    most_disputed,
    scored_sentences,
    sign_changes,
    sign_table,
    signs,
    targeted_sentences,
    tone_by_tool,
    tone_toward,
    tool_agreement,
)
from analysis.measures.estimators import mean_interval

SENTENCES = pd.DataFrame(
    [
        ("a1", "journalist", 0.5, -0.5), ("a1", "journalist", 0.1, 0.3), ("a1", "source", -0.2, -0.2),
        ("a2", "journalist", 0.0, 0.4), ("a2", "source", None, None), ("a3", "journalist", 0.9, 0.9),
    ],
    columns=["article_id", "voice", "textblob", "vader"],
)  # fmt: skip
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a1", "a2", "a3"],
        "outlet": "A",
        "title": "",
        "published": pd.NaT,
        "duplicate_of": ["", "", "a1"],
    }
)


@pytest.fixture
def scored():
    return scored_sentences(SENTENCES, ARTICLES)


def test_short_parts_and_duplicates_are_left_out(scored):
    assert len(scored) == 4
    assert set(scored["outlet"]) == {"A"}


def test_means_by_voice(scored):
    found = mean_tone(scored).set_index(["voice", "tool"])
    row = found.loc[("journalist", "TextBlob")]
    assert row["estimate"] == pytest.approx(0.2)
    more = pd.concat([scored.assign(article_id=scored["article_id"] + str(i)) for i in range(4)])
    again = mean_tone(more).set_index(["voice", "tool"]).loc[("journalist", "TextBlob")]
    expected = mean_interval([0.6, 0.0] * 4, [2, 1] * 4)
    assert (again["low"], again["high"]) == pytest.approx((expected.low, expected.high))
    assert found.loc[("source", "VADER"), "note"] == "not estimable: fewer than 5 articles"


def test_disagreement_by_hand(scored):
    found = disagreement(scored).iloc[0]
    # signs TextBlob + + - 0, VADER - + - +
    assert found["different"] == pytest.approx(2 / 4)
    assert found["opposite"] == pytest.approx(1 / 4)
    assert found["correlation"] == pytest.approx(np.corrcoef([0.5, 0.1, -0.2, 0], [-0.5, 0.3, -0.2, 0.4])[0, 1])


def test_sign_table_counts_every_sentence(scored):
    table = sign_table(scored)
    assert table.iloc[:, 1:].to_numpy().sum() == 4
    assert table.set_index("TextBlob says").loc["positive", "VADER negative"] == 1


def test_the_edge_of_neutral():
    assert list(signs(pd.Series([-0.05, -0.049, 0.0, 0.05]))) == [
        "negative",
        "neutral",
        "neutral",
        "positive",
    ]
    with pytest.raises(RequestError, match="outside"):
        signs(pd.Series([2.0]))


def test_nothing_scored():
    assert mean_tone(scored_sentences(SENTENCES[4:5], ARTICLES)).empty
    assert sign_table(scored_sentences(SENTENCES[4:5], ARTICLES)).iloc[:, 1:].to_numpy().sum() == 0


TARGETED_SENTENCES = pd.DataFrame(
    [
        ("a1-s0", "a1", "The army shelled the town again.", -0.2, -0.6),
        ("a1-s1", "a1", "They are heroes to us.", 0.3, 0.7),
        ("a2-s0", "a2", "The minister went home today.", 0.0, 0.0), ("a2-s1", "a2", "said Brandt", None, None),
        ("a3-s0", "a3", "The minister went home today.", 0.0, 0.0),
    ],
    columns=["sentence_id", "article_id", "sentence", "textblob", "vader"],
)  # fmt: skip
TARGETED_ARTICLES = pd.DataFrame(
    {
        "article_id": ["a1", "a2", "a3"], "outlet": "A", "title": "", "published": pd.NaT,
        "duplicate_of": ["", "", "a2"],
    }
)  # fmt: skip
TONES = pd.DataFrame(
    [
        ("a1-s0", "a1", "journalist", "north", 0.2, 0.7, 0.1), ("a1-s1", "a1", "source", "north", 0.0, 0.1, 0.9),
        ("a2-s0", "a2", "journalist", "north", 0.1, 0.8, 0.1), ("a2-s1", "a2", "journalist", "south", 0.4, 0.3, 0.3),
        ("a3-s0", "a3", "journalist", "north", 0.1, 0.8, 0.1),
    ],
    columns=["sentence_id", "article_id", "voice", "side", "p_negative", "p_neutral", "p_positive"],
).assign(actor="")  # fmt: skip
TOOLS = ["model", "TextBlob", "VADER"]


@pytest.fixture
def targeted():
    return targeted_sentences(TONES, TARGETED_SENTENCES, TARGETED_ARTICLES)


def test_duplicates_are_left_out(targeted):
    assert list(targeted["article_id"]) == ["a1", "a1", "a2", "a2"]


def test_net_tone_by_hand_and_never_the_sources_in_the_outlets(targeted):
    found = tone_toward(targeted).set_index(["side", "voice"])
    own = found.loc[("north", "journalist")]
    assert own["estimate"] == pytest.approx(-0.05)
    more = pd.concat([targeted.assign(article_id=targeted["article_id"] + str(i)) for i in range(6)])
    again = tone_toward(more).set_index(["side", "voice"]).loc[("north", "journalist")]
    expected = mean_interval([-0.1, 0.0] * 6, [1] * 12)
    assert (again["low"], again["high"]) == pytest.approx((expected.low, expected.high))
    assert (own["negative"], own["neutral"], own["positive"]) == pytest.approx((0.15, 0.75, 0.1))
    assert found.loc[("north", "source"), "estimate"] == pytest.approx(0.9)


def test_no_interval_goes_beyond_praise_or_blame(targeted):
    loud = targeted.head(3).assign(p_negative=[0.9, 0.0, 0.0], p_neutral=0.1, p_positive=[0.0, 0.9, 0.9])
    once = loud.assign(article_id=["a1", "a2", "a2"])
    long = pd.concat([once, once.assign(article_id=["a3", "a4", "a5"]), *[once[1:].assign(article_id="a6")] * 3])
    found = tone_toward(long, group="outlet").iloc[0]
    assert found["low"] > -1 and found["high"] == 1


def test_abstaining_shows_in_the_coverage(targeted):
    found = tone_toward(targeted, 0.75, group="outlet").iloc[0]
    assert (found["coverage"], found["n_mentions"]) == (0.5, 2)
    assert found["estimate"] == pytest.approx((0.9 + 0.0) / 2)


def test_nothing_sure_enough_is_a_row_without_an_estimate(targeted):
    found = tone_toward(targeted, 0.99, group="outlet").iloc[0]
    assert found["coverage"] == 0 and np.isnan(found["estimate"]) and found["note"]


def test_no_mention_gives_no_row(targeted):
    assert tone_toward(targeted.head(0)).empty
    judged = judged_by_tools(targeted.head(0))
    assert tone_by_tool(judged, TOOLS).empty and most_disputed(judged, TOOLS[1:], 5).empty
    assert tool_agreement(judged, TOOLS)["estimate"].isna().all()
    assert not conflict_vocabulary(judged, TOOLS)["unsafe"].any()


def test_a_confidence_above_one_is_refused(targeted):
    with pytest.raises(RequestError, match="between 0 and 1"):
        tone_toward(targeted, 60)


def test_every_tool_judges_the_same_mentions(targeted):
    judged = judged_by_tools(targeted, {"mine": pd.Series([0.5, 0.5, -0.5, 0.5], index=targeted.index)})
    assert judged[[*TOOLS, "mine"]].to_numpy().tolist() == [[0, -1, -1, 1], [1, 1, 1, 1], [0, 0, 0, -1]]


def test_another_tool_may_turn_the_sign():
    by_tool = pd.DataFrame(
        [("A", "model", 0.2), ("A", "VADER", -0.1), ("A", "TextBlob", 0.1)], columns=["outlet", "tool", "estimate"]
    )
    assert list(sign_changes(by_tool, "outlet")["tool"]) == ["VADER"]


def test_ordinal_alpha_by_hand():
    judged = pd.DataFrame({"model": [-1.0, 0, 1, 1], "TextBlob": [-1.0, 0, 1, 0], "article_id": ["a", "a", "b", "b"]})
    found = tool_agreement(judged, ["model", "TextBlob"]).set_index("tools")
    # Values -1 twice, 0 three times, 1 three times: mean ranks 1.5, 4, 7; one of four items differs, by 3.
    ranks = np.array([1.5, 1.5, 4, 4, 7, 7, 7, 4])
    expected = np.mean([(a - b) ** 2 for i, a in enumerate(ranks) for j, b in enumerate(ranks) if i != j])
    assert found.loc["model and TextBlob", "estimate"] == pytest.approx(1 - (3**2 / 4) / expected)


def test_the_most_disputed_come_first(targeted):
    disputed = most_disputed(judged_by_tools(targeted), TOOLS[1:], 5)
    assert list(disputed["sentence_id"]) == ["a1-s0"]


def test_a_dictionary_that_calls_shelling_hostile_is_unsafe(targeted):
    judged = judged_by_tools(targeted)
    of = lambda times: conflict_vocabulary(pd.concat([judged] * times), TOOLS).set_index("tool")  # noqa: E731
    assert tuple(of(20).loc["VADER", ["with_words", "without_words", "n_with", "n_without"]]) == (1, 0, 20, 20)
    assert of(20)["unsafe"].all()
    assert not of(19)["unsafe"].any()  # too few to tell
