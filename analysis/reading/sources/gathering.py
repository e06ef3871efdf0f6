"""Gather an article's names into persons and organisations: full names, surnames, acronyms, short forms.

It never merges two people who share a surname: a bare surname goes to one of them, two full names stay two persons."""

import re
from collections import Counter, defaultdict

from spacy.tokens import Token

from analysis.codebook import country_of, shipped_organisations
from analysis.reading.lexicon import titles
from analysis.reading.sources.describe import described, gender_in, headline_end, what_it_is
from analysis.reading.sources.entities import HE_SHE, SUBJECTS, Article, Entity, name_parts, stem
from analysis.reading.sources.names import Name
from analysis.schema import UNKNOWN


def gather_names(article: Article) -> None:
    """Make an entity of every person, organisation and people named, with all that is said of it where it is named."""
    people = [name for name in article.names if name.kind == "person"]
    full = _full_names(people)
    for k, name in enumerate(article.names):
        if name.kind == "person":
            continue
        last = article.doc[name.end - 1]
        if name.kind == "people" and (last.dep_ in ("amod", "compound", "nmod") or last.pos_ == "ADJ"):
            continue
        e = _organisation(article, name)
        _note(article, k, e)
        for text in what_it_is(article.doc, article.text, name):
            if text not in article.entities[e].roles:
                article.entities[e].roles.append(text)
    by_key: dict[tuple, int] = {}
    told: dict[str, str] = {}
    headline = headline_end(article.doc, article.text)
    for k, name in enumerate(article.names):
        if name.kind != "person":
            continue
        given, surname = _parts(name)
        key = _match_person(given, surname, full, told)
        if given:
            told[key[1]] = key[0]
        if key not in by_key:
            by_key[key] = len(article.entities)
            article.entities.append(Entity("person"))
        e = by_key[key]
        entity = article.entities[e]
        if name.text not in entity.names:
            entity.names.append(name.text)
        for text in described(article.doc, article.text, name, headline):
            if text not in entity.roles:
                entity.roles.append(text)
        if name.title:
            gender, words = gender_in(name.title)
            if gender != UNKNOWN and entity.gender == UNKNOWN:
                entity.gender, entity.gender_words = gender, words
        _note(article, k, e)
    for entity in article.entities:
        if entity.gender == UNKNOWN and entity.nature == "person":
            for role in entity.roles:
                entity.gender, entity.gender_words = gender_in(role)
                if entity.gender != UNKNOWN:
                    break


def _note(article: Article, k: int, e: int) -> None:
    name = article.names[k]
    article.entities[e].seen.append(name.end - 1)
    for i in range(name.start, name.end):
        article.entity_at[i] = e


def _full_names(people: list[Name]) -> dict[str, list[tuple[str, int]]]:
    """Count the given names that stand with each surname, in order of first appearance."""
    found: dict[str, Counter] = defaultdict(Counter)
    for name in people:
        given, surname = _parts(name)
        if given:
            same = next((g for g in found[surname] if _same_given(g, given)), given)
            found[surname][same] += 1
    return {surname: list(counts.items()) for surname, counts in found.items()}


def _parts(name: Name) -> tuple[str, str]:
    """Split a person's name; a nickname is one more given name, by which it may be told again."""
    given, surname = name_parts(name.text)
    return f"{given} {name.nickname}".strip(), surname


def _same_given(a: str, b: str) -> bool:
    words, others = ({word.rstrip(".") for word in given.split()} for given in (a, b))
    if ("Jr" in words) != ("Jr" in others):
        return False
    if any(len(word) > 1 and word != "Jr" for word in words & others):
        return True
    one, two = a.split()[0].rstrip("."), b.split()[0].rstrip(".")
    return (len(one) == 1 or len(two) == 1) and one[0] == two[0]


