"""Who speaks where no verb tells it: dialogue, round-ups, headlines; corrections are not the story."""

import pytest

from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.finders import find_with
from analysis.reading.parser import load_parser


@pytest.fixture(scope="module")
def read():
    find, parse = find_with("model"), load_parser()

    def _read(text: str) -> list[tuple[str, str]]:
        return [(span_text(text, a.source), span_text(text, a.content)) for a in find(parse(text))]

    return _read


LUND, HOLM = "“The letters were lost and nobody will pay.”", "“The dam is safe. It always was.”"


@pytest.mark.parametrize(
    "body",
    [
        f"What they said\n\nAnna Lund, panel chair: {LUND}\n\nPetra Holm, mayor: {HOLM}",
        f"• Anna Lund, panel chair: {LUND}\n\n• Petra Holm, mayor: {HOLM}",
        f"Anna Lund, panel chair\n\n{LUND}\n\nPetra Holm, mayor\n\n{HOLM}",
        f"{LUND}\n\nAnna Lund, panel chair\n\n{HOLM}\n\nPetra Holm, mayor",
    ],
)
def test_a_round_up_gives_each_the_own_words(read, body):
    found = read(f"Reaction to the vote came fast on Monday.\n\n{body}")
    assert found == [("Anna Lund, panel chair", LUND), ("Petra Holm, mayor", HOLM)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“Will you resign?” “No, I never will,” Mayor Petra Holm replied.", ["Mayor Petra Holm"]),
        (
            "“Is it open?” asked Lund. “Yes.” “Would you swim there?” “Every day,” said Holm.",
            ["Lund", "Holm", "Lund", "Holm"],
        ),
        (
            "“Will you resign?” asked the host, Kim Lund.\n\n“No.”\n\n“Why not?”\n\n“Because they chose me,” Mayor "
            "Petra Holm answered.",
            ["Kim Lund", "Mayor Petra Holm", "Kim Lund", "Mayor Petra Holm"],
        ),
        ("“Why did he go?” said Lund. “Nobody knows.”", ["Lund"]),
    ],
)
def test_turns_alternate_where_one_answers_the_other(read, text, speakers):
    assert [source for source, _ in read(text)] == speakers


def test_paragraphs_of_one_speaker_are_no_dialogue(read):
    text = "“It will cost nine million,” Petra Holm said.\n\n“Nobody has that.”"
    assert read(text) == [("Petra Holm", "“It will cost nine million,” … “Nobody has that.”")]


def test_a_headline_names_its_source_after_a_dash(read):
    found = read("Refusal to keep truce breaks UN resolution – Russia\n\nTalks went on for nine hours.")
    assert found == [("Russia", "Refusal to keep truce breaks UN resolution")]
    assert read("Boats were late again in spring – Daily Courier\n\nIt rained.") == []


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version of this story said Mayor Petra Holm had called the crew “crooks.” She did not.",
        "This article was amended on 1 June 2024. An earlier version said that Holm was the governor.",
        "CORRECTION: Because of an error, an article misstated the price that the mayor said the town had paid.",
        "This story has been corrected to say that Petra Holm is the governor.",
        "Editor's note: A previous version said that Holm had left.",
    ],
)
def test_what_a_correction_says_is_not_the_story(read, note):
    text = f"The rail company said on Monday that it would close the line in May.\n\n{note}"
    assert read(text) == [("The rail company", "that it would close the line in May")]


INTERVIEW = (
    "The river taught me\n\nAnna Lund has written six books on rivers. She spoke to the Gazette.\n\n"
    "{0}Why rivers?{0}\n\nBecause they never stand still, and neither do I. I grew up by one.\n\n"
    "{0}Did you learn to swim there?{0}\n\nI did not. It was too cold for me.\n\n"
    "{0}What will you write next?{0}\n\nWe will see. I am tired of water."
)


@pytest.mark.parametrize("mark", ["", "**"])
def test_answers_to_questions_in_paragraphs_of_their_own_are_the_interviewed_one_s(read, mark):
    found = [
        (source, said) for source, said in read(INTERVIEW.format(mark)) if said.startswith(("Because", "I did", "We"))
    ]
    assert [source for source, _ in found] == ["Anna Lund"] * 3
    assert found[0][1] == "Because they never stand still, and neither do I. I grew up by one."


@pytest.mark.parametrize(
    "text",
    [
        "Who knew?\n\nThe mayor, Petra Holm, did not.\n\nWho paid?\n\nThe town did.\n\nWho lied?\n\nNobody can tell.",
        INTERVIEW.format("")
        .replace("Because", "“Because")
        .replace("by one.", "by one,” said Lund.")
        .split("\n\nWhat")[0],
    ],
)
def test_questions_of_a_story_make_no_interview(read, text):
    assert not [source for source, said in read(text) if said.startswith(("The town did", "I did not"))]
