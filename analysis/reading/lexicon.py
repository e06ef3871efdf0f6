"""The words of `roles.yml` and `titles.yml`, ready for look-up."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.files import load_yaml
from analysis.phrases import Index, find_phrases, phrase_index

HERE = Path(__file__).parent


class Role(NamedTuple):
    """A noun for one who speaks: `nature` is person, organisation or document; `plural` tells several persons."""

    noun: str
    nature: str
    source_type: str
    plural: bool


@cache
def _data(name: str) -> dict:
    # BaseLoader: "No" and "On" are words here, not truth values.
    return load_yaml(HERE / name, as_text=True)


@cache
def titles(key: str) -> frozenset[str]:
    """Give one list of titles.yml, without full stops."""
    return frozenset(word.rstrip(".") for word in _data("titles.yml")[key])


@cache
def roles(key: str) -> dict | list:
    """Give one part of roles.yml as it is written."""
    return _data("roles.yml")[key]


def plural(noun: str) -> str:
    """Make the plural of a role noun; only its last word changes, except as `plurals` in roles.yml says."""
    irregular = roles("plurals")
    if noun in irregular:
        return irregular[noun]
    *before, last = noun.split(" ")
    if last in irregular:
        return " ".join([*before, irregular[last]])
    ending = "ies" if last.endswith("y") and last[-2:-1] not in "aeiou" else "s"
    stem = last[:-1] if ending == "ies" else last
    return " ".join([*before, stem + ("es" if last.endswith(("ch", "sh", "ss", "x")) else ending)])


@cache
def role_index() -> Index:
    """Make the index of all role nouns, singular and plural; where a noun stands twice the person comes first."""
    entries = []
    for source_type, nouns in roles("adherents").items():
        for noun in nouns:
            entries.append((noun, Role(noun, "person", source_type, False)))
            entries.append((plural(noun), Role(noun, "person", source_type, True)))
    for part, nature in (("persons", "person"), ("documents", "document"), ("organisations", "organisation")):
        for source_type, nouns in roles(part).items():
            for noun in nouns:
                entries.append((noun, Role(noun, nature, source_type, False)))
                entries.append((plural(noun), Role(noun, nature, source_type, nature == "person")))
    return phrase_index(entries)


@lru_cache(maxsize=65536)
def roles_in(text: str) -> tuple[tuple[int, int, Role], ...]:
    """Find the role nouns of a description, in order; not those that open an adjective, "Muslim-majority"."""
    return tuple(match for match in find_phrases(role_index(), text) if not _compounded().match(text, match.end))


@cache
def _compounded() -> re.Pattern:
    return re.compile(rf"[-–](?:\w+ed|{'|'.join(roles('compounded'))})\b")


@cache
def gender_index(gender: str) -> Index:
    """Make an index of the words that tell a gender; singular only, since a plural tells of nobody in particular."""
    return phrase_index((noun, noun) for noun in roles("gender")[gender])
