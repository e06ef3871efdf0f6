"""What coders are asked, in sheets and pages alike, with the values that a codebook offers; touches no sheet."""

from pathlib import Path
from typing import NamedTuple

from analysis.codebook import Codebook
from analysis.files import load_yaml
from analysis.schema import UNKNOWN

QUESTIONS = Path(__file__).with_name("questions.yml")


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
    """Read the questions and fill in the codebook's sides and source types; unknown is always an answer."""
    file = load_yaml(QUESTIONS)
    offered = {"sides": codebook.sides, "source types": codebook.source_types}
    asked = {
        unit: [_question(entry, offered) for entry in file[unit]] for unit in ("attribution", "mention", "article")
    }
    also = {str(spelling): str(value) for value, spellings in file["also"].items() for spelling in spellings}
    return Questionnaire(file["title"], file["steps"], asked, also)


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
