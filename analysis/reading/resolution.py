"""Bring every source mention of an article to a source: names, descriptions, pronouns.

It reads one article, knows no codebook and codes no side or type (`reading.coding` does). It never merges two
people who share a surname: a bare surname goes to one of them, two full names stay two sources. There is no learnt
coreference here; each step is a rule over spaCy's tags and parse, with the words in `roles.yml` and `titles.yml`.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from analysis.codebook import country_of, shipped_organisations
from analysis.reading.attribution import Attribution
from analysis.reading.describe import affiliation_in, described, gender_in, headline_end, what_it_is
from analysis.reading.lexicon import Role, roles, roles_in, titles
from analysis.reading.names import Name, find_names
from analysis.schema import UNKNOWN

FIRST_PERSON = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}
HE_SHE = {"he": "male", "him": "male", "his": "male", "himself": "male"} | {
    "she": "female", "her": "female", "hers": "female", "herself": "female"
}  # fmt: skip
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
RELATIVE = {"who", "which", "that", "whom", "whose"}
NOBODY = {"you", "your", "yours", "one", "anyone", "anybody", "everyone", "everybody", "nobody", "what", "there",
          "no", "this", "whoever", "someone", "somebody", "none", "whichever", "it's", "neither",
          "either", "yourself"}  # fmt: skip
NOMINAL = {"NOUN", "PROPN", "PRON", "DET", "NUM"}
SUBJECTS = {"nsubj", "nsubjpass", "agent"}


@dataclass
class Entity:
    """Somebody of whom the article speaks, gathered mention by mention; it becomes a row only when it is a source."""

    nature: str
    names: list[str] = field(default_factory=list)
    head: str = ""
    words: frozenset[str] = frozenset()
    roles: list[str] = field(default_factory=list)
    affiliation: str = ""
    gender: str = UNKNOWN
    gender_words: str = ""
    seen: list[int] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    plural: bool = False
    context: str = ""


@dataclass
class Article:
    """What the resolver knows of the article so far."""

    doc: Doc
    text: str
    names: list[Name]
    name_at: dict[int, int]
    entities: list[Entity]
    entity_at: dict[int, int]
    contents: list[tuple[int, int, int]]
    sentence: list[int]
    sources: dict[int, tuple[int, int]] = field(default_factory=dict)
    guesses: Counter = field(default_factory=Counter)
    named: int = 0


def resolve_sources(doc: Doc, attributions: list[Attribution]) -> tuple[list[dict], list[int | None]]:
    """Gather the source mentions of an article's attributions into sources.

    Parameters
    ----------
    doc : Doc
        The article, parsed by spaCy (tags, parse, entities, sentences).
    attributions : list of Attribution
        With character spans into `doc.text`, in any order.

    Returns
    -------
    rows : list of dict
        One a source, in the order of their first mention as a source: name, mentions, role, affiliation, context,
        nature, anonymity, gender, nature_evidence, gender_evidence.
    places : list of int or None
        For each attribution the index of its row; None when no source is mentioned, or nobody in particular ("you").
    """
    names = find_names(doc)
    heads = [_head(doc, names, attribution.source) for attribution in attributions]
    article = _open(doc, names, attributions, heads)
    order = sorted({head.i for head in heads if head is not None} | _people_described(article))
    late = []
    for i in order:
        if doc[i].lower_ in FIRST_PERSON:
            late.append(i)
        else:
            _bring(article, doc[i])
    for i in late:
        _bring_speaker(article, doc[i], attributions, heads)
    return _rows(article, attributions, heads)


def _open(doc: Doc, names: list[Name], attributions: list[Attribution], heads: list[Token | None]) -> Article:
    sentence = [0] * len(doc)
    for number, sent in enumerate(doc.sents):
        for i in range(sent.start, sent.end):
            sentence[i] = number
    name_at = {i: k for k, name in enumerate(names) for i in range(name.start, name.end)}
    contents = [
        (start, end, head.i)
        for attribution, head in zip(attributions, heads, strict=True)
        if head is not None
        for start, end in attribution.content
    ]
    article = Article(doc, doc.text, names, name_at, [], {}, contents, sentence)
    for attribution, head in zip(attributions, heads, strict=True):
        if head is not None:
            article.sources[head.i] = attribution.source[0]
    _gather_names(article)
    article.named = len(article.entities)
    _vote_genders(article)
    return article


def _head(doc: Doc, names: list[Name], spans: tuple) -> Token | None:
    """Find the word that a source mention is about; None when it has no noun or pronoun."""
    span = doc.char_span(*spans[0], alignment_mode="expand") if spans else None
    if span is None:
        return None
    root = span.root
    if root.lower_ in RELATIVE and root.i > span.start and span[0].pos_ in (*NOMINAL, "ADJ"):
        root = span[0]
    if root.pos_ in ("ADP", "SCONJ"):
        root = next((child for child in root.children if child.dep_ == "pobj" and child in span), root)
    if root.pos_ not in NOMINAL and not (root.pos_ == "ADJ" and root.dep_ in SUBJECTS):
        rest = [t for t in span if t.pos_ in ("NOUN", "PROPN", "PRON")] or [
            t for t in span if t.pos_ in ("DET", "NUM", "ADJ")
        ]
        rest = rest or [t for t in span if t.text[0].isupper()]
        if not rest:
            return None
        root = rest[0]
    for name in names:
        if name.kind == "person" and span.start <= name.start and name.end <= span.end and root.i < name.start:
            between = doc[root.i + 1 : name.start].text.removesuffix(name.title).strip(" ,.").lower()
            if root.pos_ in ("NOUN", "PROPN") and between in ("", "named", "called") and not root.tag_.endswith("S"):
                return doc[name.end - 1]
    return root


# -- names -------------------------------------------------------------------------------------------------------


def _gather_names(article: Article) -> None:
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
        for text in what_it_is(article.doc, name):
            if text not in article.entities[e].roles:
                article.entities[e].roles.append(text)
    by_key: dict[tuple, int] = {}
    headline = headline_end(article.doc, article.text)
    for k, name in enumerate(article.names):
        if name.kind != "person":
            continue
        given, surname = _parts(name.text)
        key = _match_person(name, given, surname, full)
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


def _parts(text: str) -> tuple[str, str]:
    words = [w for w in re.split(r"\s+", text.replace("’", "'")) if w.rstrip(".") not in titles("suffixes")]
    words = words or [text]
    junior = ["Jr"] if re.search(r"\bJr\b", text) else []
    first = next((i for i, w in enumerate(words[1:-1], 1) if w in titles("particles")), len(words) - 1)
    return " ".join(words[:first] + junior), " ".join(words[first:]).removesuffix("'s").rstrip("!.,")


def _full_names(people: list[Name]) -> dict[str, list[tuple[str, int]]]:
    """Count the given names that stand with each surname, in order of first appearance."""
    found: dict[str, Counter] = defaultdict(Counter)
    for name in people:
        given, surname = _parts(name.text)
        if given:
            same = next((g for g in found[surname] if _same_given(g, given)), given)
            found[surname][same] += 1
    return {surname: list(counts.items()) for surname, counts in found.items()}


def _same_given(a: str, b: str) -> bool:
    words, others = ({word.rstrip(".") for word in given.split()} for given in (a, b))
    if ("Jr" in words) != ("Jr" in others):
        return False
    if any(len(word) > 1 and word != "Jr" for word in words & others):
        return True
    one, two = a.split()[0].rstrip("."), b.split()[0].rstrip(".")
    return (len(one) == 1 or len(two) == 1) and one[0] == two[0]


def _match_person(name: Name, given: str, surname: str, full: dict) -> tuple[str, str]:
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
    return max(bearers, key=lambda bearer: bearer[1])[0], surname


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
                or _acronym(known) == text
                or _acronym(text) == known
            ):
                entity.names.append(text) if text not in entity.names else None
                return e
            if name.kind == "organisation" and len(words) < len(known.split()) and _short_form(words, known.split()):
                return e
        longest = max(entity.names, key=len).split()
        if name.kind == "organisation" and 1 < len(longest) < len(words) and words[-len(longest) :] == longest:
            entity.names.append(plain)
            entity.words |= frozenset(country_of(word) or _stem(word) for word in words) - {entity.head}
            return e
    nature = "group" if name.kind == "people" else "organisation"
    head = "" if name.kind == "place" else _stem(re.split(r"\s(?:of|for|on)\s", text)[0].split()[-1])
    words_of_it = (
        frozenset([country])
        if country
        else frozenset(country_of(word) or _stem(word) for word in words) - {head, "of", "for", "on", "the"}
    )
    article.entities.append(Entity(nature, [plain], head, words_of_it, plural=name.kind == "people"))
    return len(article.entities) - 1


def _stem(word: str) -> str:
    """Give a word in small letters without a plural's s."""
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _acronym(text: str) -> str:
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z][\w.]*", text) if word[0].isupper())
    return initials if len(initials) > 1 else "-"


