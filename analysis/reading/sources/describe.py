"""Read who a named person is from the words around the name: title, apposition, "who is", affiliation."""

import re
from functools import cache

from spacy.tokens import Doc

from analysis.codebook import country_of, shipped_organisations
from analysis.phrases import find_phrases
from analysis.reading.lexicon import gender_index, roles, roles_in, titles
from analysis.reading.sources.names import Name, title_start
from analysis.schema import UNKNOWN

DOT = r"(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr|St|Lt))\.|(?<=\b(?:Mrs|Gov|Sen|Rep|Gen|Col|Rev))\."
AFTER = re.compile(
    r"[’']?\s*(?P<party>\([A-Z][\w.]*[-–][\w. ]+\))?,?\s+"
    r"(?:(?P<age>\d{1,3}),\s+)?"
    r"(?:who(?:\s+is|\s+has\s+been|[’']s|\s+serves\s+as)\s+(?:now\s+|also\s+|currently\s+)?"
    r"|(?=who\s+(?:was|served\s+as|used\s+to\s+be)\s)"
    r"|(?:is|was|became)\s+(?=(?:an?|the)\s)"
    r"|(?:was|has\s+been|is)\s+(?:re-?)?(?:elected|appointed|named|chosen|confirmed|sworn\s+in(?:\s[^,;\n]{0,60}?\sas)?)"
    r"\s+(?:as\s+)?(?=\w)"
    r"|(?P<comma>))"
    rf"(?P<words>(?:[^,.;:!?()“”\"\n]|{DOT}){{3,160}})"
)
CLAUSE = re.compile(rf"(?:\s*\([^)]*\))?,?\s+(?:\d{{1,3}},\s+)?(?P<words>who\s+(?:[^.;:!?()“”\"\n]|{DOT}){{3,160}})")
OF = re.compile(
    r",?\s+(?:of|at|from|with)\s+(?P<words>(?:the\s+)?(?:[a-z]+[’']s\s+)?[A-Z][\w&’'.-]*(?:(?:\s(?:of|for|on|in|at|and|&|the))*\s[A-Z&][\w&’'-]*){0,9})"
)
APPOSED = re.compile(r"(?:\s*\([A-Z][\w.-]*\))?,\s+(?:an?|the|one\sof\s\w+)\s+(?P<words>[^,.;:!?()“”\"\n]{3,120})")
BEFORE = re.compile(r"(?:^|[\s“”])(?P<words>(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er)\s[^,.;:!?()“”\"\n]{3,90}),\s$")
LINK = re.compile(r"\b(?:at|for|of|from|with|to|in|by)\s+(?:the\s+)?", re.I)
NOT_PART = re.compile(
    r"\s+(?:said|says|told|who|which|that|has|had|is|was|and\s+(?:a|an|the|his|her)|in\s+an?|on\s+\w+day)\b.*"
)
OWNER = re.compile(r"(?:^|[\s(“\"])(?:[Tt]he\s)?(?P<body>[A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3})[’']s\s$")
HOUSE = re.compile(r",?\s*((?:of|at|from|with)\s[^,;]+(?:,\san?\s[^,;]+)?)")
CALLS_THE_NEXT = re.compile(r"\s(?:\([^()]*\)\s)?[A-Z][a-z]+\s[A-Z]")
OF_ANOTHER = re.compile(r"(?<!\bone)(?<!\bsome)\sof\s")
WAS = re.compile(r"(?:who\s+was\s)?")
NAMING = ("NOUN", "PROPN", "ADJ")
SUBJECTS = {"nsubj", "nsubjpass"}
CUT = re.compile(
    r"\s(?:at|in|who|which|and|that|not|specialising|specializing|based|since|from|whose|when|where|as)\s|[,;()]"
)


