"""Who speaks where no verb tells: round-ups, dialogue, headlines; notes on corrections are no part of the story.

Rules over the text's lines and quotation marks, put in the place of what the network made of the same words.
"""

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from analysis.codebook import country_of, shipped_organisations
from analysis.reading.attributions.attribution import Attribution, Span, span_text
from analysis.reading.attributions.cues import cue_table
from analysis.reading.attributions.quotations import quoted_regions
from analysis.reading.attributions.relays import is_medium
from analysis.reading.attributions.transcripts import answers
from analysis.reading.lexicon import roles_in
from analysis.reading.parser import text_of
from analysis.reading.sources.entities import HE_SHE, THEY

PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")
LABELLED = re.compile(r"[^\S\n]*(?:[•*▪·-]\s*)?(?P<label>[^\W\d_][^:\n“”\"]{2,90}?)\s?(?P<cue>:)\s*(?=[“\"‘'])")
NAME_LINE = re.compile(
    r"\s*(?:[—–-]\s?)?(?P<name>[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){1,4}(?:,\s[^\n.?!:“”\"]{2,60})?)\s*$"
)
BRACKETED = re.compile(r"\s*\[\s*(?P<name>[^\]\n]{2,40}?)\s*\]\s*$")
HEADLINE = re.compile(r"(?P<said>[^\n]{12,120}?)\s(?P<cue>[–—-])\s(?P<name>[^\W\d_][^\n–—:.?!]{1,40})$")

LONGEST_TAG = 80
"""Characters of "asked the presenter, Maud Finn."."""

SURE, LIKELY = 0.85, 0.6
"""A label before a quotation, and a name after a headline's dash: no corpus at hand has enough of them to measure."""


def laid_out(doc: Doc, attributions: list[Attribution]) -> list[Attribution]:
    """Give what the layout tells in place of what was read there, and leave out what corrections say."""
    text = text_of(doc)
    told = [*_labelled(text, attributions), *_beside_names(text), *_in_headline(text), *answers(doc)]
    kept = _without(text, attributions, [span for found in told for span in (*found.content, *found.source)])
    passed_over = [m.span() for m in PARAGRAPH.finditer(text) if _is_correction(m[0]) or (told and _is_heading(m[0]))]
    kept = [a for a in kept if not any(s <= a.content[0][0] < e for s, e in passed_over)]
    found = [*kept, *(a for a in told if not any(s <= a.content[0][0] < e for s, e in passed_over))]
    return sorted(in_turns(text, found), key=lambda attribution: attribution.content)


def _labelled(text: str, attributions: list[Attribution]) -> list[Attribution]:
    """`Ruth Amsel, inquiry chair: “…”`, a whole paragraph; but not `Ruth Amsel said: “…”`, which was read."""
    found, marks = [], quoted_regions(text)
    for paragraph in PARAGRAPH.finditer(text):
        match = LABELLED.match(text, *paragraph.span())
        content = next((r for r in marks if match and r[0] == match.end()), None)
        verb = match and any(match.start("label") <= s < match.end("label") for a in attributions for s, _ in a.cue)
        if (
            content
            and not verb
            and not text[content[1] : paragraph.end()].strip(" .")
            and _names_somebody(match["label"])
        ):
            found.append(Attribution((match.span("label"),), (match.span("cue"),), (content,), "speech", SURE))
    return found


def _beside_names(text: str) -> list[Attribution]:
    """Quotations, each a paragraph, with a name alone on the line above or below; two of them at least."""
    lines = [match.span() for match in PARAGRAPH.finditer(text)]
    whole = {(s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip())) for s, e in lines}
    quotations = {region for region in quoted_regions(text) if region in whole}
    kinds = []
    for start, end in lines:
        place = (start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip()))
        name = BRACKETED.match(text, start, end) or NAME_LINE.match(text, start, end)
        named = name is not None and (name.re is BRACKETED or _names_somebody(name["name"]))
        kinds.append(
            ("quotation", place) if place in quotations else ("name", name.span("name")) if named else ("", place)
        )
    found, i = [], 0
    while i < len(kinds):
        run = i
        while run + 1 < len(kinds) and {kinds[run][0], kinds[run + 1][0]} == {"name", "quotation"}:
            run += 1
        pairs = [(kinds[k], kinds[k + 1]) for k in range(i, run, 2)]
        bracketed = len(pairs) == 1 and text[pairs[0][1][1][1] :].lstrip(" ").startswith("]")
        for pair in pairs if len(pairs) > 1 or bracketed else ():
            name, quotation = sorted(pair)  # "name" comes before "quotation"
            found.append(Attribution((name[1],), (), (quotation[1],), "speech", SURE))
        i = run + 1
    return found


