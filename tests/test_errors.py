"""A hint names what is really near, or nothing."""

import pytest

from analysis.errors import nearest


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("nosuch", ["c", "such a one"], ""),
        ("nosuch.yml", ["study.yml", "a.yml"], ""),
        ("us", ["uk"], ""),
        ("al", ["full", "none"], ""),
        ("artcles", ["c", "articles"], "articles"),
        ("Ecko", ["Post", "Echo"], "Echo"),
        ("NORTH", ["north", "south"], "north"),
        ("audit", ["01-audit-attributions", "03-compare"], "01-audit-attributions"),
        ("bridge.txt", ["2024-03-12 bridge.txt"], "2024-03-12 bridge.txt"),
    ],
)
def test_near_names_are_really_near(name, known, hint):
    assert nearest(name, known) == (f' Did you mean "{hint}"?' if hint else "")
