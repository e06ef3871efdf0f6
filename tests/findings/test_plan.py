"""A plan from the corpus's own variance, and what is said where the target is not understood."""

import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.findings.plan import plan, tell_plan


def test_a_target_that_is_not_understood(tmp_path):
    with pytest.raises(RequestError, match="balance ±0.1"):
        plan(tmp_path, "balance about a tenth")
    with pytest.raises(RequestError, match="not understood"):
        plan(tmp_path, "balance ±0")
    with pytest.raises(RequestError, match="by which codebook"):
        plan(tmp_path, "balance +-0.1")


def test_what_cannot_be_planned_is_a_dash():
    row = {"outlet": "Post", "articles": 3, "with_either": 3, "half_width": float("nan")}
    table = pd.DataFrame([row | dict.fromkeys(["articles_needed", "to_code", "for_difference"], pd.NA)])
    assert tell_plan(table, "balance ±0.1", 0.2)[1].split() == ["Post", "3", "–", "–", "–", "–"]
