import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures.draw import stratified_sample

CORPUS = pd.DataFrame(
    {
        "item": range(330),
        "outlet": ["large"] * 300 + ["small"] * 30,
        "form": (["direct"] * 9 + ["mixed"]) * 33,
    }
)


def test_outlets_get_as_many_and_forms_their_part():
    drawn = stratified_sample(CORPUS, 40, "outlet", "form")
    counts = drawn.groupby(["outlet", "form"]).size()
    assert counts["large"].sum() == counts["small"].sum() == 20
    assert counts["large", "direct"] == 18
    assert drawn["item"].is_unique


def test_the_chance_of_each_gives_back_the_corpus():
    drawn = stratified_sample(CORPUS, 40, "outlet", "form")
    assert (1 / drawn["chance"]).sum() == pytest.approx(330)
    assert (1 / drawn["chance"])[drawn["outlet"] == "small"].sum() == pytest.approx(30)


def test_a_seed_draws_the_same_and_another_one_does_not():
    one, again, other = (stratified_sample(CORPUS, 40, "outlet", "form", seed)["item"].tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_every_row_is_as_likely_as_its_chance_says():
    times = np.zeros(330)
    for seed in range(300):
        times[stratified_sample(CORPUS, 40, "outlet", seed=seed)["item"]] += 1
    assert times[:300].mean() / 300 == pytest.approx(20 / 300)
    assert times[:300].max() / 300 < 0.14
    assert times[300:].min() / 300 > 0.55


def test_what_a_small_group_leaves_goes_to_the_others():
    drawn = stratified_sample(CORPUS, 100, "outlet", "form")
    assert drawn["outlet"].value_counts().to_dict() == {"large": 70, "small": 30}
    assert len(stratified_sample(CORPUS, 1000, "outlet")) == 330


def test_too_small_a_sample():
    with pytest.raises(RequestError, match="cannot hold all 4 combinations of outlet and form; draw at least 4"):
        stratified_sample(CORPUS, 3, "outlet", "form")
