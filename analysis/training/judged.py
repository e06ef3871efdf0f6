"""Articles whose attributions, as a machine marked them, people judged: which of a reader's own are right.

A line: `text`, `attributions` (spans; `judged` right, "no attribution", "wrong source" or "wrong content"; `source_id`;
`really`, who speaks), `sources` (source_id, name) and `missed` (source, content's first words).
"""

import re

RIGHT, NONE, WRONG, NOBODY, UNJUDGED = "right", "none", "wrong source", "nobody", "unjudged"

WORD = re.compile(r"\w+")
FEW = frozenset(
    "the a an of and in on at to for by with from he she they it his her their its who which that".split()  # noqa: SIM905
)
OF_SHORTER, OF_FIRST_WORDS = 0.5, 0.8
"""How many words two contents must share: of the shorter one's, and of the first words of a missed one."""


def verdicts(article: dict, predicted: list[dict]) -> tuple[list[str], int]:
    """Say of each attribution of a reader what people judged of the one with its content, and how many there are.

    Parameters
    ----------
    article : a line as above
    predicted : spans of `source` and `content`

    Returns
    -------
    verdicts : RIGHT, NONE, WRONG, NOBODY (an attribution, of no source) or UNJUDGED, one each
    all : how many real attributions with a source people know of in the article
    """
    text, known = article["text"], _known(article)
    pairs = []
    for i, one in enumerate(predicted):
        words = _places(text, one["content"])
        for j, (content, told, *_) in enumerate(known):
            both, missed = len(words & content), told == "missed"
            if both and both >= (
                OF_FIRST_WORDS * len(content) if missed else OF_SHORTER * min(len(words), len(content))
            ):
                pairs.append((0.3 + 0.1 * both / len(content) if missed else both / len(words | content), i, j))
    found, taken = [UNJUDGED] * len(predicted), set()
    for _, i, j in sorted(pairs, reverse=True):
        if found[i] == UNJUDGED and j not in taken:
            taken.add(j)
            found[i] = _verdict(text, predicted[i]["source"], *known[j][1:])
    return found, sum(told != "no attribution" and of_somebody for _, told, _, _, of_somebody in known)


def _known(article: dict) -> list[tuple]:
    text, names = article["text"], {s["source_id"]: _names(s["name"]) for s in article["sources"]}
    known = [
        (
            _places(text, a["content"]), a["judged"], _words(text, a["source"]),
            names.get(a["source_id"], _names(a.get("really") or "")), bool(a["source_id"]) or a["judged"] != "right",
        )
        for a in article["attributions"]
    ]  # fmt: skip
    for missed in article["missed"]:
        first = WORD.findall(missed["content"])
        if first and (hit := re.search(r"\W+".join(map(re.escape, first)), text)):
            known.append((_places(text, [hit.span()]), "missed", set(), _names(missed["source"] or ""), True))
    return known


def _verdict(text: str, source: list, told: str, mention: set, name: set, of_somebody: bool) -> str:
    said = _words(text, source)
    if told == "no attribution":
        return NONE
    if told == "right":
        return NOBODY if not of_somebody else RIGHT if said & (mention | name) else WRONG
    return RIGHT if (said & name if name else not said) else WRONG


def _places(text: str, spans: list) -> set[int]:
    return {start + m.start() for start, end in spans for m in WORD.finditer(text[start:end])}


def _words(text: str, spans: list) -> set[str]:
    return {word.lower() for start, end in spans for word in WORD.findall(text[start:end])}


def _names(name: str) -> set[str]:
    return {word.lower() for word in WORD.findall(name)} - FEW
