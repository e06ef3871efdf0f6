"""The rules reader: attributions found by quotation marks, cue words and the dependency parse.

It needs no trained model of attribution and can say of each find which rule made it. What each cue word may take as
its content, and how often each rule is right, stand in `cues.yml`. After the guidelines of PolNeAR (Newell et al.
2018), nothing is sought inside what is already attributed: of nested speech the outermost stands.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from analysis.reading.attributions.attribution import Attribution, Span
from analysis.reading.attributions.clauses import (
    VERBAL,
    Find,
    according_to,
    clauses,
    cue_phrase,
    may_quote,
    mention,
    nominal_beside,
    subject_of,
)
from analysis.reading.attributions.cues import cue_table
from analysis.reading.attributions.quotations import quoted_regions
from analysis.reading.parser import text_of

DASHES = {"–", "—", "-", "--", "―"}
LONGEST_SENTENCE = 250
"""In tokens: what is longer is a list or a table, and each cue in it would search it whole."""

PARAGRAPH = re.compile(r"(?:^[A-Z]{3}[^\n—–]{0,50} (?:—|–|--?) )?([^\n]+)", re.MULTILINE)
"""A paragraph without its dateline (`KYIV, May 3 (Reuters) - `)."""


def find_attributions(doc: Doc) -> list[Attribution]:
    """Find who says or thinks what in a parsed article, in the order of the contents.

    The document needs lemmas, tags and a dependency parse of its text as it stands, line breaks and all. It does
    not resolve pronouns, does not look inside another's speech, and finds nothing where the parse finds no clause.
    """
    return [_attribution(find, doc) for find in find_by_rule(doc)]


def find_by_rule(doc: Doc) -> list[Find]:
    """Find attributions as tokens, each with the name of the rule that made it."""
    quotations = _ranges(doc, quoted_regions(text_of(doc)))
    lists = (range(sentence.start, sentence.end) for sentence in doc.sents if len(sentence) > LONGEST_SENTENCE)
    passed_over = frozenset(i for tokens in (*quotations, *lists) for i in tokens)
    finds: dict[int, Find] = {}
    last, scope = None, range(0)
    for paragraph in _ranges(doc, (match.span(1) for match in PARAGRAPH.finditer(text_of(doc)))):
        here = [tokens for tokens in quotations if tokens.start in paragraph]
        reported = (find for i in paragraph if i not in passed_over for find in clauses(doc[i]))
        found = [*_layouts(doc, paragraph, here), *reported]
        kept = _outermost(_fitted(find, paragraph, here) for find in found)
        led_in = scope and doc[scope.start : paragraph.start].text.rstrip().endswith(":")
        scope = range(scope.start if led_in else paragraph.start, paragraph.stop)
        for tokens in here:
            if any(not find.content.isdisjoint(tokens) for find in kept.values()) or not _whole(doc, tokens):
                continue
            find = _beside(doc, tokens, scope, here)
            if find is None:
                find = kept.get(max((h for h in kept if h < tokens.start and may_quote(doc[h])), default=None))
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
            if may_quote(token) and token.pos_ in VERBAL:
                source = mention(subject_of(token))
                if not source or not source.isdisjoint(tokens):
                    source = nominal_beside(token, sorted(side, key=lambda t: t.i))
                if not source and token.tag_ == "VB":
                    continue
                return Find("quotation", token.i, cue_phrase(token), source, frozenset())
            if token.lower_ == "according" and (found := next(according_to(token, "to"), None)):
                return found._replace(content=frozenset())
    return None


def _layouts(doc: Doc, paragraph: range, here: list[range]) -> Iterator[Find]:
    """Read `Name: "…"`, the headline's `Name: …`, the transcript's `NAME: …` and `"…" – Name`, which have no verb."""
    colon = next((i for i in paragraph[1:10] if doc[i].text == ":" and i + 1 in paragraph), None)
    if colon is not None:
        name = doc[paragraph.start : colon]
        proper = all(t.text[:1].isupper() or t.is_digit or t.text in cue_table()["name_words"] for t in name)
        plain = paragraph.start == 0 or name.text.isupper() or any(tokens.start == colon + 1 for tokens in here)
        if proper and plain and name.text.lower() not in cue_table()["labels"]:
            content = frozenset(range(colon + 1, paragraph.stop))
            yield Find("colon", colon, frozenset([colon]), frozenset(range(paragraph.start, colon)), content)
    dash = here[-1].stop if here else paragraph.stop
    led = bool(here) and here[0].start == paragraph.start
    if led and dash + 1 in paragraph and doc[dash].text in DASHES and paragraph.stop - dash <= 12:
        source = frozenset(range(dash + 1, paragraph.stop))
        yield Find("dash", dash, frozenset([dash]), source, frozenset(i for tokens in here for i in tokens))


def _sentence(doc: Doc, numbers: range) -> list[Token]:
    """The tokens up to the next end of a sentence."""
    tokens = []
    for i in numbers:
        if doc[i].text in (".", "?", "!", ";"):
            break
        if not doc[i].is_space:
            tokens.append(doc[i])
    return tokens


def _whole(doc: Doc, tokens: range) -> bool:
    """Whether a quotation is speech of its own, not a word or two that the journalist puts in marks."""
    inner = doc[tokens.start : tokens.stop].text.strip("“”\"'‘’«»„ ")
    before = doc[tokens.start - 1] if tokens.start else None
    woven = before is not None and before.is_alpha and not may_quote(before)
    return len(inner.split()) >= 6 or not woven and inner.endswith((",", ".", "?", "!", "…", "—", "-"))


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
    table, lemma = cue_table(), doc[find.head].lemma_.lower()
    entry = table["verbs"].get(lemma) or table["nouns"].get(lemma) or {}
    source, cue, content = (_spans(doc, tokens) for tokens in (find.source, find.cue, find.content))
    cue = cue or ((doc[find.head].idx, doc[find.head].idx + len(doc[find.head])),)  # a colon or dash
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
