"""Code a source's type by its actor, its role, its organisation, its document, and say what decided."""

import re

from analysis.codebook import Actor, country_of
from analysis.phrases import find_phrases, words_of
from analysis.reading.coding.lookup import (
    Described,
    Lookup,
    Value,
    actors_in,
    are_places,
    key_words,
    registered,
    type_of_bodies,
)
from analysis.reading.lexicon import Role, roles, roles_in
from analysis.reading.sources.describe import clause_type
from analysis.schema import UNKNOWN

PREPOSITION = re.compile(
    r"\s(?:for|of|on|in|at|to|from|by|with|against|who|that|led|backing|about|among|such as|including|like)\s"
)


TERM = re.compile(
    r"\b(?:from|between)\s\d{4}\s(?:to|and|until|till|through)\s\d{4}|\buntil\s\d{4}|\d{4}\s?[–-]\s?\d{2}"
)
"""A term of office that is over."""
BESIDE = re.compile(
    r"\s(?:(?!(?:of|to|for|at|in|by|with|from|on|and|or|as|the|an?|who|whose|is|was|under|turned)\s)[a-z]+\s)?"
)
"""What may stand between two nouns of which the second is the one that counts."""
CLAUSE = re.compile(r"\s*who\s(?!was\s|served\s|used\s)")
AGE = re.compile(r",\s(?:aged\s)?\d\d(?:,|$)|\b[\w-]+-year-old\s[A-Z]")

SERVED = re.compile(r"\s(?:for|to|of)\s(?:the|an?)\s(.+)|^(?:[Tt]he\s)?(.+?)['’]s\s")
"""Whom a spokesman or an aide serves: "for the mayor", "the mayor's"."""

PART_OF = re.compile(
    r"(?i)^(?:[\w,.%-]+\s){0,4}(?:percent|%|one|two|three|some|many|most|several|few|dozens|scores|hundreds|thousands|"
    r"millions|majority|group|team|panel|crowd|number|handful|couple|half|third|quarter|those|each|none|all|any|pair|kind|share)\s"
    r"(?:of|in\s\d+)\s(?:the\s)?"
)


def source_type_of(source: Described, actor: Actor | None, lookup: Lookup) -> Value:
    """Give a source's type: its actor's, its organisation's, its document's, or what its role and affiliation say."""
    if actor and actor.source_type != UNKNOWN:
        if actor.source_type in roles("may_bear_witness") and (testimony := _testimony(source)):
            return Value("witness", testimony)
        return Value(actor.source_type, f'actor "{actor.name}"')
    if source.nature == "organisation" and (organisation := registered(source.name, lookup)):
        return Value(organisation.type, f'organisation "{organisation.name}"')
    if source.nature == "document":
        value = _document_type(source, lookup)
        if value.value == UNKNOWN and source.owner:
            value = _owner_type(source, lookup)
        return value if value.value != UNKNOWN or not (field := _field(source.name)).value else field
    if source.nature == "organisation" and (share := PART_OF.match(source.name)):
        members = [role for _, _, role in roles_in(source.name[share.end() :]) if role.nature == "person"]
        if members and members[0].source_type != UNKNOWN:  # "a group of physicians"
            return Value(members[0].source_type, f'role "{members[0].noun}"')
    if source.nature in ("person", "group"):
        if is_unplaced(source) and not _field(source.name).value:
            return Value(UNKNOWN, f'"{source.name}"')
        if source.nature == "group" and (body := _several_bodies(source.name)).value != UNKNOWN:
            return body
        value = _type_by_role(source, lookup)
        if (
            value.value in (UNKNOWN, "citizen")
            and source.named
            and source.description.split("; ")[0] in roles("learned")
        ):
            return Value("professional", 'title "Dr."') if value.value == "citizen" else value
        if _may_bear_witness(source, value.value) and (testimony := _testimony(source)):
            return Value("witness", testimony)
        if value.value == UNKNOWN and not _roles_told(source) and (private := _private(source)):
            return Value("citizen", f'no role, "{private}"')
        if value.value != UNKNOWN or source.nature == "person":
            return value
        if source.nature == "group" and (several := actors_in(source.name, lookup)):
            kinds = {each.source_type for each in several}
            return Value(
                kinds.pop() if len(kinds) == 1 else UNKNOWN, " and ".join(f'actor "{a.name}"' for a in several)
            )
        if source.nature == "group" and (kind := type_of_bodies(source.name, lookup)):
            return Value(kind, f'organisations "{source.name}"')
        if source.nature == "group" and are_places(source.name):
            return Value("government", f'places "{source.name}" as speakers')
        people = find_phrases(lookup.places, _head_part(source.name)) if source.nature == "group" else ()
        if any(match.value[1] == "people" for match in people):
            return Value("citizen", f'people "{source.name}"')
    return _organisation_type(source.description, lookup)


