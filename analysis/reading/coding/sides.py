"""Code whose side a source speaks for, and say what decided; what nothing decides is unknown."""

import re
from collections import Counter

from analysis.codebook import Actor
from analysis.phrases import Match, find_phrases
from analysis.reading.coding.lookup import Described, Lookup, Value, actors_in, key_words, registered
from analysis.reading.coding.source_types import PREPOSITION
from analysis.reading.lexicon import plural, roles, roles_in
from analysis.schema import UNKNOWN

WHOSE = re.compile(r"(?:\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ff]rom|of|around|across|for)\s)(?:\w+\s){0,3}$")
WHERE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ff]rom|of|around|across)\s(?:the\s)?(?:\w+\s)?$")


def side_of(source: Described, actor: Actor | None, how: str, expert: bool, lookup: Lookup) -> Value:
    """Give a source's side: its actor's, then what its description, organisation or affiliation says."""
    if actor and actor.side != UNKNOWN:
        return Value(actor.side, how)
    for value in (
        _side_in_description(source, expert, lookup),
        _side_of_organisation(source.name, lookup) if source.nature == "organisation" else Value(UNKNOWN),
        _side_of_organisation(_full_name(source, lookup), lookup, "full name, "),
        _side_of_organisation("" if _against(source) else source.affiliation, lookup, "affiliation, "),
    ):
        if value.value != UNKNOWN or value.evidence:
            return value
    return Value(UNKNOWN)


def _full_name(source: Described, lookup: Lookup) -> str:
    """Give the register's name of an organisation that bears an alias here: "the Assembly"."""
    organisation = registered(source.name, lookup) if source.nature == "organisation" else None
    return organisation.name if organisation else ""


def _side_in_description(source: Described, expert: bool, lookup: Lookup) -> Value:
    text = source.description
    found = roles_in(text)
    if source.nature == "group" and (several := actors_in(source.name, lookup)):
        sides = {actor.side for actor in several}
        names = " and ".join(f'actor "{actor.name}"' for actor in several)
        return Value(sides.pop() if len(sides) == 1 else UNKNOWN, names)
    if any(phrase in text.lower() for phrase in roles("both_sides")):
        return Value(UNKNOWN, f'both sides in "{text}"')
    if source.nature == "group" and " and " in text:
        sides = {
            match.value[0] for match in find_phrases(lookup.mentioned, PREPOSITION.split(text)[0]) if match.value[0]
        }
        if len(sides) > 1:
            return Value(UNKNOWN, f'both sides in "{text}"')
    if any(role.nature == "document" and role.source_type == "polling" for _, _, role in found):
        return Value(UNKNOWN)
    for match in find_phrases(lookup.mentioned, source.name) if source.nature == "person" else ():
        if (match.start, match.end, match.value[1]) == (0, len(source.name), "word"):
            return Value(match.value[0], f'word "{source.name}"')  # a body that was taken for a person: "Calder Vale"
    opposed = _against(source)
    first_role = next((start for start, _, role in found if role.nature == "person"), len(text))
    for match in find_phrases(lookup.mentioned, text):
        side, why = match.value
        words = text[match.start : match.end]
        if match.start > first_role and why == "place" and _of_no_nation(source, lookup):
            continue  # "the World Health Organization's representative in Ukraine"
        elsewhere = _is_place(words, lookup) and words not in roles("nations_as_adjectives")
        if expert and source.nature != "organisation" and (match.start > first_role or elsewhere):
            continue
        if why.startswith("actor") and (opposed or _speaks_to(text, match.start)):
            continue
        if side:
            return Value(side, f'{why} in "{words}"' if why.startswith(("actor", "org")) else f'word "{words}"')
        if why in ("people", "place"):
            return Value(UNKNOWN)
    return Value(UNKNOWN)


