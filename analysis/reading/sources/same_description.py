"""Find the one that a description means among those met before; none when it is new."""

from spacy.tokens import Token

from analysis.codebook import country_of, shipped_organisations
from analysis.reading.lexicon import Role, roles, roles_in
from analysis.reading.sources.describe import gender_in
from analysis.reading.sources.entities import Article, Entity
from analysis.reading.sources.pronouns import nearest, prominence
from analysis.schema import UNKNOWN


def same_text(article: Article, text: str) -> int | None:
    """Find an entity that bears exactly these words as a name."""
    return next((e for e, entity in enumerate(article.entities) if text in entity.names), None)


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


def points_back(article: Article, token: Token, head: str, role: Role | None) -> int | None:
    """Take a bare definite description back to the person or organisation it fits best."""
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
            nouns & _nouns_of(entity) or any(head in name.lower().split() for name in entity.names if name[0].isupper())
        )
    ]
    if candidates:
        return max(candidates, key=lambda e: (prominence(article, token, e), -e))
    if not nouns & set(roles("points_back").get(role.nature, ())):
        return None
    gender, _ = gender_in(role.noun)

    def fits(entity: Entity) -> bool:
        named = entity.nature == role.nature and not entity.plural and entity.names and entity.names[0][0].isupper()
        return bool(
            named
            and (UNKNOWN in (gender, entity.gender) or entity.gender == gender)
            and (gender == UNKNOWN or not _of_other_gender(article, entity, gender))
            and not (role.nature == "organisation" and not _a_body(article, entity))
            and not _of_another_power(role, entity)
        )

    e = nearest(article, token, fits)
    return e if e is not None and prominence(article, token, e) > -2.5 else None


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