def _short_form(words: list[str], known: list[str]) -> bool:
    if len(words) == 1 and len(words[0]) < 4:
        return False
    return known[-len(words) :] == words or (known[: len(words)] == words and len(words) > 1)


def _vote_genders(article: Article) -> None:
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


# -- descriptions and pronouns -----------------------------------------------------------------------------------


def _people_described(article: Article) -> set[int]:
    """Find the words that describe somebody without a name; pronouns may go back to them."""
    found = set()
    for token in article.doc:
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or token.i in article.entity_at
            or token.dep_ not in (*SUBJECTS, "pobj", "dobj")
        ):
            continue
        here = roles_in(token.text)
        if here and (here[0][2].nature == "person" or (here[0][2].nature == "organisation" and token.dep_ in SUBJECTS)):
            found.add(token.i)
    return found


def _bring(article: Article, token: Token) -> int | None:
    """Bring the mention that a word heads to an entity; None when it is nobody in particular."""
    if token.i in article.entity_at and not _joint(article, token):
        return article.entity_at[token.i]
    word = token.lower_
    if word in NOBODY and not _partitive(token):
        return None
    if word in HE_SHE:
        e = _he_or_she(article, token)
        if e is not None:
            article.guesses[e, HE_SHE[word]] += 8
    elif word in THEY:
        e = _they(article, token)
    elif word in IT:
        e = _it(article, token)
    elif word in RELATIVE and token.pos_ in ("PRON", "DET", "SCONJ"):
        e = _relative(article, token)
    elif word in FIRST_PERSON:
        e = None
    else:
        e = _description(article, token)
    if e is not None:
        article.entity_at[token.i] = e
        article.entities[e].seen.append(token.i)
        article.entities[e].seen.sort()
    return e


