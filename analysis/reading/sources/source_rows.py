"""Make the rows of the table `sources`, without codes, from what the resolver gathered."""

import re
from itertools import pairwise

from spacy.tokens import Token

from analysis.codebook import country_of, shipped_organisations
from analysis.reading.sources.describe import affiliation_in
from analysis.reading.sources.entities import HE_SHE, Article, Entity
from analysis.reading.sources.gathering import acronym
from analysis.reading.sources.surroundings import gender_by_pronouns, owner_of, setting_of
from analysis.schema import UNKNOWN


def source_rows(article: Article, attributions, heads) -> tuple[list[dict], list[tuple[int, ...]]]:
    """Give the rows of those who are a source, in order of first mention, and for each attribution its rows."""
    owners = [_speakers(article, head) for head in heads]
    order = [e for _, e in sorted({(_first(attributions, owners, e), e) for told in owners for e in told})]
    place = {e: k for k, e in enumerate(order)}
    for attribution, told in zip(attributions, owners, strict=True):
        for e, mention in told.items():
            mention = mention or " … ".join(" ".join(article.text[a:b].split()) for a, b in attribution.source)
            entity = article.entities[e]
            if mention not in entity.mentions:
                entity.mentions.append(mention)
            if not entity.context:
                entity.context = _context(article, attribution.source[0][0])
    rows = []
    for e in order:
        first = _first(attributions, owners, e)
        entity, owner = article.entities[e], owner_of(article, article.entities[e])
        around = {
            "attached_to": "" if owner is None else _name(article, article.entities[owner]),
            "setting": setting_of(article, first),
        }
        rows.append(_row(article, e) | around)
    return rows, [tuple(place[e] for e in told) for told in owners]


def _speakers(article: Article, head: Token | None) -> dict[int, str]:
    """Give who speaks where a mention is about a word, each with the own part of a joint mention's words."""
    if head is None:
        return {}
    tokens = [head.i, *article.beside.get(head.i, ())]
    own = _parts(article, tokens) if len(tokens) > 1 else [""]
    told: dict[int, str] = {}
    for i, words in zip(tokens, own, strict=True):
        if (e := article.entity_at.get(i)) is not None:
            told.setdefault(e, words)
    return told if len(told) > 1 else dict.fromkeys(told, "")


def _parts(article: Article, tokens: list[int]) -> list[str]:
    """Part a joint mention into each one's words: "Senator Ruth Amsel", "Governor Ellis Crane"."""
    start, end = article.sources[tokens[0]]
    cuts = [start, *(article.doc[article.doc[i].left_edge.i].idx for i in tokens[1:]), end]
    own = [" ".join(article.text[a:b].split()) for a, b in pairwise(cuts)]
    return [re.sub(r"^(?:both|neither|either)\s|[\s,]*(?:,|\band|\bn?or|&)?$", "", words, flags=re.I) for words in own]


def _first(attributions, owners, e) -> int:
    return min(a.source[0][0] for a, told in zip(attributions, owners, strict=True) if e in told)


def _context(article: Article, place: int) -> str:
    """Give the words before a mention, from two sentences back: they tell whose officials "officials" are."""
    before = article.doc.char_span(place, place + 1, alignment_mode="expand").sent.start
    for _ in range(2):
        before = article.doc[before - 1].sent.start if before > 0 else before
    return " ".join(article.text[article.doc[before].idx : place].split())


def _name(article: Article, entity: Entity) -> str:
    """Give the fullest form of a name; a place goes by the form that spoke, a description by its first."""
    if entity.nature in ("group", "document") or not entity.names:
        return entity.names[0]
    if country_of(entity.names[0]):
        spoken = {re.sub(r"^[Tt]he\s", "", mention) for mention in entity.mentions}
        return next((name for name in entity.names if name in spoken), entity.names[0])
    fullest = max(entity.names, key=lambda name: (len(name.split()), len(name)))
    return _as_written(article, fullest) if entity.nature == "organisation" else fullest


def _as_written(article: Article, name: str) -> str:
    """Give a name with the possessives that the article has in it: "Russia's foreign ministry"."""
    match = re.search(r"(?:[’']s)?\s+".join(map(re.escape, name.split())), article.text)
    return " ".join(match[0].replace("’", "'").split()) if match else name


def _full_name(article: Article, affiliation: str) -> str:
    """Give the name that the article spells out for an acronym: "CWA president" is of the union of that name."""
    if not affiliation.isupper() or len(affiliation) < 2:
        return affiliation
    bearers = [
        e
        for e in article.entities
        if e.nature == "organisation" and affiliation in (*e.names, *(acronym(name) for name in e.names))
    ]
    return max(bearers[0].names, key=len) if bearers else affiliation


def _row(article: Article, e: int) -> dict:
    entity = article.entities[e]
    named = bool(entity.names) and entity.nature == "person" and not entity.head
    name = _name(article, entity)
    first = re.sub(r"[’']s?$", "", name.split()[0])  # "Russia's defence ministry", "Houthi movement"
    proper = named or any(word[0].isupper() for word in name.split()[1:] or name.split())
    proper = proper or bool(country_of(first)) or first in shipped_organisations()
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
    if entity.nature == "person" and entity.gender == UNKNOWN:
        entity.gender, entity.gender_words = gender_by_pronouns(article, e)
    affiliation = entity.affiliation or next(filter(None, (affiliation_in(role) for role in entity.roles)), "")
    affiliation = _full_name(article, affiliation)
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
