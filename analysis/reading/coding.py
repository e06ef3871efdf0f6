"""Code sources by a codebook: actor, source type, side, function and expert, each with what decided it.

Table in, table out: a changed codebook recodes a corpus without reading it again. It reads the words that
`reading.resolution` gathered and nothing else; what no word decides is "unknown".
"""

import re
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.codebook import Actor, Codebook, Organisation
from analysis.phrases import Index, find_phrases, phrase_index, words_of
from analysis.reading.describe import clause_type
from analysis.reading.lexicon import Role, plural, roles, roles_in
from analysis.schema import UNKNOWN

OFFICE_FUNCTIONS = ("leader", "government", "legislature", "party", "local-government", "de-facto-authority")
OF_NO_COUNTRY = ("news-agency", "news-media", "social-media", "polling")
BASIS_OF_TYPE = {"academic": "academic", "think-tank": "think tank", "analyst": "analyst", "polling": "analyst",
                 "former-official": "former official"}  # fmt: skip
ON_A_SUBJECT = re.compile(r"\b(?:on|of|about|in)\s", re.I)
IN_SERVICE = re.compile(
    r"(?i)\b(?:his|her|their|my|our|its|personal)\b|[’']s?\s(?:\w+\s)?(?:lawyer|attorney|counsel|doctor)|"
    r"(?:lawyer|attorney|counsel|barrister|solicitor)s?\s(?:for|of|to)\s(?!the\s(?:families|victims))|defen[cs]e"
)
PREPOSITION = re.compile(r"\s(?:for|of|on|in|at|to|from|by|with|against|who|that|led|backing|about|among)\s")
WHERE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ff]rom|of|around|across)\s(?:the\s)?(?:\w+\s)?$")
PART_OF = re.compile(
    r"(?i)^(?:[\w,.%-]+\s){0,4}(?:percent|%|one|two|three|some|many|most|several|few|dozens|scores|hundreds|thousands|"
    r"millions|majority|group|number|handful|couple|half|third|quarter|those|each|none|all|any|pair|kind|share)\s"
    r"(?:of|in\s\d+)\s(?:the\s)?"
)
CODED = ("actor", "source_type", "side", "function", "expert", "expert_basis",
         "source_type_evidence", "side_evidence", "expert_evidence")  # fmt: skip


class _Lookup(NamedTuple):
    actors: dict[tuple[str, ...], Actor]
    people: dict[str, Actor]
    organisations: dict[tuple[str, ...], Organisation]
    sides: Index
    places: Index
    mentioned: Index


class _Value(NamedTuple):
    value: str
    evidence: str = ""


class _Source(NamedTuple):
    """What coding looks at: a source's name, its own description, its affiliation and the words before it."""

    name: str
    description: str
    affiliation: str
    context: str
    nature: str
    named: bool


