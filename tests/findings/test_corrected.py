"""Corrected estimates beside the machine's own."""

import numpy as np
import pandas as pd

from analysis.findings.corrected import beside, describe_corrected, drawable

TABLE = pd.DataFrame(
    [("A", "north", 0.6), ("B", "north", 0.3), ("C", "north", 0.5)], columns=["outlet", "side", "estimate"]
)
CORRECTED = pd.DataFrame(
    [("A", "north", 0.4, 0.3, 0.5, "", 80), ("B", "north", 0.35, 0.0, 0.9, "", 12)],
    columns=["outlet", "side", "estimate", "low", "high", "note", "n_hand"],
)  # fmt: skip
KEYS = ["outlet", "side"]


def test_corrected_estimates_stand_beside_the_machine_s_own():
    table = beside(TABLE, CORRECTED, KEYS).set_index("outlet")
    assert table.loc["A", ["estimate", "corrected", "corrected_low", "n_hand"]].tolist() == [0.6, 0.4, 0.3, 80]
    assert np.isnan(table.loc["C", "corrected"])
    assert beside(TABLE, CORRECTED[:0], KEYS) is TABLE  # nobody coded


def test_an_interval_of_more_than_half_the_scale_is_not_drawn():
    assert drawable(beside(TABLE, CORRECTED, KEYS))["corrected"].notna().tolist() == [True, False, False]
    assert drawable(beside(TABLE, CORRECTED, KEYS), width=2)["corrected"].notna().tolist() == [True, True, False]


def test_what_moved_most_is_said_and_where_little_was_coded():
    said = describe_corrected(beside(TABLE, CORRECTED, KEYS), ["side", "outlet"])
    assert "most moved: north in A from 60 % to 40 % (30–50 %)" in said
    assert "In 1 of 2 the machine's own lies outside" in said
    assert "Fewer than 20 hand codes: B." in said and "Too few to correct by: C." in said
    assert describe_corrected(TABLE, ["side", "outlet"]) == ""
    nothing = beside(TABLE, CORRECTED.assign(estimate=np.nan), KEYS)
    assert describe_corrected(nothing, ["side", "outlet"]) == " Too little was coded by hand to correct anything."
