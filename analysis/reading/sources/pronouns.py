"""Take he, she, they and it to whoever is nearest and most prominent before them.

There is no learnt coreference: nearness, subjecthood, speaking and gender are weighed by fixed numbers."""

from spacy.tokens import Token

from analysis.reading.sources.entities import HE_SHE, SUBJECTS, Article, Entity, in_content, speaker_of
from analysis.schema import UNKNOWN


def person_meant(article: Article, token: Token) -> int | None:
    """Give the person that "he" or "she" means: the most prominent one before it of a gender that fits."""
    gender = HE_SHE[token.lower_]
    best, best_score = None, -6.0
    for e, entity in enumerate(article.entities):
        if entity.nature != "person" or entity.plural or entity.gender not in (gender, UNKNOWN):
            continue
        other = "female" if gender == "male" else "male"
        score = prominence(article, token, e)
        score += 0.3 if entity.gender == gender else 0.0
        score += max(-5.0, min(0.5, 0.7 * (article.guesses[e, gender] - article.guesses[e, other])))
        if score > best_score:
            best, best_score = e, score
    return best


def prominence(article: Article, token: Token, e: int) -> float:
    """Weigh how near and how prominent an entity is for a pronoun: nearer, subject, speaking and often named count."""
    before = [i for i in article.entities[e].seen if i < token.i][-4:]
    if not before:
        return -99.0
    doc, speaker = article.doc, speaker_of(article, token)
    quoted = speaker is not None
    best = -99.0
    for i in before:
        if token.i in article.sources and in_content(article, doc[i].idx, token.i):
            continue
        score = -1.3 * (article.sentence[token.i] - article.sentence[i])
        score += 1.5 if doc[i].dep_ in SUBJECTS or i in article.sources else 0.0
        score += 1.0 if i in article.sources else 0.0
        score -= 0.6 if doc[i].dep_ in ("poss", "compound", "nmod") else 0.0
        score -= 1.5 if not quoted and speaker_of(article, doc[i]) is not None else 0.0
        score -= 0.01 * (token.i - i)
        best = max(best, score)
    if quoted and speaker is not None and article.entity_at.get(speaker) == e and in_quotation_marks(article, token):
        return -99.0
    return best + 0.1 * min(len(article.entities[e].seen), 10)


def in_quotation_marks(article: Article, token: Token) -> bool:
    """Tell whether a word stands inside quotation marks, counting from the start of its paragraph."""
    text = article.text
    start = text.rfind("\n", 0, token.idx) + 1
    before = text[start : token.idx]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def nearest(article: Article, token: Token, fits) -> int | None:
    """Give the most prominent of the entities that fit; None when none is in reach."""
    scored = [(prominence(article, token, e), -e) for e, entity in enumerate(article.entities) if fits(entity)]
    score, e = max(scored, default=(-99.0, 0))
    return -e if score > -8 else None


def group_meant(article: Article, token: Token) -> int | None:
    """Give the group that "they" means, or else the organisation."""

    def several(entity):
        return entity.plural or entity.nature == "group"

    e = nearest(article, token, several)
    if e is not None and prominence(article, token, e) > -4:
        return e
    return nearest(
        article, token, lambda entity: several(entity) or (entity.nature == "organisation" and not _is_place(entity))
    )


def _is_place(entity: Entity) -> bool:
    return entity.nature == "organisation" and not entity.head


def thing_meant(article: Article, token: Token) -> int | None:
    """Give the organisation or document that "it" means."""
    return nearest(article, token, lambda entity: entity.nature in ("organisation", "document") and not entity.plural)
