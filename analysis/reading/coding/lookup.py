"""A codebook made ready for looking words up, and the actor or organisation that a name is."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from analysis.codebook import Actor, Codebook, Organisation
from analysis.phrases import Index, find_phrases, phrase_index, words_of
from analysis.reading.coding.register import Register, plain_names, register_of, same_person
from analysis.reading.lexicon import plural
from analysis.schema import UNKNOWN

OF_NO_COUNTRY = ("news-agency", "news-media", "social-media", "polling")
"""A medium speaks for itself, not for its country: only the codebook's own line puts it on a side."""
OF_ALL_COUNTRIES = ("ngo", "intergovernmental")
"""These have a seat in a country and do not speak for it."""


class Lookup(NamedTuple):
    actors: dict[tuple[str, ...], Actor]
    people: dict[str, Actor]
    """Persons of the codebook by name, to be compared in spelling."""
    organisations: dict[tuple[str, ...], Organisation]
    register: Register
    side_of: dict[str, str]
    """The side of each country that has one."""
    words: Index
    """The sides' own words: each match gives a side."""
    mentioned: Index
    """Whatever tells of a side: each match gives the side, empty where it is of none, and what it is."""
    homes: dict[str, str]
    """The side of the country where an outlet is at home."""
    types: frozenset[str]


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
    sided = phrase_index(own)
    people = {actor.name: actor for actor in codebook.actors if actor.is_person}
    people |= {alias: actor for actor in codebook.actors if actor.is_person for alias in actor.aliases if " " in alias}
    homes = {outlet.name: side_of.get(outlet.country, "") for outlet in codebook.outlets}
    types = frozenset((*codebook.type_ids, UNKNOWN))
    mentioned = phrase_index(_mentioned(codebook, own, side_of, sided))
    return Lookup(actors, people, organisations, register_of(codebook), side_of, sided, mentioned, homes, types)


def _mentioned(codebook: Codebook, own: list, side_of: dict[str, str], sided: Index):
    """List the phrases that tell of a side; the codebook's own come first, and of equal phrases the first wins."""
    yield from ((word, (side, "word")) for word, side in own)
    for actor in codebook.actors:
        names = (actor.name, *actor.aliases) if actor.side != UNKNOWN else ()
        yield from ((name, (actor.side, "actor")) for name in names if name[0].isupper())
    for country in codebook.countries:
        side = side_of.get(country.name, "")
        yield from ((word, (side, "people")) for word in country.words)
        yield from ((place, (side, "place")) for place in (country.name, *country.places))
    yield from ((place, (side.id, "place")) for side in codebook.sides for place in side.places)
    for body in codebook.organisations:
        side = side_of.get(body.country, "") if body.type not in OF_ALL_COUNTRIES else ""
        if body.type == "intergovernmental":
            member = find_phrases(sided, " ; ".join((body.name, *body.aliases)))
            side = member[0].value if member else ""
        for name in (body.name, *body.aliases) if body.type not in (*OF_NO_COUNTRY, "ngo") else ():
            # A body of no side does not hide a word of the codebook in it: "Conservative" in "Conservative Party".
            if side or not find_phrases(sided, name):
                yield name, (side, "organisation")


def actor_of(row: dict, lookup: Lookup) -> tuple[Actor | None, str]:
    """Find the codebook's actor of a source, and how: the name or alias as a whole, or a near spelling of it."""
    name, named = row["name"], row["nature"] == "person" and row["anonymity"] == "named"
    words = key_words(name)
    if actor := lookup.actors.get(words):
        return actor, f'actor "{actor.name}"'
    if not named:
        # "Head of the administration Oleg Tarasnik" ends in a person's name.
        person = next((found for n in (3, 2) if len(words) > n and (found := lookup.actors.get(words[-n:]))), None)
        return (person, f'actor "{person.name}"') if _may_be(person, row) else (None, "")
    title = (row["role"] or "").split("; ")[0]
    shorter = [key_words(f"{title} {name}")] if len(words) < 2 else plain_names(words)  # "Pope Francis"
    for short in shorter:
        if (actor := lookup.actors.get(short)) and actor.is_person:
            return actor, f'actor "{actor.name}"'
    if len(words) > 2 and (actor := lookup.actors.get(words[-2:])) and actor.is_person:
        return actor, f'actor "{actor.name}", spelt like "{actor.name}"'  # "Represenative Adam Schiff"
    near = process.extractOne(name, lookup.people.keys(), scorer=fuzz.ratio, score_cutoff=86)
    if near and same_person(name, near[0]):
        actor = lookup.people[near[0]]
        return actor, f'actor "{actor.name}", spelt like "{near[0]}"'
    return None, ""


def _may_be(person: Actor | None, row: dict) -> bool:
    return person is not None and person.is_person and row["nature"] != "document"


def registered(text: str, lookup: Lookup) -> Organisation | None:
    """Find a name in the register of organisations."""
    return lookup.organisations.get(key_words(text)) if text else None
