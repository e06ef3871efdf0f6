"""Bylines and datelines go to their columns; what could be a sentence of the story stays."""

import pytest

from analysis.corpus.text.bylines import part_head

STORY = "The mayor said no."


@pytest.mark.parametrize(
    ("body", "author", "dateline"),
    [
        (f"By Ann Lee\n\n{STORY}", "Ann Lee", ""),
        (f"BY ANN LEE AND TOM ROE\n\n{STORY}", "ANN LEE AND TOM ROE", ""),
        (f"By Ann Lee in Port Vey\n\n{STORY}", "Ann Lee", ""),
        (f"PORT VEY (Reuters) - {STORY}", "", "PORT VEY (Reuters)"),
        (f"PORT VEY, March 12 (Reuters) - {STORY}", "", "PORT VEY, March 12 (Reuters)"),
        (f"KYIV, Ukraine (AP) — {STORY}", "", "KYIV, Ukraine (AP)"),
        (f"LONDON, March 12 – {STORY}", "", "LONDON, March 12"),
        (f"By Ann Lee\n\nPORT VEY (AFP) – {STORY}", "Ann Lee", "PORT VEY (AFP)"),
    ],
)
def test_they_are_parted_from_the_story(body, author, dateline):
    assert part_head(body) == (author, dateline, STORY, "")


@pytest.mark.parametrize(
    ("head", "author", "day"),
    [
        ("Bridge shut\n\nTuesday 9 April 2024", "", "9 April 2024"),
        ("Bridge shut\n\nBy Ann Lee\n\nTuesday, April 9, 2024 at 10:32 am GMT", "Ann Lee", "April 9, 2024"),
        ("Bridge shut\n\n2024-04-09 10:32\n\nBy Ann Lee", "Ann Lee", "2024-04-09"),
    ],
)
def test_a_day_on_a_line_of_its_own_is_parted_from_the_story(head, author, day):
    assert part_head(f"{head}\n\n{STORY}") == (author, "", f"Bridge shut\n\n{STORY}", day)


@pytest.mark.parametrize(
    "body",
    [
        "NATO - the alliance - said no.",
        "By Monday the bridge was shut.",
        "By the river, nobody spoke.",
        "MINISTER: We will not open it.",
        "PORT VEY — The mayor said no.",  # a place alone may be the first word of the story
        "Reuters (the agency) - as it calls itself - said so.",
        "On 9 April 2024 the bridge was shut.\n\nIt was opened in May.",
        "The mayor said no.\n\n9 April 2024\n\nThe bridge was shut.",  # a chronicle
        "Bridge shut\n\n03/04/2024\n\nThe mayor said no.",  # two days
    ],
)
def test_sentences_stay(body):
    assert part_head(body) == ("", "", body, "")


def test_a_byline_alone_is_all_there_is_and_stays():
    assert part_head("By Ann Lee").body == "By Ann Lee"
