"""Find the names of persons, organisations and places in a parsed article.

It decides what is a name and of what kind, from capitals, titles, the register of organisations, and spaCy's
tags and entities; who bears it is decided in `reading.resolution`.
"""

import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Span

from analysis.codebook import country_of, shipped_organisations, shipped_places
from analysis.phrases import find_phrases, phrase_index
from analysis.reading.attributions.cues import cue_table
from analysis.reading.lexicon import roles, roles_in, titles
from analysis.reading.parser import text_of

NICKNAME = re.compile(r"\s(?:[\"“‘']([A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})[\"”’']|\(([A-Z][a-z]+)\))\s(?=[A-Z])")
"""What stands in marks or brackets between a given name and a surname: Harry “The Boat” Tull."""


class Name(NamedTuple):
    """Tokens `[start, end)` of a name, without the title that stands before it; `text` leaves out the nickname."""

    start: int
    end: int
    kind: str
    title: str
    text: str
    nickname: str = ""


@cache
def _register():
    organisations = [(name, "organisation") for name in shipped_organisations()]
    return phrase_index(organisations + [(name, "place") for name in shipped_places()])


def find_names(doc: Doc) -> list[Name]:
    """Find all names of a document, in order and without overlap.

    Returns
    -------
    list of Name
        `kind` is person, organisation or place.
    """
    taken = [False] * len(doc)
    found = _registered(doc, taken)
    headline = _in_headline(doc)
    for start, end in _runs(doc, taken, headline):
        found.extend(_split(doc, start, end))
    found = [_owned(doc, name) for name in _agreed(doc, sorted(found))]
    return sorted(found + _again(doc, found))


def title_start(doc: Doc, name: Name) -> int:
    """Give the token at which the title before a name begins; the name's own first token where it has none."""
    places = range(max(0, name.start - 12), name.start) if name.title else ()
    return next((i for i in places if doc[i : name.start].text == name.title), name.start)


def _owned(doc: Doc, name: Name) -> Name:
    """Put the owner before an organisation's name: "Ordania's Defence Ministry"."""
    if name.kind != "organisation" or name.start < 2 or doc[name.start - 1].text not in ("'s", "’s"):
        return name
    owner = doc[name.start - 2]
    if not owner.text[0].isupper() or owner.ent_type_ == "PERSON" or find_phrases(_register(), name.text):
        return name
    return name._replace(text=doc[name.start - 2 : name.end].text)


def _in_headline(doc: Doc) -> list[bool]:
    """Mark the paragraphs in which nearly every longer word has a capital: there a capital tells no name."""
    marks, start = [False] * len(doc), 0
    for end in [token.i for token in doc if "\n" in token.text] + [len(doc)]:
        words = [token.text for token in doc[start:end] if token.is_alpha and len(token) > 3]
        capitals = sum(word[0].isupper() for word in words)
        ends = doc[start:end].text.rstrip().endswith((".", ".”", '."'))  # as sentences do, and few headlines
        if len(words) > 4 and capitals >= 0.75 * len(words) and not (ends and _has_small_verb(doc[start:end])):
            marks[start:end] = [True] * (end - start)
        start = end
    return marks


def _has_small_verb(paragraph: Span) -> bool:
    """Tell whether anything but an article, a preposition or "and" is in lower case, or nothing but names is there:
    in a headline verbs have capitals too.
    """
    small = any(token.is_lower and token.pos_ not in ("ADP", "DET", "CCONJ", "SCONJ", "PART") for token in paragraph)
    verbs = cue_table()["verbs"]
    return small or not any(token.pos_ in ("VERB", "AUX") or token.lemma_.lower() in verbs for token in paragraph)