def described(doc: Doc, text: str, name: Name, headline: int) -> list[str]:
    """Give the descriptions of a named person that stand with the name, as written.

    Parameters
    ----------
    doc : Doc
        The article.
    text : str
        Its text.
    name : Name
        A person's name in it.
    headline : int
        The token after the headline, as `headline_end` gives it.

    Returns
    -------
    list of str
        Title and words before the name; an apposition, "who is …" or "is a …" after it; a party in brackets. Only
        what holds a role noun of roles.yml counts (or an organisation after "of", "at", "from").
    """
    found = []
    head = doc[name.start : name.end].root
    left = head.left_edge.i
    start = title_start(doc, name)
    while (
        start > left
        and doc[start - 1].text not in (",", "“", '"', "(", "—", "–", ":", ";")
        and not doc[start - 1].is_space
    ):
        if doc[start - 1].pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
            break
        start -= 1
    if not name.title:
        start = min(start, _called_from(doc, _before_brackets(doc, name.start)))
    before = doc[start : name.start].text
    if (name.title and name.title not in before) or name.start < headline:
        before = name.title
    if (roles_in(before) and not before.endswith(("'s", "’s"))) or name.title:
        found.append(_bare(before))
    elif (match := _naming().search(text, max(0, doc[name.start].idx - 90), doc[name.start].idx)) and roles_in(
        match[1]
    ):
        found.append(_bare(match[1]))
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < name.start:
        noun = head.head
        words = doc[noun.left_edge.i : name.start].text.split(",")[0]
        here = roles_in(words)
        verbs = any(t.pos_ in ("VERB", "AUX") for t in doc[noun.left_edge.i : name.start])
        if not verbs and len(words) < 160 and any(words[a:b].endswith(noun.text) for a, b, _ in here):
            found.append(_bare(words))
    if not found and (words := _apposed_before(text[: doc[name.start].idx])):
        found.append(_bare(words))
    owner = OWNER.search(text[: doc[name.start].idx][-60:])
    if owner and not found and (owner["body"] in shipped_organisations() or _named_as_a_body(owner["body"])):
        found.append("of " + owner["body"])
    end = doc[name.end - 1].idx + len(doc[name.end - 1])
    if match := AFTER.match(text, end):
        if match["party"]:
            found.append(match["party"].strip("()"))
        words = WAS.match(match["words"])[0] + NOT_PART.sub("", WAS.sub("", match["words"]))
        if clause_type(clause := "who " + match["words"].partition(" who ")[2]):
            found.append(_bare(clause))
        here = [role for role in roles_in(words) if role[2].nature == "person"]
        rest = words[here[-1][1] :] + text[match.end("words") :][:60] if here else ""
        if match["comma"] is not None and CALLS_THE_NEXT.match(rest):
            here = []  # "Ann Bell, Labour MP Tom Watson and others"
        apposed = match["comma"] is None or "," in text[end : match.start("words")]
        if here and apposed and _describes(doc, match.start("words"), words[: here[0][0]]):
            found.append(_bare(words))
    if (match := CLAUSE.match(text, end)) and (words := match["words"].split(",")[0]) and clause_type(words):
        found.append(_bare(words))
    if (match := OF.match(text, end)) and not (found and affiliation_in(found[-1])):
        words = NOT_PART.sub("", match["words"])
        known = words.strip().removeprefix("the ") in shipped_organisations()
        several = re.match(r"(the\s+)?([A-Z]\S+\s*){2,}", words)
        if known or several or any(role.nature == "organisation" for _, _, role in roles_in(words)):
            found.append("of " + words.strip())
    whole = [words for words in found if not any(words != other and other.endswith(" " + words) for other in found)]
    return [words for words in dict.fromkeys(whole) if words]


def told_beside(mention: str, name: str) -> list[str]:
    """Give what a mention says of the person it names beside the name: "A member of parliament, Ann Bell"."""
    before, _, after = mention.partition(name)
    body = HOUSE.match(after)
    said = [body[1]] if body and _organised(body[1]) else []
    if before.rstrip().endswith(("'s", "’s")):
        return said
    if any(role.nature == "person" for _, _, role in roles_in(before)):
        said.append(before)
    return [_bare(words) for words in said if len(words) < 160 and " and " not in words]


def _apposed_before(text: str) -> str:
    """Give the description of a person that a comma parts from the name after it: "the finance minister, Lou Jiwei"."""
    match = BEFORE.search(text[-120:])
    here = (
        [role for role in roles_in(match["words"]) if role[2].nature == "person" and not role[2].plural]
        if match
        else []
    )
    return match["words"] if here and here[0][0] < 60 else ""


@cache
def _naming() -> re.Pattern:
    words = "|".join(sorted(titles("naming"), key=len, reverse=True))
    return re.compile(rf"\b[Aa]n?\s([^,.;:!?()“”\"\n]{{3,60}}?)\s(?:we\sare\s)?(?:{words})\s$")