def is_unplaced(source: Described) -> bool:
    """Tell whether a source without a name or office is only said to know of it: "people familiar with the talks"."""
    told = " ; ".join((source.name, *source.mentions)).lower()
    office = any(role.source_type not in (UNKNOWN, "citizen") for role in posts(source)[0])
    return not source.named and not office and any(words in told for words in roles("unplaced"))


def _several_bodies(name: str) -> Value:
    """Give the type of bodies in the plural, by the last noun before any "of": "Velunian courts", "teachers unions"."""
    here = roles_in(_head_part(name))
    last = here[-1] if here and here[-1][1] == len(_head_part(name).rstrip()) else None
    if last is not None and last[2].noun in roles("states"):
        return Value("government", f'"{name}"')
    if last is not None and last[2].noun in roles("of_people") and len(here) > 1:
        return Value("interest-group", f'"{name}"')  # "Native American groups"
    if last is None or last[2].nature != "organisation" or last[2].source_type == UNKNOWN:
        return Value(UNKNOWN)
    return Value(last[2].source_type, f'word "{last[2].noun}"')


def _may_bear_witness(source: Described, kind: str) -> bool:
    """Tell whether who tells what he saw is a witness: private persons are, who serves or holds an office is not."""
    held, former = ({role.noun for role in found} for found in posts(source))
    nouns = former if kind == "armed-forces" and not held else held
    serves = kind == "armed-forces" and bool(held)
    private = kind in roles("may_bear_witness") and not held & set(roles("persons")[UNKNOWN])
    return private or bool(nouns) and nouns <= set(roles("no_office")) and not serves


def _roles_told(source: Described) -> bool:
    return any(roles_in(part) for part in source.description.split("; ") if not part.startswith("whose "))


def _private(source: Described) -> str:
    """Give the words that tell a person of whom no role is told as a private one: his age, "whose grandfather …"."""
    for words in source.mentions if source.named and not source.affiliation else ():
        if AGE.search(words):
            return words
        if (clause := words.partition(", whose ")[2]) and clause.split()[0] in roles("kin"):
            return words
    return ""


def _testimony(source: Described) -> str:
    """Give the words that make a private person a witness: what it tells, or "who survived …"."""
    if source.testimony:
        return f'testimony "{source.testimony}"'
    for words in (*source.description.split("; "), *source.mentions):
        start = max(words.find("who "), words.find("whose "))
        clause = words[start:] if start >= 0 else ""
        if clause_type(clause) == "witness":
            return f'"{clause}"'
        if (
            clause.startswith("whose ")
            and clause.split()[1] in roles("kin")
            and set(clause.split()) & set(roles("bereaved"))
        ):
            return f'"{clause}"'
    return ""