def _joint(article: Article, token: Token) -> list[Token]:
    _, end = article.sources.get(token.i, (0, 0))
    return [other for other in token.conjuncts if token.i < other.i and other.idx < end]


def _partitive(token: Token) -> bool:
    return any(child.lower_ == "of" for child in token.children)


def _in_content(article: Article, place: int, of: int) -> bool:
    """Tell whether a character stands within what the source headed by token `of` is saying."""
    return any(start <= place < end and head == of for start, end, head in article.contents)


def _speaker_of(article: Article, token: Token) -> int | None:
    holding = [(end - start, head) for start, end, head in article.contents if start <= token.idx < end]
    holding = [head for _, head in sorted(holding) if head != token.i]
    return holding[0] if holding else None


def _he_or_she(article: Article, token: Token) -> int | None:
    gender = HE_SHE[token.lower_]
    best, best_score = None, -6.0
    for e, entity in enumerate(article.entities):
        if entity.nature != "person" or entity.plural or entity.gender not in (gender, UNKNOWN):
            continue
        other = "female" if gender == "male" else "male"
        score = _score(article, token, e)
        score += 0.3 if entity.gender == gender else 0.0
        score += max(-5.0, min(0.5, 0.7 * (article.guesses[e, gender] - article.guesses[e, other])))
        if score > best_score:
            best, best_score = e, score
    return best


