"""A codebook made ready for looking words up, and the actor or organisation that a name is."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from analysis.codebook import Actor, Codebook, Organisation, shipped_places
from analysis.phrases import Index, find_phrases, phrase_index, words_of
from analysis.reading.lexicon import plural, roles
from analysis.schema import UNKNOWN

OF_NO_COUNTRY = ("news-agency", "news-media", "social-media", "polling")


class Lookup(NamedTuple):
    actors: dict[tuple[str, ...], Actor]
    people: dict[str, Actor]
    organisations: dict[tuple[str, ...], Organisation]
    sides: Index
    places: Index
    with_places: frozenset[str]
    mentioned: Index
    homes: dict[str, tuple[str, str]]


class Value(NamedTuple):
    value: str
    evidence: str = ""


class Described(NamedTuple):
    """What coding looks at: a source's name and description, its affiliation, the words around it, what it tells."""

    name: str
    mentions: tuple[str, ...]
    description: str
    affiliation: str
    context: str
    setting: str
    testimony: str
    owner: str
    nature: str
    named: bool


def described(row: dict) -> Described:
    """Take what coding looks at from a row of `sources`; of a person with a name the role alone describes."""
    named = row["nature"] == "person" and row["anonymity"] == "named"
    return Described(
        row["name"],
        tuple(row["mentions"]),
        row["role"] if named else " ; ".join(filter(None, (row["role"], row["name"]))),
        row["affiliation"],
        *(row.get(column) or "" for column in ("context", "setting", "testimony", "attached_to")),
        row["nature"],
        named,
    )


def key_words(text: str) -> tuple[str, ...]:
    """Give the words by which a name is looked up: no article, no capitals but in acronyms."""
    words = [word for word, _, _ in words_of(text) if word[0].isalnum() or word == "&"]
    while len(words) > 1 and words[0].lower() in ("the", "a", "an", "some", "many", "several", "most", "other"):
        words = words[1:]
    return tuple(word.lower() if word.istitle() and len(words) > 1 else word for word in words)


@lru_cache(maxsize=1)
def look_up(codebook: Codebook) -> Lookup:
    """Make the look-up of a codebook."""
    actors: dict[tuple[str, ...], Actor] = {}
    for actor in codebook.actors:
        for name in (actor.name, *actor.aliases):
            actors.setdefault(key_words(name), actor)
    organisations: dict[tuple[str, ...], Organisation] = {}
    for organisation in codebook.organisations:
        for name in (organisation.name, *organisation.aliases):
            organisations.setdefault(key_words(name), organisation)
    side_of = {country: side.id for side in codebook.sides for country in side.countries}
    own = [(word, side.id) for side in codebook.sides for word in side.words]
    own += [(plural(word), side) for word, side in own if word[-1].islower()]
    words = [(word, (side, "word")) for word, side in own]
    for country in codebook.countries:
        side = side_of.get(country.name, "")
        words += [(word, (side, "people")) for word in country.words]
        words += [(place, (side, "place")) for place in (country.name, *country.places)]
    words += [(place, (side.id, "place")) for side in codebook.sides for place in side.places]
    places = [(word, value) for word, value in words if value[1] != "word"]
    by_name = [
        (name, (actor.side, f'actor "{actor.name}"'))
        for actor in codebook.actors
        if actor.side != UNKNOWN
        for name in (actor.name, *actor.aliases)
        if name[0].isupper()
    ]
    # A medium speaks for itself, not for its country: only the codebook's own line puts it on a side.
    by_register = [
        (name, (side_of.get(organisation.country, ""), f'organisation "{organisation.name}"'))
        for organisation in codebook.organisations
        if organisation.type not in OF_NO_COUNTRY
        for name in (organisation.name, *organisation.aliases)
    ]
    # A body of no side does not hide a word of the codebook within its name: "Conservative" in "Conservative Party".
    sided = phrase_index(own)
    by_register = [(name, value) for name, value in by_register if value[0] or not find_phrases(sided, name)]
    people = {actor.name: actor for actor in codebook.actors if actor.is_person}
    people |= {alias: actor for actor in codebook.actors if actor.is_person for alias in actor.aliases if " " in alias}
    # Only a codebook that lists a side's towns says that whoever speaks there is on that side.
    with_places = frozenset(side.id for side in codebook.sides if side.places)
    # The codebook's own words come before the shipped lists: of equal phrases the first wins.
    mentioned = [*[(w, v) for w, v in words if v[1] == "word"], *by_name, *words, *by_register]
    homes = {outlet.name: (side_of.get(outlet.country, UNKNOWN), outlet.country) for outlet in codebook.outlets}
    return Lookup(
        actors,
        people,
        organisations,
        phrase_index(words),
        phrase_index(places),
        with_places,
        phrase_index(mentioned),
        homes,
    )


