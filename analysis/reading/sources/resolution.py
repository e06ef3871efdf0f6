"""Bring every source mention of an article to a source: names, descriptions, pronouns.

It reads one article, knows no codebook and codes no side or type (`reading.coding` does). There is no learnt
coreference here; each step is a rule over spaCy's tags and parse, with the words in `roles.yml` and `titles.yml`.
"""

import re
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from analysis.codebook import country_of
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.lexicon import roles, roles_in, titles
from analysis.reading.parser import text_of
from analysis.reading.sources.describe import affiliation_in, gender_in, told_beside
from analysis.reading.sources.descriptions import is_definite, is_narrowed, is_plural, nature_of, phrase_of, role_of
from analysis.reading.sources.entities import (
    FIRST_PERSON,
    HE_SHE,
    IT,
    NOBODY,
    NOMINAL,
    RELATIVE,
    SUBJECTS,
    THEY,
    Article,
    Entity,
    add_entity,
    name_parts,
    speaker_of,
    stem,
)
from analysis.reading.sources.gathering import gather_names, vote_genders
from analysis.reading.sources.names import Name, find_names, title_start
from analysis.reading.sources.pronouns import group_meant, person_meant, thing_meant
from analysis.reading.sources.same_description import points_back, same_description
from analysis.reading.sources.source_rows import source_rows
from analysis.reading.sources.surroundings import document_owners, owner_pronouns
from analysis.schema import UNKNOWN

ACRONYM = re.compile(r"\s?\([A-Z]+\)")
"""What stands between an office and a name in "Member of Parliament (MP) Ann Bell"."""


