"""Quotation marks as newsrooms print them and as copying breaks them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.attributions.quotations import form_of, quoted_regions


def quoted(text):
    return [text[start:end] for start, end in quoted_regions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay," she said. "We all do."', ['"We stay,"', '"We all do."']),
        ("“We stay,” she said. “We all do.”", ["“We stay,”", "“We all do.”"]),
        ("''We stay,'' she said.", ["''We stay,''"]),
        ("``We stay,'' she said.", ["``We stay,''"]),
        ("«We stay», she said.", ["«We stay»"]),
        ("„We stay“, she said.", ["„We stay“"]),
        ("A sign “that way“ was typed so.", ["“that way“"]),
        ("‘We stay,’ she said. ‘We all do.’", ["‘We stay,’", "‘We all do.’"]),
        ("'We stay,' she said.", ["'We stay,'"]),
        ("The mayor (“Ann”) left.", ["“Ann”"]),
        ('He called it "a shame"—twice.', ['"a shame"']),
    ],
)
def test_every_kind_of_mark(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s the workers’ choice and Hans’ and the dogs’ too.", []),
        ("It's the workers' choice, rock 'n' roll in the '90s, and 'twas ever so.", []),
        ("‘It’s the workers’ choice,’ he said, ‘isn’t it?’", ["‘It’s the workers’ choice,’", "‘isn’t it?’"]),
        ("'I don't think it's the miners' fault,' he said.", ["'I don't think it's the miners' fault,'"]),
        ("He spoke of ‘losses’ and left.", ["‘losses’"]),
        ("‘She said “never” to me,’ he recalled.", ["‘She said “never” to me,’"]),
        ("“She said ‘never’ to me,” he recalled.", ["“She said ‘never’ to me,”"]),
        ("A ‘lost mark in the middle of a line.\n\nNothing here.", []),
    ],
)
def test_british_single_marks_are_told_from_apostrophes(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’"])
def test_a_quotation_over_paragraphs_opens_each_and_closes_the_last(opening, closing):
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} he said. Four."
    assert quoted(text) == [f"{opening}One.", f"{opening}Two.", f"{opening}Three,{closing}"]


def test_a_paragraph_that_only_closes_goes_on_from_the_one_before():
    assert quoted('"One.\n\nTwo," he said.') == ['"One.', 'Two,"']


def test_one_odd_mark_spoils_one_paragraph_at_most():
    assert quoted('He is 6\'2" tall.\n\n"Yes," she said.') == ['"Yes,"']
    assert quoted('He said "yes and left.\n\n"No," she said.') == ['"yes and left.', '"No,"']
    assert quoted('"Yes, he said. "No," she said.') == ['"Yes, he said. ', '"No,"']
    assert quoted("Yes,” he said. “No,” she said.") == ["“No,”"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("â€œ", "â€\x9d"), ("â€œ", "â€"), ("\x93", "\x94"), ("\ufffd", "\ufffd"), ("\ufffd" * 3, "\ufffd" * 3)],
)
def test_broken_encodings_still_show_their_marks(opening, closing):
    text = f"{opening}We stay,{closing} she said."
    assert quoted(text) == [f"{opening}We stay,{closing}"]


def test_broken_encodings_of_other_characters_are_no_marks():
    assert quoted("It wasnâ€™t â€” so he said â€¦ â€“ theirs, it was\ufffdnt, and a \ufffd dash.") == []
    assert quoted("â€œIt isnâ€™t over â€” yet,â€\x9d he said.") == ["â€œIt isnâ€™t over â€” yet,â€\x9d"]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("“We will not leave the town,”", "direct"),
        ("the town was “not lost” and would hold", "mixed"),
        ("the town would hold", "indirect"),
        ("“One two three four five six seven eight nine” ten", "direct"),
    ],
)
def test_form_counts_the_quoted_words(content, form):
    text = f"She said {content} that day."
    assert form_of(text, [(9, 9 + len(content))]) == form


def test_form_of_a_content_in_pieces():
    text = "“We stay,” she said. “We all do.”"
    assert form_of(text, [(0, 10), (21, 33)]) == "direct"
    assert form_of(text, [(0, 20)]) == "mixed"
    assert form_of(text, []) == "indirect"


ODD = ["", " ", "word", '"', "\x00", '"' * 300, "“" * 300, "'" * 301, "🙂 “🙂” 🙂", "قال “نعم” ثم"]


@pytest.mark.parametrize("text", ODD)
def test_no_text_is_too_odd(text):
    regions = quoted_regions(text)
    assert all(0 <= start < end <= len(text) for start, end in regions)


@given(st.text(alphabet="ab s.,\n\"'“”‘’«»�â€œ", max_size=80))
def test_regions_are_in_order_and_apart(text):
    regions = quoted_regions(text)
    assert all(start < end for start, end in regions)
    assert all(first[1] <= second[0] for first, second in zip(regions, regions[1:], strict=False))
    assert regions == quoted_regions(text)


@pytest.mark.parametrize("unit", ['He said "no" and ', "‘The workers’ ", "word ", '"'])
def test_time_grows_with_length_only(unit):
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    quoted_regions(text)
    assert time.process_time() - began < 5