def _score(article: Article, token: Token, e: int) -> float:
    """Weigh how near and how prominent an entity is for a pronoun: nearer, subject, speaking and often named count."""
    before = [i for i in article.entities[e].seen if i < token.i][-4:]
    if not before:
        return -99.0
    doc, speaker = article.doc, _speaker_of(article, token)
    quoted = speaker is not None
    best = -99.0
    for i in before:
        if token.i in article.sources and _in_content(article, doc[i].idx, token.i):
            continue
        score = -1.3 * (article.sentence[token.i] - article.sentence[i])
        score += 1.5 if doc[i].dep_ in SUBJECTS else 0.0
        score += 1.0 if i in article.sources else 0.0
        score -= 0.6 if doc[i].dep_ in ("poss", "compound", "nmod") else 0.0
        score -= 1.5 if not quoted and _speaker_of(article, doc[i]) is not None else 0.0
        score -= 0.01 * (token.i - i)
        best = max(best, score)
    if quoted and speaker is not None and article.entity_at.get(speaker) == e and _direct(article, token):
        return -99.0
    return best + 0.1 * min(len(article.entities[e].seen), 10)


def _direct(article: Article, token: Token) -> bool:
    """Tell whether a word stands inside quotation marks, counting from the start of its paragraph."""
    text = article.text
    start = text.rfind("\n", 0, token.idx) + 1
    before = text[start : token.idx]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _nearest(article: Article, token: Token, fits) -> int | None:
    scored = [(_score(article, token, e), -e) for e, entity in enumerate(article.entities) if fits(entity)]
    score, e = max(scored, default=(-99.0, 0))
    return -e if score > -8 else None


def _they(article: Article, token: Token) -> int | None:
    def several(entity):
        return entity.plural or entity.nature == "group"

    e = _nearest(article, token, several)
    if e is not None and _score(article, token, e) > -4:
        return e
    return _nearest(
        article, token, lambda entity: several(entity) or (entity.nature == "organisation" and not _is_place(entity))
    )


def _is_place(entity: Entity) -> bool:
    return entity.nature == "organisation" and not entity.head


def _it(article: Article, token: Token) -> int | None:
    return _nearest(article, token, lambda entity: entity.nature in ("organisation", "document") and not entity.plural)


def _relative(article: Article, token: Token) -> int | None:
    """Take who, which and that to the noun they follow: the parser's choice, or the nearest that fits better."""
    verb = token.head
    while verb.dep_ not in ("relcl", "acl") and verb.head.i != verb.i and verb.pos_ in ("VERB", "AUX"):
        verb = verb.head
    parsed = [verb.head] if verb.dep_ in ("relcl", "acl") and verb.head.i < token.i else []
    before = [t for t in token.doc[max(0, token.i - 5) : token.i] if t.pos_ in ("NOUN", "PROPN")][::-1]
    nouns = [t for t in (*parsed, *before) if t.pos_ in NOMINAL]
    if token.lower_ == "who":
        nouns = [t for t in nouns if _personal(article, t)] or nouns
    elif token.lower_ == "which" and before and before[0].i in article.entity_at and before[0].i >= token.i - 2:
        nouns = before
    return _bring(article, nouns[0]) if nouns else None


def _personal(article: Article, token: Token) -> bool:
    e = article.entity_at.get(token.i)
    if e is not None:
        return article.entities[e].nature in ("person", "group")
    return token.pos_ in ("PRON", "DET", "NUM") or any(role.nature == "person" for _, _, role in roles_in(token.text))