def _of_no_nation(source: Described, lookup: Lookup) -> bool:
    """Tell whether a source works for a body of no country: the place where it works says nothing of its side."""
    employer = registered(source.affiliation, lookup)
    return employer is not None and employer.type in ("intergovernmental", "ngo") and not employer.country


def _is_place(words: str, lookup: Lookup) -> bool:
    return any(match.value[1] == "place" for match in find_phrases(lookup.places, words))


def _against(source: Described) -> bool:
    """Tell whether a source is against the one named beside it: "Johnson's critics"."""
    noun = any(role.noun in roles("against") for _, _, role in roles_in(source.description))
    return noun or _opposed(source.description)


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


def side_by_place(source: Described, kind: str, lookup: Lookup) -> Value:
    """Give the side of the place where a source is or speaks: its mention's, then the sentences', then the article's.

    Asked only of officials of whom nothing says whose they are, and of people whom a place tells (`roles.yml`).
    """
    if {role.noun for _, _, role in roles_in(source.description)} & set(roles("of_the_world")):
        return Value(UNKNOWN)
    official = not source.named and {role.noun for _, _, role in roles_in(source.name)} & set(
        roles("officials_of_the_place")
    )
    stated = side_of_mention(source, lookup) if kind not in roles("at_the_front") else Value(UNKNOWN)
    if stated.value != UNKNOWN or kind in roles("people_of_the_place"):
        return next(
            (
                value
                for value in (
                    stated,
                    _place_in_context(source, bool(official), lookup),
                    _place_in_setting(source, lookup),
                )
                if value.value != UNKNOWN
            ),
            Value(UNKNOWN),
        )
    return _place_in_context(source, True, lookup) if official else Value(UNKNOWN)


def side_of_mention(source: Described, lookup: Lookup) -> Value:
    """Give the side of the place that a mention itself names: "a chemist at the works in Port Ulmi"."""
    for mention in source.mentions:
        for match in find_phrases(lookup.places, mention):
            sided = match.value[0] in lookup.with_places or (match.value[0] and not source.named)
            if match.value[1] == "place" and sided and WHOSE.search(mention[: match.start]):
                return Value(match.value[0], f'mention "{mention[match.start : match.end]}"')
    return Value(UNKNOWN)


def _is_where(match: Match, text: str) -> bool:
    """Tell whether a place is where something is: "in Brelitz", but not "in Ordania's view"."""
    owns = text[match.end : match.end + 2] in ("’s", "'s")
    return match.value[1] == "place" and not owns and bool(WHERE.search(text[: match.start]))


def _place_in_context(source: Described, official: bool, lookup: Lookup) -> Value:
    """Take officials for those of the place last named; other people only where the places are all of one side."""
    found = [
        (match.value[0], source.context[match.start : match.end])
        for match in find_phrases(lookup.places, source.context)
        if official or _is_where(match, source.context)
    ]
    if not found or (
        not official and ({side for side, _ in found} - lookup.with_places or found[0][0] != found[-1][0])
    ):
        return Value(UNKNOWN)
    return Value(found[-1][0] or UNKNOWN, f'context "{found[-1][1]}"')


def _place_in_setting(source: Described, lookup: Lookup) -> Value:
    """Give the side of the last two places of a setting where they agree, else that of most of its places.

    Only sides for which the codebook lists places can be found so.
    """
    places = [
        (match.value[0], words[match.start : match.end])
        for words in source.setting.split("; ")
        for match in find_phrases(lookup.places, words)
        if match.value[1] == "place"
    ]
    tally = Counter(side for side, _ in places[-2:])
    tally = tally if len(tally) == 1 else Counter(side for side, _ in places)
    most = max(tally.values(), default=0)
    sides = [side for side, times in tally.items() if times == most]
    if len(sides) != 1 or sides[0] not in lookup.with_places:
        return Value(UNKNOWN)
    (side,) = sides
    return Value(side, f'place "{next(words for each, words in reversed(places) if each == side)}"')
