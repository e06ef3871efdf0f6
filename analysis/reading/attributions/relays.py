"""Words that a medium passes on: who is quoted is the source, the medium is the way they came (`via`).

"Interfax quoted Crane as saying …", "…, Interfax reported, citing the ministry", "The senators said …, Reuters
reported", "Crane is said to have told …". Where a medium alone speaks it stays the source. Rules over spaCy's parse;
the words are in `relays` of `cues.yml` and in `roles.yml`.
"""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from analysis.codebook import shipped_types
from analysis.reading.attributions.attribution import Attribution, Span
from analysis.reading.attributions.clauses import clauses, cue_phrase, mention, nominal_beside, subject_of
from analysis.reading.attributions.cues import cue_table
from analysis.reading.attributions.quotations import quoted_regions
from analysis.reading.lexicon import roles, roles_in
from analysis.reading.parser import text_of

PLAIN = 0.7
"""The confidence at the least of what is said to be quoted: the words leave little doubt."""

FAR = 15
"""How many words may stand between "quoted" and "as saying"."""


def relayed(doc: Doc, attributions: list[Attribution]) -> list[Attribution]:
    """Give each attribution whose source is a mere medium to the one it quotes; all others come back as they are."""
    told = [_quoted_as_saying(doc, a) or _said_to_have(doc, a) or _within_report(doc, a) or a for a in attributions]
    told = [_citing(doc, a) or a for a in told]
    changed = [new for new, old in zip(told, attributions, strict=True) if new is not old]
    spent = {i for new in changed for start, end in new.cue for i in range(start, end)}
    ways = {span for new in changed for span in new.via}
    return [
        a
        for a in told
        if any(a is new for new in changed)
        or not ((a.cue and all(start in spent for start, _ in a.cue)) or (ways & {*a.source} and _cites(doc, a)))
    ]


def _cites(doc: Doc, attribution: Attribution) -> bool:
    return any(token.lower_ in cue_table()["citing"] for token in _tokens(doc, attribution.cue))


def is_medium(text: str) -> bool:
    """Tell whether words name a medium: by the register, a role noun, or a word of papers' and stations' names."""
    words = text.removeprefix("The ").removeprefix("the ").strip()
    if shipped_types().get(words) in roles("media_types"):
        return True
    here = [role for _, _, role in roles_in(words) if role.nature != "document"]
    if here:
        return here[-1].nature == "organisation" and here[-1].source_type in roles("media_types")
    return bool(words) and words.split()[-1] in roles("media_names")


def _quoted_as_saying(doc: Doc, attribution: Attribution) -> Attribution | None:
    """`Interfax quoted Crane as saying …`, `Crane was quoted as saying by Interfax …`."""
    relay, saying = _relay_near(doc, attribution.cue)
    if relay is None:
        return None
    as_ = next((token for token in doc[relay.i : saying.i] if token.lower_ == "as"), saying)
    before = doc[max(relay.sent.start, relay.i - 4) : relay.i]
    passive = relay.tag_ == "VBN" and any(token.lemma_ == "be" for token in before)
    by = next((t for t in doc[relay.i : min(saying.i + 8, relay.sent.end)] if passive and t.lower_ == "by"), None)
    agent = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if passive:
        subject = next((c for c in relay.children if c.dep_ in ("nsubjpass", "nsubj")), None)
        quoted = mention(subject) or nominal_beside(relay, list(before))
        medium = _char_spans(doc, mention(agent)) if agent is not None else ()
    else:
        quoted = frozenset(range(relay.i + 1, as_.i))
        medium = attribution.source
        if not medium or _touch(medium, _char_spans(doc, quoted)):
            medium = _char_spans(doc, mention(subject_of(relay)))
    cue = cue_phrase(relay) | frozenset(range(as_.i, saying.i + 1))
    inside = quoted | cue | (mention(agent) | {by.i} if agent is not None else frozenset())
    content = _without(doc, attribution.content, inside) or _rest_of_sentence(doc, saying.i + 1, inside)
    sure = max(attribution.confidence, PLAIN)
    return _changed(doc, attribution._replace(confidence=sure), quoted, cue, content, medium)


def _relay_near(doc: Doc, cue: tuple[Span, ...]) -> tuple[Token | None, Token | None]:
    """Give the verb that relays ("quoted") and the participle after "as" ("saying"), where the cue is one of them."""
    for token in _tokens(doc, cue):
        for relay in doc[max(token.sent.start, token.i - FAR) : token.i + 1]:
            if relay.lemma_.lower() in cue_table()["relays"] and relay.pos_ in ("VERB", "AUX"):
                for word in doc[relay.i + 1 : min(relay.i + FAR, relay.sent.end - 1)]:
                    if word.lower_ == "saying":
                        return relay, word  # "quoted a spokesman saying"
                    if word.lower_ == "as" and word.nbor(1).tag_ == "VBG" and word.i + 2 >= token.i:
                        having = word.nbor(1).lower_ == "having" and word.nbor(2).tag_ in ("VBN", "VBD")
                        return relay, word.nbor(1 + having)
    return None, None


