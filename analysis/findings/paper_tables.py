"""The tables and the numbers that a paper takes from a study, from the same findings as its figures."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis import measures
from analysis.errors import RequestError, nearest
from analysis.figures import NONE, Number, readable_estimates

if TYPE_CHECKING:
    from analysis.findings.paper import Paper

CLUSTERS = "Intervals are 95 %, linearised by article."


class PaperTable(NamedTuple):
    """A table as programs read it and as people do, with what stands around it."""

    name: str
    table: pd.DataFrame
    readable: pd.DataFrame
    caption: str
    notes: str = ""
    percent: tuple[str, ...] = ()


def tabulate(name: str, paper: "Paper") -> PaperTable:
    """Make one of `TABLES`.

    Raises
    ------
    RequestError
        When there is no such table: names the nearest.
    """
    if name not in TABLES:
        raise RequestError(f'There is no table "{name}" (there are: {", ".join(TABLES)}).{nearest(name, TABLES)}')
    return TABLES[name](paper)


def tables_of(paper: "Paper") -> list[str]:
    """Name the tables that there are: none of agreement where nobody coded by hand."""
    return [name for name in TABLES if name != "agreement" or len(paper.agreement.table)]


def reported_numbers(p: "Paper") -> list[Number]:
    """List every number that a paper may report of a study, each with its interval: balance, shares, tone, experts."""
    share = p.experts.share().table
    numbers = [
        _count("articles", len(p.coverage.articles)),
        _count("outlets", len(p.coverage.sizes)),
        _count("attributions", p.chosen.total()),
        _count("mentions", len(p.mentions)),
        _count("experts", len(p.experts.table)),
    ]
    numbers += _numbers(p.balance.table, "balance", ["outlet"])
    numbers += _numbers(measures.balance(p.by_side, p.sides, [], p.unit), "balance", [], "all outlets")
    overall = measures.shares(p.by_side, "side", [], p.unit, [*p.labels, "unknown"]).assign(outlet="all outlets")
    for table in (p.shares.table, overall):
        numbers += _numbers(table.replace({"side": p.labels}), "share", ["side", "outlet"], percent=True)
    numbers += _numbers(share, "share of experts", ["outlet"], percent=True)
    tone = measures.tone_toward(p.mentions, p.minimum_tone_confidence, ["side", "voice"])
    numbers += _numbers(tone.replace({"side": p.labels}), "tone", ["side", "voice"], "all outlets")
    numbers += _numbers(p.tone.table.replace({"side": p.labels}), "tone", ["side", "voice", "outlet"])
    return numbers + _numbers(p.agreement.table, "alpha", ["variable", "coders"])


def _corpus(p: "Paper") -> PaperTable:
    columns = ["article_id", "outlet", "title", "published", "agency", "duplicate_of", "words"]
    table = measures.corpus_summary(p.chosen.articles(columns))
    shown = table.drop(columns=["duplicates", "agency"])
    notes = "dated, titled: share of articles with a day, with a headline."
    return PaperTable("corpus", table, shown, "The corpus by outlet.", notes, ("dated", "titled"))


def _sides(p: "Paper") -> PaperTable:
    caption = f"Share of {p.unit} by the side of their source."
    return PaperTable("sides", p.shares.table, p.shares.readable().drop(columns="n"), caption, CLUSTERS, ("share",))


def _types(p: "Paper") -> PaperTable:
    table = measures.shares(p.by_type, "source_type", unit=p.unit)
    kept = table[table["count"] > 0].drop(columns=["n_attributions", "n_articles"])
    readable = readable_estimates(kept, "share", p.chosen.corpus.labels)
    return PaperTable("types", table, readable, f"Share of {p.unit} by type of source.", CLUSTERS, ("share",))


def _balance(p: "Paper") -> PaperTable:
    tests = measures.compare_with_rest(p.by_side, p.sides[0], unit=p.unit, whole=list(p.sides))
    table = p.balance.table.merge(tests[["outlet", "p_holm"]], on="outlet", how="left")
    first, second = p.names
    unread = ["first", "second", "unknown", "lowest", "highest", "leans", "effective_articles"]
    readable = readable_estimates(table, "balance", percent=False).drop(columns=unread)
    readable["p"] = [_p_value(value) for value in readable.pop("p_holm")]
    notes = (
        f"Balance: (a − b) / (a + b) of {p.unit}, 1 when only {first} is heard. {CLUSTERS} With the unknown: the "
        f"interval that also allows for what the unknown could be. p: the outlet against all others, articles "
        f"permuted, after Holm."
    )
    return PaperTable("balance", table, readable, f"Balance of {first} and {second}.", notes)


def _experts(p: "Paper") -> PaperTable:
    notes = f"Former officials are {'counted' if p.former_officials else 'left out'}."
    shown = p.experts.readable().drop(columns="words").head(p.top)
    return PaperTable("experts", p.experts.table, shown, "The experts most quoted.", notes)


def _concentration(p: "Paper") -> PaperTable:
    table, labels = p.experts.concentration(), {"measure": measures.CONCENTRATION_MEASURES}
    readable = readable_estimates(table, "value", labels, percent=False).drop(columns=["n_attributions", "n_articles"])
    caption = "How few experts share the room, with and without former officials; the most quoted are five."
    return PaperTable("expert-concentration", table, readable, caption, CLUSTERS)


def _tone(p: "Paper") -> PaperTable:
    notes = (
        "Net tone: mean of p(positive) − p(negative), from −1 to 1, over mentions of which the model is sure "
        f"(probability {p.minimum_tone_confidence:g} or more; coverage is their share). {CLUSTERS}"
    )
    readable = p.tone.readable().drop(columns=["negative", "neutral", "positive", "n_articles"])
    return PaperTable(
        "tone", p.tone.table, readable, "Tone toward each side, by outlet and voice.", notes, ("coverage",)
    )


def _agreement(p: "Paper") -> PaperTable:
    notes = "Krippendorff's alpha; intervals by leaving out one article at a time."
    caption = "How far people and the machine agree."
    return PaperTable("agreement", p.agreement.table, p.agreement.readable(), caption, notes, ("agreed",))


TABLES: dict[str, Callable[["Paper"], PaperTable]] = {
    "corpus": _corpus,
    "sides": _sides,
    "types": _types,
    "balance": _balance,
    "experts": _experts,
    "expert-concentration": _concentration,
    "tone": _tone,
    "agreement": _agreement,
}
"""The tables of a paper."""


def _p_value(p: float) -> str:
    return NONE if np.isnan(p) else "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def _numbers(
    table: pd.DataFrame, what: str, columns: Iterable[str], of: str = "", percent: bool = False
) -> list[Number]:  # fmt: skip
    columns = list(columns)
    return [
        Number(
            what, ", ".join([*(str(row[column]) for column in columns), *([of] if of else [])]), row["estimate"],
            row["low"], row["high"], int(row.get("articles", row.get("n_articles"))), row["note"], percent=percent,
        )
        for row in table.to_dict("records")
    ]  # fmt: skip


def _count(what: str, number: int) -> Number:
    return Number("number of", what, number, decimals=0)