def _match_person(given: str, surname: str, full: dict, told: dict[str, str]) -> tuple[str, str]:
    """Find whom a name means, as given name and surname, among full names and those last told by surname."""
    if given.lower() in titles("particles") and f"{given.lower()} {surname}" in full:
        given, surname = "", f"{given.lower()} {surname}"  # "Da Silva", of whom "Lula da Silva" was told
    if given:
        for other, _ in full.get(surname, []):
            if _same_given(other, given):
                return other, surname
        return given, surname
    bearers = full.get(surname, [])
    if not bearers:
        # A given name alone ("Hillary"), or the first half of a double surname.
        owners = [
            (first, last)
            for last, firsts in full.items()
            for first, _ in firsts
            if surname in first.split() or last.split()[-1] == surname
        ]
        return owners[0] if len(owners) == 1 else ("", surname)
    return max(bearers, key=lambda bearer: (bearer[1], bearer[0] == told.get(surname)))[0], surname


def _organisation(article: Article, name: Name) -> int:
    """Find or make the organisation of a name: the same words, its acronym, or a short form of it."""
    text = re.sub(r"^[Tt]he\s+", "", name.text.replace("’", "'")).removesuffix("'s")
    plain = text.replace("'s ", " ")
    country = country_of(text) if name.kind == "place" else ""
    words = plain.split()
    register = shipped_organisations()
    for e, entity in enumerate(article.entities):
        if entity.nature not in ("organisation", "group") or (name.kind == "people") != (entity.nature == "group"):
            continue
        if country and entity.words == frozenset([country]):
            entity.names.append(text) if text not in entity.names else None
            return e
        for known in entity.names:
            if (
                register.get(known, known) == register.get(text, text)
                or known.lower() == text.lower()
                or (acronym(known) == text and text not in register)
                or (acronym(text) == known and known not in register)
            ):
                entity.names.append(text) if text not in entity.names else None
                return e
            if name.kind == "organisation" and len(words) < len(known.split()) and _short_form(words, known.split()):
                return e
        longest = max(entity.names, key=len).split()
        if name.kind == "organisation" and 1 < len(longest) < len(words) and words[-len(longest) :] == longest:
            entity.names.append(plain)
            entity.words |= frozenset(country_of(word) or stem(word) for word in words) - {entity.head}
            return e
    nature = "group" if name.kind == "people" else "organisation"
    head = "" if name.kind == "place" else stem(re.split(r"\s(?:of|for|on)\s", text)[0].split()[-1])
    words_of_it = (
        frozenset([country])
        if country
        else frozenset(country_of(word) or stem(word) for word in words) - {head, "of", "for", "on", "the"}
    )
    article.entities.append(Entity(nature, [plain], head, words_of_it, plural=name.kind == "people"))
    return len(article.entities) - 1


def acronym(text: str) -> str:
    """Give the initials of a name's capitalised words; a dash where there is only one."""
    words = [word for word in re.findall(r"[A-Za-z][\w.]*", text) if word[0].isupper()]
    initials = "".join(word.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.)+", word) else word[0] for word in words)
    return initials if len(initials) > 1 else "-"


def _short_form(words: list[str], known: list[str]) -> bool:
    if len(words) == 1 and len(words[0]) < 4:
        return False
    rest = {word.rstrip(".") for word in known[len(words) :]}
    opens = known[: len(words)] == words and (len(words) > 1 or rest <= titles("company_words"))
    return known[-len(words) :] == words or opens


def vote_genders(article: Article) -> None:
    """Let unambiguous pronouns tell a person's gender: those with one named person before them in reach."""
    votes: dict[int, Counter] = defaultdict(Counter)
    for token in article.doc:
        gender = HE_SHE.get(token.lower_)
        if not gender:
            continue
        e = _nearest_subject(article, token)
        if e is not None:
            votes[e][gender] += 1
    for e, tally in votes.items():
        for gender, times in tally.items():
            article.guesses[e, gender] = times


def _nearest_subject(article: Article, token: Token) -> int | None:
    fallback = None
    for i in range(token.i - 1, max(-1, token.i - 40), -1):
        e = article.entity_at.get(i)
        if article.sentence[token.i] - article.sentence[i] > 1:
            break
        if e is not None and article.entities[e].nature == "person":
            if article.doc[i].dep_ in SUBJECTS:
                return e
            fallback = e if fallback is None else fallback
    return fallback