def _before_brackets(doc: Doc, end: int) -> int:
    """Give the token before which a few words in brackets stand: "MP (Member of Parliament) Ann Bell"."""
    if end == 0 or doc[end - 1].text != ")":
        return end
    return next((i for i in range(end - 2, max(0, end - 8), -1) if doc[i].text == "("), end)


def _called_from(doc: Doc, end: int) -> int:
    """Give the token at which a role right before a name begins: "Conservative columnist and host"."""
    if end == 0 or not any(role.nature == "person" and not role.plural for _, _, role in roles_in(doc[end - 1].text)):
        return end
    start = end
    while start > 0 and not doc[start - 1].is_sent_start:
        last = doc[start - 1]
        joins = last.lower_ in ("and", "-") and start < end and start > 1 and doc[start - 2].pos_ in NAMING
        if last.pos_ not in NAMING and not joins:
            return start
        start -= 1
    return start - 1 if start > 0 and doc[start - 1].pos_ in NAMING else start


def headline_end(doc: Doc, text: str) -> int:
    """Give the token after the first paragraph where that is a headline: its words describe nobody reliably."""
    first = text.find("\n")
    words = text[: max(first, 0)].split()
    capitals = sum(word[0].isupper() for word in words)
    if not words or len(words) > 30 or capitals < 0.6 * len(words):
        return 0
    return next((token.i for token in doc if token.idx >= first), 0)


def what_it_is(doc: Doc, text: str, name: Name) -> list[str]:
    """Give the words beside an organisation's name that say what it is: "news agency" RIA, X, "a super PAC"."""
    start = name.start
    while start > 0 and doc[start - 1].sent == doc[name.start].sent and doc[start - 1].pos_ in ("NOUN", "ADJ", "PROPN"):
        start -= 1
    words = doc[start : name.start].text
    here = roles_in(words)
    before = here and here[-1][2].nature == "organisation" and words.endswith(words[here[-1][0] : here[-1][1]])
    found = [_bare(words)] if before else []
    part_of_another = name.start > 0 and doc[name.start - 1].lower_ == "of"  # "the Academy of Velunia, a university"
    match = APPOSED.match(text, doc[name.end - 1].idx + len(doc[name.end - 1]))
    if match and not part_of_another:
        words = NOT_PART.sub("", match["words"])
        here = roles_in(words)
        if here and here[0][2].nature == "organisation" and len(words[: here[0][0]].split()) < 6:
            found.append(_bare(words))
    return found


def _describes(doc: Doc, place: int, words: str) -> bool:
    """Tell whether words after a name open as a description does ("a former …"), not as the sentence going on."""
    span = doc.char_span(place, place + 1, alignment_mode="expand")
    return (
        span is not None
        and span[0].pos_ in ("DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON")
        and (span[0].dep_ not in SUBJECTS or span[0].lower_ == "who")
        and len(words.split()) <= 8
        and not OF_ANOTHER.search(words)
    )


def _bare(words: str) -> str:
    words = " ".join(words.split()).strip(" ,'’\"”–—-")
    words = words if "(" in words else words.removesuffix(")")
    return re.sub(r"^(?:the|a|an|one of)\s+", "", words, flags=re.I)


def clause_type(words: str) -> str:
    """Give what a clause says of a person ("who teaches …"): a source type or "by affiliation"; empty when nothing."""
    start = " ".join(words.split()[1:6]).lower() + " "
    if not words.lower().startswith("who "):
        return ""
    start = re.sub(r"^(?:(?:now|also|still|once|has|had|have|previously|already|long)\s)+(?=\w+(?:s|ed)\s)", "", start)
    return next(
        (kind for kind, verbs in roles("clauses").items() for verb in verbs if start.startswith(verb + " ")), ""
    )


