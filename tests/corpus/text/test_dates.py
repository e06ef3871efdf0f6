"""A date is read when it can only be one day."""

from datetime import date

import pytest

from analysis.corpus.text.dates import parse_date


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-12",
        "20240312",
        "2024-03-12T23:30:00Z",
        "2024-03-12 09:00:00+01:00",
        "12 March 2024",
        "March 12, 2024",
        "Tuesday, 12 March 2024 10.32 GMT",
        "Mar 12, 2024 9:00 AM EST",
        "1710230400",
        "1710230400000",
    ],
)
def test_one_day(written):
    assert parse_date(written) == date(2024, 3, 12)


@pytest.mark.parametrize("written", ["25/12/2023", "12/25/2023", "25.12.2023", "12-25-2023"])
def test_a_number_above_twelve_tells_the_day(written):
    assert parse_date(written) == date(2023, 12, 25)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "03/04/2024",
        "25/12/23",
        "March 2024",
        "2024",
        "Monday",
        "yesterday",
        "2024-13-45",
        "31 February 2024",
        "0001-01-01",
        "9" * 400,
        "Bridge to open on 4",
    ],
)
def test_what_is_no_single_day_is_not_guessed(written):
    assert parse_date(written) is None


def test_the_same_number_twice_is_one_day():
    assert parse_date("05/05/2024") == date(2024, 5, 5)