def resolve_sources(doc: Doc, attributions: list[Attribution]) -> tuple[list[dict], list[tuple[int, ...]]]:
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
        attached_to, setting, nature, anonymity, gender, nature_evidence, gender_evidence.
    places : list of tuple of int
        For each attribution the indices of its rows, several where "Amsel and Crane" speak together, in the order of
        the mention; empty when no source is mentioned, or nobody in particular ("you").
    """
    names = find_names(doc)
    heads = [_head(doc, names, attribution.source) for attribution in attributions]
    article = _open(doc, names, attributions, heads)
    order = sorted({head.i for head in heads if head is not None} | _people_described(article))
    late = []
    for i in order:
        if _is_label(doc[i], "answers") and (interviewed := _interviewed(article, i)) is not None:
            article.entity_at[i] = interviewed
            article.entities[interviewed].seen.append(i)
        elif _is_label(doc[i], "questions") or (
            doc[i].lower_ in FIRST_PERSON and doc[i].text not in titles("no_pronouns")
        ):
            late.append(i)
        else:
            _bring(article, doc[i])
            for other in _joint(article, doc[i]):
                _bring(article, other)
                article.beside[i] = (*article.beside.get(i, ()), other.i)
    for token in owner_pronouns(article):
        _bring(article, token)
    for i in late:
        _bring_speaker(article, doc[i])
    for token in document_owners(article):
        _bring(article, token)
    return source_rows(article, attributions, heads)


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
    article = Article(doc, text_of(doc), names, name_at, [], {}, contents, sentence)
    for attribution, head in zip(attributions, heads, strict=True):
        if head is not None:
            article.sources[head.i] = attribution.source[0]
            article.issued |= {token.i: head.i for token in _documents_in(doc, attribution.cue)}
    gather_names(article)
    for attribution, head in zip(attributions, heads, strict=True):
        _describe_named(article, attribution, head)
    article.named = len(article.entities)
    vote_genders(article)
    return article


def _documents_in(doc: Doc, cue: tuple) -> list[Token]:
    """List the nouns of a cue that are documents: "said in a statement"."""
    spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in cue)
    return [
        token
        for span in spans
        for token in span or ()
        if token.pos_ == "NOUN" and any(role.nature == "document" for _, _, role in roles_in(token.text))
    ]


def _head(doc: Doc, names: list[Name], spans: tuple) -> Token | None:
    """Find the word that a source mention is about; None when it has no noun or pronoun."""
    span = doc.char_span(*spans[0], alignment_mode="expand") if spans else None
    if span is None:
        return None
    span = _before_aside(span)
    if (first := _first_of_several(doc, names, span)) is not None:
        return first
    root = span.root
    if root.lower_ in RELATIVE and root.i > span.start and span[0].pos_ in (*NOMINAL, "ADJ"):
        root = span[0]
    if root.pos_ in ("ADP", "SCONJ"):
        root = next((child for child in root.children if child.dep_ == "pobj" and child in span), root)
    if root.pos_ not in NOMINAL and not (root.pos_ == "ADJ" and root.dep_ in SUBJECTS):
        rest = [t for t in span if t.pos_ in ("NOUN", "PROPN", "PRON")]
        if not rest and len(span) > 1 and span[0].pos_ == "DET" and span[-1].is_alpha:
            rest = [span[-1]]  # "a new study", tagged as a verb
        rest = rest or [t for t in span if t.pos_ in ("DET", "NUM", "ADJ")]
        rest = rest or [t for t in span if t.text[0].isupper()]
        if not rest:
            return None
        root = rest[0]
    named = next((n for n in names if n.kind == "person" and n.start <= root.i < n.end), None)
    if named and doc[named.end : named.end + 1].text.lower() in (",", "and", "or", "nor", "&"):
        return root  # "Sonya Zoghlin, Carlineo's attorney", "Sonya Zoghlin and Prime Minister Ann Bell"
    called = next((n for n in names if n.kind == "organisation" and (n.start, n.end) == (root.i + 1, span.end)), None)
    if called and any(role.nature == "organisation" for _, _, role in roles_in(root.text)):
        return doc[called.end - 1]  # "state news agency TASS"
    for name in names:
        if (
            name.kind == "person"
            and span.start <= name.start
            and name.end < root.i < span.end
            and _is_party(doc, name, root)
        ):
            return doc[name.end - 1]
        if name.kind == "person" and span.start <= name.start and name.end <= span.end and root.i < name.start:
            if root.i >= title_start(doc, name) or _heads_its_office(doc, root, name):
                return doc[name.end - 1]
            between = ACRONYM.sub("", doc[root.i + 1 : name.start].text.removesuffix(name.title)).strip(" ,.").lower()
            between = "" if name.title and between == "and" else between  # "party leader and Prime Minister Ann Bell"
            if root.pos_ in ("NOUN", "PROPN") and _names_it(between) and not root.tag_.endswith("S"):
                return doc[name.end - 1]
            if name.end == span.end and (_is_called(doc, root, name, names) or _is_named(doc, root, name)):
                return doc[name.end - 1]
    return root


def _first_of_several(doc: Doc, names: list[Name], span: Span) -> Token | None:
    """Find the first of the persons whom a plural introduces by name: "candidates Hillary Clinton and Donald Trump"."""
    people = [name for name in names if name.kind == "person" and span.start < name.start and name.end <= span.end]
    for name in people[:-1]:
        others = any(
            token.pos_ == "CCONJ" for token in doc[span.start : name.start]
        )  # "Ms Vale and Senators Amsel and"
        if not others and any(r.nature == "person" and r.plural for _, _, r in roles_in(doc[name.start - 1].text)):
            return doc[name.end - 1]
    return None


def _before_aside(span: Span) -> Span:
    """Cut off where or when the source spoke: "Kent Police, at the park"."""
    for comma in range(1, len(span) - 1):
        aside = span[comma].text == "," and span[comma + 1].lower_ in ("at", "in", "on", "during", "near")
        if aside and span[comma - 1].pos_ == "PROPN" and span.root.i > span[comma].i:
            return span[:comma]
    return span


def _heads_its_office(doc: Doc, root: Token, name: Name) -> bool:
    """Tell whether a word is the body whose officer is named: "state schools Superintendent Ann Bell"."""
    people = any(role.nature == "person" for _, _, role in roles_in(root.text))
    return bool(name.title) and root.pos_ in ("NOUN", "PROPN") and root.i + 1 == title_start(doc, name) and not people


def _describe_named(article: Article, attribution: Attribution, head: Token | None) -> None:
    """Let the noun that describes a named source be that source: "its director, Ann Bell" … "she"."""
    if head is None or head.i not in article.entity_at:
        return
    span = article.doc.char_span(*attribution.source[0], alignment_mode="expand")
    root, entity = span.root, article.entities[article.entity_at[head.i]]
    posts = [role.nature for words in entity.roles if not words.startswith("of ") for _, _, role in roles_in(words)]
    if entity.nature == "person" and "person" not in posts:
        named = max((name for name in entity.names if name in span.text), key=len, default="")
        said = told_beside(span.text, named) if named else []
        entity.roles = [words for words in entity.roles if not any(words in each for each in said)] + said
    if root.i < head.i and root.pos_ == "NOUN" and root.i not in article.entity_at:
        article.entity_at[root.i] = article.entity_at[head.i]


def _is_party(doc: Doc, name: Name, root: Token) -> bool:
    """Tell whether a word after a name is only its party and state: "Chris Collins, R-N.Y."."""
    return (
        doc[name.end].text in (",", "(") and re.match(r"[DRI]-[A-Z]", doc[name.end + 1 : root.i + 1].text) is not None
    )


def _names_it(words: str) -> bool:
    """Tell whether words between a description and a name only introduce the name: "a marine known only as Flea"."""
    return not words or any(
        words == each or words.endswith(" " + each) and len(words.split()) < 5 for each in titles("naming")
    )


def _is_called(doc: Doc, root: Token, name: Name, names: list[Name]) -> bool:
    """Tell whether a role stands right before a name: "Clinton aide Ann Bell", but not "Ryan and aide Ann Bell"."""
    before = doc[name.start - 1]
    if name.title or before.i <= root.i or before.tag_ != "NN" or not roles_in(before.text):
        return before.i == root.i
    of_another = any(other.start <= root.i < other.end for other in names)
    return not of_another or not any(t.pos_ == "CCONJ" or t.text == "," for t in doc[root.i : name.start])


def _is_named(doc: Doc, root: Token, name: Name) -> bool:
    """Tell whether a description ends in the name of the one described: "its director in Kyiv, Ann Bell"."""
    if root.tag_ not in ("NN", "NNP") or not any(role.nature == "person" for _, _, role in roles_in(root.text)):
        return False
    before = doc[max(name.start - len(name.title.split()) - name.title.count("-") * 2, root.i + 1) : name.start]
    last = doc[before.start - 1] if name.title else doc[name.start - 1]
    described = doc[root.i : name.start].text.lower()
    if " and " in described or len(name.text.split()) < 2:
        return False
    called = any(role.nature == "person" for _, _, role in roles_in(last.text))
    return last.text == "," or (last.pos_ in ("NOUN", "PROPN") and last.i > root.i and not called)


def _people_described(article: Article) -> set[int]:
    """Find the words that describe somebody without a name; pronouns may go back to them."""
    found = set()
    for token in article.doc:
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or token.i in article.entity_at
            or token.dep_ not in (*SUBJECTS, "pobj", "dobj")
            or (token.dep_ == "pobj" and token.head.lower_ == "as")
            or (token.dep_ not in SUBJECTS and token.tag_ == "NN" and token.left_edge.i == token.i)  # "at anchor"
        ):
            continue
        here = roles_in(token.text)
        speaks = token.dep_ in SUBJECTS or (token.dep_ == "dobj" and token.head.lemma_ in roles("citing"))
        if here and (here[0][2].nature == "person" or (here[0][2].nature == "organisation" and speaks)):
            found.add(token.i)
    return found


def _bring(article: Article, token: Token) -> int | None:
    """Bring the mention that a word heads to an entity; None when it is nobody in particular."""
    if token.i in article.entity_at:
        return article.entity_at[token.i]
    word = token.text if token.text in titles("no_pronouns") else token.lower_
    if word in NOBODY and not _partitive(token):
        return None
    if word in HE_SHE:
        e = person_meant(article, token)
        if e is not None:
            article.guesses[e, HE_SHE[word]] += 8
    elif word in THEY:
        e = group_meant(article, token)
    elif word in IT:
        e = thing_meant(article, token)
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


def _is_label(token: Token, kind: str) -> bool:
    """Tell whether a word opens a turn of an interview: "Q:", "A:"."""
    doc, i = token.doc, token.i
    opens = i == 0 or "\n" in doc[i - 1].text
    return opens and token.text in titles(kind) and i + 1 < len(doc) and doc[i + 1].text == ":"


def _interviewed(article: Article, before: int) -> int | None:
    """Give the person most often named before an interview's turn, the first of equals."""
    people = [e for e, entity in enumerate(article.entities[: article.named]) if entity.nature == "person"]
    named = {e: sum(i < before for i in article.entities[e].seen) for e in people}
    return max((e for e in people if named[e]), key=named.get, default=None)