def _said_to_have(doc: Doc, attribution: Attribution) -> Attribution | None:
    """`Crane is said to have told aides …`: Crane's words; but nobody's, where he is only said to have gone."""
    verbs = cue_table()["verbs"]
    for told in _tokens(doc, attribution.cue) if not attribution.source else ():
        subject = next((child for child in told.children if child.dep_ == "nsubjpass"), None)
        spoke = next((child for child in told.children if child.dep_ == "xcomp"), None)
        entry = verbs.get(spoke.lemma_.lower(), {}) if spoke is not None else {}
        if subject is None or entry.get("kind") != "speech" or "clause" not in entry["takes"]:
            continue
        cue = cue_phrase(told) | frozenset(range(told.i + 1, spoke.i + 1))
        who = mention(subject)
        found = next((find.content for find in clauses(spoke) if find.rule == "clause"), frozenset()) - cue - who
        content = _char_spans(doc, found) or _without(doc, attribution.content, cue | who)
        sure = max(attribution.confidence, PLAIN)
        return _changed(doc, attribution._replace(confidence=sure), who, cue, content, ())
    return None


def _within_report(doc: Doc, attribution: Attribution) -> Attribution | None:
    """`The senators said …, Reuters reported`: what the medium reports is that somebody speaks."""
    if not is_medium(_words(doc, attribution.source)):
        return None
    inside = frozenset(token.i for token in _tokens(doc, attribution.content))
    for verb in (doc[i] for i in sorted(inside) if doc[i].head.i not in inside or doc[i].head.i == i):
        entry = cue_table()["verbs"].get(verb.lemma_.lower(), {})
        subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.i in inside), None)
        if entry.get("kind") != "speech" or "clause" not in entry["takes"] or subject is None:
            continue
        who, cue = mention(subject) & inside, cue_phrase(verb) & inside
        if not is_medium(doc[min(who) : max(who) + 1].text):
            return _changed(doc, attribution, who, cue, _said_by(doc, verb, inside - who - cue), attribution.source)
    return None


def _said_by(doc: Doc, verb: Token, inside: frozenset[int]) -> tuple[Span, ...]:
    """Give what a verb within a report says: its clause, else what stands in quotation marks, else what is left."""
    clause = next((child for child in verb.children if child.dep_ in ("ccomp", "xcomp") and child.i in inside), None)
    said = inside & {token.i for token in clause.subtree} if clause is not None else frozenset()
    marks = quoted_regions(text_of(doc))
    quoted = {i for i in inside if any(start <= doc[i].idx < end for start, end in marks)}
    if said:
        return _char_spans(doc, said | quoted if said & quoted else said)
    asides = {i.i for child in verb.children if child.dep_ in ("advmod", "mark", "cc", "dative") for i in child.subtree}
    return _char_spans(doc, quoted or inside - asides)


def _citing(doc: Doc, attribution: Attribution) -> Attribution | None:
    """`…, Interfax reported, citing the ministry`: the ministry's words."""
    if attribution.via or not is_medium(_words(doc, attribution.source)):
        return None
    for verb in next((token.sent for token in _tokens(doc, attribution.cue)), ()):
        if verb.lower_ in cue_table()["citing"]:
            cited = mention(next((child for child in verb.children if child.dep_ == "dobj"), None))
            words = " ".join(doc[i].text for i in sorted(cited))
            if roles_in(words) or any(doc[i].pos_ == "PROPN" for i in cited):
                content = _without(doc, attribution.content, cited | {verb.i})
                return _changed(doc, attribution, cited, None, content, attribution.source)
    return None


def _changed(doc, attribution, source, cue, content, via) -> Attribution | None:
    source = _char_spans(doc, source)
    if not source or not content:
        return None
    cue = attribution.cue if cue is None else _char_spans(doc, cue)
    return attribution._replace(source=source, cue=cue, content=content, via=via)


def _tokens(doc: Doc, spans: Iterable[Span]) -> list[Token]:
    found = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return [token for span in found if span is not None for token in span]


def _words(doc: Doc, spans: Iterable[Span]) -> str:
    return " ".join(text_of(doc)[start:end] for start, end in spans)


def _touch(ones: Iterable[Span], others: Iterable[Span]) -> bool:
    return any(a < d and c < b for a, b in ones for c, d in others)


def _without(doc: Doc, spans: tuple[Span, ...], tokens: Iterable[int]) -> tuple[Span, ...]:
    """Take words out of spans, and what punctuation stood beside them."""
    out = set(tokens)
    return _char_spans(doc, [token.i for token in _tokens(doc, spans) if token.i not in out])


def _rest_of_sentence(doc: Doc, start: int, but: frozenset[int]) -> tuple[Span, ...]:
    return _char_spans(doc, [i for i in range(start, doc[start - 1].sent.end) if i not in but])


def _char_spans(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Join words into spans; punctuation at their edges is left out, except quotation marks."""
    runs: list[list[int]] = []
    for i in sorted(tokens):
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        kept = [i for i in run if not doc[i].is_space and (not doc[i].is_punct or doc[i].is_quote)]
        if any(not doc[i].is_punct for i in kept):
            spans.append((doc[kept[0]].idx, doc[kept[-1]].idx + len(doc[kept[-1]])))
    return tuple(spans)
