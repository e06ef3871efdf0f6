"""The researcher's codebook: sides, actors and their aliases, source types and organisations, checked on loading.

It says how sources are coded and codes nothing itself (`reading.coding` does). The format is described in
`data/codebooks/README.md`.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analysis.checked import checked, place_in
from analysis.errors import RequestError, nearest
from analysis.files import load_yaml
from analysis.paths import LISTS
from analysis.phrases import words_of
from analysis.schema import TABLES, UNKNOWN

REMEDIES = {"compare": "compares two sides; give the ids of two, as in [north, south]"}

Text = Annotated[str, Field(min_length=1)]
Nature = Literal["person", "organisation", "group", "document"]
Year = Annotated[int | None, BeforeValidator(lambda written: written or None)]
Function = Literal["subject", "spokesperson", "expert", "eyewitness", "popular opinion", "unknown"]
ExpertBasis = Literal["", "academic", "think tank", "analyst", "former official", "legal or technical", "NGO"]
Scale = Literal["nominal", "ordinal", "yes/no"]

TAKEN = {column.name for table in TABLES.values() for column in table} | {"attribution", "read", "tone"}
"""Names that an own question cannot have: columns, and what is asked of everything."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Side(_Entry):
    """One side of the story, with the countries and words that put a source on it."""

    id: Text
    label: Text
    description: str = ""
    countries: tuple[Text, ...] = ()
    places: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()


class Actor(_Entry):
    """Somebody who speaks: every alias in an article is coded as this actor."""

    name: Text
    aliases: tuple[Text, ...] = ()
    side: str = UNKNOWN
    source_type: str = UNKNOWN
    nature: Nature | None = None
    function: Function = UNKNOWN
    expert: bool | None = None
    expert_basis: ExpertBasis = ""
    note: str = ""

    @property
    def is_person(self) -> bool:
        """Tell whether the line means a person, as one does that leaves the nature out."""
        return self.nature in (None, "person")


class SourceType(_Entry):
    """One type of source, and what the schemes it was merged from call it."""

    id: Text
    label: Text
    group: str
    description: str = ""
    sir: str = ""
    infocore: str = ""
    gmmp: str = ""


class TypeGroup(_Entry):
    id: Text
    label: Text


class Organisation(_Entry):
    """One line of the register of organisations; its type is a source type, its country a listed one."""

    name: Text
    aliases: tuple[Text, ...] = ()
    type: str
    country: str = ""


class Office(_Entry):
    """One line of the register of people: an office somebody held, the type of source it makes, and from when to when.

    `until` is empty while the office is held, `since` when its beginning is not known; `party` is a party or a body.
    """

    name: Text
    aliases: tuple[Text, ...] = ()
    country: str = ""
    party: str = ""
    type: str
    role: str = ""
    since: Year = None
    until: Year = None


class Country(_Entry):
    """A country with the words for its people and the places whose names stand for its government."""

    name: Text
    words: tuple[Text, ...] = ()
    places: tuple[Text, ...] = ()


class Outlet(_Entry):
    """An outlet as the corpus names it, and the country it is at home in: whose ministry "the ministry" is there."""

    name: Text
    country: str


class Answer(_Entry):
    """One answer that an own question offers; in the file a word alone, or an id with what to print and its meaning."""

    id: Text
    label: str = ""
    description: str = ""

    @model_validator(mode="before")
    @classmethod
    def _of_a_word(cls, written: Any) -> Any:
        """Take a word, a number, or what YAML makes of an unquoted yes or no, as an id."""
        if isinstance(written, bool):
            return {"id": "yes" if written else "no"}
        return {"id": str(written)} if isinstance(written, str | int | float) else written