def _again(doc: Doc, found: list[Name]) -> list[Name]:
    """Find the persons' names once more where spaCy's tags or a headline's capitals hid them."""
    taken = {i for name in found for i in range(name.start, name.end)}
    known = {}
    for name in found:
        if name.kind == "person":
            words = name.text.split()
            known[tuple(words)] = known[(_surname(name.text),)] = True
    texts = [token.text for token in doc]
    firsts = {words[0] for words in known} - (titles("not_names") - titles("also_surnames"))
    more, i = [], 0
    while i < len(texts):
        if texts[i] in firsts:
            for length in (3, 2, 1):
                if (
                    tuple(texts[i : i + length]) in known
                    and not taken & set(range(i, i + length))
                    and not _only_a_verb(doc[i])
                ):
                    more.append(Name(i, i + length, "person", "", " ".join(texts[i : i + length])))
                    i += length - 1
                    break
        i += 1
    return more


def _only_a_verb(token) -> bool:
    """Tell whether "Will" or "May" opens a question rather than being a surname."""
    return token.text in titles("not_names") and token.is_sent_start and token.nbor(1).tag_ not in ("VBD", "VBZ")


def _registered(doc: Doc, taken: list[bool]) -> list[Name]:
    found = []
    for match in find_phrases(_register(), text_of(doc)):
        span = doc.char_span(match.start, match.end, alignment_mode="contract")
        if span is None or len(span) == 0 or not any(t.text[0].isupper() for t in span) or taken[span.start]:
            continue
        before, after = span.start - 1, span.end
        # Part of a longer name: "Boris London", "Kansas City Star", "Washington Examiner".
        # An ordinary word that opens a sentence: "Time is running out".
        if (
            len(span) == 1
            and match.value == "organisation"
            and span[0].pos_ != "PROPN"
            and not span[0].ent_type_
            and not (span.text.isupper() and len(span.text) > 1)
        ):
            continue
        if _part_of_longer(doc, span.start, after):
            continue
        a_place_before_a_name = after < len(doc) and (doc[after - 1].ent_type_, doc[after].ent_type_) == (
            "GPE",
            "PERSON",
        )
        if len(span) == 1 and (
            (
                after < len(doc)
                and _capital(doc[after])
                and not _demonym_or_title(doc, after)
                and not a_place_before_a_name
                and not (match.value == "organisation" and country_of(doc[after].text))
            )
            or (before >= 0 and _capital(doc[before]) and doc[before].ent_type_ == "PERSON")
        ):
            continue
        if len(span) == 1 and before >= 0 and _surname_alike(doc, before):
            continue
        branch = match.value == "organisation" and after < len(doc) and bool(country_of(doc[after].text))
        end = span.end + branch  # "CNN Philippines" is CNN
        for i in range(span.start, end):
            taken[i] = True
        found.append(Name(span.start, end, str(match.value), "", span.text))
    return found


def _surname_alike(doc: Doc, before: int) -> bool:
    """Tell whether a place's name is the surname of somebody whom the words after it describe: "Valeska Paris, a …"."""
    given = doc[before].pos_ == "PROPN" and doc[before].text[0].isupper() and doc[before].text not in titles("compass")
    return given and _introduced(doc, Name(before, before + 2, "person", "", doc[before : before + 2].text))


def _part_of_longer(doc: Doc, start: int, after: int) -> bool:
    """Tell whether capitals after an organisation make it part of a longer one: The National | Savings Bank."""
    end = after
    while end < len(doc) and _capital(doc[end]) and doc[end].pos_ == "PROPN":
        end += 1
    short = doc[start].lower_ == "the" and after - start == 2
    return short and end > after and doc[end - 1].text.rstrip(".") in titles("organisation_words")


def _demonym_or_title(doc: Doc, i: int) -> bool:
    return doc[i].text.rstrip(".") in titles("titles") | titles("forms_of_address")


def _capital(token) -> bool:
    text = token.text
    return text[0].isupper() or (text[0].isdigit() is False and len(text) > 2 and text[1:2].isupper())


def _opens(token) -> bool:
    if token.is_sent_start or token.i == 0:
        return True
    return token.nbor(-1).text in "\"“”‘'([—–:" or token.nbor(-1).is_space