def _joint(article: Article, token: Token) -> list[Token]:
    """List who speaks together with the one a mention is about: "Ruth Amsel and Ellis Crane"."""
    _, end = article.sources.get(token.i, (0, 0))
    others = [other for other in token.conjuncts if token.i < other.i and other.idx < end]
    others = [other for other in others if other.i not in article.name_at or not _one_name(article, token, other)]
    listed = _listed(article, token, end)
    return listed if listed or (len(others) == 1 and _another_post(token, others[0])) else others


def _listed(article: Article, token: Token, end: int) -> list[Token]:
    """List the persons named after one in a mention, by commas and "and", which the parse may take for appositions."""
    k = article.name_at.get(token.i, len(article.names))
    found, doc, joined = [], article.doc, False
    for one, other in pairwise(article.names[k:]):
        between = doc[one.end : title_start(doc, other)]
        last = max((t.i for t in between if t.text == "," or t.dep_ == "cc" or t.pos_ == "CCONJ"), default=None)
        rest = doc[last + 1 : between.end] if last is not None else ()
        if one.kind != "person" or other.kind != "person" or doc[other.end - 1].idx >= end or last is None:
            break
        if any(t.pos_ in ("ADP", "VERB", "AUX", "SCONJ") for t in rest):
            break
        joined |= any(t.pos_ == "CCONJ" for t in between)
        found.append(doc[other.end - 1])
    return found if joined else []


