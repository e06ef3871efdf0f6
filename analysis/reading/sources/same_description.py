"""Find the one that a description means among those met before; none when it is new."""

import re

from spacy.tokens import Token

from analysis.codebook import country_of, shipped_organisations, shipped_types
from analysis.reading.lexicon import Role, roles, roles_in
from analysis.reading.sources.describe import gender_in
from analysis.reading.sources.entities import Article, Entity, stem
from analysis.reading.sources.pronouns import nearest, prominence
from analysis.schema import UNKNOWN


def same_description(article: Article, entity: Entity, definite: bool) -> int | None:
    """Find the last entity of the same head noun whose narrowing words agree; "a spokesman" is a new one each time."""
    for e in sorted(range(len(article.entities)), key=lambda e: -max(article.entities[e].seen, default=-1)):
        other = article.entities[e]
        if other.head != entity.head or not entity.head or other.plural != entity.plural or not other.seen:
            continue
        if other.words == entity.words and (definite or entity.plural or entity.words):
            return e
        if definite and entity.words < other.words and other.nature == entity.nature:
            return e
        if entity.nature == "organisation" == other.nature and entity.words and entity.words < other.words:
            return e
    return None


def points_back(article: Article, token: Token, head: str, words: frozenset[str], role: Role | None) -> int | None:
    """Take a definite description back to the person or organisation it fits best; what narrows both must agree."""
    if role is None or role.nature == "document":
        return None
    nouns = {role.noun, head}
    candidates = [
        e
        for e, entity in enumerate(article.entities)
        if entity.seen
        and (entity.seen[0] < token.i or article.sentence[token.i] == 0)
        and entity.nature == role.nature
        and not entity.plural
        and (
            nouns & _nouns_of(entity)
            or any(head in name.lower().split() for name in entity.names if e < article.named or entity.head == head)
        )
        and agrees(entity, head, words, named=e < article.named)
    ]
    if candidates:
        return max(candidates, key=lambda e: (prominence(article, token, e), -e))
    if not nouns & set(roles("points_back").get(role.nature, ())):
        return None
    gender, _ = gender_in(role.noun)

    def fits(entity: Entity) -> bool:
        named = article.entities.index(entity) < article.named
        alike = entity.nature == role.nature and not entity.plural and (named or entity.head != head)
        return bool(
            alike
            and (UNKNOWN in (gender, entity.gender) or entity.gender == gender)
            and (gender == UNKNOWN or not _of_other_gender(article, entity, gender))
            and not (role.nature == "organisation" and not _a_body(article, entity))
            and not _of_another_power(role, entity)
            and not _holds_no_office(role, entity)
            and not _is_a_medium(role, entity)
            and agrees(entity, head, words, named)
        )

    said = words - {head}
    e = nearest(article, token, lambda entity: fits(entity) and bool(said & _told_of(entity)))  # "the Green politician"
    e = nearest(article, token, fits) if e is None else e
    return e if e is not None and prominence(article, token, e) > -2.5 else None


def agrees(entity: Entity, head: str, words: frozenset[str], named: bool) -> bool:
    """Tell whether what narrows a description agrees with what narrows an entity of the same head noun.

    One without a name must be narrowed by all the words. Of one with a name, of whom an article may tell more than it
    says where it names it, some description with the same noun must be narrowed by more of them or by fewer.
    """
    if not named:
        return words <= entity.words
    told = [_narrowing(text, head) for text in (*entity.names, *entity.roles)]
    told = [others for others in told if others is not None]
    return not told or any(words <= others or others <= words for others in told)


def _told_of(entity: Entity) -> set[str]:
    """Give the words of an entity's roles and names, peoples by country."""
    written = " ".join([*entity.roles, *entity.names])
    return {country_of(word) or stem(word) for word in re.findall(r"[\w.’'-]*\w", written)}


def _narrowing(text: str, head: str) -> frozenset[str] | None:
    """Give the words before a head noun in a name or role, peoples by country; None where the noun is not in it."""
    words = [country_of(word) or stem(word) for word in re.findall(r"[\w.’'-]*\w", text)]
    if head not in words:
        return None
    return frozenset(words[: words.index(head)])


def _is_a_medium(role: Role, entity: Entity) -> bool:
    """Tell whether a body of state is asked for, and a name is a medium's: "the ministry" is not Interfax."""
    media = {name for name in entity.names if shipped_types().get(name) in roles("media_types")}
    return bool(media) and role.source_type in roles("office_types") and role.noun != "agency"


def _holds_no_office(role: Role, entity: Entity) -> bool:
    """Tell whether an office is asked for, and a person is told to be an ordinary one: a voter is no president."""
    told = {other.source_type for text in entity.roles for _, _, other in roles_in(text) if other.nature == "person"}
    return role.source_type in roles("office_types") and bool(told) and told <= {*roles("may_bear_witness")}


def _a_body(article: Article, entity: Entity) -> bool:
    """Tell whether a name is a body's: the register's, one of a body's words, or spaCy's guess; not "Diwali"."""
    name = entity.names[0]
    if country_of(name):
        return False
    guessed = any(article.doc[i].ent_type_ == "ORG" for i in entity.seen)
    return guessed or name in shipped_organisations() or bool(roles_in(name))


def _of_other_gender(article: Article, entity: Entity, gender: str) -> bool:
    """Tell whether the pronouns near a person speak against a gender."""
    e = article.entities.index(entity)
    return article.guesses[e, "female" if gender == "male" else "male"] > article.guesses[e, gender]


def _of_another_power(role: Role, entity: Entity) -> bool:
    """Tell whether a noun and a name are of different powers of a state: "the administration" is not Congress."""
    power_of = {kind: power for power, kinds in roles("powers").items() for kind in kinds}
    named = {power_of.get(other.source_type) for _, _, other in roles_in(entity.names[0])} - {None}
    return role.source_type in power_of and bool(named) and power_of[role.source_type] not in named


def _nouns_of(entity: Entity) -> set[str]:
    return {role.noun for text in entity.roles for _, _, role in roles_in(text)} | {
        role.noun.split()[-1] for text in entity.roles for _, _, role in roles_in(text)
    }