def _is_name_word(token) -> bool:
    word = token.text.rstrip(".")
    if not word or not _capital(token):
        return False
    if len(word) == 1 and token.text == word + "." and token.ent_type_ == "PERSON":
        return True  # "Sonya A. Zoghlin"
    if token.ent_type_ in ("DATE", "TIME") and (token.like_num or word in titles("months")):
        return False
    if word in titles("months") and _before_a_surname(token):
        return True  # "Jan Kowal", "April Ryan"
    if word in titles("not_names"):
        return word in titles("also_surnames") and token.ent_type_ == "PERSON" and not _opens(token)
    if token.pos_ == "PROPN" or word in titles("titles") or word in titles("forms_of_address"):
        return True
    if token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP", "FAC"):
        return True
    if token.is_alpha and len(word) > 1 and any(letter.isupper() for letter in word[1:]):
        return True  # "FIFA", "UOKiK"
    return token.pos_ in ("NOUN", "ADJ", "VERB", "X", "ADV", "INTJ") and not _opens(token)


def _before_a_surname(token) -> bool:
    """Tell whether the name of a month is a given name: spaCy takes it and the capitals after it for a person."""
    after = token.doc[token.i + 1 : token.i + 2]
    return token.ent_type_ == "PERSON" and bool(after) and after[0].ent_type_ == "PERSON" and after[0].is_title


def _runs(doc: Doc, taken: list[bool], headline: list[bool]) -> list[tuple[int, int]]:
    runs, i = [], 0
    while i < len(doc):
        if taken[i] or headline[i] or not _is_name_word(doc[i]):
            i += 1
            continue
        end = i + 1
        while end < len(doc) and not taken[end]:
            token = doc[end]
            if _is_name_word(token):
                end += 1
            elif _joins(doc, end, taken):
                end += 2
            elif (after := _after_nickname(doc, end)) and not taken[after]:
                end = after + 1
            else:
                break
        runs.append((i, end))
        i = end
    return runs


def _after_nickname(doc: Doc, i: int) -> int:
    """Give the token after a nickname that opens at token i between given name and surname; 0 where none does."""
    match = NICKNAME.match(text_of(doc), doc[i].idx - 1)
    if match is None or doc[i - 1].text in titles("titles") or _no_nickname(doc[i - 1].text, match[2]):
        return 0
    after = doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")
    return after[0].i if after is not None and _is_name_word(after[0]) else 0


def _no_nickname(before: str, in_brackets: str | None) -> bool:
    """Tell whether brackets after a word spell it out, or say where it is: "UDAR (Punch)", "Ramstein (Germany)"."""
    return bool(in_brackets) and (before.isupper() or bool(find_phrases(_register(), in_brackets)))


def _joins(doc: Doc, i: int, taken: list[bool]) -> bool:
    """Tell whether token i, no name word itself, joins name words to its left and right."""
    if i + 1 >= len(doc) or taken[i + 1]:
        return False
    word, left = doc[i].text, doc[i - 1].text.rstrip(".")
    if word == "and":
        return f"{left} and {doc[i + 1].text}" in titles("joined_by_and") or _goes_on(doc, i)
    if word in titles("particles") and (doc[i + 1].text in titles("particles") or doc[i + 1].text == "-"):
        # "Ursula von der Leyen", "Ahmed al-Assadi"
        return i + 2 < len(doc) and not taken[i + 2] and _is_name_word(doc[i + 2])
    # "Cheuk Hau-yip", "Man-kei Tam"
    small = doc[i + 1].is_lower and i + 2 < len(doc) and doc[i + 2].pos_ == "PROPN" and left[:1].isupper()
    of_a_person = word == "-" and (small or {doc[i - 1].ent_type_, doc[i + 1].ent_type_} == {"PERSON"})
    if not _is_name_word(doc[i + 1]) and not of_a_person:
        return False
    if word == "-":
        return not doc[i].whitespace_ and not doc[i - 1].whitespace_
    if word in titles("particles"):
        return True
    many = left in titles("plural_owners") if word in ("'s", "’s") else word in ("'", "’") and left.endswith("s")
    if many and left[0].isupper() and not doc[i - 1].whitespace_:
        return doc[i + 1].text.rstrip(".") in titles("organisation_words")  # "Tenants' Union", "Women's Institute"
    if word.startswith(('"', "“", "‘", "'")) or word in ("'s", "’s"):
        return False
    organised = left in titles("organisation_words")
    addressed = i > 1 and doc[i - 2].text.rstrip(".") in titles("titles") | titles("forms_of_address")
    short = len(left) <= 3 and not (left.isupper() and len(left) > 1) and not addressed
    return (
        word in ("of", "for", "&")
        and (organised or left in ("Bank", "State") or (word == "of" and left in titles("titles")))
        or (word == "on" and left in titles("bodies_on"))
        # "Dr. Bell", "Wm. Bell"; but "at SNC. Bell said", "said Mr Kay. Bell said" are two sentences.
        or (word == "." and (short or left in titles("titles")))
    )