def _type_by_role(source: Described, lookup: Lookup) -> Value:
    held, former = posts(source)
    for kind, titles in roles("addressed_as").items():
        if source.named and source.description.split("; ")[0] in titles:
            return Value(kind, f'title "{source.description.split("; ")[0]}"')
    if not source.named and held and held[-1].noun in roles("fields")["nouns"] and (field := _field(source.name)).value:
        return field
    affiliation = _affiliation_type(source.affiliation, lookup)
    clauses = [kind for part in source.description.split("; ") if (kind := clause_type(part))]
    adherent = [role for role in held if role.noun in roles("adherents").get(role.source_type, ())]
    for role in [role for role in held if role not in adherent]:
        if role.noun in roles("serves") and (served := _whom_it_serves(source, lookup)).value != UNKNOWN:
            return served
        # "Intelligence experts", "Oil industry experts" know of these; an employer is written with capitals.
        words = source.affiliation
        there = re.search(rf"\b(?:at|with|from)\s(?:the\s)?{re.escape(words)}", source.description)
        known = role.source_type == "analyst" and (words.islower() or (" " in words and words[1:].islower()))
        field = known and not there
        by_affiliation = role.source_type == UNKNOWN or (role.noun in roles("by_affiliation") and not field)
        if by_affiliation and affiliation.value != UNKNOWN:
            return affiliation
        if role.noun in roles("rules_a_place") and (place := _ruled(source, lookup)):
            return Value("leader", f'role "{role.noun}" of "{place}"')
        if role.source_type == "leader" and _of_a_body(role, source, lookup):
            return Value(UNKNOWN, f'"{role.noun}" of "{source.affiliation}"')
        if role.noun == "officer" and (around := _police_around(source)):
            return Value("security", f'role "officer" beside "{around}"')
        if role.source_type != UNKNOWN:
            return Value(role.source_type, f'role "{role.noun}"')
    office = next(
        (role for role in former if role.source_type in roles("office_types") and role.noun not in roles("no_office")),
        None,
    )
    if office:
        return Value("former-official", f'former role "{office.noun}"')
    if not held and former and affiliation.value in roles("office_types") and former[-1].source_type == UNKNOWN:
        return Value("former-official", f'former role "{former[-1].noun}", {affiliation.evidence}')
    if affiliation.value != UNKNOWN and affiliation.value != "citizen":
        return affiliation
    if source.affiliation and (where := _where_it_works(source, lookup)).value != UNKNOWN:
        return where
    if represented := _represented(source, lookup):
        return Value("professional", f'"{represented}"')
    if clauses and clauses[0] != "by affiliation":
        return Value(clauses[0], f'"{source.description}"')
    share = not source.named and PART_OF.match(source.name)
    for role in (*former, *adherent):
        if share and role in adherent:
            return Value("citizen", f'share "{share[0].strip()}"')
        if role.source_type != UNKNOWN:
            return Value(role.source_type, f'role "{role.noun}"')
    return Value(UNKNOWN)


def _ruled(source: Described, lookup: Lookup) -> str:
    """Give the country that somebody is the leader of: "Polish leader", "the chief executive of Hong Kong"."""
    words = source.description if source.named else source.name
    posts_of_rulers = "|".join(roles("rules_a_place"))
    for match in find_phrases(lookup.places, words):
        after = re.match(rf"(?:['’]s)?\s(?:{posts_of_rulers})\b", words[match.end :])
        if after or re.search(rf"\b(?:{posts_of_rulers}) of (?:the )?$", words[: match.start]):
            return words[match.start : match.end]
    return ""


def _of_a_body(role: Role, source: Described, lookup: Lookup) -> bool:
    """Tell whether a president is one of a body that no list knows, "vice president at Blue Origin", not of a state."""
    body = source.affiliation
    if role.noun not in roles("by_affiliation") or not body[:1].isupper() or find_phrases(lookup.mentioned, body):
        return False
    said_of = re.search(rf"\b(?:of|at|for)\s(?:[^;]*\s)?{re.escape(body)}", source.description)
    return " " in body or body.isupper() or bool(said_of)


def _police_around(source: Described) -> str:
    """Give the word beside an officer that tells the police; empty where there is none."""
    words = " ".join((source.context, source.name, *source.mentions)).lower().split()
    return next((word.strip('.,”"') for word in words if word.strip('.,”"’') in roles("police_words")), "")


def _represented(source: Described, lookup: Lookup) -> str:
    """Give the words that tell a lawyer by whom he speaks for: "who represents Noel", but no town or district."""
    for part in source.description.split("; "):
        match = re.match(r"who (?:is |has )?represent(?:s|ed|ing) (?:the |some of |several |one of )*(.+)", part)
        if not match:
            continue
        whom = match[1]
        people = any(role.noun in roles("represented") for _, _, role in roles_in(whom))
        name = re.fullmatch(r"(?:(?:Mr|Ms|Mrs)\.? )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?", whom)
        if people or (name and not find_phrases(lookup.mentioned, whom) and not roles_in(whom)):
            return part
    return ""


def _whom_it_serves(source: Described, lookup: Lookup) -> Value:
    """Give the type of the person whose aide or spokesman a source is: "Mr. Sanders's aides" are of his campaign."""
    for words in (source.affiliation, source.owner):
        actor = lookup.actors.get(key_words(words)) if words else None
        if actor and actor.is_person and actor.source_type != UNKNOWN:
            return Value(actor.source_type, f'serves actor "{actor.name}"')
    served = SERVED.search(source.description if source.named else source.name)
    # Of "the widow of the senator" it is the widow who is served.
    found = roles_in(_head_part(served[1] or served[2])) if served else ()
    role = found[-1][2] if found else None
    if role and role.nature == "person" and role.source_type in roles("office_types") and role.source_type != "leader":
        return Value(role.source_type, f'serves "{role.noun}"')
    return Value(UNKNOWN)


