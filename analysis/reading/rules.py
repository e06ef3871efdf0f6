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
    last = None
    for paragraph in _ranges(doc, (match.span() for match in re.finditer(r"[^\n]+", doc.text))):
        here = [tokens for tokens in quotations if tokens.start in paragraph]
        clauses = (find for i in paragraph if i not in quoted for find in _clauses(doc[i]))
        kept = _outermost(_fitted(find, paragraph, here) for find in clauses)
        kept |= _layouts(doc, paragraph, here, kept)
        for tokens in here:
            if any(not find.content.isdisjoint(tokens) for find in kept.values()) or not _whole(doc, tokens):
                continue
            find = _beside(doc, tokens, paragraph, here)
            if find is None:
                find = kept.get(max((head for head in kept if head < tokens.start), default=None))
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
    patient = next((c for c in children if c.dep_ == "nsubjpass"), None)
    passive = patient is not None or any(c.dep_ == "auxpass" for c in children) or _reduced(verb)
    subject = _agent(verb) if passive else _subject(verb)
    source, cue = _mention(subject), _cue_phrase(verb)
    own = cue.union(*(_subtree(c) for c in children if c.dep_ in SUBJECTS or c.dep_ == "agent"))
    clause = next((c for c in children if c.dep_ == "ccomp" and c.i not in own), None)
    infinitive = next((c for c in right if c.dep_ == "xcomp"), None)
    objects = any(c.dep_ in ("dobj", "attr", "oprd") for c in right)

    if "clause" in takes and _parenthetical(verb):
        yield Find("parenthesis", verb.i, cue, source, _subtree(verb.head) - _subtree(verb))
    elif "clause" in takes and clause is not None:
        yield Find("clause", verb.i, cue, source, _subtree(clause) - own)
    elif passive and patient is not None and ("raised" in takes or subject is not None and "object" in takes):
        yield Find("passive", verb.i, cue, source, _subtree(patient) | _complements(right))
    elif "seeming" in takes and subject is not None and _complements(right):
        yield Find("seeming", verb.i, cue, frozenset(), _subtree(subject) | _complements(right))
    elif "object" in takes and objects and not passive:
        yield Find("object", verb.i, cue, source, _complements(right))
    elif "infinitive" in takes and infinitive is not None and not objects:
        yield Find("infinitive", verb.i, cue, source, _subtree(infinitive))
    elif not passive:
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
        if (
            child.dep_ in ("acl", "ccomp", "relcl")
            and "clause" in takes
            and child.left_edge.lower_ in ("that", "to")
        ):
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
    while head.pos_ not in VERBAL and head.head is not head:
        head = head.head
    if named is not None and head is not token:
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
            entry = cues()["verbs"].get(token.lemma_.lower())
            if entry and "quotation" in entry["takes"] and token.pos_ in VERBAL:
                source = _mention(_subject(token))
                if not source or not source.isdisjoint(tokens):
                    source = _neighbour(token, side)
                return Find("quotation", token.i, _cue_phrase(token), source, frozenset())
            if token.lower_ == "according" and (found := next(_preposition(token, "to"), None)):
                return found._replace(content=frozenset())
    return None


def _layouts(doc: Doc, paragraph: range, here: list[range], kept: dict) -> dict[int, Find]:
    """Read `Name: …` and `"…" – Name`, which have no verb."""
    first = [doc[i] for i in paragraph][:9]
    colon = next((t for t in first if t.text == ":"), None)
    found = {}
    if colon is not None and colon.i + 1 in paragraph and colon.i > paragraph.start:
        name = range(paragraph.start, colon.i)
        if all(doc[i].text[:1].isupper() or doc[i].lower_ in ("of", "the", "and") for i in name):
            content = frozenset(range(colon.i + 1, paragraph.stop))
            found[colon.i] = Find("colon", colon.i, frozenset([colon.i]), frozenset(name), content)
    return found


def _sentence(doc: Doc, numbers: range) -> list[Token]:
    """The tokens up to the next end of a sentence."""
    tokens = []
    for i in numbers:
        if doc[i].text in (".", "?", "!", ";"):
            break
        tokens.append(doc[i])
    return tokens


def _neighbour(verb: Token, side: list[Token]) -> frozenset[int]:
    """The noun beside a verb to which the parse, misled by the marks, gives no subject."""
    near = [t for t in side if t.pos_ in ("PROPN", "NOUN", "PRON") and abs(t.i - verb.i) <= 4]
    return _mention(min(near, key=lambda t: (abs(t.i - verb.i), t.i > verb.i), default=None)) & {
        t.i for t in side
    }


def _whole(doc: Doc, tokens: range) -> bool:
    """Whether a quotation is speech of its own, not a word or two that the journalist puts in marks."""
    inner = doc[tokens.start : tokens.stop].text.strip("“”\"'‘’«»„ ")
    return inner.endswith((",", ".", "?", "!", "…", "—", "-")) or len(inner.split()) >= 6


# --- the parse ---------------------------------------------------------------------------------------------------


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, fetched from the verb above where its own is left out."""
    while True:
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return own
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ == "xcomp":
            patient = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
            if patient is not None:
                return patient
        if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp"):
            return None
        verb = verb.head


def _agent(verb: Token) -> Token | None:
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None


def _reduced(verb: Token) -> bool:
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def _mention(head: Token | None) -> frozenset[int]:
    """The noun phrase of a source with title and apposition, without a clause behind a comma."""
    if head is None:
        return frozenset()
    tokens = _subtree(head)
    for child in head.children:
        if child.dep_ in ("relcl", "acl", "conj") and child.pos_ in VERBAL:
            edge = child.left_edge.i
            if child.dep_ == "conj" or edge and child.doc[edge - 1].text == ",":
                tokens -= _subtree(child)
    return tokens


def _cue_phrase(verb: Token) -> frozenset[int]:
    """A verb with its auxiliaries, negation and particle, and an adverb right before it."""
    parts = {
        c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt") and abs(c.i - verb.i) <= 4
    }
    adverb = {c.i for c in verb.children if c.dep_ == "advmod" and c.i == verb.i - 1}
    return frozenset(parts | adverb | {verb.i})


def _parenthetical(verb: Token) -> bool:
    """`The plan, he said, will work`; `as he put it`."""
    as_ = any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
    empty = not any(c.dep_ in ("dobj", "ccomp") for c in verb.children)
    return empty and (verb.dep_ == "parataxis" or verb.dep_ == "advcl" and as_)


def _complements(right: list[Token]) -> frozenset[int]:
    """What stands behind a verb up to its first adjunct: an object, and `of lying`, `as weak`, `to leave`."""
    tokens: frozenset[int] = frozenset()
    for child in right:
        if child.dep_ in COMPLEMENTS and (
            child.dep_ != "prep" or child.lower_ in cues()["object_prepositions"]
        ):
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
