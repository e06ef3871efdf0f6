"""Code whose side a source speaks for, and say what decided; what nothing decides is unknown."""

import re

from analysis.codebook import Actor
from analysis.phrases import find_phrases
from analysis.reading.lexicon import plural, roles, roles_in
from analysis.reading.lookup import Described, Lookup, Value, actors_in, key_words
from analysis.reading.source_types import PREPOSITION
from analysis.schema import UNKNOWN

WHERE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ff]rom|of|around|across)\s(?:the\s)?(?:\w+\s)?$")


def side_of(source: Described, actor: Actor | None, how: str, kind: str, expert: bool, lookup: Lookup) -> Value:
    """Give a source's side: its actor's, then what its description, organisation, affiliation or the place says."""
    if actor and actor.side != UNKNOWN:
        return Value(actor.side, how)
    for value in (
        _side_in_description(source, expert, lookup),
        _side_of_organisation(source.name, lookup) if source.nature == "organisation" else Value(UNKNOWN),
        _side_of_organisation(source.affiliation, lookup, "affiliation, "),
        _side_in_context(source, kind, expert, lookup),
    ):
        if value.value != UNKNOWN:
            return value
    return Value(UNKNOWN)


def _side_in_description(source: Described, expert: bool, lookup: Lookup) -> Value:
    text = source.description
    found = roles_in(text)
    if source.nature == "group" and (several := actors_in(source.name, lookup)):
        sides = {actor.side for actor in several}
        names = " and ".join(f'actor "{actor.name}"' for actor in several)
        return Value(sides.pop() if len(sides) == 1 else UNKNOWN, names)
    if source.nature == "group" and " and " in text:
        sides = {
            match.value[0] for match in find_phrases(lookup.mentioned, PREPOSITION.split(text)[0]) if match.value[0]
        }
        if len(sides) > 1:
            return Value(UNKNOWN, f'both sides in "{text}"')
    if any(role.nature == "document" and role.source_type == "polling" for _, _, role in found):
        return Value(UNKNOWN)
    opposed = any(role.noun in roles("against") for _, _, role in found) or _opposed(text)
    first_role = next((start for start, _, role in found if role.nature == "person"), len(text))
    for match in find_phrases(lookup.mentioned, text):
        side, why = match.value
        words = text[match.start : match.end]
        if expert and source.nature != "organisation" and (match.start > first_role or _is_place(words, lookup)):
            continue
        if why.startswith("actor") and (opposed or _speaks_to(text, match.start)):
            continue
        if side:
            return Value(side, f'{why} in "{words}"' if why.startswith(("actor", "org")) else f'word "{words}"')
        if why in ("people", "place"):
            return Value(UNKNOWN)
    return Value(UNKNOWN)


def _is_place(words: str, lookup: Lookup) -> bool:
    return any(match.value[1] == "place" for match in find_phrases(lookup.places, words))


def _opposed(text: str) -> bool:
    words = {word.lower() for word in key_words(text)}
    return any(form in words for noun in roles("against") for form in (noun, plural(noun))) or "anti" in words


def _speaks_to(text: str, place: int) -> bool:
    """Tell whether a name is only the one addressed or opposed: "an open letter to Trump"."""
    return bool(
        re.search(r"\b(?:to|against|about|of|on)\s+(?:the\s+)?$", text[:place])
        and re.match(
            r"(?i).*\b(?:letter|book|film|documentary|lawsuit|complaint|story|stories|report|question)", text[:place]
        )
    )


def _side_of_organisation(text: str, lookup: Lookup, before: str = "") -> Value:
    for match in find_phrases(lookup.mentioned, text):
        side, why = match.value
        if side:
            words = text[match.start : match.end]
            return Value(
                side, f'{before}{why} in "{words}"' if why[:3] in ("act", "org") else f'{before}word "{words}"'
            )
        if why in ("people", "place"):
            break
    return Value(UNKNOWN)


def _side_in_context(source: Described, kind: str, expert: bool, lookup: Lookup) -> Value:
    """Take officials and people of whom nothing says whose they are for those of the place last named before them."""
    if expert or not source.context or source.nature not in ("person", "group", "organisation"):
        return Value(UNKNOWN)
    nouns = {role.noun for _, _, role in roles_in(source.name)}
    official = not source.named and nouns & set(roles("officials_of_the_place"))
    if not official and kind not in roles("people_of_the_place"):
        return Value(UNKNOWN)
    for match in reversed(find_phrases(lookup.places, source.context)):
        words = source.context[match.start : match.end]
        if official or WHERE.search(source.context[: match.start]):
            return Value(match.value[0], f'context "{words}"') if match.value[0] else Value(UNKNOWN)
    return Value(UNKNOWN)
