"""The rules reader: attributions found by quotation marks, cue words and the dependency parse.

It needs no trained model of attribution and can say of each find which rule made it. What each cue word may take
as its content, and how often each rule is right, stand in `cues.yml`. After the guidelines of PolNeAR (Newell et
al. 2018), nothing is sought inside what is already attributed: of nested speech the outermost stands.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from spacy.tokens import Doc, Token

from analysis.reading.attribution import Attribution, Span
from analysis.reading.quotations import quoted_regions

SUBJECTS = {"nsubj", "nsubjpass"}
COMPLEMENTS = {"dobj", "dative", "prep", "xcomp", "oprd", "acomp", "ccomp", "attr"}
VERBAL = {"VERB", "AUX"}
DASHES = {"–", "—", "-", "--", "―"}
CHAINED = {"conj", "xcomp", "advcl", "pcomp", "ccomp", "acl"}

PARAGRAPH = re.compile(r"(?:^[A-Z]{3}[^\n—–]{0,50} (?:—|–|--?) )?([^\n]+)", re.MULTILINE)
"""A paragraph without its dateline (`KYIV, May 3 (Reuters) - `)."""


class Find(NamedTuple):
    """One find of one rule: the number of its cue's head, and its cue's, source's and content's tokens."""

    rule: str
    head: int
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]


@cache
def cues() -> dict:
    """Give the table of cue words: verbs, nouns, prepositions, adverbs, and the precision of each rule."""
    return yaml.safe_load((files(__package__) / "cues.yml").read_text(encoding="utf-8"))


def find_attributions(doc: Doc) -> list[Attribution]:
    """Find who says or thinks what in a parsed article, in the order of the contents.

    The document needs lemmas, tags and a dependency parse of its text as it stands, line breaks and all. It does
    not resolve pronouns, does not look inside another's speech, and finds nothing where the parse finds no clause.
    """
    return [_attribution(find, doc) for find in find_by_rule(doc)]


def find_by_rule(doc: Doc) -> list[Find]:
    """Find attributions as tokens, each with the name of the rule that made it."""
    quotations = _ranges(doc, quoted_regions(doc.text))
    quoted = frozenset(i for tokens in quotations for i in tokens)
    finds: dict[int, Find] = {}
    last, scope = None, range(0)
    for paragraph in _ranges(doc, (match.span(1) for match in PARAGRAPH.finditer(doc.text))):
        here = [tokens for tokens in quotations if tokens.start in paragraph]
        clauses = (find for i in paragraph if i not in quoted for find in _clauses(doc[i]))
        found = [*_layouts(doc, paragraph, here), *clauses]
        kept = _outermost(_fitted(find, paragraph, here) for find in found)
        led_in = scope and doc[scope.start : paragraph.start].text.rstrip().endswith(":")
        scope = range(scope.start if led_in else paragraph.start, paragraph.stop)
        for tokens in here:
            if any(not find.content.isdisjoint(tokens) for find in kept.values()) or not _whole(doc, tokens):
                continue
            find = _beside(doc, tokens, scope, here)
            if find is None:
                find = kept.get(max((h for h in kept if h < tokens.start and _speaks(doc[h])), default=None))
            if find is None and len(tokens) >= len(paragraph) - 1:
                find = finds.get(last)
            if find is not None:
                into = finds if find.head in finds else kept
                old = into.get(find.head, find)
                into[find.head] = old._replace(rule="quotation", content=old.content | frozenset(tokens))
        kept = _outermost(kept.values())
        if kept or len(here) != 1 or len(here[0]) < len(paragraph) - 1:
            last = max(kept, default=None)
        finds |= kept
    return sorted(finds.values(), key=lambda find: min(find.content))


# --- reported speech and thought: what a cue word governs -------------------------------------------------------


def _clauses(token: Token) -> Iterator[Find]:
    """Apply the rules of dependency to one word that may be a cue."""
    table, lemma = cues(), token.lemma_.lower()
    if token.pos_ in VERBAL and lemma in table["verbs"]:
        yield from _verb(token, table["verbs"][lemma]["takes"])
    elif token.pos_ == "NOUN" and lemma in table["nouns"]:
        yield from _noun(token, table["nouns"][lemma]["takes"])
    elif token.lower_ in table["prepositions"]:
        yield from _preposition(token, table["prepositions"][token.lower_])
    elif token.lower_ in table["adverbs"] and token.dep_ == "advmod" and token.head.pos_ in VERBAL:
        yield Find("adverb", token.i, frozenset([token.i]), frozenset(), _subtree(token.head) - {token.i})


def _verb(verb: Token, takes: list[str]) -> Iterator[Find]:
    children = list(verb.children)
    right = [c for c in children if c.i > verb.i]
    passive = _passive(verb)
    subject = _agent(verb) if passive else _subject(verb)
    source, cue = _mention(subject), _cue_phrase(verb)
    if not source and not passive and verb.tag_ in ("VBD", "VBZ", "VBP"):
        source = _neighbour(verb, [t for t in verb.sent if t.i < verb.i])
    own = cue.union(*(_subtree(c) for c in children if c.dep_ in SUBJECTS or c.dep_ == "agent"))
    patient = frozenset().union(*(_subtree(c) for c in children if c.dep_ == "nsubjpass"))
    clause = next((c for c in children if c.dep_ == "ccomp" and c.i not in own), None)
    infinitive = next((c for c in right if c.dep_ == "xcomp"), None)
    which = frozenset().union(*(_subtree(c) for c in children if c.dep_ == "dobj" and c.i < verb.i))
    objects = which or any(c.dep_ in ("dobj", "attr", "oprd") for c in right)
    behind = _complements(right)
    if passive and any(c.lower_ == "as" and any(g.dep_ == "pcomp" for g in c.children) for c in right):
        return  # was quoted as saying: the second verb is the cue

    if "clause" in takes and _parenthetical(verb):
        yield Find("parenthesis", verb.i, cue, source, _subtree(verb.head) - _subtree(verb))
    elif "clause" in takes and clause is not None:
        resumed = (t for t in clause.subtree if t.lemma_.lower() in cues()["verbs"] and _resumes(t))
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
        owner = _subject(noun.head)
    for child in noun.children if owner is not None else ():
        if child.dep_ in ("acl", "ccomp", "relcl") and "clause" in takes and child.left_edge.lower_ in ("that", "to"):
            yield Find("noun clause", noun.i, frozenset([noun.i]), _mention(owner), _subtree(child))
            return
        if child.dep_ == "prep" and child.lower_ in takes:
            content = _subtree(child) - {child.i}
            yield Find("noun", noun.i, frozenset([noun.i, child.i]), _mention(owner), content)
            return


def _preposition(token: Token, second: str) -> Iterator[Find]:
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
            _mention(named),
            _subtree(head) - _subtree(token),
        )


# --- quotations: each finds the cue beside it --------------------------------------------------------------------


def _beside(doc: Doc, tokens: range, paragraph: range, here: list[range]) -> Find | None:
    """Find the cue of a quotation in its own sentence, before or behind it, outside any other quotation."""
    stop = next((other.start for other in here if other.start >= tokens.stop), paragraph.stop)
    start = max((other.stop for other in here if other.stop <= tokens.start), default=paragraph.start)
    behind = _sentence(doc, range(tokens.stop, stop))
    before = _sentence(doc, range(tokens.start - 1, start - 1, -1))
    ends = doc[tokens.start : tokens.stop].text.rstrip("”\"'’» ").endswith((".", "…"))
    ends = ends and not (behind and (behind[0].text == "," or behind[0].text[:1].islower()))
    introduced = bool(before) and (before[0].text in (",", ":", "that") or before[0].pos_ in VERBAL)
    for side in [before] if ends else [before, behind] if introduced else [behind, before]:
        for token in side:
            if _speaks(token) and token.pos_ in VERBAL:
                source = _mention(_subject(token))
                if not source or not source.isdisjoint(tokens):
                    source = _neighbour(token, sorted(side, key=lambda t: t.i))
                if not source and token.tag_ == "VB":
                    continue
                return Find("quotation", token.i, _cue_phrase(token), source, frozenset())
            if token.lower_ == "according" and (found := next(_preposition(token, "to"), None)):
                return found._replace(content=frozenset())
    return None


def _layouts(doc: Doc, paragraph: range, here: list[range]) -> Iterator[Find]:
    """Read `Name: …` and `"…" – Name`, which have no verb."""
    colon = next((i for i in paragraph[1:10] if doc[i].text == ":" and i + 1 in paragraph), None)
    if colon is not None:
        name = doc[paragraph.start : colon]
        proper = all(t.text[:1].isupper() or t.is_digit or t.text in cues()["name_words"] for t in name)
        if proper and name.text.lower() not in cues()["labels"]:
            content = frozenset(range(colon + 1, paragraph.stop))
            yield Find("colon", colon, frozenset([colon]), frozenset(range(paragraph.start, colon)), content)
    dash = here[-1].stop if here else paragraph.stop
    if dash + 1 in paragraph and doc[dash].text in DASHES and paragraph.stop - dash <= 12:
        source = frozenset(range(dash + 1, paragraph.stop))
        yield Find("dash", dash, frozenset([dash]), source, frozenset(i for tokens in here for i in tokens))


def _speaks(token: Token) -> bool:
    """Whether a word may hold a quotation."""
    entry = cues()["verbs"].get(token.lemma_.lower())
    return token.lower_ == "according" or token.text == ":" or bool(entry) and "quotation" in entry["takes"]


def _sentence(doc: Doc, numbers: range) -> list[Token]:
    """The tokens up to the next end of a sentence."""
    tokens = []
    for i in numbers:
        if doc[i].text in (".", "?", "!", ";"):
            break
        if not doc[i].is_space:
            tokens.append(doc[i])
    return tokens


def _neighbour(verb: Token, side: list[Token]) -> frozenset[int]:
    """The noun phrase beside a verb to which the parse, misled by marks or commas, gives no subject."""
    nominal = [t for t in side if t.pos_ in ("PROPN", "NOUN", "PRON")]
    first, near = nominal[:1], [t for t in nominal if abs(t.i - verb.i) <= 4]
    if first and side[0].i <= first[0].i < verb.i and verb.doc[verb.i - 1].text == ",":
        near = first
    head = min(near, key=lambda t: (abs(t.i - verb.i), t.i > verb.i), default=None)
    while head is not None and head.dep_ in ("compound", "amod", "poss", "nmod") and head.head.i < verb.i:
        head = head.head
    return _mention(head) & {t.i for t in side}


def _whole(doc: Doc, tokens: range) -> bool:
    """Whether a quotation is speech of its own, not a word or two that the journalist puts in marks."""
    inner = doc[tokens.start : tokens.stop].text.strip("“”\"'‘’«»„ ")
    before = doc[tokens.start - 1] if tokens.start else None
    woven = before is not None and before.is_alpha and not _speaks(before)
    return len(inner.split()) >= 6 or not woven and inner.endswith((",", ".", "?", "!", "…", "—", "-"))


def _whole(doc: Doc, tokens: range) -> bool:
    """Whether a quotation is speech of its own, not a word or two that the journalist puts in marks."""
    inner = doc[tokens.start : tokens.stop].text.strip("“”\"'‘’«»„ ")
    return inner.endswith((",", ".", "?", "!", "…", "—", "-")) or len(inner.split()) >= 6


# --- the parse ---------------------------------------------------------------------------------------------------


def _subject(verb: Token) -> Token | None:
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
    return alone and inner.dep_ == "ccomp" and verb.tag_ == inner.head.tag_ != inner.tag_ and _speaks(verb)


def _mention(head: Token | None) -> frozenset[int]:
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


def _cue_phrase(verb: Token) -> frozenset[int]:
    """A verb with its auxiliaries, negation and particle, and an adverb right before it."""
    parts = {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 4}
    adverb = {c.i for c in verb.children if c.dep_ == "advmod" and c.i == verb.i - 1}
    return frozenset(parts | adverb | {verb.i})


def _parenthetical(verb: Token) -> bool:
    """`The plan, he said, will work`; `as he put it`."""
    marks = [c.lower_ for c in verb.children if c.dep_ == "mark"]
    empty = not any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children)
    return empty and (verb.dep_ == "parataxis" and not marks or verb.dep_ == "advcl" and marks == ["as"])


def _complements(right: list[Token]) -> frozenset[int]:
    """What stands behind a verb up to its first adjunct: an object, and `of lying`, `as weak`, `to leave`."""
    tokens: frozenset[int] = frozenset()
    for child in right:
        if child.dep_ in COMPLEMENTS and (child.dep_ != "prep" or child.lower_ in cues()["object_prepositions"]):
            tokens |= _subtree(child)
        elif tokens:
            break
    return tokens


def _subtree(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)


# --- from tokens to spans ------------------------------------------------------------------------------------------


def _fitted(find: Find, paragraph: range, here: list[range]) -> Find:
    """Keep a find to its cue's paragraph and widen its content to the ends of the quotations it enters."""
    content = find.content.intersection(paragraph) - find.cue - find.source
    for tokens in here:
        if not content.isdisjoint(tokens):
            content = content.union(tokens)
    return find._replace(source=find.source.intersection(paragraph), content=content)