class OwnQuestion(_Entry):
    """What people are asked of each attribution besides what is always asked; no machine answers it."""

    id: Text
    question: Text
    rule: str = ""
    scale: Scale = "nominal"
    values: tuple[Answer, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Give what is offered, in the order of the scale where it has one."""
        return self.values or (Answer(id="yes"), Answer(id="no"))


class _File(_Entry):
    title: str
    description: str = ""
    sides: tuple[Side, ...] = Field(min_length=1)
    compare: tuple[str, str]
    actors: tuple[Actor, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()
    source_types: str = "source-types.yml"
    organisations: str = "organisations.csv"
    people: str = "people.csv"
    countries: str = "countries.csv"


class _TypesFile(_Entry):
    description: str = ""
    groups: tuple[TypeGroup, ...]
    types: tuple[SourceType, ...]


class Codebook(_Entry):
    """A codebook with everything it refers to."""

    title: str
    description: str
    sides: tuple[Side, ...]
    compare: tuple[str, str]
    actors: tuple[Actor, ...]
    groups: tuple[TypeGroup, ...]
    source_types: tuple[SourceType, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Office, ...]
    countries: tuple[Country, ...]
    outlets: tuple[Outlet, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()

    @property
    def orders(self) -> dict[str, list[str]]:
        """Give the answers of each ordinal question, from one end of its scale to the other."""
        return {one.id: [answer.id for answer in one.answers] for one in self.questions if one.scale == "ordinal"}

    @property
    def side_ids(self) -> list[str]:
        return [side.id for side in self.sides]

    @property
    def type_ids(self) -> list[str]:
        return [kind.id for kind in self.source_types]


def load_codebook(path: Path) -> Codebook:
    """Read a codebook and the lists it refers to; it must name every side and type that it uses.

    Parameters
    ----------
    path : Path
        The codebook's YAML file. The lists it names are looked for beside it, then among the shipped lists.

    Raises
    ------
    RequestError
        When a file is missing or not YAML, a key, side, type or country is misspelt, or a value is of the wrong
        kind: names the file, the place and the nearest right name.
    """
    path = Path(path)
    book = checked(_File, load_yaml(path), path, remedies=REMEDIES)
    types_path = _beside(path, book.source_types)
    types = checked(_TypesFile, load_yaml(types_path), types_path)
    organisations_path = _beside(path, book.organisations)
    organisations = _read_list(organisations_path, Organisation, ("aliases",))
    people_path = _beside(path, book.people)
    people = _read_list(people_path, Office, ("aliases",))
    countries_path = _beside(path, book.countries)
    countries = _read_list(countries_path, Country, ("words", "places"))

    sides, type_ids = [side.id for side in book.sides], [kind.id for kind in types.types]
    _refuse_repeated(path, "sides", sides)
    _refuse_repeated(path, "actors", [actor.name for actor in book.actors])
    _refuse_repeated(types_path, "types", type_ids)
    if UNKNOWN in sides:
        at = place_in(path, ("sides", sides.index(UNKNOWN), "id"))
        raise RequestError(f'{path}: {at}: "{UNKNOWN}" is what sources of no side have; give the side another id.')
    for i, value in enumerate(book.compare):
        _known(path, ("compare", i), value, sides, "side")
    for i, side in enumerate(book.sides):
        for j, country in enumerate(side.countries):
            _known(path, ("sides", i, "countries", j), country, [c.name for c in countries], "country")
    for i, actor in enumerate(book.actors):
        _known(path, ("actors", i, "side"), actor.side, [*sides, UNKNOWN], "side")
        _known(path, ("actors", i, "source_type"), actor.source_type, [*type_ids, UNKNOWN], "source type")
    _refuse_repeated(path, "outlets", [outlet.name for outlet in book.outlets])
    for i, outlet in enumerate(book.outlets):
        _known(path, ("outlets", i, "country"), outlet.country, [c.name for c in countries], "country")
    _refuse_repeated(path, "questions", [question.id for question in book.questions])
    for i, question in enumerate(book.questions):
        _refuse_question(path, i, question)
    for i, kind in enumerate(types.types):
        _known(types_path, ("types", i, "group"), kind.group, [group.id for group in types.groups], "group")
    known_types, names = dict.fromkeys(type_ids), {country.name: None for country in countries}
    for register, entries in ((organisations_path, organisations), (people_path, people)):
        of_these_countries = register.parent != LISTS or countries_path.parent == LISTS
        for line, entry in enumerate(entries, start=2):
            _known(register, f"line {line}, type", entry.type, known_types, "source type")
            if entry.country and of_these_countries:
                _known(register, f"line {line}, country", entry.country, names, "country")
    return Codebook(
        title=book.title,
        description=book.description,
        sides=book.sides,
        compare=book.compare,
        actors=book.actors,
        groups=types.groups,
        source_types=types.types,
        organisations=organisations,
        people=people,
        countries=countries,
        outlets=book.outlets,
        questions=book.questions,
    )


def no_codebook() -> Codebook:
    """Give a codebook that knows no side and no actor: source types and experts are coded by the shipped lists."""
    types = checked(_TypesFile, load_yaml(LISTS / _File.model_fields["source_types"].default), LISTS)
    return Codebook(
        title="No codebook",
        description="",
        sides=(),
        compare=(UNKNOWN, UNKNOWN),
        actors=(),
        groups=types.groups,
        source_types=types.types,
        organisations=shipped_register(),
        people=_read_list(LISTS / "people.csv", Office, ("aliases",)),
        countries=_read_list(LISTS / "countries.csv", Country, ("words", "places")),
    )


def shipped_register() -> tuple[Organisation, ...]:
    """Give the shipped register of organisations."""
    return _read_list(LISTS / "organisations.csv", Organisation, ("aliases",))


@cache
def shipped_organisations() -> dict[str, str]:
    """Give the name of every organisation in the shipped register by each of its names and aliases."""
    return {name: entry.name for entry in shipped_register() for name in (*entry.aliases, entry.name)}


@cache
def shipped_types() -> dict[str, str]:
    """Give the source type of every organisation in the shipped register by each of its names and aliases."""
    entries = _read_list(LISTS / "organisations.csv", Organisation, ("aliases",))
    return {name: entry.type for entry in entries for name in (*entry.aliases, entry.name)}


@cache
def shipped_places() -> dict[str, str]:
    """Give the country of every country name and place in the shipped list."""
    entries = _read_list(LISTS / "countries.csv", Country, ("words", "places"))
    return {place: entry.name for entry in entries for place in (*entry.places, entry.name)}


@cache
def _countries() -> dict[str, str]:
    countries = _read_list(LISTS / "countries.csv", Country, ("words", "places"))
    return {word: entry.name for entry in countries for word in entry.words} | shipped_places()


def country_of(word: str) -> str:
    """Give the country that a word for a people, a country or its capital stands for; empty when it is none."""
    return _countries().get(word, "")


def _beside(codebook: Path, name: str) -> Path:
    here = codebook.parent / name
    return here if here.exists() or not (LISTS / name).exists() else LISTS / name


def _neighbour(path: Path) -> str:
    folder = path.parent
    return nearest(path.name, [file.name for file in folder.iterdir()]) if folder.is_dir() else ""


def _read_list(path: Path, entry: type[_Entry], several: tuple[str, ...]) -> tuple:
    """Read a list of entries, a shipped one once in a process: they have 19,000 lines."""
    return (_shipped if path.parent == LISTS else _entries)(path, entry, several)


def _entries(path: Path, entry: type[_Entry], several: tuple[str, ...]) -> tuple:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file, restkey="", restval=""))
    except FileNotFoundError:
        raise RequestError(f"{path}: there is no such file; check its name.{_neighbour(path)}") from None
    entries = []
    for number, line in enumerate(lines, start=2):
        if "" in line:
            raise RequestError(f"{path}: line {number} has too many commas; put quotation marks round the name.")
        for column in several:
            if column in line:
                line[column] = [part.strip() for part in line[column].split("|") if part.strip()]
        entries.append(checked(entry, line, path, f"line {number}, "))
    return tuple(entries)


_shipped = cache(_entries)


def _known(path: Path, place: str | tuple, value: str, known: Collection[str], what: str) -> None:
    if value not in known:
        at = place if isinstance(place, str) else place_in(path, place)
        meant = country_of(value) if what == "country" else ""
        near = f' Did you mean "{meant}"?' if meant in known else nearest(value, known)
        listed = near or (f" Known: {', '.join(known)}." if len(known) < 40 else "")
        raise RequestError(f'{path}: {at}: "{value}" is not a known {what}.{listed}')


def _refuse_repeated(path: Path, place: str, names: list[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise RequestError(f'{path}: {place}: "{name}" stands there {times} times; keep one.')


def _refuse_question(path: Path, number: int, question: OwnQuestion) -> None:
    """Refuse a question whose id cannot be a column of its own, or whose answers are not those of its scale."""
    place, told = ("questions", number), ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", question.id):
        told = f'"{question.id}" cannot name a column; use small letters, digits and _, as in news_frame.'
    elif question.id in TAKEN:
        told = f'"{question.id}" is a column already; give the question another id.'
    if told:
        raise RequestError(f"{path}: {place_in(path, (*place, 'id'))}: {told}")
    if question.scale == "yes/no" and question.values:
        told = "a yes/no question has these two answers; leave the values out, or name another scale."
    elif question.scale != "yes/no" and len(question.values) < 2:
        told = f"has {len(question.values) or 'no'} values; give two or more, or write scale: yes/no."
    if told:
        raise RequestError(f"{path}: {place_in(path, place)}: {told}")
    _refuse_repeated(path, place_in(path, place), [answer.label or answer.id for answer in question.values])


def check_codebook(codebook: Codebook) -> list[str]:
    """Remark on what is doubtful in a codebook, one sentence each; it changes nothing and refuses nothing."""
    remarks = [
        f'"{word}" is an alias of {" and ".join(owners)}: it is taken for the first; leave it to one.'
        for word, owners in _owners((actor.name, (actor.name, *actor.aliases)) for actor in codebook.actors)
    ]
    remarks += [
        f'"{word}" decides for the sides {" and ".join(owners)}: it is taken for the first; leave it to one.'
        for word, owners in _owners((side.id, (*side.words, *side.places, *side.countries)) for side in codebook.sides)
    ]
    remarks += [
        f'Side "{side.id}" has no country, no words and no actor: nothing can be coded so.'
        for side in codebook.sides
        if not (side.countries or side.places or side.words or any(actor.side == side.id for actor in codebook.actors))
    ]
    return remarks


def _owners(entries: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, list[str]]]:
    """List the words that stand with more than one owner, with their owners."""
    owners: dict[tuple[str, ...], list[str]] = {}
    written: dict[tuple[str, ...], str] = {}
    for owner, words in entries:
        for word in words:
            key = tuple(part for part, _, _ in words_of(word))
            written.setdefault(key, word)
            if owner not in owners.setdefault(key, []):
                owners[key].append(owner)
    return [(written[key], names) for key, names in owners.items() if len(names) > 1]
