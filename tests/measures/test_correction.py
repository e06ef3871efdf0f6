import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import corrected_balance, corrected_shares, corrected_tone, mention_ids, standing_codes
from analysis.measures.estimators import corrected_mean


def corpus(random, articles=120, share=0.4, right=0.8):
    """A machine that is right four times in five, on articles that resemble themselves."""
    size = 1 + random.poisson(4, articles)
    own = random.beta(share * 3, (1 - share) * 3, articles)
    article = np.repeat(np.arange(articles), size)
    human = (random.random(len(article)) < own[article]).astype(float)
    machine = np.where(random.random(len(article)) < right, human, 1.0)  # its mistakes all go one way
    return machine, human, article


def test_without_the_machines_help_it_is_the_mean_of_the_hand_codes():
    human = np.array([1, 0, 1, 1, 0, np.nan])
    found = corrected_mean([0.0] * 6, human, list("abcdef"))
    assert found.estimate == pytest.approx(3 / 5)


def test_all_coded_by_hand_leaves_nothing_to_the_machine():
    random = np.random.default_rng(1)
    machine, human, article = corpus(random, 30)
    assert corrected_mean(machine, human, article).estimate == pytest.approx(human.mean())


@pytest.mark.slow
def test_the_interval_covers_and_is_narrower_than_hand_codes_alone():
    random = np.random.default_rng(5)
    covered, narrower, naive, runs = 0, 0, 0, 1000
    for _ in range(runs):
        machine, human, article = corpus(random)
        drawn = random.random(len(human)) < 0.35
        known = np.where(drawn, human, np.nan)
        found = corrected_mean(machine, known, article)
        alone = corrected_mean(np.zeros_like(machine), known, article)
        covered += found.low <= 0.4 <= found.high
        narrower += found.high - found.low < alone.high - alone.low
        naive += abs(machine.mean() - 0.4) < 0.05
    assert covered / runs >= 0.93
    assert narrower / runs >= 0.9
    assert naive / runs < 0.1  # what the machine says alone is off


def test_a_few_codes_that_happen_to_be_alike_correct_nothing():
    machine, article = [0.2] * 6, list("abcdef")
    notes = {
        "not estimable: hand codes all alike": [1, 1, 1, 1, 1, np.nan],
        "not estimable: coded by hand in fewer than 5 articles": [1, 0, 1, 0, np.nan, np.nan],
    }
    for note, human in notes.items():
        found = corrected_mean(machine, human, article, limits=(-1, 1))
        assert np.isnan(found.estimate) and found.note == note


def test_weights_undo_an_uneven_draw():
    random = np.random.default_rng(7)
    machine, human, article = corpus(random, 3000)
    chance = np.where(machine == 1, 0.8, 0.1)
    known = np.where(random.random(len(human)) < chance, human, np.nan)
    weighted = corrected_mean(machine, known, article, 1 / chance)
    assert weighted.estimate == pytest.approx(human.mean(), abs=0.03)


def attributions_of(sides, articles, outlet="A"):
    return pd.DataFrame(
        {
            "attribution_id": [f"{article}-{number}" for number, article in enumerate(articles)],
            "article_id": articles, "outlet": outlet, "side": sides, "words": 10, "expert": False,
        }
    )  # fmt: skip


def hand_codes(items, values, variable="side", coder="A", chance=1.0, unit="attribution"):
    return pd.DataFrame(
        {
            "coder": coder, "unit": unit, "item": items, "article_id": "", "variable": variable, "value": values,
            "chance": chance,
        }
    )  # fmt: skip


FOUR = attributions_of(
    ["north", "north", "south", "north"] * 3, [f"{a}{i}" for i in range(3) for a in ("a1", "a1", "a2", "a3")]
)
SIX = hand_codes(FOUR["attribution_id"][[0, 2, 4, 6, 8, 10]], ["south"] * 4 + ["north"] * 2)


def test_shares_of_a_corpus():
    found = corrected_shares(FOUR, SIX, "side", ["north", "south"]).set_index("side")
    assert found.loc["north", "raw"] == 0.75
    assert found.loc["north", "estimate"] < 0.75
    assert found.loc["north", "estimate"] + found.loc["south", "estimate"] == pytest.approx(1)
    assert found.loc["north", "n_hand"] == 6


