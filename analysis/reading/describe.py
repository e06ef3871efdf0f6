"""Read who a named person is from the words around the name: title, apposition, "who is", affiliation."""

import re

from spacy.tokens import Doc

from analysis.phrases import find_phrases
from analysis.reading.lexicon import roles_in, word_index
from analysis.reading.names import Name
from analysis.schema import UNKNOWN

AFTER = re.compile(
    r"[’']?\s*(?P<party>\([A-Z][\w.]*[-–][\w. ]+\))?,?\s+"
    r"(?:(?P<age>\d{1,3}),\s+)?"
    r"(?:who(?:\s+is|\s+was|\s+has\s+been|[’']s|\s+serves\s+as)\s+(?:now\s+|also\s+|currently\s+)?"
    r"|(?:is|was|became)\s+(?=(?:an?|the)\s)|(?P<comma>))"
    r"(?P<words>[^,.;:!?()“”\"\n]{3,160})"
)
OF = re.compile(r"\s+(?:of|at|from|with)\s+(?P<words>(?:the\s+)?[A-Z][^,.;:!?()“”\"\n]{2,80})")
LINK = re.compile(r"\b(?:at|for|of|from|with|to|in|by)\s+(?:the\s+)?", re.I)
NOT_PART = re.compile(r"\s+(?:said|says|told|who|which|that|has|had|is|was|and\s+(?:a|an|the|his|her)|in\s+an?|on\s+\w+day)\b.*")
PEOPLE_ONLY = re.compile(r"^(?:the|a|an|its|his|her|their|former|senior|top|chief|deputy|then|longtime|one|new|late|ex|many|some|most|several|two|three|a|few|other|more|leading|prominent|current|and)$", re.I)


def described(doc: Doc, name: Name) -> list[str]:
    """Give the descriptions of a named person that stand with the name, as written.

    Parameters
    ----------
    doc : Doc
        The article.
    name : Name
        A person's name in it.

    Returns
    -------
    list of str
        Title and words before the name; an apposition, "who is …" or "is a …" after it; a party in brackets. Only
        what holds a role noun of roles.yml counts (or an organisation after "of", "at", "from").
    """
    found = []
    head = doc[name.start : name.end].root
    left = head.left_edge.i
    start = name.start - len(name.title.split()) if name.title else name.start
    start = next((i for i in range(max(0, name.start - 12), name.start) if name.title and doc[i : name.start].text == name.title), name.start)
    while start > left and doc[start - 1].text not in (",", "“", '"', "(", "—", "–", ":", ";") and not doc[start - 1].is_space:
        if doc[start - 1].pos_ in ("VERB", "AUX", "SCONJ", "CCONJ"):
            break
        start -= 1
    before = doc[start : name.start].text
    if name.title and name.title not in before:
        before = name.title
    if roles_in(before) or name.title:
        found.append(_bare(before))
    if head.dep_ == "appos" and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < name.start:
        noun = head.head
        words = doc[noun.left_edge.i : name.start].text.split(",")[0]
        here = roles_in(words)
        if len(words) < 160 and any(words[a:b].endswith(noun.text) for a, b, _ in here):
            found.append(_bare(words))
    text = doc.text
    end = doc[name.end - 1].idx + len(doc[name.end - 1])
    if match := AFTER.match(text, end):
        if match["party"]:
            found.append(match["party"].strip("()"))
        words = NOT_PART.sub("", match["words"])
        here = roles_in(words)
        joined = text[end : match.start("words")].strip() != "" and match["comma"] is not None or match["comma"] is None
        if here and joined and _opens_with(words, here[0][0]):
            found.append(_bare(words))
    if (match := OF.match(text, end)) and not found:
        words = NOT_PART.sub("", match["words"])
        if any(role.nature == "organisation" for _, _, role in roles_in(words)) or re.match(r"(the\s+)?([A-Z]\S+\s*){2,}", words):
            found.append("of " + words.strip())
    return [words for words in dict.fromkeys(found) if words]


def _opens_with(words: str, place: int) -> bool:
    return len(words[:place].split()) <= 7 and not re.match(r"(and|but|or|as|when|while|after|before|with|in|on|at|[A-Z]\w+ said)\b", words)


def _bare(words: str) -> str:
    return re.sub(r"^(?:the|a|an|one of)\s+", "", " ".join(words.split()).strip(" ,'’\"”–—-"), flags=re.I)


def affiliation_in(role: str) -> str:
    """Give the organisation that a description names, as written: "a lawyer at X", "X spokesman"; empty when none."""
    here = [(start, end, r) for start, end, r in roles_in(role) if r.nature == "person"]
    if not here:
        return role[3:] if role.startswith("of ") else ""
    start, end, _ = here[-1]
    after = role[end:]
    if match := LINK.search(after):
        words = re.split(r"\s+(?:and|who|which|specialising|specializing|based)\b|[,;]", after[match.end() :])[0].strip()
        if words and (words[0].isupper() or any(r.nature == "organisation" for _, _, r in roles_in(words)) or "’s" in words or "'s" in words):
            return words
    noun = role[here[0][0] : here[0][1]]
    within = " ".join(noun.split()[:-1])
    first = here[0][0] + (len(within) if any(r.nature == "organisation" for _, _, r in roles_in(within)) else 0)
    words = " ".join(word for word in role[:first].split() if not PEOPLE_ONLY.match(word)).strip(" ,”’\"'")
    words = re.sub(r"[’']s$", "", words)
    organised = any(r.nature == "organisation" for _, _, r in roles_in(words))
    adjective = " " not in words and re.search(r"(?:an|ic|ese|ish|ern)s?$", words)
    return words if words and (organised or (words[0].isupper() and not adjective)) else ""


def gender_in(words: str) -> tuple[str, str]:
    """Tell the gender that a description's own words name, and the word; unknown when none or both do."""
    found = {}
    for gender in ("female", "male"):
        matches = find_phrases(word_index("gender", gender), words)
        if matches:
            found[gender] = words[matches[0].start : matches[0].end]
    if len(found) == 1:
        return next(iter(found.items()))
    return UNKNOWN, ""