def _goes_on(doc: Doc, i: int) -> bool:
    """Tell whether "and" goes on with what a body is for: Climate and Buildings, not Transport and Greenpeace."""
    body = next((ent for ent in doc.ents if ent.label_ == "ORG" and ent.start < i < ent.end - 1), None)
    if body is None or find_phrases(_register(), doc[i + 1 : body.end].text):
        return False
    named = titles("organisation_words")
    opens = any(doc[k].text in named and doc[k + 1].text in ("of", "for", "on") for k in range(body.start, i - 1))
    return opens and named.isdisjoint(token.text for token in doc[i + 1 : body.end])


def _split(doc: Doc, start: int, end: int) -> list[Name]:
    """Take the titles off the front of a run of capitalised words and say what is left."""
    words = [doc[i].text.rstrip(".") for i in range(start, end)]
    if len(words) > 1 and words[-1] not in titles("also_surnames") and all(map(_called, words)):
        return []  # "A Republican Assemblywoman"
    last_title = _hyphened_title(doc, start, end) - 1
    while last_title + 3 < len(words) and _called(words[last_title + 1], adherents=False):
        last_title += 1
    for i in range(len(words) - 1):
        if words[i] in titles("titles") | titles("plural_titles") | titles("forms_of_address"):
            last_title = i + 1 + _what_is_headed(doc, start + i + 2, end) if words[i + 1] == "of" else i
    organised = any(word in titles("organisation_words") for word in words[last_title + 1 :])
    if last_title >= 0 and not organised:
        title = doc[start : start + last_title + 1].text
        first = start + last_title + 1
        while first < end - 1 and not doc[first].text[0].isalnum():
            first += 1
        if first >= end or doc[first].text in ("of", "for"):
            return []
        return [Name(first, end, "person", title, *_without_nickname(doc[first:end].text))]
    while start < end and not doc[start].text[0].isalpha():
        start += 1
    if start == end or (start + 1 == end and len(doc[start]) == 1):
        return []
    words = [doc[i].text.rstrip(".") for i in range(start, end)]
    whole = doc[start:end]
    text, nickname = _without_nickname(whole.text)
    if nickname and not organised:
        return [Name(start, end, "person", "", text, nickname)]
    if words[-1] in titles("parties") and not _is_called_person(doc, start, end):
        return []
    if words[-1] in titles("titles") and set(words[:-1]) <= titles("ranks"):
        return []
    if len(words) == 1 and (_called(words[0]) or (_opens(doc[start]) and _called(words[0], natures=("document",)))):
        return []
    if len(words) == 1 and (words[0] in titles("titles") or words[0] in titles("forms_of_address")):
        return []
    if start and doc[start - 1].lower_ in ("a", "an") and _called(words[-1]):
        return _split(doc, start, end - 1)  # "A Cannon Street GP"
    return [Name(start, end, "organisation" if organised else _guess(whole), "", whole.text)]


def _hyphened_title(doc: Doc, start: int, end: int) -> int:
    """Count the words of a title in several parts before a name: "Vice-chancellor Ann Lee"; 0 where there is none."""
    text = doc[start:end].text
    match = next((m for m in roles_in(text) if m[0] == 0 and "-" in text[: m[1]] and m[2].nature == "person"), None)
    title = doc.char_span(doc[start].idx, doc[start].idx + match[1]) if match else None
    return len(title) if title is not None and len(title) < end - start else 0


def _without_nickname(text: str) -> tuple[str, str]:
    """Part a name from the nickname within it."""
    match = NICKNAME.search(text)
    return (text[: match.start()] + " " + text[match.end() :], match[1] or match[2]) if match else (text, "")