def test_all_coded_by_two_who_differ_gives_the_mean_of_both():
    one = hand_codes(FOUR["attribution_id"], ["north", "north", "south", "south"] * 3)
    other = hand_codes(FOUR["attribution_id"], ["north", "south", "south", "south"] * 3, coder="B")
    found = corrected_shares(FOUR, pd.concat([one, other]), "side", ["north"])
    assert found["estimate"].item() == pytest.approx((2 + 1) / 8)
    assert found["n_hand"].item() == 12


def test_what_is_no_attribution_counts_in_no_share():
    items = FOUR["attribution_id"]
    none = hand_codes(items[2::4], ["no"] * 3, "attribution")
    right = hand_codes(items[[0, 1, 3, 4, 5, 7, 8, 9, 11]], ["north", "south", "north"] * 3)
    found = corrected_shares(FOUR, pd.concat([none, right]), "side", ["north", "south"]).set_index("side")
    assert found.loc["north", "estimate"] == pytest.approx(2 / 3)
    assert found.loc["south", "estimate"] == pytest.approx(1 / 3)


def test_words_weigh_where_they_are_counted():
    frame = FOUR.assign(words=[70, 10, 10, 10] * 3)
    everything = hand_codes(frame["attribution_id"], frame["side"])
    found = corrected_shares(frame, everything, "side", ["north"], unit="words")
    assert found["estimate"].item() == pytest.approx(0.9)
    assert corrected_shares(frame, everything, "side", ["north"], unit="sources").empty
    with pytest.raises(RequestError, match='Did you mean "words"'):
        corrected_shares(frame, everything, "side", ["north"], unit="word")


def test_codes_of_what_now_says_something_else_are_left_out():
    frame = FOUR.assign(content=list("pqrstuvwxyza"))
    codes = SIX[:2].assign(content=["p", "an older reading"])
    assert standing_codes(codes, frame)["item"].tolist() == ["a10-0"]


def test_a_truth_is_yes_or_no():
    experts = hand_codes(FOUR["attribution_id"], ["yes", "no", "no", "no"] * 3, "expert")
    found = corrected_shares(FOUR, experts, "expert", ["yes"])
    assert (found["estimate"].item(), found["raw"].item()) == (0.25, 0)


def test_balance_of_a_corpus():
    everything = hand_codes(FOUR["attribution_id"], ["north", "other", "south", "north"] * 3)
    found = corrected_balance(FOUR, everything, ("north", "south"))
    assert found["raw"].item() == pytest.approx((3 - 1) / 4)
    assert found["estimate"].item() == pytest.approx((2 - 1) / 3)
    assert -1 <= found["low"].item() < found["high"].item() <= 1


def mentions_of(machine, articles):
    """Mentions of which the model is as sure as its net tone says."""
    return pd.DataFrame(
        {
            "sentence_id": [f"{article}-s{number}" for number, article in enumerate(articles)], "start": 0, "end": 5,
            "article_id": articles, "outlet": "A", "side": "north", "voice": "journalist",
            "p_positive": np.maximum(machine, 0), "p_negative": np.maximum(-np.asarray(machine), 0),
        }
    )  # fmt: skip


def test_tone_of_a_corpus():
    mentions = mentions_of([-0.5, -0.5, 0.5, 0.0] * 3, FOUR["article_id"].to_numpy())
    items = mention_ids(mentions)
    codes = hand_codes(items, ["negative", "not about it", "positive", "positive"] * 3, "tone", unit="mention")
    found = corrected_tone(mentions, codes)
    assert found["raw"].item() == pytest.approx(-0.125)
    assert found["estimate"].item() == pytest.approx((-1 + 1 + 1) / 3)
    assert found["high"].item() <= 1
    assert found["n_hand"].item() == 12