def _description(article: Article, token: Token) -> int | None:
    joint = _joint(article, token)
    text = _phrase(token, joint, article.sources.get(token.i, (0, 0))[0])
    if token.lemma_.lower() in roles("parts"):
        owner = next((child for child in token.children if child.dep_ == "poss"), None)
        e = _bring(article, owner) if owner is not None else None
        if e is not None:
            return e
    if joint:
        e = _same_text(article, text)
        return (
            e
            if e is not None
            else _new(article, Entity("group", [text], "", frozenset(text.lower().split()), plural=True))
        )
    head, words = _key(article, token)
    role = _role_of(token, text)
    plural = _is_plural(token)
    definite = _definite(token) or (article.sentence[token.i] == 0 and token.left_edge.i == token.i)
    entity = Entity(_nature(token, role, plural, token.i in article.sources), [text], head, words, plural=plural)
    if token.pos_ in ("DET", "ADJ", "NUM", "PRON") and not _partitive(token):
        return _new(article, entity)
    near = [token.head] if token.dep_ == "appos" else [child for child in token.children if child.dep_ == "appos"]
    for other in near:
        e = article.entity_at.get(other.i)
        if e is not None and role is not None and not plural and article.entities[e].nature == role.nature:
            return e
    same = _same_description(article, entity, definite)
    if same is not None:
        return same
    if definite and not plural and not _narrowed(token):
        back = _points_back(article, token, head, role)
        if back is not None:
            return back
    entity.gender, entity.gender_words = gender_in(text) if not plural else (UNKNOWN, "")
    entity.affiliation = affiliation_in(text)
    return _new(article, entity)


def _introduce(article: Article, token: Token) -> None:
    """Take an earlier description to the name that a later one gives it: "the super PAC, Priorities USA, …"."""
    named = next(
        (article.entity_at[c.i] for c in token.children if c.dep_ == "appos" and c.i in article.entity_at), None
    )
    if named is None or not _definite(token):
        return
    head, words = _key(article, token)
    nature = article.entities[named].nature
    for e, other in enumerate(article.entities):
        same = e != named and other.head == head and other.nature == nature and words <= other.words
        described_before = e >= article.named and other.seen and other.seen[-1] < token.i
        if same and described_before and not other.plural:
            article.entity_at.update({i: named for i, owner in article.entity_at.items() if owner == e})
            article.entities[named].seen = sorted([*article.entities[named].seen, *other.seen])
            article.entities[named].roles += [role for role in (*other.roles, other.names[0]) if role]
            other.seen = []
            return


def _new(article: Article, entity: Entity) -> int:
    article.entities.append(entity)
    return len(article.entities) - 1


def _phrase(token: Token, joint: list[Token], first: int) -> str:
    """Give the words of a description: its subtree from character `first` on, up to a relative clause or a comma."""
    doc = token.doc
    start, end = token.left_edge.i, (joint[-1].i if joint else token.i) + 1
    while end < len(doc) and end <= (joint[-1] if joint else token).right_edge.i:
        t = doc[end]
        if (
            t.dep_ in ("relcl", "nsubj", "aux", "appos")
            or t.text in (",", "–", "—", "(", "“", '"', ";", ":")
            or t.pos_ in ("VERB", "AUX")
        ):
            break
        end += 1
    while (
        end > token.i + 1
        and doc[end - 1].pos_ in ("ADP", "SCONJ", "PRON", "PUNCT", "PART", "CCONJ")
        and doc[end - 1].dep_ != "case"
    ):
        end -= 1
    while start < token.i and (
        doc[start].idx < first
        or doc[start].pos_ in ("PUNCT", "SPACE", "SCONJ", "ADP", "ADV", "CCONJ")
        or doc[start].lower_ in RELATIVE - {"that"}
    ):
        start += 1
    return " ".join(doc[start:end].text.split())


