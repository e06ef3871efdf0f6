"""The register of people: who of those that an article names is known, and which office he or she holds then.

A full name must be the register's, but for initials and usual short forms; a bare surname is taken for somebody only
where it is one person's among all who hold an office then. What offices mean for type and side is decided elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from analysis.codebook import Codebook, Office
from analysis.phrases import words_of
from analysis.reading.lexicon import roles

GENERATION = ("jr", "sr", "ii", "iii", "iv")
FAMED = ("leader", "government", "party", "intergovernmental", "de-facto-authority", "legislature")
"""Offices whose holders an article may call by the surname alone from the start."""

HEADS = ("president", "prime minister", "chancellor", "king", "queen", "supreme leader")


class Register(NamedTuple):
    alike: dict[str, tuple[str, ...]]
    """Names and aliases by the first letters of given name and surname."""
    by_name: dict[tuple[str, ...], str]
    by_surname: dict[str, frozenset[str]]
    offices: dict[str, tuple[Office, ...]]
    leaders: dict[str, tuple[Office, ...]]
    """Of each country who led a government for a party, by when they began."""


class Known(NamedTuple):
    """Somebody of the register: the name there, the offices held at the time, and whether all are over."""

    name: str
    offices: tuple[Office, ...]
    former: bool


@lru_cache(maxsize=2)
def register_of(codebook: Codebook) -> Register:
    """Make the look-up of a codebook's register of people."""
    offices: dict[str, list[Office]] = defaultdict(list)
    by_name: dict[tuple[str, ...], str] = {}
    surnames: dict[str, set[str]] = defaultdict(set)
    for office in codebook.people:
        offices[office.name].append(office)
        for name in (office.name, *office.aliases):
            words = _words(name)
            if words:
                by_name.setdefault(words, office.name)
                surnames[words[-1]].add(office.name)
    for name in list(offices):
        for plain in plain_names(_words(name)):
            by_name.setdefault(plain, name)
    alike: dict[str, list[str]] = defaultdict(list)
    for office in codebook.people:
        for name in {office.name, *office.aliases}:
            if " " in name:
                alike[_initials(name)].append(name)
    frozen = {surname: frozenset(names) for surname, names in surnames.items()}
    spelt = {letters: tuple(dict.fromkeys(names)) for letters, names in alike.items()}
    leaders: dict[str, list[Office]] = defaultdict(list)
    for office in sorted(codebook.people, key=lambda office: office.since or 0):
        if office.type == "leader" and office.party and office.role in HEADS:
            leaders[office.country].append(office)
    fixed = {country: tuple(held) for country, held in leaders.items()}
    return Register(spelt, by_name, frozen, {name: tuple(held) for name, held in offices.items()}, fixed)


def governing(office: Office, register: Register) -> str:
    """Give the party that led the government when an office in it began; empty for any other office."""
    if office.type != "government" or not office.since:
        return ""
    led = [leader for leader in register.leaders.get(office.country, ()) if (leader.since or 0) <= office.since]
    return led[-1].party if led else ""


def _initials(name: str) -> str:
    parts = name.split()
    return parts[0][0] + parts[-1][0]


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word, _, _ in words_of(name) if word[0].isalnum())


def plain_names(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give a name without initials and "Jr.", also by its usual short form: Joseph R. Biden Jr. is Joe Biden."""
    words = tuple(word for word in words if word.lower() not in GENERATION)
    words = tuple(word for i, word in enumerate(words) if len(word) > 1 or i == 0)
    if len(words) < 2:
        return []
    given, *rest = words
    return [(first, *rest) for first in (given, *roles("short_names").get(given.lower(), ()))]


def known_person(row: dict, register: Register, year: int | None) -> Known | None:
    """Find a named person of `sources` in the register.

    Parameters
    ----------
    row : of the table `sources`
    register : as `register_of` gives it
    year : of the article; None when not known
    """
    if row["nature"] != "person" or row["anonymity"] != "named":
        return None
    words = _words(row["name"])
    names = [words, *plain_names(words), *([words[:1] + words[-1:]] if len(words) > 2 else [])]
    name = next((register.by_name[each] for each in names if each in register.by_name), None)
    if name is None and len(words) > 1:
        name = _spelt_like(row["name"], register)
    if name is None and len(words) == 1:
        name = _famed(register.by_surname.get(words[0], frozenset()), register, row["role"], year)
    return None if name is None else Known(name, *held(register.offices[name], year))


def _spelt_like(name: str, register: Register) -> str | None:
    """Give the only one of like spelling, given name and surname each: among thousands of names less is chance."""
    near = [other for other in register.alike.get(_initials(name), ()) if _alike(name.split(), other.split())]
    found = {register.by_name[_words(other)] for other in near}
    return found.pop() if len(found) == 1 else None


def _alike(one: list[str], two: list[str]) -> bool:
    return fuzz.ratio(one[0], two[0]) >= 80 and fuzz.ratio(one[-1], two[-1]) >= 88


def same_person(name: str, other: str) -> bool:
    """Tell whether two full names differ in spelling only: given name and surname each nearly the same."""
    one, two = name.split(), other.split()
    if one[0][0] != two[0][0] or one[-1][0] != two[-1][0]:
        return False
    short = min(len(one[-1]), len(two[-1])) < 6
    given, surname = fuzz.ratio(one[0], two[0]), fuzz.ratio(one[-1], two[-1])
    return (one[-1] == two[-1] and given >= 80) or (given >= 75 and surname >= (100 if short else 85))


def held(offices: Iterable[Office], year: int | None) -> tuple[tuple[Office, ...], bool]:
    """Give the offices held in a year, and whether all are over by then; without a year all, of which none is over."""
    offices = tuple(offices)
    if year is None:
        return offices, False
    now = tuple(office for office in offices if (office.since or 0) <= year <= (office.until or 9999))
    return now, not now and all(office.until and office.until < year for office in offices)


def _famed(names: frozenset[str], register: Register, role: str, year: int | None) -> str | None:
    """Give whom a surname alone means: the only one of that name in a high office then, a head of state before all."""
    told = set(re.findall(r"[a-z]+", role.lower()))
    ranks: dict[str, int] = {}
    for name in names:
        offices = [office for office in held(register.offices[name], year)[0] if office.type in FAMED]
        if offices:
            heads = any(office.role in HEADS for office in offices)
            named = any(told & set(office.role.split()) for office in offices)
            ranks[name] = 2 * heads + named
    best = [name for name, rank in ranks.items() if rank == max(ranks.values())]
    return best[0] if len(best) == 1 else None
