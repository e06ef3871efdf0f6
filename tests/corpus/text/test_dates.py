"""A date is read when it can only be one day."""

from datetime import date

import pytest

from analysis.corpus.text.dates import find_published, is_guess, parse_date, parse_period


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


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("29-Jan-20", date(2020, 1, 29)),
        ("29/01/20", date(2020, 1, 29)),
        ("29.01.99", date(1999, 1, 29)),
        ("45362", date(2024, 3, 11)),
        ("45362.0", date(2024, 3, 11)),
    ],
)
def test_days_as_excel_leaves_them_are_read_and_are_guesses(written, day):
    assert parse_date(written) == day
    assert is_guess(written)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("March 12, 2024 Tuesday", "2024-03-12"),
        ("March 2024", "2024-03"),
        ("März 2024 (Sonderheft)", "2024-03"),
        ("03/2024", "2024-03"),
        ("2024-03", "2024-03"),
        ("March-April 2024", "2024"),
        ("Spring 2024", "2024"),
        ("2024", "2024"),
        ("03/04/2024", "2024"),
        ("2023/2024", ""),
        ("20٢٤", ""),
        ("12 March", ""),
        ("Correction Appended", ""),
        ("In 2024 the mayor, who had been ill since the spring, said no", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(written, period):
    assert parse_period(written) == period


def test_a_whole_date_is_no_guess():
    assert not any(map(is_guess, ["2024-03-11", "11/03/2024", "11 March 2024", "1710115200"]))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 12 March 2024, 08:15", "12 March 2024"),
        ("First published on Tue 12 Mar 2024 09.15 GMT", "12 Mar 2024"),
        ("Last modified on Sat 1 Jun 2024 10.00 BST", ""),
        ("The report was due on 12 March 2024, she said.", ""),
    ],
)
def test_lines_that_tell_when_a_story_was_published(line, day):
    assert find_published(line) == day