def _key(article: Article, token: Token) -> tuple[str, frozenset[str]]:
    """Give a description's head noun and the words that narrow it, owners by name and peoples by country."""
    words = set()
    for child in token.subtree:
        if child.i == token.i or child.is_punct or child.is_space or child.dep_ in ("relcl", "det", "case"):
            continue
        if any(
            a.dep_ in ("relcl", "appos", "acl")
            for a in (child, *child.ancestors)
            if a.i != token.i and token.is_ancestor(a)
        ):
            continue
        if child.i in article.entity_at and child.pos_ in ("PROPN", "NOUN"):
            entity = article.entities[article.entity_at[child.i]]
            words.update([_parts(entity.names[0])[1].lower()] if entity.nature == "person" else entity.words)
        elif child.lower_ in HE_SHE or child.lower_ in THEY or child.lower_ in IT:
            e = _bring(article, child)
            if e is not None and article.entities[e].names:
                words.add(_parts(article.entities[e].names[0])[1].lower())
        elif child.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "VERB"):
            words.add(country_of(child.text) or child.lemma_.lower())
    return _stem(token.text) if token.pos_ == "PROPN" else token.lemma_.lower(), frozenset(words)


def _role_of(token: Token, text: str) -> Role | None:
    place = text.find(token.text)
    return next((role for start, end, role in roles_in(text) if start <= place < end), None)


def _is_plural(token: Token) -> bool:
    if "Plur" in token.morph.get("Number") or token.lower_ in (
        "many",
        "some",
        "others",
        "both",
        "those",
        "these",
        "several",
        "few",
        "most",
        "all",
    ):
        return True
    return token.lemma_.lower() in roles("collectives")


def _definite(token: Token) -> bool:
    dets = [child for child in token.children if child.dep_ in ("det", "poss")]
    return any(child.dep_ == "poss" or child.lower_ in ("the", "this", "that", "these", "those") for child in dets) or (
        not dets and token.text[0].isupper() and token.pos_ != "NOUN"
    )


def _narrowed(token: Token) -> bool:
    return any(child.dep_ in ("prep", "poss", "relcl", "acl") for child in token.children)


def _nature(token: Token, role: Role | None, plural: bool, source: bool) -> str:
    if role is not None:
        several = plural and (
            role.nature == "person" or (role.nature == "organisation" and role.noun.split()[-1] != token.lower_)
        )
        return "group" if several else role.nature
    if plural or token.pos_ in ("DET", "ADJ", "PRON"):
        return "group"
    if source and token.lower_.endswith(tuple(roles("person_endings"))) and len(token) > 4:
        return "person"
    if any(child.dep_ == "relcl" and any(t.lower_ == "who" for t in child.children) for child in token.children):
        return "person"
    if token.pos_ == "NUM":
        return "person"
    return "organisation" if token.pos_ == "PROPN" else "document"


def _same_text(article: Article, text: str) -> int | None:
    return next((e for e, entity in enumerate(article.entities) if text in entity.names), None)


def _same_description(article: Article, entity: Entity, definite: bool) -> int | None:
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


def _points_back(article: Article, token: Token, head: str, role: Role | None) -> int | None:
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
        return max(candidates, key=lambda e: (_score(article, token, e), -e))
    if not nouns & set(roles("points_back").get(role.nature, ())):
        return None
    gender, _ = gender_in(role.noun)

    def fits(entity: Entity) -> bool:
        named = entity.nature == role.nature and not entity.plural and entity.names and entity.names[0][0].isupper()
        return bool(
            named
            and (UNKNOWN in (gender, entity.gender) or entity.gender == gender)
            and not (role.nature == "organisation" and country_of(entity.names[0]))
        )

    e = _nearest(article, token, fits)
    return e if e is not None and _score(article, token, e) > -2.5 else None


def _nouns_of(entity: Entity) -> set[str]:
    return {role.noun for text in entity.roles for _, _, role in roles_in(text)} | {
        role.noun.split()[-1] for text in entity.roles for _, _, role in roles_in(text)
    }


