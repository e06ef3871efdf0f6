"""Read what a description without a name says of itself: its words, number, role and nature.

It looks at the description alone; whom it means is decided in `same_description` and `resolution`."""

from spacy.tokens import Token

from analysis.reading.lexicon import Role, roles, roles_in, titles
from analysis.reading.sources.entities import RELATIVE


def phrase_of(token: Token, first: int) -> str:
    """Give the words of a description: its subtree from character `first` on, up to a relative clause or a comma."""
    doc = token.doc
    start, end = token.left_edge.i, token.i + 1
    while end < len(doc) and end <= token.right_edge.i:
        t = doc[end]
        if (
            t.dep_ in ("relcl", "nsubj", "aux", "appos")
            or t.text in (",", "–", "—", "(", "“", '"', ";", ":")
            or (t.pos_ in ("VERB", "AUX") and t.dep_ != "amod")
            or (t.dep_ == "cc" and t.head.i == token.i)
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
        or doc[start].dep_ == "preconj"
    ):
        start += 1
    return " ".join(doc[start:end].text.split())


def role_of(token: Token, text: str) -> Role | None:
    """Give the role noun that covers a description's head; None when it is none."""
    place = text.find(token.text)
    return next((role for start, end, role in roles_in(text) if start <= place < end), None)


def is_plural(token: Token) -> bool:
    """Tell whether a description means several."""
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


def is_definite(token: Token) -> bool:
    """Tell whether a description speaks of somebody known: "the", "this", an owner, or a bare capitalised noun."""
    dets = [child for child in token.children if child.dep_ in ("det", "poss", "nummod")]
    return any(child.dep_ == "poss" or child.lower_ in ("the", "this", "that", "these", "those") for child in dets) or (
        not dets and token.text[0].isupper() and token.pos_ != "NOUN"
    )


def is_narrowed(token: Token, role: Role | None) -> bool:
    """Tell whether words after a noun, or a name before it ("the Obama administration"), say which one is meant.

    A person's home or party does not: "the Texas senator", "the Republican nominee" is one spoken of before. A nation
    does, of a body of state: "the Saudi government".
    """
    homely = ("GPE", "NORP", "LOC") if role is not None and role.nature == "person" else ()
    of_state = role is not None and role.nature == "organisation" and role.source_type in roles("office_types")
    if of_state and any(child.dep_ == "amod" and child.ent_type_ == "NORP" for child in token.children):
        return True
    return any(
        child.dep_ in ("prep", "poss", "relcl", "acl")
        or (
            child.dep_ == "compound"
            and child.pos_ == "PROPN"
            and child.ent_type_ not in homely
            and not (homely and child.text in titles("party_words"))
        )
        for child in token.children
    )


def nature_of(token: Token, role: Role | None, plural: bool, source: bool) -> str:
    """Give the nature of a description: by its role noun, then its number, its ending, its clause."""
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