def test_the_shares_of_all_sides_sum_to_one():
    random = np.random.default_rng(2)
    article = np.repeat([f"a{i}" for i in range(30)], 5)
    human = random.choice(["north", "south", "west"], 150, p=[0.55, 0.44, 0.01])
    machine = np.where(random.random(150) < 0.6, human, "unknown")
    frame = attributions_of(machine, article)
    drawn = random.choice(150, 60, replace=False)
    codes = hand_codes(frame["attribution_id"].to_numpy()[drawn], human[drawn])
    found = corrected_shares(frame, codes, "side", ["north", "south", "west", "unknown"])
    assert found["estimate"].sum() == pytest.approx(1)


def read_whole(articles, missed, chance=1.0):
    """Articles that A read whole, and in each the sides of what the machine had missed: n or s."""
    side = {"n": "north", "s": "south"}
    rows = [hand_codes([article], ["whole"], "read", chance=chance, unit="article") for article in articles]
    for article, sides in zip(articles, missed, strict=True):
        for number, letter in enumerate(sides):
            for variable, value in (("attribution", "yes"), ("side", side[letter])):
                code = hand_codes([f"{article}+{number}"], [value], variable, unit="missed")
                rows.append(code.assign(article_id=article))
    return pd.concat(rows, ignore_index=True)


def test_what_the_machine_missed_counts_with_the_weight_of_its_article():
    """Of each article's three attributions it found two of the north's and missed one of the south's."""
    frame = attributions_of(["north"] * 20, np.repeat([f"a{i}" for i in range(10)], 2))
    codes = hand_codes(frame["attribution_id"], (["north"] * 9 + ["south"]) * 2)
    found = corrected_shares(frame, codes, "side", ["north", "south"]).set_index("side")
    assert found.loc["south", "estimate"] == pytest.approx(0.1) and (found["n_read"] == 0).all()
    read = read_whole([f"a{i}" for i in range(6)], ["s"] * 6, chance=0.6)
    found = corrected_shares(frame, pd.concat([codes, read]), "side", ["north", "south"]).set_index("side")
    assert found.loc["south", "estimate"] == pytest.approx((0.1 + 0.5) / 1.5)
    assert found["estimate"].sum() == pytest.approx(1) and (found["n_read"] == 6).all()
    balanced = corrected_balance(frame, pd.concat([codes, read]), ("north", "south")).iloc[0]
    assert balanced["estimate"] == pytest.approx(1 - 2 * 0.4)
    few = read_whole([f"a{i}" for i in range(4)], ["s"] * 4)
    assert corrected_balance(frame, pd.concat([codes, few]), ("north", "south")).iloc[0]["n_read"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["balance", "tone"])
def test_the_intervals_of_balance_and_tone_cover(measure):
    random, covered, runs = np.random.default_rng(11), 0, 120
    for _ in range(runs):
        first, human, article = corpus(random, articles=100)
        article = np.char.add("a", article.astype(str))
        drawn = np.flatnonzero(random.random(len(human)) < 0.35)
        if measure == "balance":
            frame = attributions_of(np.where(first == 1, "north", "south"), article)
            values = np.where(human == 1, "north", "south")[drawn]
            codes = hand_codes(frame["attribution_id"].to_numpy()[drawn], values, chance=0.35)
            found, truth = corrected_balance(frame, codes, ("north", "south")), 2 * 0.4 - 1
        else:
            frame = mentions_of(0.8 * first - 0.4, article)
            values = np.where(human == 1, "positive", "negative")[drawn]
            codes = hand_codes(mention_ids(frame).to_numpy()[drawn], values, "tone", chance=0.35, unit="mention")
            found, truth = corrected_tone(frame, codes), 2 * 0.4 - 1
        covered += found["low"].item() <= truth <= found["high"].item()
    assert covered / runs >= 0.93


def test_no_hand_codes_no_rows():
    nobody = SIX[:0]
    assert corrected_shares(FOUR, nobody, "side", ["north"]).empty
    assert corrected_balance(FOUR, nobody, ("north", "south")).empty
    assert corrected_tone(mentions_of([0.1], ["a1"]), nobody).empty
    assert corrected_shares(FOUR, SIX.assign(item="elsewhere"), "side", ["north"]).empty


def test_nobody_coded_by_hand():
    assert corrected_mean([1, 0], [np.nan, np.nan], ["a", "b"]).note == "not estimable: none coded by hand"