def _what_is_headed(doc: Doc, start: int, end: int) -> int:
    """Count the words after "Minister of" that tell of what, the rest being the name; all, where there is no name."""
    tagged = next((i for i in range(start + 1, end) if doc[i].ent_type_ == "PERSON" and doc[i].ent_iob_ == "B"), end)
    if end - start < 2 or (end - start == 2 and tagged == end):
        return end - start
    return min(tagged, end - 2 if end - start > 2 else end - 1) - start


def _called(word: str, adherents: bool = True, natures: tuple[str, ...] = ("person",)) -> bool:
    """Tell whether a word calls a person something ("Actress", "Millennials"), so that it is no name."""
    return any(
        role.nature in natures
        and end == len(word)
        and (adherents or role.noun not in roles("adherents").get(role.source_type, ()))
        for _, end, role in roles_in(word)
    )


def _guess(span) -> str:
    labels = Counter(token.ent_type_ for token in span if token.ent_type_)
    label = labels.most_common(1)[0][0] if labels else ""
    kinds = {
        "PERSON": "person",
        "ORG": "organisation",
        "GPE": "place",
        "LOC": "place",
        "FAC": "place",
        "NORP": "people",
    }
    return kinds.get(label, "unknown")


def _agreed(doc: Doc, names: list[Name]) -> list[Name]:
    """Give names that end in the same word one kind; a title, a full name, "who" outweigh spaCy's guesses."""
    votes: dict[str, Counter] = defaultdict(Counter)
    alone = {name.text for name in names}
    given = {name.text.split()[0] for name in names if name.kind == "person" and len(name.text.split()) == 2}
    for name in names:
        last, words = _surname(name.text), name.text.split()
        votes[last][name.kind] += 5 if name.title else 1
        if 2 <= len(words) <= 3 and words[0] not in titles("compass") and words[-1] not in titles("of_the_land"):
            votes[last]["person"] += 20 if last in alone else (2 if name.kind == "unknown" else 0)
        before = doc[name.start - 1] if name.start else None
        where = before is not None and before.lower_ in ("in", "near", "outside") and not name.title
        where = where and doc[name.end : name.end + 1].text not in ("'s", "’s")
        if not where and doc[name.end : name.end + 2].text in (", who", ", whose"):
            votes[last]["person"] += 6
        if name.kind != "place" and doc[name.end : name.end + 2].text == ", which":
            votes[last]["organisation"] += 6
        if before is not None and before.pos_ == "NOUN" and _called(before.text):
            votes[last]["person"] += 6
        if 2 <= len(words) <= 3 and words[0] not in titles("compass") and _of_a_body(doc, name.end):
            votes[last]["person"] += 2
        if 2 <= len(words) <= 3 and _of_an_owning_body(doc, name.start):
            votes[last]["person"] += 4
        if _introduced(doc, name) or (_apposed(doc, name) and len(words) <= 3):
            votes[last]["person"] += 6
        if where or (before is not None and before.lower_ == "from" and not name.title and len(words) == 1):
            votes[last]["place"] += 3
        if len(words) == 1 and name.text in given:
            votes[last]["person"] += 6
    surnames = {_surname(name.text) for name in names if name.kind == "person" and len(name.text.split()) > 1}
    for last in _spoken_of(doc, names, ("he", "she", "his", "her", "himself", "herself")):
        votes[last]["person"] += 2
    for last in _spoken_of(doc, names, ("its", "itself"), reach=4):
        votes[last]["organisation"] += 2
    described = {
        _surname(name.text)
        for name in names
        if name.kind != "organisation" and len(name.text.split()) == 2 and _introduced(doc, name)
    }
    settled = []
    for name in names:
        tally = Counter({kind: n for kind, n in votes[_surname(name.text)].items() if kind != "unknown"})
        before = doc[name.start - 1] if name.start else None
        a_person = before is not None and before.tag_ == "NN" and _called(before.text)  # "volunteer Marika"
        a_people = name.kind == "people" and not a_person and not (name.text in surnames and not country_of(name.text))
        told_where = before is not None and before.pos_ == "ADP"
        if name.text in described and name.kind == "place" and not told_where:
            settled.append(name._replace(kind="person"))
        elif name.title or a_people or (_fixed(name) and name.text.split()[-1] not in described):
            settled.append(name)
        elif not tally and name.text.split()[-1] in titles("of_the_land"):
            settled.append(name._replace(kind="place"))
        elif not tally:
            settled.append(name._replace(kind="person" if len(name.text.split()) == 2 else "organisation"))
        else:
            best = max(tally.items(), key=lambda item: (item[1], item[0] == "person"))[0]
            settled.append(name._replace(kind=best))
    return settled


