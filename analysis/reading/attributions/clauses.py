"""What a cue word governs in the dependency parse: reported speech and thought, rule by rule.

Every rule gives tokens, not spans; which words are cues and what they take stands in `cues.yml`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from analysis.reading.attributions.cues import cue_table

SUBJECTS = {"nsubj", "nsubjpass"}
COMPLEMENTS = {"dobj", "dative", "prep", "xcomp", "oprd", "acomp", "ccomp", "attr"}
VERBAL = {"VERB", "AUX"}
CHAINED = {"conj", "xcomp", "advcl", "pcomp", "ccomp", "acl"}
"""How a verb hangs on another whose subject it shares."""


class Find(NamedTuple):
    """One find of one rule: the number of its cue's head, and its cue's, source's and content's tokens."""

    rule: str
    head: int
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]


def clauses(token: Token) -> Iterator[Find]:
    """Apply the rules of dependency to one word that may be a cue."""
    table, lemma = cue_table(), token.lemma_.lower()
    if token.pos_ in VERBAL and lemma in table["verbs"]:
        yield from _verb(token, table["verbs"][lemma]["takes"])
    elif token.pos_ == "NOUN" and lemma in table["nouns"]:
        yield from _noun(token, table["nouns"][lemma]["takes"])
    elif token.lower_ in table["prepositions"]:
        yield from according_to(token, table["prepositions"][token.lower_])
    elif token.lower_ in table["adverbs"] and token.dep_ == "advmod" and token.head.pos_ in VERBAL:
        yield Find("adverb", token.i, frozenset([token.i]), frozenset(), _subtree(token.head) - {token.i})


def _verb(verb: Token, takes: list[str]) -> Iterator[Find]:
    children = list(verb.children)
    right = [c for c in children if c.i > verb.i]
    passive = _passive(verb)
    subject = _agent(verb) if passive else subject_of(verb)
    source, cue = mention(subject), cue_phrase(verb)
    if not source and not passive and verb.tag_ in ("VBD", "VBZ", "VBP"):
        source = nominal_beside(verb, list(verb.doc[max(verb.sent.start, verb.i - 5) : verb.i]))
    own = cue.union(*(_subtree(c) for c in children if c.dep_ in SUBJECTS or c.dep_ == "agent"))
    patient = frozenset().union(*(_subtree(c) for c in children if c.dep_ == "nsubjpass"))
    clause = next((c for c in children if c.dep_ == "ccomp" and c.i not in own), None)
    infinitive = next((c for c in right if c.dep_ == "xcomp"), None)
    which = frozenset().union(*(_subtree(c) for c in children if c.dep_ == "dobj" and c.i < verb.i))
    objects = which or any(c.dep_ in ("dobj", "attr", "oprd") for c in right)
    behind = _complements(right)
    if passive and any(c.lower_ == "as" and any(g.dep_ == "pcomp" for g in c.children) for c in right):
        return  # was quoted as saying: the second verb is the cue

    if "quotation" in takes and _parenthetical(verb):
        yield Find("parenthesis", verb.i, cue, source, _subtree(verb.head) - _subtree(verb))
    elif "clause" in takes and clause is not None:
        resumed = (t for t in clause.subtree if t.lemma_.lower() in cue_table()["verbs"] and _resumes(t))
        yield Find("clause", verb.i, cue, source, _subtree(clause) - own.union(*map(_subtree, resumed)))
    elif patient and ("raised" in takes or "object" in takes and subject is not None):
        yield Find("passive", verb.i, cue, source, patient | behind)
    elif "seeming" in takes and subject is not None and behind:
        yield Find("seeming", verb.i, cue, frozenset(), source | behind)
    elif "object" in takes and objects and source and not passive:
        yield Find("object", verb.i, cue, source, which | behind)
    elif "infinitive" in takes and infinitive is not None and source and not objects:
        yield Find("infinitive", verb.i, cue, source, _subtree(infinitive))
    elif source and not passive:
        for child in right:
            if child.dep_ == "prep" and child.lower_ in takes:
                content = _subtree(child) - {child.i} | (_subtree(infinitive) if infinitive else frozenset())
                yield Find("preposition", verb.i, cue | {child.i}, source, content)
                return


def _noun(noun: Token, takes: list[str]) -> Iterator[Find]:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None and noun.dep_ in ("dobj", "attr") and noun.head.pos_ in VERBAL:
        owner = subject_of(noun.head)
    for child in noun.children if owner is not None else ():
        if child.dep_ in ("acl", "ccomp", "relcl") and "clause" in takes and child.left_edge.lower_ in ("that", "to"):
            yield Find("noun clause", noun.i, frozenset([noun.i]), mention(owner), _subtree(child))
            return
        if child.dep_ == "prep" and child.lower_ in takes:
            content = _subtree(child) - {child.i}
            yield Find("noun", noun.i, frozenset([noun.i, child.i]), mention(owner), content)
            return


def according_to(token: Token, second: str) -> Iterator[Find]:
    """`According to X`: the rest of the clause is X's."""
    link = next((c for c in token.children if c.lower_ == second), None)
    named = next((c for c in link.children if c.dep_ == "pobj"), None) if link is not None else None
    head = token.head
    while head.pos_ not in VERBAL and head.head != head:
        head = head.head
    if named is not None and head != token:
        yield Find(
            "according",
            token.i,
            frozenset([token.i, link.i]),
            mention(named),
            _subtree(head) - _subtree(token),
        )


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, fetched from the verb above where its own is left out."""
    resumes = _resumes(verb)
    while True:
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None and not (resumes and verb.dep_ == "ccomp"):
            return own
        if verb.dep_ == "acl" and not resumes:
            return verb.head
        if verb.dep_ == "xcomp" and verb.tag_ == "VB":
            patient = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
            if patient is not None:
                return patient
        if verb.dep_ == "ROOT" or verb.pos_ in VERBAL and verb.dep_ not in CHAINED and not resumes:
            return None
        verb = verb.head


def _agent(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def mention(head: Token | None) -> frozenset[int]:
    """The noun phrase of a source with title and apposition, without a clause or phrase that a comma sets off."""
    if head is None:
        return frozenset()
    tokens = _subtree(head)
    for child in head.children:
        edge = child.left_edge.i
        apart = edge and child.doc[edge - 1].text == ","
        clause = child.dep_ in ("relcl", "acl") and apart or child.dep_ == "conj" and child.pos_ in VERBAL
        if clause or child.dep_ in ("prep", "advcl") and child.i < head.i:
            tokens -= _subtree(child)
    return tokens


def nominal_beside(verb: Token, side: list[Token]) -> frozenset[int]:
    """The noun phrase beside a verb to which the parse, misled by marks or commas, gives no subject."""
    nominal = [t for t in side if t.pos_ in ("PROPN", "NOUN", "PRON")]
    first, near = nominal[:1], [t for t in nominal if abs(t.i - verb.i) <= 4]
    if first and side[0].i <= first[0].i < verb.i and verb.doc[verb.i - 1].text == ",":
        near = first
    head = min(near, key=lambda t: (abs(t.i - verb.i), t.i > verb.i), default=None)
    while head is not None and head.dep_ in ("compound", "amod", "poss", "nmod") and head.head.i < verb.i:
        head = head.head
    return mention(head) & {t.i for t in side}


def cue_phrase(verb: Token) -> frozenset[int]:
    """A verb with its auxiliaries, negation and particle, and an adverb right before it."""
    parts = {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 4}
    adverb = {c.i for c in verb.children if c.dep_ == "advmod" and c.i == verb.i - 1}
    return frozenset(parts | adverb | {verb.i})


def may_quote(token: Token) -> bool:
    """Whether a word may hold a quotation."""
    entry = cue_table()["verbs"].get(token.lemma_.lower())
    return token.lower_ == "according" or token.text == ":" or bool(entry) and "quotation" in entry["takes"]


def _passive(verb: Token) -> bool:
    """Also `asked whether …` and `the plan denounced by …`, which have no auxiliary."""
    relations = {c.dep_ for c in verb.children}
    reduced = verb.dep_ == "advcl" and "aux" not in relations or verb.dep_ == "acl" and "agent" in relations
    return bool(relations & {"auxpass", "nsubjpass"}) or verb.tag_ == "VBN" and reduced


def _resumes(verb: Token) -> bool:
    """`…, adding that …`, `… and said …`: its subject is that of the main clause, wherever the parse hangs it."""
    if verb.dep_ in ("acl", "advcl"):
        return verb.tag_ == "VBG" and verb.i > 0 and verb.doc[verb.i - 1].text == ","
    inner = verb.head
    alone = verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children)
    return alone and inner.dep_ == "ccomp" and verb.tag_ == inner.head.tag_ != inner.tag_ and may_quote(verb)


def _parenthetical(verb: Token) -> bool:
    """`The plan, he said, will work`; `as he put it`."""
    marks = [c.lower_ for c in verb.children if c.dep_ == "mark"]
    empty = not any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children)
    return empty and (verb.dep_ == "parataxis" and not marks or verb.dep_ == "advcl" and marks == ["as"])


def _complements(right: list[Token]) -> frozenset[int]:
    """What stands behind a verb up to its first adjunct: an object, and `of lying`, `as weak`, `to leave`."""
    tokens: frozenset[int] = frozenset()
    for child in right:
        if child.dep_ in COMPLEMENTS and (child.dep_ != "prep" or child.lower_ in cue_table()["object_prepositions"]):
            tokens |= _subtree(child)
        elif tokens:
            break
    return tokens


def _subtree(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)