def _one_name(article: Article, token: Token, other: Token) -> bool:
    return article.name_at[other.i] == article.name_at.get(token.i)


def _another_post(token: Token, other: Token) -> bool:
    """Tell whether what "and" joins is a second post of one person: "Ann Bell of the council and contributor to it"."""
    bare = not any(child.dep_ in ("det", "poss", "amod", "compound", "nummod") for child in other.children)
    person = any(role.nature == "person" and not role.plural for _, _, role in roles_in(other.text))
    return bare and person and other.tag_ == "NN" and not token.tag_.endswith("S")


def _partitive(token: Token) -> bool:
    return any(child.lower_ == "of" for child in token.children)


def _relative(article: Article, token: Token) -> int | None:
    """Take who, which and that to the noun they follow: the parser's choice, or the nearest that fits better."""
    verb = token.head
    while verb.dep_ not in ("relcl", "acl") and verb.head.i != verb.i and verb.pos_ in ("VERB", "AUX"):
        verb = verb.head
    parsed = [verb.head] if verb.dep_ in ("relcl", "acl") and verb.head.i < token.i else []
    before = [t for t in token.doc[max(0, token.i - 5) : token.i] if t.pos_ in ("NOUN", "PROPN")][::-1]
    nouns = [t for t in (*parsed, *before) if t.pos_ in NOMINAL]
    if token.lower_ == "who":
        farther = [t for t in token.doc[token.sent.start : max(0, token.i - 5)] if t.pos_ == "NOUN"][::-1]
        nouns = [t for t in (*nouns, *farther) if _personal(article, t) and not _where(t)] or nouns
    elif token.lower_ == "which" and before and before[0].i in article.entity_at and before[0].i >= token.i - 2:
        nouns = before
    return _bring(article, nouns[0]) if nouns else None


def _where(token: Token) -> bool:
    """Tell whether a name says where: "a docker in Sant Odel who"."""
    first = token.left_edge.i
    return token.pos_ == "PROPN" and first > 0 and token.doc[first - 1].lower_ in ("in", "near", "outside")