def _is_called_person(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a surname that is a party's name follows a role or a given name: "mayor John Tory"."""
    before = doc[start - 1] if start else None
    called = before is not None and before.tag_ == "NN" and _called(before.text)
    return end - start > 1 and (called or all(token.ent_type_ == "PERSON" for token in doc[start:end]))


def _of_a_body(doc: Doc, end: int) -> bool:
    """Tell whether "of" and a body follow a name, as they do a person's: "Ann Bell of Kent Fire and Rescue"."""
    after = doc[end : end + 4]
    if len(after) < 3 or after[0].lower_ != "of":
        return False
    rest = doc[end + 1 : end + 8].text.split(",")[0]
    return any(word.rstrip(".") in titles("organisation_words") for word in rest.split())


def _of_an_owning_body(doc: Doc, start: int) -> bool:
    """Tell whether a body owns a name, as it does its officer's: "the Rights Fund's Ann Bell"."""
    owns = start > 1 and doc[start - 1].text in ("'s", "’s")
    return owns and doc[start - 2].text in titles("organisation_words") and doc[start - 2].pos_ == "PROPN"


def _introduced(doc: Doc, name: Name) -> bool:
    """Tell whether an age or a description of a person follows: "Rustam, 41", "Rustam, a bus driver"."""
    after = doc[name.end : name.end + 6]
    if len(after) < 3 or after[0].text != ",":
        return False
    if after[1].like_num and after[1].text.isdigit() and 5 < int(after[1].text) < 110:
        return True
    here = roles_in(after[1:].text.split(",")[0])
    owned = after[2].text in ("'s", "’s")  # "Vasily Nebenzya, Moscow's ambassador"
    return (after[1].text[0].islower() or owned) and bool(here) and here[0][2].nature == "person" and here[0][0] < 25


def _apposed(doc: Doc, name: Name) -> bool:
    """Tell whether a person's description stands before: "Velunia's president, Marta Selvek" has one, "a city" none."""
    noun = doc[name.start : name.end].root.head
    full = len(name.text.split()) > 1 or noun.lower_ in roles("kin")  # "his wife, Natalia"
    return (
        doc[name.end - 1].dep_ == "appos"
        and noun.i < name.start
        and noun.pos_ == "NOUN"
        and full
        and _called(noun.text)
    )


def _spoken_of(doc: Doc, names: list[Name], pronouns: tuple[str, ...], reach: int = 1000) -> list[str]:
    """Give the subjects that one of these pronouns follows in the same sentence with no other name between."""
    found = []
    for before, after in zip(names, [*names[1:], None], strict=False):
        stop = min(doc[before.end - 1].sent.end, after.start if after else len(doc), before.end + reach)
        if doc[before.end - 1].dep_ in ("nsubj", "nsubjpass") and any(
            token.lower_ in pronouns for token in doc[before.end : stop]
        ):
            found.append(_surname(before.text))
    return found


def _fixed(name: Name) -> bool:
    organised = any(word.rstrip(".") in titles("organisation_words") for word in name.text.split())
    return organised or bool(find_phrases(_register(), name.text))


def _surname(text: str) -> str:
    words = [word for word in text.split() if word.rstrip(".") not in titles("suffixes")]
    return without_article(words[-1]) if words else text


def without_article(surname: str) -> str:
    """Leave the Arabic article out of a surname: "al-Assad" is also written "Assad"."""
    return re.sub(r"^[AaEe]l-(?=[A-Z])", "", surname)