def affiliation_in(role: str) -> str:
    """Give the organisation that a description names, as written: "a lawyer at X", "X spokesman"; empty when none."""
    if role.startswith("of "):
        return role[3:].split(", ")[0]
    here = roles_in(role)
    # "Teachers Association President": what makes part of a body's name is nobody's post.
    people = [
        (start, end)
        for (start, end, found), after in zip(here, [*here[1:], None], strict=False)
        if found.nature == "person"
        and not (after and after[2].nature == "organisation" and role[end : after[0]] == " ")
    ]
    if role.lower().startswith("who "):
        people = [(0, 3)]
    if not people:
        return ""
    start, end = people[0]
    # "who has polled in Ordania for the School of Economics": the place is not the employer.
    links = sorted(
        LINK.finditer(role, end),
        key=lambda link: not _organised(re.split(r"\sfor\s", CUT.split(role[link.end() :])[0])[0]),
    )
    if (match := re.match(r"who\s\w+s\s(?:the\s)?(?=[A-Z])", role)) and clause_type(role):
        return CUT.split(role[match.end() :])[0].strip(' ,’"')
    links = links if role.lower().startswith("who ") else list(LINK.finditer(role, end))
    if words := _first_named(role, [link for link in links if not link[0].lower().startswith("in ")]):
        return words
    noun = role[start:end]
    within = " ".join(noun.split()[:-1])
    employs = _organised(within) and within.lower() not in roles("no_employer")
    before = role[: start + (len(within) if employs else 0)].split()
    before = [word for word in before if not word.endswith("-based")]  # where, not for whom
    while (
        before
        and not _opens_with_a_body(" ".join(before))
        and (before[0].lower() in _not_affiliated() or before[0] in _not_affiliated() or country_of(before[0]))
    ):
        if country_of(before[0]) and len(before) > 1 and _organised(" ".join(before)):
            break
        before.pop(0)
    words = re.sub(r"[’']s?$|^(?:[Ee]x|[Cc]o)-$", "", " ".join(before).strip(" ,”’\"'"))
    named = words and (words[0].isupper() or _organised(words))
    return words if named else _first_named(role, [link for link in links if link[0].lower().startswith("in ")])


def _opens_with_a_body(words: str) -> bool:
    """Tell whether words begin with a body's name of several words: "White House"."""
    return any(
        start == 0 and found.nature == "organisation" and " " in words[start:end]
        for start, end, found in roles_in(words)
    )


def _first_named(role: str, links: list[re.Match]) -> str:
    """Give the first organisation or name that stands after one of the prepositions; empty when there is none."""
    named = []
    for link in links:
        words = CUT.split(_joined(role[link.end() :]))[0].replace("\0", " ").strip(' ,’"')
        if words in _bare_bodies():
            continue
        if words and (words[0].isupper() or _organised(words) or "’s " in words or "'s " in words):
            named.append((link[0].split()[0].lower(), words))
    # "head of Fundamental Research at Kotak Securities": the house employs, not the field.
    house = next((words for link, words in named if link == "at" and words[0].isupper()), "")
    if named and house and named[0][0] == "of" and not _organised(named[0][1]) and not country_of(named[0][1]):
        return house
    return named[0][1] if named else ""


def _joined(words: str) -> str:
    """Keep the "and" of a name: "Academy of State and Law"."""
    return re.sub(r"((?:of|for)\s[A-Z][\w’'-]*)\sand\s(?=[A-Z])", "\\1\0and\0", words)


def _organised(words: str) -> bool:
    return any(role.nature == "organisation" for _, _, role in roles_in(words))


def _named_as_a_body(words: str) -> bool:
    return " " in words and bool(set(words.split()) & titles("organisation_words"))


@cache
def _bare_bodies() -> frozenset[str]:
    """List the nouns that say of a body no more than that it is one: "a member of the group"."""
    return frozenset(roles("organisations")["unknown"])


PLACE_OF = re.compile(r"\b(?:of|at|from|to|for|in)\s(?:the\s)?$")
"""What stands before "King Alfred's College", which is nobody's gender."""


@cache
def _not_affiliated() -> frozenset[str]:
    return frozenset(roles("no_affiliation"))


def gender_in(words: str) -> tuple[str, str]:
    """Tell the gender that a description's own words name, and the word; unknown when none or both do."""
    found = {}
    words = re.split(r"\bwhose\b", words)[0]
    for gender in ("female", "male"):
        matches = [
            m
            for m in find_phrases(gender_index(gender), words)
            if words[m.end : m.end + 2] not in ("’s", "'s")
            and not (words[m.start].isupper() and PLACE_OF.search(words[: m.start]))
        ]
        if matches:
            found[gender] = words[matches[0].start : matches[0].end]
    if len(found) == 1:
        return next(iter(found.items()))
    return UNKNOWN, ""