def _in_headline(text: str) -> list[Attribution]:
    """`Refusal breaks resolution – Russia`, in the first line."""
    first = PARAGRAPH.search(text)
    match = HEADLINE.match(text, *first.span()) if first else None
    name = match["name"] if match else ""
    known = country_of(name) or name in shipped_organisations() or roles_in(name)
    if not match or not known or " - " in name or is_medium(name):
        return []
    return [Attribution((match.span("name"),), (match.span("cue"),), (match.span("said"),), "speech", LIKELY)]


def _names_somebody(label: str) -> bool:
    """Tell whether words before a colon, or alone on a line, are somebody's name, with or without an office."""
    name = label.split(",")[0].split("(")[0].split()
    proper = sum(word[:1].isupper() for word in name)
    small = all(word[:1].isupper() or word in cue_table()["name_words"] for word in name)
    return label.lower() not in cue_table()["labels"] and small and 2 <= proper <= 6 and len(name) <= 8


def _is_correction(paragraph: str) -> bool:
    return any(re.match(pattern, paragraph.strip(" *([_")) for pattern in cue_table()["corrections"])


def _is_heading(paragraph: str) -> bool:
    """Tell whether a line is one like "What they said:"."""
    return len(paragraph.split()) < 7 and not re.search(r"[.?!”\"’]\s*$", paragraph)


def _without(text: str, attributions: Iterable[Attribution], taken: list[Span]) -> list[Attribution]:
    """Take words that are told otherwise out of contents; what has nothing left but a word falls away."""
    kept = []
    for attribution in attributions:
        content = [span for span in attribution.content if not any(s < span[1] and span[0] < e for s, e in taken)]
        if len(content) == len(attribution.content):
            kept.append(attribution)
        elif sum(len(text[start:end].split()) for start, end in content) > 1:
            kept.append(attribution._replace(content=tuple(content)))
    return kept


def in_turns(text: str, attributions: list[Attribution]) -> list[Attribution]:
    """Let speakers alternate in a dialogue whose turns are not all tagged: `“Is it safe?” asked Finn. “Yes.”`.

    A dialogue is a chain of whole quotations with nothing between but a tag and the end of a paragraph, one of them an
    answer without tag to a question. Who has no tag speaks in the other's turns; a turn of nobody known is left out.
    """
    for chain in _chains(text, attributions):
        tagged = [_tag(text, region, attributions) for region in chain]
        untold = [k for k in range(1, len(chain)) if tagged[k] is None or tagged[k - 1] is None]
        speakers = {k % 2: tag for k, tag in enumerate(tagged) if tag is not None}
        named = {span_text(text, tag.source).lower() for tag in speakers.values()} - {*HE_SHE, *THEY}
        if not any(_is_answer(text, *chain[k - 1 : k + 1], len(named) > 1) for k in untold):
            continue
        if any(tag is not None and tag.source != speakers[k % 2].source for k, tag in enumerate(tagged)):
            continue
        turns = [
            (tagged[k] or speakers[k % 2])._replace(content=(region,))
            for k, region in enumerate(chain) if k % 2 in speakers
        ]  # fmt: skip
        attributions = [*_without(text, attributions, chain), *turns]
    return attributions


def _is_answer(text: str, question: Span, answer: Span, two: bool) -> bool:
    """Tell whether a quotation answers the one before: at once, or after a tag where both speakers are known."""
    asked = text[question[0] : question[1]].rstrip("”\"'’ ").endswith("?")
    return asked and (two or not text[question[1] : answer[0]].strip())


def _chains(text: str, attributions: list[Attribution]) -> list[list[Span]]:
    """List the runs of quotations that follow on one another with nothing between but a tag."""
    chains: list[list[Span]] = [[]]
    for region in quoted_regions(text):
        if chains[-1]:
            start, between = chains[-1][-1][1], text[chains[-1][-1][1] : region[0]]
            tagged = any(start <= s < region[0] for a in attributions for s, _ in a.cue)
            told = between.strip()
            apart = not told or (tagged and len(told) < LONGEST_TAG and told.endswith(".") and "." not in told[:-1])
            if not apart or text[region[0] - 1 : region[0]].strip() or text[start - 1] not in "”\"'’»":
                chains.append([])
        chains[-1].append(region)
    return [chain for chain in chains if len(chain) > 1]


def _tag(text: str, region: Span, attributions: list[Attribution]) -> Attribution | None:
    """Give the attribution whose cue stands beside a quotation, in its paragraph, with no other quotation between."""
    for attribution in attributions:
        if not attribution.cue or not attribution.source:
            continue
        start, end = attribution.cue[0][0], attribution.cue[-1][1]
        after = text[region[1] : start] if start >= region[1] else "\n"
        before = text[end : region[0]] if end <= region[0] else "\n"
        if not set(after) & set('\n“”"') and len(after) < LONGEST_TAG:
            return attribution
        if "\n" not in before and before.rstrip().endswith((",", ":")) and len(before) < LONGEST_TAG:
            return attribution
    return None
