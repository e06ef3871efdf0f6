"""Days drawn so that each weekday comes up equally often."""

from collections import Counter
from datetime import date

import pytest

from analysis.corpus.part import constructed_weeks
from analysis.errors import RequestError


def test_each_weekday_comes_up_equally_often_and_no_day_twice():
    days = constructed_weeks(date(2024, 1, 1), date(2024, 12, 31), 2, seed=4)
    assert Counter(day.weekday() for day in days) == dict.fromkeys(range(7), 2)
    assert len(set(days)) == 14 and days == constructed_weeks(date(2024, 1, 1), date(2024, 12, 31), 2, seed=4)


def test_a_period_too_short_or_without_days():
    with pytest.raises(RequestError, match="2 weeks cannot be constructed"):
        constructed_weeks(date(2024, 1, 1), date(2024, 1, 13), 2)
    with pytest.raises(RequestError, match="dated"):
        constructed_weeks(None, None, 1)
