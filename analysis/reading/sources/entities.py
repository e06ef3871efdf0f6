"""What the resolver knows of an article while it reads: those of whom it speaks, and where.

It decides nothing; `gathering`, `pronouns` and `resolution` fill it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from analysis.reading.lexicon import titles
from analysis.reading.sources.names import Name, without_article
from analysis.schema import UNKNOWN

FIRST_PERSON = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}


HE_SHE = {"he": "male", "him": "male", "his": "male", "himself": "male"} | {
    "she": "female", "her": "female", "hers": "female", "herself": "female"
}  # fmt: skip


THEY = {"they", "them", "their", "theirs", "themselves"}


IT = {"it", "its", "itself"}


RELATIVE = {"who", "which", "that", "whom", "whose"}


NOBODY = {"you", "your", "yours", "one", "anyone", "anybody", "everyone", "everybody", "nobody", "what", "there",
          "no", "this", "whoever", "someone", "somebody", "none", "whichever", "it's", "neither",
          "either", "yourself"}  # fmt: skip


NOMINAL = {"NOUN", "PROPN", "PRON", "DET", "NUM"}


SUBJECTS = {"nsubj", "nsubjpass", "agent"}


@dataclass
class Entity:
    """Somebody of whom the article speaks, gathered mention by mention; it becomes a row only when it is a source."""

    nature: str
    names: list[str] = field(default_factory=list)
    head: str = ""
    words: frozenset[str] = frozenset()
    roles: list[str] = field(default_factory=list)
    affiliation: str = ""
    gender: str = UNKNOWN
    gender_words: str = ""
    seen: list[int] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    plural: bool = False
    context: str = ""


@dataclass
class Article:
    """What the resolver knows of the article so far."""

    doc: Doc
    text: str
    names: list[Name]
    name_at: dict[int, int]
    entities: list[Entity]
    entity_at: dict[int, int]
    contents: list[tuple[int, int, int]]
    sentence: list[int]
    sources: dict[int, tuple[int, int]] = field(default_factory=dict)
    beside: dict[int, tuple[int, ...]] = field(default_factory=dict)
    issued: dict[int, int] = field(default_factory=dict)
    guesses: Counter = field(default_factory=Counter)
    named: int = 0


def name_parts(text: str) -> tuple[str, str]:
    """Split a person's name into given names and surname; particles go with the surname, "Jr" with the given names."""
    words = [w for w in re.split(r"\s+", text.replace("’", "'")) if w.rstrip(".") not in titles("suffixes")]
    words = words or [text]
    junior = ["Jr"] if re.search(r"\bJr\b", text) else []
    if len(words) > 1 and words[0].lower() in titles("particles") and words[1] in titles("particles"):
        words[0] = words[0].lower()  # "Van der Meulen"
    first = next((i for i, w in enumerate(words[:-1]) if w in titles("particles")), len(words) - 1)
    surname = " ".join(words[first:]).removesuffix("'s").rstrip("!.,")
    return " ".join(words[:first] + junior), without_article(surname)


def stem(word: str) -> str:
    """Give a word in small letters without a plural's s."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def in_content(article: Article, place: int, of: int) -> bool:
    """Tell whether a character stands within what the source headed by token `of` is saying."""
    return any(start <= place < end and head == of for start, end, head in article.contents)


def speaker_of(article: Article, token: Token) -> int | None:
    """Give the token that heads the source of the innermost quotation around a token; None outside of any."""
    holding = [(end - start, head) for start, end, head in article.contents if start <= token.idx < end]
    holding = [head for _, head in sorted(holding) if head != token.i]
    return holding[0] if holding else None


def add_entity(article: Article, entity: Entity) -> int:
    """Add an entity and give its place."""
    article.entities.append(entity)
    return len(article.entities) - 1