def _outermost(finds: Iterable[Find]) -> dict[int, Find]:
    """Leave out what is attributed inside another's content, and all but one find of a cue."""
    kept: dict[int, Find] = {}
    taken: set[int] = set()
    for find in sorted(finds, key=lambda find: (-len(find.content), find.head)):
        if find.content and find.head not in taken and find.head not in kept:
            kept[find.head] = find
            taken |= find.content
    return kept


def _attribution(find: Find, doc: Doc) -> Attribution:
    table, lemma = cues(), doc[find.head].lemma_.lower()
    entry = table["verbs"].get(lemma) or table["nouns"].get(lemma) or {}
    source, cue, content = (_spans(doc, tokens) for tokens in (find.source, find.cue, find.content))
    return Attribution(source, cue, content, entry.get("kind", "speech"), table["rules"][find.rule])


def _spans(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Join tokens into spans over lone punctuation, and trim punctuation that closes no quotation."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and all(not doc[k].text.strip() or doc[k].is_punct for k in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        loose = [doc[i].is_space or doc[i].is_punct and not doc[i].is_quote for i in run]
        if not all(loose):
            first, last = loose.index(False), len(run) - 1 - loose[::-1].index(False)
            spans.append((doc[run[first]].idx, doc[run[last]].idx + len(doc[run[last]])))
    return tuple(spans)


def _ranges(doc: Doc, spans: Iterable[Span]) -> list[range]:
    """The tokens that stand in each span, where any does."""
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [range(span.start, span.end) for span in found if span is not None and len(span)]
