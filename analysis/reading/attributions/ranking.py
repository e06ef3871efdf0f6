"""What tells an attribution from an act: traits of a candidate that the network found, read off its words and parse.

"The board appointed Brandt" has a subject, a verb and an object as "The board criticised Brandt" has; only the verb,
the clause and what the network's state knows of both tell that nobody speaks.
"""

from collections.abc import Iterable

import numpy as np
from spacy.tokens import Doc, Span, Token

from analysis.reading.attributions.attribution import Span as Place
from analysis.reading.attributions.cues import cue_of, cue_table, is_listed
from analysis.reading.attributions.quotations import form_of
from analysis.reading.parser import text_of

TRAITS = (
    "listed", "attitude", "clausal", "sayable", "direct", "mixed", "verb", "noun", "mark", "past", "participle",
    "gerund", "base", "modal", "negated", "passive", "if", "that", "clause", "object", "infinitive", "phrase", "finite",
    "subject", "person", "body", "pronoun", "you", "plural", "bare", "document", "numbered", "few_words", "headline",
    "before",
)  # fmt: skip
"""What is asked of each, all of it true or false."""

GENERIC = ("you", "one", "it", "this", "that")


def traits(doc: Doc, source: Iterable[Place], cue: Iterable[Place], content: Iterable[Place]) -> np.ndarray:
    """Answer the questions of TRAITS of one candidate, 1 for yes.

    Parameters
    ----------
    doc : the parsed article
    source, cue, content : characters of its parts

    Returns
    -------
    (len(TRAITS),) array
    """
    cue, content = list(cue), list(content)
    said = _span(doc, cue)
    verb = next((token for token in said if token.pos_ in ("VERB", "AUX")), None)
    verb = said.root if said and said.root.pos_ in ("VERB", "NOUN") else verb or (said.root if said else doc[0])
    told = [token for place in content for token in _span(doc, [place])]
    inside = {token.i for token in told}
    mention = _span(doc, list(source))
    head = mention.root if mention else None
    entry = cue_table()["verbs"].get(verb.lemma_.lower()) or cue_table()["nouns"].get(verb.lemma_.lower()) or {}
    relations = {token.dep_ for token in told if token.head.i == verb.i}
    relations |= {child.dep_ for token in told if token.head.i == verb.i for child in token.children}
    form = form_of(text_of(doc), content)
    return np.array([
        is_listed(doc, *cue[0]), cue_of(doc, *cue[0]).kind == "attitude", "clause" in entry.get("takes", ()),
        "quotation" in entry.get("takes", ()), form == "direct", form == "mixed",
        verb.pos_ in ("VERB", "AUX"), verb.pos_ == "NOUN", not any(token.is_alpha for token in said),
        verb.tag_ == "VBD", verb.tag_ == "VBN", verb.tag_ == "VBG", verb.tag_ in ("VB", "VBP"),
        any(child.tag_ == "MD" for child in verb.children), any(child.dep_ == "neg" for child in verb.children),
        any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children), _conditional(verb),
        bool(told) and told[0].lower_ in ("that", "whether", "how", "why", "what"),
        "ccomp" in relations, "dobj" in relations, "xcomp" in relations, bool(relations & {"prep", "pobj"}),
        any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in told),
        any(token.dep_ in ("nsubj", "nsubjpass", "expl") and token.head.i in inside for token in told),
        head is not None and head.ent_type_ == "PERSON", head is not None and head.ent_type_ in ("ORG", "GPE", "NORP"),
        head is not None and head.pos_ == "PRON", head is not None and head.lower_ in GENERIC,
        head is not None and head.tag_ in ("NNS", "NNPS"), head is None,
        head is not None and head.pos_ == "NOUN" and head.ent_type_ == "", any(token.like_num for token in told),
        len(told) < 4, said.start < 25 and "\n" not in doc[: said.start].text if said else True,
        bool(told) and bool(said) and told[-1].i < said.start,
    ], dtype=float)  # fmt: skip


def _span(doc: Doc, places: list[Place]) -> Span:
    if not places:
        return doc[0:0]
    return doc.char_span(places[0][0], places[-1][1], alignment_mode="expand") or doc[0:0]


def _conditional(verb: Token) -> bool:
    above = [verb, *verb.ancestors][:3]
    return any(child.lower_ in ("if", "unless") for each in above for child in each.children if child.dep_ == "mark")