def _field(name: str) -> Value:
    """Read the type of a source without a name off the word beside it: "a naval source"."""
    words = name.lower().replace("defense", "defence")
    for kind, fields in roles("fields")["words"].items():
        for field in fields:
            if re.search(rf"\b{field}\b", words):
                return Value(kind, f'word "{field}"')
    return Value("")


def posts(source: Described) -> tuple[list[Role], list[Role]]:
    """Part the role nouns for persons into those held now and those held before; of a phrase its head noun counts."""
    description = source.description if source.named else _head_part(source.name)
    held, former = [], []
    for part in re.split(r"[;,]| and (?=former|ex-|a |an |the |now )", description):
        if part.strip().startswith(("whose ", "of ")) or CLAUSE.match(part):
            continue
        past, before = bool(TERM.search(part)), 0
        found = roles_in(part)
        for start, end, role in found:
            between = part[before:start].lower().replace("-", " ").split()
            if "and" in between and role.source_type not in roles("office_types"):
                past = False
            past = past or bool(set(between) & set(roles("former")))
            kept = former if past else held
            if role.nature == "person" and not _within_a_body(part, end, found):
                # Of two nouns side by side the last is what he is: "veteran MP", not the title: "lead author Dr".
                beside = kept and before and BESIDE.fullmatch(part[before:start])
                if beside and role.noun != "dr":
                    kept.pop()
                if not beside or role.noun != "dr":
                    kept.append(role)
            before = end
    if not source.named and " and " not in description:
        return held[-1:], former[-1:]
    # What stands after "of", "to" or "for" belongs to somebody else: "adviser to the president".
    return _own(description, held), _own(description, former)


def _within_a_body(text: str, end: int, found: tuple) -> bool:
    """Tell whether a role noun is part of a body's name: "General Services Administration", "drivers' union"."""
    body = next((start for start, _, role in found if start >= end and role.nature == "organisation"), None)
    between = "" if body is None else text[end:body]
    capitals = [word[0].isupper() for word in between.split()]
    owns = re.fullmatch(r"['’]s?\s(?:\w+\s)?", between)
    return bool(owns) or (body is not None and bool(capitals) and all(capitals) and text[body].isupper())


def _head_part(name: str) -> str:
    """Cut a description after its head noun; of "most of the voters", "75 percent of Democrats" the part counts."""
    of = PART_OF.match(name)
    rest = name[of.end() :] if of else name
    inside = [(start, end) for start, end, _ in roles_in(rest)]
    cuts = (cut.start() for cut in PREPOSITION.finditer(rest))
    return rest[: next((cut for cut in cuts if not any(a < cut < b for a, b in inside)), len(rest))]


def _own(description: str, found: list[Role]) -> list[Role]:
    if len(found) < 2:
        return found
    owned = []
    for role in found:
        place = re.search(rf"\b(?:of|to|for|by|with|from|under)\s[^;,]*\b{re.escape(role.noun)}", description, re.I)
        if not place or not owned:
            owned.append(role)
    return owned


def _affiliation_type(affiliation: str, lookup: Lookup) -> Value:
    if not affiliation:
        return Value(UNKNOWN)
    if organisation := registered(affiliation, lookup):
        # Who works for a platform speaks for a company; what is posted there does not.
        kind = "business" if organisation.type == "social-media" else organisation.type
        return Value(kind, f'affiliation "{organisation.name}"')
    actor = lookup.actors.get(key_words(affiliation))
    if not actor and (named := _named_in(affiliation, lookup)):
        return named
    if (actor and actor.is_person) or _only_a_place(affiliation, lookup):
        return Value(UNKNOWN)
    if actor and actor.source_type != UNKNOWN and actor.nature == "organisation":
        return Value(actor.source_type, f'affiliation, actor "{actor.name}"')
    found = _organisation_type(affiliation, lookup, place_speaks=False)
    return Value(found.value, f"affiliation, {found.evidence}") if found.value != UNKNOWN else found


