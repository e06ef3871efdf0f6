"""Acts are told from speech: by the verb, the clause and what the network knows of both."""

import pytest

from analysis.reading.attributions.finders import find_with
from analysis.reading.attributions.ranking import TRAITS, traits
from analysis.reading.parser import load_parser


@pytest.fixture(scope="module")
def parse():
    return load_parser()


def test_traits_tell_what_a_cue_governs(parse):
    text = "The board criticised Anna Lund. If she said that it was weak, he denied it."

    def told(source: str, cue: str, content: str) -> set[str]:
        spans = [[(text.index(part), text.index(part) + len(part))] for part in (source, cue, content)]
        return {name for name, holds in zip(TRAITS, traits(parse(text), *spans), strict=True) if holds}

    assert {"object", "verb", "past", "listed"} <= told("The board", "criticised", "Anna Lund")
    assert {"clause", "that", "if", "pronoun", "subject"} <= told("she", "said", "that it was weak")


@pytest.mark.parametrize(
    "text",
    [
        "The assembly passed the budget on Thursday.",
        "The president vetoed the tax on Friday.",
        "A judge sentenced the driver to two years in prison.",
        "The club appointed Jan Moss as head of the yard last week.",
        "The agency banned night flights after the crash in June.",
        "Lenders imposed a fine of ten thousand on the owner.",
        "Owners cancelled the spring timetable.",
    ],
)
def test_an_act_is_no_speech_at_the_confidence_that_notebooks_ask_for(parse, text):
    assert [a for a in find_with("model")(parse(text)) if a.confidence >= 0.5] == []


@pytest.mark.parametrize(
    "text",
    [
        "The assembly said the budget was late.",
        "“Nobody rows any more,” said Jan Moss, a docker.",
        "The judge warned that the driver would be jailed.",
        "According to the agency, night flights are safe.",
        "The owners promised to mend the roof.",
    ],
)
def test_speech_stays_speech(parse, text):
    assert len([a for a in find_with("model")(parse(text)) if a.confidence >= 0.5]) == 1
