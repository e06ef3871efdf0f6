"""The page around a story goes, every sentence of the story stays."""

import pytest

from analysis.corpus.text import cleaning
from analysis.corpus.text.cleaning import clean, with_title

DROPS = [(rule.name, line) for rule in cleaning.rules() for line in rule.drops]
KEEPS = [(rule.name, line) for rule in cleaning.rules() for line in rule.keeps]


@pytest.mark.parametrize(("name", "line"), DROPS)
def test_each_rule_drops_its_examples(name, line):
    assert cleaning.find_rule(line).name == name


@pytest.mark.parametrize(("name", "line"), KEEPS)
def test_lines_of_a_story_that_look_alike_stay(name, line):
    assert cleaning.find_rule(line) is None


def test_every_rule_has_examples_and_a_known_action():
    for rule in cleaning.rules():
        assert rule.drops and rule.keeps
        assert rule.action in {"line", "list", "end"}


STORY = [
    "The mayor of Port Vey said on Monday that the bridge would stay shut.",
    "“We will not open it,” she told reporters, “before it is safe.”",
    "Engineers found two cracks in the northern pier, a report says.",
    "The repair will take until spring.",
]


def test_ads_between_paragraphs_go_and_paragraphs_are_parted_by_one_blank_line():
    page = f"{STORY[0]}\r\nHide Ad\r\nHide Ad\r\n\r\n\r\n{STORY[1]}\r\n \r\n{STORY[2]}\n{STORY[3]}\n"
    assert clean(page) == "\n\n".join(STORY)


def test_comment_guidelines_end_the_story():
    page = [*STORY, "Comment Guidelines", "The Post encourages debate. Be kind.", "What a mayor!"]
    assert clean("\n".join(page)) == "\n\n".join(STORY)


def test_an_end_before_any_story_is_only_a_line():
    assert clean("\n".join(["Comments (3)", *STORY])) == "\n\n".join(STORY)


def test_headlines_below_related_articles_go_and_the_story_goes_on():
    page = [*STORY[:2], "Related articles", "Bridge shut for a year", "Who is the mayor?", *STORY[2:]]
    assert clean("\n".join(page)) == "\n\n".join(STORY)


CAPTION = "The northern pier of the bridge, with cracks in it (Image: Harbour Post)"


def test_a_caption_that_stands_three_times_and_glued_to_itself_goes():
    page = [STORY[0], CAPTION + CAPTION, CAPTION, *STORY[1:]]
    assert clean("\n\n".join(page)) == "\n\n".join(STORY)


def test_a_caption_that_comes_back_at_the_end_goes():
    page = [STORY[0], CAPTION, *STORY[1:], CAPTION]
    assert clean("\n".join(page)) == "\n\n".join(STORY)


def test_a_sentence_that_the_story_repeats_stays():
    page = [STORY[0], *STORY, STORY[2], "He had said so in May.", STORY[0]]
    assert clean("\n".join(page)).count(STORY[0]) == 2


def test_a_story_that_stands_twice_in_its_page_stands_once():
    assert clean("\n".join(STORY + STORY)) == "\n\n".join(STORY)


def test_names_below_embedded_posts_stay():
    post = "— The Port Vey Senate (@PortVey) October 9, 2018"
    page = [STORY[0], post, STORY[1], STORY[2], post]
    assert clean("\n".join(page)).count(post) == 2


def test_hard_wrapped_lines_are_joined():
    wrapped = """The mayor of Port Vey said on Monday that the old
bridge over the river would stay shut until spring,
because engineers had found two cracks in one of the
piers that carry it.

A spokesman for the ministry of transport said that it
had not been told, and that it would send a team to the
town before the end of the week to look at the piers
and at the road."""
    first, second = clean(wrapped).split("\n\n")
    assert first.endswith("found two cracks in one of the piers that carry it.")
    assert second.startswith("A spokesman for the ministry of transport said that it had not")


def test_mojibake_is_mended_and_quotation_marks_stay_as_printed():
    assert clean("â€œWe will not open it,â€\x9d she said.") == "“We will not open it,” she said."
    assert clean("“It’s shut,” she said. ''No.''") == "“It’s shut,” she said. ''No.''"


def test_control_and_invisible_characters_go():
    assert clean("The ma\x00yor\u200b said\u00a0no\u00ad.") == "The mayor said no."


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Bridge shut", "The mayor said no.", "Bridge shut\n\nThe mayor said no."),
        ("Bridge shut", "BRIDGE SHUT.\n\nThe mayor said no.", "BRIDGE SHUT.\n\nThe mayor said no."),
        ("Bridge shut; Mayor firm", "Bridge shut;\n\nMayor firm\n\nNo.", "Bridge shut; Mayor firm\n\nNo."),
        ("", "The mayor said no.", "The mayor said no."),
        ("Bridge shut", "Bridge shut, mayor says.\n\nNo.", "Bridge shut\n\nBridge shut, mayor says.\n\nNo."),
    ],
)
def test_the_text_begins_with_the_title_once(title, body, text):
    assert with_title(title, body) == text


def test_a_very_long_line_is_cleaned_in_no_time():
    line = "read more " * 50_000
    assert clean(line).startswith("read more read more")