def code_sources(sources: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Fill in the codes of sources.

    Parameters
    ----------
    sources : DataFrame
        Rows as `resolve_sources` gives them, with article_id: name, mentions, role, affiliation, context, nature.
    codebook : Codebook
        As `load_codebook` gives it.

    Returns
    -------
    DataFrame
        A copy with actor, source_type, side, function, expert, expert_basis and their evidence columns added or
        overwritten. Gender stays as the article's words gave it.
    """
    lookup = _look_up(codebook)
    coded = sources.copy()
    rows = [_code(row, lookup) for row in sources.to_dict("records")]
    for column in CODED:
        coded[column] = [row[column] for row in rows]
    return _carry_over(coded, lookup)


def _words(text: str) -> tuple[str, ...]:
    words = [word for word, _, _ in words_of(text) if word[0].isalnum() or word == "&"]
    while len(words) > 1 and words[0].lower() in ("the", "a", "an", "some", "many", "several", "most", "other"):
        words = words[1:]
    return tuple(word.lower() if word.istitle() and len(words) > 1 else word for word in words)


def _look_up(codebook: Codebook) -> _Lookup:
    actors: dict[tuple[str, ...], Actor] = {}
    for actor in codebook.actors:
        for name in (actor.name, *actor.aliases):
            actors.setdefault(_words(name), actor)
    organisations: dict[tuple[str, ...], Organisation] = {}
    for organisation in codebook.organisations:
        for name in (organisation.name, *organisation.aliases):
            organisations.setdefault(_words(name), organisation)
    side_of = {country: side.id for side in codebook.sides for country in side.countries}
    words = [(word, (side.id, "word")) for side in codebook.sides for word in side.words]
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
    people = {actor.name: actor for actor in codebook.actors if actor.nature == "person"}
    people |= {
        alias: actor for actor in codebook.actors if actor.nature == "person" for alias in actor.aliases if " " in alias
    }
    # The codebook's own words come before the shipped lists: of equal phrases the first wins.
    mentioned = [*[(w, v) for w, v in words if v[1] == "word"], *by_name, *words, *by_register]
    return _Lookup(actors, people, organisations, phrase_index(words), phrase_index(places), phrase_index(mentioned))


def _code(row: dict, lookup: _Lookup) -> dict:
    named = row["nature"] == "person" and row["anonymity"] == "named"
    source = _Source(
        row["name"],
        row["role"] if named else " ; ".join(filter(None, (row["role"], row["name"]))),
        row["affiliation"],
        row.get("context") or "",
        row["nature"],
        named,
    )
    actor, how = _actor(source, lookup)
    kind = _source_type(source, actor, lookup)
    basis = _expert_basis(source, actor, kind.value, lookup)
    side = _side(source, actor, how, kind.value, bool(basis.value), lookup)
    function = _function(source, actor, kind.value, bool(basis.value))
    organisation = _register(source.name, lookup) if source.nature == "organisation" else None
    return {
        "actor": actor.name if actor else organisation.name if organisation else row["name"],
        "source_type": kind.value,
        "side": side.value,
        "function": function,
        "expert": bool(basis.value),
        "expert_basis": basis.value,
        "source_type_evidence": kind.evidence,
        "side_evidence": side.evidence,
        "expert_evidence": basis.evidence,
    }


# -- actors ------------------------------------------------------------------------------------------------------


def _actor(source: _Source, lookup: _Lookup) -> tuple[Actor | None, str]:
    """Find the codebook's actor of a source, and how: the name or alias as a whole, or a near spelling of it."""
    words = _words(source.name)
    actor = lookup.actors.get(words)
    if actor and ((actor.nature == "person") == source.named or not source.named or len(words) == 1):
        return actor, f'actor "{actor.name}"'
    if not source.named or len(words) < 2:
        return None, ""
    short = (words[0], words[-1])
    if len(words) > 2 and (actor := lookup.actors.get(short)):
        return actor, f'actor "{actor.name}"'
    near = process.extractOne(source.name, lookup.people.keys(), scorer=fuzz.ratio, score_cutoff=86)
    if near and _same_person(source.name, near[0]):
        actor = lookup.people[near[0]]
        return actor, f'actor "{actor.name}", spelt like "{near[0]}"'
    return None, ""


def _same_person(name: str, other: str) -> bool:
    """Tell whether two full names differ in spelling only: given name and surname each nearly the same."""
    one, two = name.split(), other.split()
    if one[0][0] != two[0][0] or one[-1][0] != two[-1][0]:
        return False
    short = min(len(one[-1]), len(two[-1])) < 6
    given, surname = fuzz.ratio(one[0], two[0]), fuzz.ratio(one[-1], two[-1])
    return (one[-1] == two[-1] and given >= 80) or (given >= 75 and surname >= (100 if short else 85))


def _register(text: str, lookup: _Lookup) -> Organisation | None:
    return lookup.organisations.get(_words(text)) if text else None


# -- source type -------------------------------------------------------------------------------------------------


def _source_type(source: _Source, actor: Actor | None, lookup: _Lookup) -> _Value:
    if actor and actor.source_type != UNKNOWN:
        return _Value(actor.source_type, f'actor "{actor.name}"')
    if source.nature == "organisation" and (organisation := _register(source.name, lookup)):
        return _Value(organisation.type, f'organisation "{organisation.name}"')
    if source.nature == "document":
        return _document_type(source, lookup)
    if source.nature in ("person", "group"):
        value = _type_by_role(source, lookup)
        if value.value != UNKNOWN or source.nature == "person":
            return value
        if source.nature == "group" and (several := _actors_in(source.name, lookup)):
            kinds = {each.source_type for each in several}
            return _Value(
                kinds.pop() if len(kinds) == 1 else UNKNOWN, " and ".join(f'actor "{a.name}"' for a in several)
            )
        if source.nature == "group" and any(m.value[1] == "people" for m in find_phrases(lookup.places, source.name)):
            return _Value("citizen", f'people "{source.name}"')
    return _organisation_type(source.description, lookup)


def _actors_in(name: str, lookup: _Lookup) -> list[Actor]:
    """Give the actors of a joint source, "Clinton and Sanders"; none when it is no list of names."""
    parts = [_words(part) for part in re.split(r",| and | or |&", name) if part.strip()]
    found = [lookup.actors.get(part) or lookup.actors.get(part[-1:]) for part in parts if part]
    return [actor for actor in found if actor] if all(found) and len(found) > 1 else []


def _type_by_role(source: _Source, lookup: _Lookup) -> _Value:
    held, former = _posts(source)
    affiliation = _affiliation_type(source.affiliation, lookup)
    clauses = [kind for part in source.description.split("; ") if (kind := clause_type(part))]
    adherent = [role for role in held if role.noun in roles("adherents").get(role.source_type, ())]
    for role in [role for role in held if role not in adherent]:
        by_affiliation = role.source_type == UNKNOWN or role.noun in roles("by_affiliation")
        if by_affiliation and affiliation.value != UNKNOWN:
            return affiliation
        if role.source_type != UNKNOWN:
            return _Value(role.source_type, f'role "{role.noun}"')
    office = next(
        (role for role in former if role.source_type in roles("office_types") and role.noun not in roles("no_office")),
        None,
    )
    if office:
        return _Value("former-official", f'former role "{office.noun}"')
    if affiliation.value != UNKNOWN and affiliation.value != "citizen":
        return affiliation
    if clauses and clauses[0] != "by affiliation":
        return _Value(clauses[0], f'"{source.description}"')
    for role in (*former, *adherent):
        if role.source_type != UNKNOWN:
            return _Value(role.source_type, f'role "{role.noun}"')
    return _Value(UNKNOWN)


def _posts(source: _Source) -> tuple[list[Role], list[Role]]:
    """Part the role nouns for persons into those held now and those held before; of a phrase its head noun counts."""
    description = source.description if source.named else _head_part(source.name)
    held, former = [], []
    for part in re.split(r"[;,]| and (?=former|ex-|a |an |the |now )", description):
        past, before = False, 0
        found = roles_in(part)
        for start, end, role in found:
            between = part[before:start].lower().replace("-", " ").split()
            if "and" in between and role.source_type not in roles("office_types"):
                past = False
            past = past or bool(set(between) & set(roles("former")))
            before = end
            if role.nature == "person":
                (former if past else held).append(role)
    if not source.named and " and " not in description:
        return held[-1:], former[-1:]
    # What stands after "of", "to" or "for" belongs to somebody else: "adviser to the president".
    return _own(description, held), _own(description, former)


def _head_part(name: str) -> str:
    """Cut a description after its head noun; of "most of the voters", "75 percent of Democrats" the part counts."""
    of = PART_OF.match(name)
    return PREPOSITION.split(name[of.end() :] if of else name)[0]


def _own(description: str, found: list[Role]) -> list[Role]:
    if len(found) < 2:
        return found
    owned = []
    for role in found:
        place = re.search(rf"\b(?:of|to|for|by|with|from|under)\s[^;,]*\b{re.escape(role.noun)}", description, re.I)
        if not place or not owned:
            owned.append(role)
    return owned


def _affiliation_type(affiliation: str, lookup: _Lookup) -> _Value:
    if not affiliation:
        return _Value(UNKNOWN)
    if organisation := _register(affiliation, lookup):
        return _Value(organisation.type, f'affiliation "{organisation.name}"')
    actor = lookup.actors.get(_words(affiliation))
    if actor and actor.nature == "person":
        return _Value(UNKNOWN)
    if actor and actor.source_type != UNKNOWN and actor.nature == "organisation":
        return _Value(actor.source_type, f'affiliation, actor "{actor.name}"')
    found = _organisation_type(affiliation, lookup)
    return _Value(found.value, f"affiliation, {found.evidence}") if found.value != UNKNOWN else found


def _organisation_type(text: str, lookup: _Lookup) -> _Value:
    """Read an organisation's type off its words: the register or the codebook within it, or its noun."""
    head = re.split(r"\s(?:for|of|on|in|at|to|from|by|led)\s", text)[0]
    for part in (head, text):
        nouns = [role for _, _, role in roles_in(part) if role.nature == "organisation" and role.source_type != UNKNOWN]
        if nouns:
            return _Value(nouns[-1].source_type, f'word "{nouns[-1].noun}"')
    if text and (words := _words(text)) in lookup.actors:
        return _Value(lookup.actors[words].source_type, f'actor "{lookup.actors[words].name}"')
    places = find_phrases(lookup.places, text)
    if places and places[0].value[1] == "place" and places[0].end - places[0].start >= len(text.strip()) - 4:
        return _Value("government", f'place "{text.strip()}" as speaker')
    return _Value(UNKNOWN)


def _document_type(source: _Source, lookup: _Lookup) -> _Value:
    kinds = [role for _, _, role in roles_in(source.name) if role.nature == "document" and role.source_type != UNKNOWN]
    if kinds:
        return _Value(kinds[0].source_type, f'document "{kinds[0].noun}"')
    for words, names in ((lookup.organisations, "organisation"), (lookup.actors, "actor")):
        tokens = _words(source.name)
        for size in range(min(6, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                hit = words.get(tokens[start : start + size])
                kind = getattr(hit, "type", None) or getattr(hit, "source_type", None)
                if kind and kind != UNKNOWN:
                    return _Value(kind, f'{names} "{hit.name}"')
    return _organisation_type(source.name, lookup)


# -- expert ------------------------------------------------------------------------------------------------------


def _expert_basis(source: _Source, actor: Actor | None, kind: str, lookup: _Lookup) -> _Value:
    """Tell what makes a source an expert; empty when it speaks as a party, or nothing says that it is one."""
    if actor and actor.expert is not None:
        basis = actor.expert_basis or BASIS_OF_TYPE.get(kind, "analyst")
        return _Value(basis, f'actor "{actor.name}"') if actor.expert else _Value("")
    if source.nature == "document" or (
        actor and actor.source_type not in (*BASIS_OF_TYPE, UNKNOWN, "professional", "ngo")
    ):
        return _Value("")
    if source.nature == "organisation":
        return (
            _Value(BASIS_OF_TYPE[kind], f'name "{source.name}"') if kind in ("think-tank", "academic") else _Value("")
        )
    held, former = _posts(source)
    nouns = [role.noun for role in held]
    evidence = f'"{source.description}"' if not source.named else f'role "{source.description}"'
    if kind == "ngo" and set(nouns) & set(roles("expert_basis")["NGO"]["nouns"]):
        return _Value("NGO", evidence)
    if kind in ("professional", "academic") and set(nouns) & set(roles("expert_basis")["legal or technical"]["nouns"]):
        party = IN_SERVICE.search(source.description)
        if not party or kind == "academic":
            return _Value("legal or technical" if kind == "professional" else "academic", evidence)
        return _Value("")
    if kind in BASIS_OF_TYPE:
        return _Value(BASIS_OF_TYPE[kind], evidence)
    if kind in ("business", "ngo", "interest-group", UNKNOWN):
        knowing = [role for role in held if role.source_type in ("academic", "analyst", "think-tank")]
        if knowing:
            return _Value("NGO" if kind == "ngo" else "analyst", evidence)
    return _Value("")


# -- side --------------------------------------------------------------------------------------------------------


def _side(source: _Source, actor: Actor | None, how: str, kind: str, expert: bool, lookup: _Lookup) -> _Value:
    if actor and actor.side != UNKNOWN:
        return _Value(actor.side, how)
    for value in (
        _side_in_description(source, expert, lookup),
        _side_of_organisation(source.name, lookup) if source.nature == "organisation" else _Value(UNKNOWN),
        _side_of_organisation(source.affiliation, lookup, "affiliation, "),
        _side_in_context(source, kind, expert, lookup),
    ):
        if value.value != UNKNOWN:
            return value
    return _Value(UNKNOWN)


def _side_in_description(source: _Source, expert: bool, lookup: _Lookup) -> _Value:
    text = source.description
    found = roles_in(text)
    if source.nature == "group" and (several := _actors_in(source.name, lookup)):
        sides = {actor.side for actor in several}
        names = " and ".join(f'actor "{actor.name}"' for actor in several)
        return _Value(sides.pop() if len(sides) == 1 else UNKNOWN, names)
    if source.nature == "group" and " and " in text:
        sides = {
            match.value[0] for match in find_phrases(lookup.mentioned, PREPOSITION.split(text)[0]) if match.value[0]
        }
        if len(sides) > 1:
            return _Value(UNKNOWN, f'both sides in "{text}"')
    if any(role.nature == "document" and role.source_type == "polling" for _, _, role in found):
        return _Value(UNKNOWN)
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
            return _Value(side, f'{why} in "{words}"' if why.startswith(("actor", "org")) else f'word "{words}"')
        if why in ("people", "place"):
            return _Value(UNKNOWN)
    return _Value(UNKNOWN)


def _is_place(words: str, lookup: _Lookup) -> bool:
    return any(match.value[1] == "place" for match in find_phrases(lookup.places, words))


def _opposed(text: str) -> bool:
    words = {word.lower() for word in _words(text)}
    return any(form in words for noun in roles("against") for form in (noun, plural(noun))) or "anti" in words


def _speaks_to(text: str, place: int) -> bool:
    """Tell whether a name is only the one addressed or opposed: "an open letter to Trump"."""
    return bool(
        re.search(r"\b(?:to|against|about|of|on)\s+(?:the\s+)?$", text[:place])
        and re.match(
            r"(?i).*\b(?:letter|book|film|documentary|lawsuit|complaint|story|stories|report|question)", text[:place]
        )
    )


def _side_of_organisation(text: str, lookup: _Lookup, before: str = "") -> _Value:
    for match in find_phrases(lookup.mentioned, text):
        side, why = match.value
        if side:
            words = text[match.start : match.end]
            return _Value(
                side, f'{before}{why} in "{words}"' if why[:3] in ("act", "org") else f'{before}word "{words}"'
            )
        if why in ("people", "place"):
            break
    return _Value(UNKNOWN)


def _side_in_context(source: _Source, kind: str, expert: bool, lookup: _Lookup) -> _Value:
    """Take officials and people of whom nothing says whose they are for those of the place last named before them."""
    if expert or not source.context or source.nature not in ("person", "group", "organisation"):
        return _Value(UNKNOWN)
    nouns = {role.noun for _, _, role in roles_in(source.name)}
    official = not source.named and nouns & set(roles("officials_of_the_place"))
    if not official and kind not in roles("people_of_the_place"):
        return _Value(UNKNOWN)
    for match in reversed(find_phrases(lookup.places, source.context)):
        words = source.context[match.start : match.end]
        if official or WHERE.search(source.context[: match.start]):
            return _Value(match.value[0], f'context "{words}"') if match.value[0] else _Value(UNKNOWN)
    return _Value(UNKNOWN)


# -- function ----------------------------------------------------------------------------------------------------


def _function(source: _Source, actor: Actor | None, kind: str, expert: bool) -> str:
    """Give the function after GMMP; a person who holds or seeks an office and speaks for himself is a subject."""
    if actor and actor.function != UNKNOWN:
        return actor.function
    if source.nature in ("organisation", "document"):
        return "expert" if expert else UNKNOWN
    nouns = {role.noun for role in _posts(source)[0]}
    for function, words in roles("functions").items():
        if nouns & set(words):
            return function
    if expert:
        return "expert"
    return "subject" if kind in OFFICE_FUNCTIONS and source.nature == "person" else UNKNOWN


# -- across an article -------------------------------------------------------------------------------------------


def _carry_over(coded: pd.DataFrame, lookup: _Lookup) -> pd.DataFrame:
    """Give a source of unknown side the side of the fuller name that its affiliation has in the same article."""
    if "article_id" not in coded:
        return coded
    known = coded[(coded["side"] != UNKNOWN) & (coded["nature"] == "organisation")]
    by_article = {key: rows[["name", "side"]].to_records(index=False) for key, rows in known.groupby("article_id")}
    for i in coded.index[
        (coded["side"] == UNKNOWN) & ((coded["affiliation"] != "") | (coded["nature"] == "organisation"))
    ]:
        row = coded.loc[i]
        short = _words(row["affiliation"] or row["name"])
        for name, side in by_article.get(row["article_id"], ()):
            if short and len(short) > 1 and _words(name)[-len(short) :] == short:
                coded.loc[i, ["side", "side_evidence"]] = [side, f'affiliation, "{name}" in the same article']
                break
    return coded
