"""What coders are asked, in sheets and pages alike, with the values that a codebook offers; touches no sheet."""

from pathlib import Path
from typing import NamedTuple

from analysis.codebook import Codebook, OwnQuestion
from analysis.errors import RequestError
from analysis.files import load_yaml
from analysis.schema import UNKNOWN

QUESTIONS = Path(__file__).with_name("questions.yml")

KEYS = ["item", "article_id", "unit", "chance", "coder"]
"""Hidden columns by which a filled row is known again."""

SHOWN = {
    "attributions": {"no.": 6, "headline": 22, "passage": 70, "source": 20, "cue": 12, "content": 40},
    "articles": {"article": 8, "text": 110},
    "missed": {"article": 8, "source": 24, "cue": 14, "content": 60},
    "tone": {"no.": 6, "passage": 80, "voice": 12, "target": 18, "toward": 20},
}
"""Headings of what each sheet shows, with their widths in characters."""

NOTE = "note"


class Question(NamedTuple):
    """One column of a sheet: what is asked, and what a coder may answer (words to codes)."""

    variable: str
    heading: str
    rule: str
    values: dict[str, str]
    rules_of_values: dict[str, str]
    only_if: dict[str, str]
    """Variable and code without which the question is not asked."""


class Questionnaire(NamedTuple):
    """All that is asked, by what is coded, with the coder's instructions and the further spellings of answers."""

    title: str
    steps: list[str]
    asked: dict[str, list[Question]]
    also: dict[str, str]


def load_questions(codebook: Codebook) -> Questionnaire:
    """Read the questions, fill in the codebook's sides and source types, and add its own questions after them.

    Of sides and types unknown is always an answer.

    Raises
    ------
    RequestError
        When an own question is worded like another column: a filled sheet is read by its headings.
    """
    file = load_yaml(QUESTIONS)
    offered = {"sides": codebook.sides, "source types": codebook.source_types}
    asked = {
        unit: [_question(entry, offered) for entry in file[unit]] for unit in ("attribution", "mention", "article")
    }
    headings = [*KEYS, NOTE, *(shown for sheet in SHOWN.values() for shown in sheet)]
    headings += [question.heading for questions in asked.values() for question in questions]
    for own in codebook.questions:
        if (heading := " ".join(own.question.casefold().split())) in headings:
            raise RequestError(f'The question "{own.id}" is worded as the column "{heading}"; word it otherwise.')
        headings.append(heading)
        asked["attribution"].append(_own(own, heading))
    also = {str(spelling): str(value) for value, spellings in file["also"].items() for spelling in spellings}
    return Questionnaire(file["title"], file["steps"], asked, also)


def _own(own: OwnQuestion, heading: str) -> Question:
    said = {answer.label or answer.id: answer for answer in own.answers}
    values = {words: answer.id for words, answer in said.items()}
    meanings = {words: answer.description for words, answer in said.items()}
    return Question(own.id, heading, own.rule, values, meanings, {})


def _question(entry: dict, offered: dict[str, tuple]) -> Question:
    if isinstance(entry["values"], list):
        values = {words: code for pair in entry["values"] for code, words in pair.items()}
        rules = {}
    else:
        entries = offered[entry["values"]]
        labels = [member.label for member in entries]
        words = {member.id: member.id if labels.count(member.label) > 1 else member.label for member in entries}
        values = {words[member.id]: member.id for member in entries} | {UNKNOWN: UNKNOWN}
        rules = {words[member.id]: member.description for member in entries}
    return Question(entry["variable"], entry["heading"], entry["rule"], values, rules, entry.get("only_if", {}))
