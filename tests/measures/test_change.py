"""Whether a share changes at a date: what is there is found, and where nothing is, seldom anything."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import breaks_at

DAYS = pd.date_range("2024-03-01", periods=30).strftime("%Y-%m-%d")


def counts(shares, seed=0, articles=3, voices=6):
    """Articles of each day, which share a mood of their own: articles of one day are alike."""
    rng = np.random.default_rng(seed)
    rows = []
    for day, share in zip(DAYS, shares, strict=True):
        mood = np.clip(share + rng.normal(0, 0.15), 0.02, 0.98)
        for number in range(articles):
            north = rng.binomial(voices, mood)
            for side, times in (("north", north), ("south", voices - north)):
                rows.append((f"{day} {number}", 1, day, side, times))
    table = pd.DataFrame(rows, columns=["article_id", "articles", "day", "side", "attributions"])
    return table[table["attributions"] > 0]


def test_a_break_is_found_with_its_size():
    shares = np.where(DAYS < "2024-03-16", 0.3, 0.7)
    (found,) = breaks_at(counts(shares), ["2024-03-16"], "north", permutations=199).to_dict("records")
    assert found["estimate"] == pytest.approx(0.4, abs=0.12)
    assert found["low"] > 0.2 and found["p"] == 0.005
    assert (found["before"], found["after"]) == (15, 15)


def test_where_nothing_changes_hardly_anything_is_found():
    """With days that have moods of their own, 40 runs reject at .05 in a few cases only (2 expected)."""
    ps = [
        breaks_at(counts(np.full(30, 0.5), seed), ["2024-03-16"], "north", permutations=99)["p"].iloc[0]
        for seed in range(40)
    ]
    assert np.mean(np.array(ps) <= 0.05) <= 0.15


def test_undated_articles_and_dates_beyond_the_corpus():
    table = pd.concat([counts(np.full(30, 0.5)), pd.DataFrame([("x", 1, "undated", "north", 99)],
                       columns=["article_id", "articles", "day", "side", "attributions"])])  # fmt: skip
    found = breaks_at(table, ["2024-03-16", "2031-01-01"], "north", permutations=99)
    assert found["before"].tolist() == [15, 30]
    assert found["after"].tolist() == [15, 0]
    assert found["note"].iloc[1] == "not estimable: nothing on one side of the date"
    with pytest.raises(RequestError, match='"yesterday" is no date'):
        breaks_at(table, ["yesterday"], "north")