def actor_of(source: Described, lookup: Lookup) -> tuple[Actor | None, str]:
    """Find the codebook's actor of a source, and how: the name or alias as a whole, or a near spelling of it."""
    words = key_words(source.name)
    actor = lookup.actors.get(words)
    if actor:
        return actor, f'actor "{actor.name}"'
    if not source.named:
        # "Head of the administration Oleg Tarasnik" ends in a person's name; "Velunia's Centre" begins with a country.
        person = next((found for n in (3, 2) if (found := lookup.actors.get(words[-n:])) and len(words) > n), None)
        if person and person.is_person and source.nature != "document":
            return person, f'actor "{person.name}"'
        first = [match for match in find_phrases(lookup.places, source.name) if match.start == 0]
        rest = key_words(source.name[first[0].end :].removeprefix("’s").removeprefix("'s")) if first else ()
        body = lookup.actors.get(rest) if len(rest) > 1 else None
        if body and not body.is_person and first[0].value[0] == body.side:
            return body, f'actor "{body.name}"'
        return None, ""
    if len(words) < 2:  # "Pope Francis", whose name is only the second word
        titled = lookup.actors.get(key_words(f"{source.description.split('; ')[0]} {source.name}"))
        return (titled, f'actor "{titled.name}"') if titled and titled.is_person else (None, "")
    for short in _plain_names(words):
        if (actor := lookup.actors.get(short)) and actor.is_person:
            return actor, f'actor "{actor.name}"'
    if len(words) > 2 and (actor := lookup.actors.get(words[-2:])) and actor.is_person:
        return actor, f'actor "{actor.name}", spelt like "{actor.name}"'  # "Represenative Adam Schiff"
    near = process.extractOne(source.name, lookup.people.keys(), scorer=fuzz.ratio, score_cutoff=86)
    if near and same_person(source.name, near[0]):
        actor = lookup.people[near[0]]
        return actor, f'actor "{actor.name}", spelt like "{near[0]}"'
    return None, ""


def _plain_names(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give a name without initials and "Jr.", also by its usual short form: Joseph R. Biden Jr. is Joe Biden."""
    words = tuple(word for word in words if word.lower() not in ("jr", "sr", "ii", "iii", "iv"))
    if len(words) < 2:
        return []
    return [(given, words[-1]) for given in (words[0], *roles("short_names").get(words[0], ()))]


def same_person(name: str, other: str) -> bool:
    """Tell whether two full names differ in spelling only: given name and surname each nearly the same."""
    one, two = name.split(), other.split()
    if one[0][0] != two[0][0] or one[-1][0] != two[-1][0]:
        return False
    short = min(len(one[-1]), len(two[-1])) < 6
    given, surname = fuzz.ratio(one[0], two[0]), fuzz.ratio(one[-1], two[-1])
    return (one[-1] == two[-1] and given >= 80) or (given >= 75 and surname >= (100 if short else 85))


def registered(text: str, lookup: Lookup) -> Organisation | None:
    """Find a name in the register of organisations."""
    return lookup.organisations.get(key_words(text)) if text else None


def actors_in(name: str, lookup: Lookup) -> list[Actor]:
    """Give the actors of a joint source, "Clinton and Sanders"; none when it is no list of names."""
    found = [lookup.actors.get(part) or lookup.actors.get(part[-1:]) for part in _parts(name)]
    return [actor for actor in found if actor] if all(found) and len(found) > 1 else []


def type_of_bodies(name: str, lookup: Lookup) -> str:
    """Give the type that all organisations of a joint source have, "both NBC News and Bloomberg"; empty where none."""
    found = [lookup.organisations.get(part) for part in _parts(name)]
    kinds = {organisation.type for organisation in found if organisation}
    if kinds == {"news-agency", "news-media"}:
        kinds = {"news-media"}
    return kinds.pop() if all(found) and len(found) > 1 and len(kinds) == 1 else ""


def are_places(name: str) -> bool:
    """Tell whether a joint source is of countries or their capitals: "both Saudi Arabia and the United States"."""
    found = [" ".join(words).title() for words in _parts(name)]
    return len(found) > 1 and all(each in shipped_places() or each.upper() in shipped_places() for each in found)


def _parts(name: str) -> list[tuple[str, ...]]:
    parts = re.split(r",| and | or |&", re.sub(r"^(?:both|either|neither)\s", "", name, flags=re.I))
    return [words for part in parts if part.strip() and (words := key_words(part))]
