"""Gather what stands around a source and may tell whose it is: its owner, the places before it, what it lived through.

It takes the words as written and knows no codebook; what they mean for side and type is decided in `coding`.
"""

import re

from spacy.tokens import Token

from analysis.codebook import country_of
from analysis.reading.lexicon import roles, roles_in, titles
from analysis.reading.sources.entities import HE_SHE, IT, THEY, Article, Entity
from analysis.schema import UNKNOWN

DATELINE = re.compile(
    r"(?:^|\n)\s*((?:[A-Z][A-Z’'-]{2,} ?)+(?:, [A-Z]\w+(?: [A-Z]\w+)*)?)\s*(?:\([^)\n]*\)\s*)?(?:—|–|-)"
)
PLACES = 8
"""How many places before a mention are kept: a scene further back is over."""


def setting_of(article: Article, place: int) -> str:
    """Give the places named with "in", "at", "near" or as dateline up to a mention's clause, the nearest last."""
    text = article.text[: _clause_end(article, place)]
    prepositions = "|".join(roles("place_words"))
    name = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}"
    where = re.compile(rf"\b(?i:{prepositions})\s(?:[a-z]+\s(?:of\s)?){{0,3}}({name})")
    town = re.compile(rf"\b(?:city|town|village|port|region|district)\sof\s({name})")
    found = [(match.start(), match[1]) for pattern in (DATELINE, where, town) for match in pattern.finditer(text)]
    names = [" ".join(words.split()) for _, words in sorted(found)]
    return "; ".join([name for name in names if not _is_a_body(name)][-PLACES:])


def _is_a_body(name: str) -> bool:
    """Tell whether a name is a body's, "the National Guard", and no place is in it, as in "Kharkiv University"."""
    words = {word.rstrip(".") for word in name.split()}
    return bool(words & titles("organisation_words")) and not any(map(country_of, name.split()))


def _clause_end(article: Article, place: int) -> int:
    """Give the character where the sentence of a mention ends, or where what it says begins: "said Ann in Kyiv"."""
    sentence = article.doc.char_span(place, place + 1, alignment_mode="expand").sent
    said = [start for start, _, _ in article.contents if place <= start < sentence.end_char]
    return min([sentence.end_char, *said])


def owner_of(article: Article, entity: Entity) -> int | None:
    """Give the entity whose own a source is ("her nephew", "the ministry's spokesman"); None when it is nobody's."""
    if entity.nature == "document":
        for noun in _copies(article, entity):
            for owner in _owners(noun):
                e = article.entity_at.get(owner.i)
                if e is not None and article.entities[e].nature in ("person", "organisation", "group"):
                    return e
        return _issuer(article, entity)
    for i in entity.seen:
        for noun in _nouns_at(article, article.doc[i]):
            owner = next((child for child in noun.children if child.dep_ == "poss"), None)
            if owner is None and noun.lemma_.lower() in roles("kin"):
                of = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of"), None)
                owner = next((child for child in of.children if child.dep_ in ("pobj", "poss")), None) if of else None
            e = article.entity_at.get(owner.i) if owner is not None else None
            if e is not None and article.entities[e] is not entity:
                return e
    return None


def _issuer(article: Article, entity: Entity) -> int | None:
    """Give who issued "the statement": whoever last "said in a statement"."""
    first = min((i for i in entity.seen if i in article.sources), default=0)
    if not entity.names[0].lower().startswith(("the ", "this ")):
        return None
    lemma = article.doc[first].lemma_
    issued = [place for place in article.issued if place < first and article.doc[place].lemma_ == lemma]
    return article.entity_at.get(article.issued[max(issued)]) if issued else None


def document_owners(article: Article) -> list[Token]:
    """List the nouns that own a document that speaks, to be brought to someone: "a note by the mission"."""
    owners = [
        owner
        for entity in article.entities
        if entity.nature == "document"
        for noun in _copies(article, entity)
        for owner in _owners(noun)
    ]
    return [owner for owner in owners if owner.i not in article.entity_at and roles_in(owner.text)]


def _copies(article: Article, entity: Entity) -> list[Token]:
    """List where a document that speaks is named, also as another's: "the report" is "the Assembly's report"."""
    seen = [article.doc[i] for i in entity.seen if i in article.sources]
    if not seen or any(_owners(noun) for noun in seen) or not entity.names[0].lower().startswith(("the ", "this ")):
        return seen
    lemma, first = seen[0].lemma_, seen[0].i
    owned = [token for token in article.doc[:first] if _is_like(token, lemma) and _owners(token)]
    return seen + ([token for token in owned if token.lemma_ == lemma] or owned)[-1:]


def _is_like(token: Token, lemma: str) -> bool:
    """Tell whether a noun may be the same document by another word: "the report" is "the Assembly's inquiry"."""
    alike = next((nouns for nouns in roles("documents_alike") if lemma in nouns), (lemma,))
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in alike


def _owners(noun: Token) -> list[Token]:
    """List whose a document is: the possessor, the name before it, who it is by."""
    verbs = [*noun.children, *([noun.head] if noun.dep_ == "nsubjpass" else ())]
    made = [verb for verb in verbs if verb.lemma_.lower() in roles("making_documents")]
    by = [
        child
        for word in (noun, *made)
        for child in word.children
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", *(("from", "of") if word is noun else ()))
    ]
    whose = [
        child for child in noun.children if child.dep_ == "poss" or (child.dep_ == "compound" and child.pos_ == "PROPN")
    ]
    return whose + [child for word in by for child in word.children if child.dep_ == "pobj"]


def _nouns_at(article: Article, token: Token) -> list[Token]:
    """List the nouns that describe a person where a mention stands: the mention's own, its apposition's."""
    near = [token, *(child for child in token.children if child.dep_ in ("appos", "compound"))]
    near += [token.head] if token.dep_ in ("appos", "compound") else []
    named = {token.i} if token.i in article.name_at else set()
    return [noun for noun in near if noun.i in named or any(True for _, _, role in roles_in(noun.text))]


def owner_pronouns(article: Article) -> list[Token]:
    """List the possessive pronouns that own a person or document, so that they can be brought to someone."""
    owning = {*HE_SHE, *THEY, *IT}
    return [
        token
        for token in article.doc
        if token.dep_ == "poss"
        and token.lower_ in owning
        and token.i not in article.entity_at
        and (token.head.i in article.name_at or roles_in(token.head.text))
    ]


def gender_by_pronouns(article: Article, e: int) -> tuple[str, str]:
    """Tell the gender of the pronouns that were brought to a person; unknown when there are none, or of both."""
    tally = {gender: article.guesses[e, gender] for gender in ("female", "male")}
    if min(tally.values()) > 0 or not max(tally.values()):
        return UNKNOWN, ""
    gender = max(tally, key=tally.get)
    return gender, "she" if gender == "female" else "he"
