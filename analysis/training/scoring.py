"""How well predicted attributions agree with a person's: the figures of the model card.

Two attributions are one when the words of their contents overlap by half (intersection over union);
the source is right when both name the same syntactic head. Punctuation and quotation marks do not count.
"""

from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Doc

from analysis.reading.attributions.attribution import Span
from analysis.reading.attributions.matching import pair, words_touched
from analysis.reading.attributions.quotations import form_of

FORMS = ("direct", "mixed", "indirect")


def _head(doc: Doc, spans: Iterable[Span]) -> Span | None:
    touching = [token for token in doc if any(token.idx < e and token.idx + len(token) > s for s, e in spans)]
    whole = [
        token
        for token in touching
        if token.pos_ not in ("PUNCT", "SPACE")
        and any(s <= token.idx and token.idx + len(token) <= e for s, e in spans)
    ]
    inside = whole or touching
    tops = [token for token in inside if token.head == token or token.head not in inside] or inside
    return (tops[0].idx, tops[0].idx + len(tops[0])) if tops else None


def same_source(doc: Doc, gold: Iterable[Span], predicted: Iterable[Span]) -> bool:
    """Tell whether two mentions have the same head, or each holds the other's; no mention wants no mention."""
    if not gold or not predicted:
        return not gold and not predicted
    heads = _head(doc, gold), _head(doc, predicted)
    if None in heads:
        return False
    holds = lambda spans, head: any(s <= head[0] and head[1] <= e for s, e in spans)  # noqa: E731
    return heads[0] == heads[1] or (holds(predicted, heads[0]) and holds(gold, heads[1]))


def matches(doc: Doc, gold: list[dict], predicted: list[dict]) -> list[tuple[int, int, bool]]:
    """List the pairs (gold, predicted) of an article whose contents are one, and whether their sources are too."""
    contents = [[words_touched(doc.text, a["content"]) for a in side] for side in (gold, predicted)]
    return [(i, j, same_source(doc, gold[i]["source"], predicted[j]["source"])) for i, j in pair(*contents).items()]


def right(doc: Doc, gold: list[dict], predicted: list[dict]) -> list[bool]:
    """Tell of each predicted attribution whether a person marked it too, with the same source."""
    hits = {j for _, j, same in matches(doc, gold, predicted) if same}
    return [j in hits for j in range(len(predicted))]


def count(doc: Doc, gold: list[dict], predicted: list[dict]) -> Counter:
    """Count one article: gold, predicted, content and joint hits, by form, as both sides see it; kinds where told."""
    form = [[form_of(doc.text, a["content"]) for a in side] for side in (gold, predicted)]
    counts = Counter(("gold", f) for f in form[0]) + Counter(("predicted", f) for f in form[1])
    for i, j, right in matches(doc, gold, predicted):
        for figure in ("content", "joint") if right else ("content",):
            counts[figure + " gold", form[0][i]] += 1
            counts[figure + " predicted", form[1][j]] += 1
        if "kind" in gold[i] and "kind" in predicted[j]:
            counts["kind", "told"] += 1
            counts["kind", "right"] += gold[i]["kind"] == predicted[j]["kind"]
    return counts


def f1(counts: Counter, figure: str = "joint", forms: tuple[str, ...] = FORMS) -> float:
    """Give the F1 of a figure in per cent, over the forms named."""
    total = lambda key: sum(counts[key, form] for form in forms)  # noqa: E731
    precision = total(figure + " predicted") / max(1, total("predicted"))
    recall = total(figure + " gold") / max(1, total("gold"))
    return 100 * 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def summary(counts: Counter) -> dict[str, float]:
    """Give the figures that a training log and the model card show."""
    hit = sum(counts["content gold", form] for form in FORMS)
    return {
        "joint": f1(counts), "content": f1(counts, "content"),
        "source": 100 * sum(counts["joint gold", form] for form in FORMS) / max(1, hit),
        **{form: f1(counts, forms=(form,)) for form in FORMS},
        **({"kind": 100 * counts["kind", "right"] / counts["kind", "told"]} if counts["kind", "told"] else {}),
    }  # fmt: skip
