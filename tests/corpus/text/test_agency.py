"""The agency is named where it is credited, not where it is quoted."""

import pytest

from analysis.corpus.text.agency import find_agency

STORY = "The mayor said on Monday that the bridge would stay shut."


@pytest.mark.parametrize(
    ("author", "text", "agency"),
    [
        ("", f"LONDON (Reuters) - {STORY}", "Reuters"),
        ("", f"Bridge shut\n\nPORT VEY, March 12 (AFP) – {STORY}", "Agence France-Presse"),
        ("", f"WASHINGTON (AP) — {STORY}", "Associated Press"),
        ("", f"Bridge shut\n\nBy Associated Press\n\n{STORY}", "Associated Press"),
        ("By JANE ROE, Associated Press", STORY, "Associated Press"),
        ("Reuters", STORY, "Reuters"),
        ("Jane Roe for PA Media", STORY, "PA Media"),
        ("Jane Roe", STORY, ""),
        ("", f"{STORY} Nobody was hurt, AP reports.", ""),
        ("", "The mayor told Reuters (Reuters) that he would stay.", ""),
        ("Ann Pap", STORY, ""),
        ("", f"HARBOUR (Post) - {STORY}", ""),
    ],
)
def test_find_agency(author, text, agency):
    assert find_agency(author, text) == agency