def _named_in(text: str, lookup: Lookup) -> Value | None:
    """Give the type of the body that a longer affiliation names: "weary World Assembly"."""
    for match in find_phrases(lookup.mentioned, text):
        words = key_words(text[match.start : match.end])
        if country_of(" ".join(words)) and re.match(r"\s[A-Z]", text[match.end :]):
            continue  # "the Australian Retailers Association" is no newspaper
        if (actor := lookup.actors.get(words)) and actor.nature == "organisation" and actor.source_type != UNKNOWN:
            return Value(actor.source_type, f'affiliation, actor "{actor.name}"')
        if organisation := lookup.organisations.get(words):
            return Value(organisation.type, f'affiliation "{organisation.name}"')
    return None


def _where_it_works(source: Described, lookup: Lookup) -> Value:
    """Give the type of the house of a lesser-known body: "the Politics Project at the University of Texas"."""
    words = source.description.partition(source.affiliation)[2].split("; ")[0]
    named = _named_in(words, lookup)
    return named or _organisation_type(words, lookup, place_speaks=False)


def _only_a_place(text: str, lookup: Lookup) -> bool:
    """Tell whether an affiliation is only where somebody is: "director in Velunia"."""
    places = [match for match in find_phrases(lookup.places, text) if match.value[1] == "place"]
    return bool(places) and places[0].end - places[0].start >= len(text.strip()) - 4


def _owner_type(source: Described, lookup: Lookup) -> Value:
    """Give a document the type of whoever it is by: "the World Assembly's report"."""
    actor = lookup.actors.get(key_words(source.owner))
    if actor and actor.source_type != UNKNOWN:
        return Value(actor.source_type, f'by actor "{actor.name}"')
    value = _affiliation_type(source.owner, lookup)
    return Value(value.value, value.evidence.replace("affiliation", "by", 1)) if value.value != UNKNOWN else value


def _organisation_type(text: str, lookup: Lookup, place_speaks: bool = True) -> Value:
    """Read an organisation's type off its words: the register or the codebook within it, or its noun."""
    head = re.split(r"\s(?:for|of|on|in|at|to|from|by|led)\s", text)[0]
    for part in (head, text):
        nouns = [role for _, _, role in roles_in(part) if role.nature == "organisation" and role.source_type != UNKNOWN]
        if nouns and nouns[-1].noun in roles("channels"):  # "the ministry's website" is the ministry's
            owner = _named_in(part, lookup)
            if owner or len(nouns) > 1:
                return owner or Value(nouns[0].source_type, f'word "{nouns[0].noun}"')
        if nouns:
            return Value(nouns[-1].source_type, f'word "{nouns[-1].noun}"')
    last = text.split()[-1] if len(text.split()) > 1 and head == text else ""
    for kind, words in roles("last_words").items():
        if last in words:
            return Value(kind, f'last word "{last}"')
    if text and (words := key_words(text)) in lookup.actors:
        return Value(lookup.actors[words].source_type, f'actor "{lookup.actors[words].name}"')
    places = find_phrases(lookup.places, text) if place_speaks else []
    if places and places[0].value[1] == "place" and places[0].end - places[0].start >= len(text.strip()) - 4:
        return Value("government", f'place "{text.strip()}" as speaker')
    return Value(UNKNOWN)


def _reckoned_by(name: str) -> Value | None:
    """Give the type of those whose reckoning it is: "estimates by event organisers"."""
    people = [role for _, _, role in roles_in(name.partition(" by ")[2]) if role.source_type != UNKNOWN]
    return Value(people[-1].source_type, f'by "{people[-1].noun}"') if people else None


def _document_type(source: Described, lookup: Lookup) -> Value:
    kinds = [role for _, _, role in roles_in(source.name) if role.nature == "document" and role.source_type != UNKNOWN]
    if kinds and kinds[0].noun in roles("reckoned") and (by := _reckoned_by(source.name)):
        return by
    if kinds:
        return Value(kinds[0].source_type, f'document "{kinds[0].noun}"')
    for kind, alone in roles("documents_alone").items():
        if not source.owner and " ".join(key_words(source.name)).lower() in alone:
            return Value(kind, f'"{source.name}"')
    for words, names in ((lookup.organisations, "organisation"), (lookup.actors, "actor")):
        tokens, written = key_words(source.name), [word for word, _, _ in words_of(source.name)]
        tokens = (*tokens, *(word for word in written if word[0].isupper()))
        for size in range(min(6, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                hit = words.get(tokens[start : start + size])
                kind = getattr(hit, "type", None) or getattr(hit, "source_type", None)
                if kind and kind != UNKNOWN:
                    return Value(kind, f'{names} "{hit.name}"')
    return _organisation_type(source.name, lookup)