def _personal(article: Article, token: Token) -> bool:
    e = article.entity_at.get(token.i)
    if e is not None:
        return article.entities[e].nature in ("person", "group")
    return token.pos_ in ("PRON", "DET", "NUM") or any(role.nature == "person" for _, _, role in roles_in(token.text))


def _description(article: Article, token: Token) -> int | None:
    text = _told(article, token, phrase_of(token, article.sources.get(token.i, (0, 0))[0]))
    if token.lemma_.lower() in roles("parts"):
        owner = next((child for child in token.children if child.dep_ == "poss"), None)
        e = _bring(article, owner) if owner is not None else None
        if e is not None:
            return e
    head, words = _key(article, token)
    role = role_of(token, text)
    plural = is_plural(token) or (role is not None and role.plural)  # "Midwives" is taken for a name
    definite = is_definite(token) or (article.sentence[token.i] == 0 and token.left_edge.i == token.i)
    entity = Entity(nature_of(token, role, plural, token.i in article.sources), [text], head, words, plural=plural)
    if token.pos_ in ("DET", "ADJ", "NUM", "PRON") and not _partitive(token):
        return add_entity(article, entity)
    near = [token.head] if token.dep_ == "appos" else [child for child in token.children if child.dep_ == "appos"]
    for other in near:
        e = article.entity_at.get(other.i)
        if e is not None and role is not None and not plural and article.entities[e].nature == role.nature:
            return e
    same = same_description(article, entity, definite)
    if same is not None:
        return same
    if definite and not plural and not is_narrowed(token, role):
        back = points_back(article, token, head, words, role)
        if back is not None:
            return back
    entity.gender, entity.gender_words = gender_in(text) if not plural else (UNKNOWN, "")
    entity.affiliation = affiliation_in(text)
    return add_entity(article, entity)


def _told(article: Article, token: Token, phrase: str) -> str:
    """Give a description's words; the whole mention where the parse leaves of it but an article or a number."""
    bare = all(word.lower() in ("the", "a", "an") or not re.search(r"[^\W\d]{2}", word) for word in phrase.split())
    start, end = article.sources.get(token.i, (0, 0)) if bare else (0, 0)
    return " ".join(article.text[start:end].split()) or phrase


def _key(article: Article, token: Token) -> tuple[str, frozenset[str]]:
    """Give a description's head noun and the words that narrow it, owners by name and peoples by country."""
    words = set()
    for child in token.subtree:
        if child.i == token.i or child.is_punct or child.is_space or child.dep_ in ("relcl", "det", "case"):
            continue
        above = [a for a in (child, *child.ancestors) if a.i != token.i and token.is_ancestor(a)]
        if above[-1].dep_ == "conj" or any(a.dep_ in ("relcl", "appos", "acl") for a in above):
            continue
        if child.text in titles("nations_within"):
            words.add(child.lower_)
        elif child.i in article.entity_at and child.pos_ in ("PROPN", "NOUN"):
            entity = article.entities[article.entity_at[child.i]]
            of_it = entity.words or {entity.head} - {""}
            words.update([name_parts(entity.names[0])[1].lower()] if entity.nature == "person" else of_it)
        elif child.lower_ in HE_SHE or child.lower_ in THEY or child.lower_ in IT:
            e = _bring(article, child)
            if e is not None and article.entities[e].names:
                words.add(name_parts(article.entities[e].names[0])[1].lower())
        elif child.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "VERB"):
            words.add(country_of(child.text) or child.lemma_.lower())
    return stem(token.text) if token.pos_ == "PROPN" else token.lemma_.lower(), frozenset(words)


def _bring_speaker(article: Article, token: Token) -> None:
    """Bring "I" and "we" to the speaker of the quotation they stand in; outside of any, to the author."""
    speaker = speaker_of(article, token)
    e = article.entity_at.get(speaker) if speaker is not None else None
    if e is None:
        e = next((k for k, entity in enumerate(article.entities) if entity.head == "(author)"), None)
        if e is None:
            e = add_entity(article, Entity("person", ["the article's author"], "(author)"))
    article.entity_at[token.i] = e
    article.entities[e].seen.append(token.i)
