"""Bylines and datelines go to their columns; what could be a sentence of the story stays."""

import pytest

from analysis.corpus.bylines import part_head

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
    assert part_head(body) == (author, dateline, STORY)


@pytest.mark.parametrize(
    "body",
    [
        "NATO - the alliance - said no.",
        "By Monday the bridge was shut.",
        "By the river, nobody spoke.",
        "MINISTER: We will not open it.",
        "PORT VEY — The mayor said no.",  # a place alone may be the first word of the story
        "Reuters (the agency) - as it calls itself - said so.",
    ],
)
def test_sentences_stay(body):
    assert part_head(body) == ("", "", body)


def test_a_byline_alone_is_all_there_is_and_stays():
    assert part_head("By Ann Lee").body == "By Ann Lee"