def _bring_speaker(article: Article, token: Token, attributions: list[Attribution], heads: list) -> None:
    """Bring "I" and "we" to the speaker of the quotation they stand in; outside of any, to the author."""
    speaker = _speaker_of(article, token)
    e = article.entity_at.get(speaker) if speaker is not None else None
    if e is None:
        e = next((k for k, entity in enumerate(article.entities) if entity.head == "(author)"), None)
        if e is None:
            e = _new(article, Entity("person", ["the article's author"], "(author)"))
    article.entity_at[token.i] = e
    article.entities[e].seen.append(token.i)


# -- rows --------------------------------------------------------------------------------------------------------


def _rows(article: Article, attributions, heads) -> tuple[list[dict], list[int | None]]:
    owners = [None if head is None else article.entity_at.get(head.i) for head in heads]
    order = [e for _, e in sorted({(_first(attributions, owners, e), e) for e in owners if e is not None})]
    place = {e: k for k, e in enumerate(order)}
    for attribution, e in zip(attributions, owners, strict=True):
        if e is not None:
            mention = " … ".join(" ".join(article.text[a:b].split()) for a, b in attribution.source)
            entity = article.entities[e]
            if mention not in entity.mentions:
                entity.mentions.append(mention)
            if not entity.context:
                entity.context = _context(article, attribution.source[0][0])
    return [_row(article, e) for e in order], [None if e is None else place[e] for e in owners]


def _first(attributions, owners, e) -> int:
    return min(a.source[0][0] for a, owner in zip(attributions, owners, strict=True) if owner == e)


def _context(article: Article, place: int) -> str:
    """Give the words before a mention, from two sentences back: they tell whose officials "officials" are."""
    before = article.doc.char_span(place, place + 1, alignment_mode="expand").sent.start
    for _ in range(2):
        before = article.doc[before - 1].sent.start if before > 0 else before
    return " ".join(article.text[article.doc[before].idx : place].split())


def _name(entity: Entity) -> str:
    """Give the fullest form of a name; a place goes by the form that spoke, a description by its first."""
    if entity.nature in ("group", "document") or not entity.names:
        return entity.names[0]
    if country_of(entity.names[0]):
        return next((name for name in entity.names if name in entity.mentions), entity.names[0])
    return max(entity.names, key=lambda name: (len(name.split()), len(name)))


def _row(article: Article, e: int) -> dict:
    entity = article.entities[e]
    named = bool(entity.names) and entity.nature == "person" and not entity.head
    name = _name(entity)
    proper = named or any(word[0].isupper() for word in name.split()[1:] or name.split())
    definite = name.lower().startswith(("the ", "its ", "his ", "her ", "their "))
    if entity.nature == "group":
        anonymity = "collective"
    elif named or (proper and entity.nature != "person") or (definite and entity.nature == "organisation"):
        anonymity = "named"
    else:
        anonymity = "anonymous"
    said = {
        gender for word, gender in HE_SHE.items() if word in {mention.lower().strip() for mention in entity.mentions}
    }
    if entity.nature == "person" and entity.gender == UNKNOWN and len(said) == 1:
        (entity.gender,) = said
        entity.gender_words = next(m for m in entity.mentions if HE_SHE.get(m.lower().strip()))
    affiliation = entity.affiliation or next(filter(None, (affiliation_in(role) for role in entity.roles)), "")
    return {
        "name": name,
        "mentions": entity.mentions,
        "role": "; ".join(entity.roles),
        "affiliation": affiliation,
        "context": entity.context,
        "nature": entity.nature,
        "anonymity": anonymity,
        "gender": entity.gender,
        "nature_evidence": f'name "{name}"' if named else f'"{entity.head or name}"',
        "gender_evidence": f'"{entity.gender_words}"' if entity.gender_words else "",
    }
