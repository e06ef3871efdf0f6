"""The tables and the numbers that a paper takes from a study, from the same material as its figures."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import RequestError, nearest
from analysis.figures.latex import Number
from analysis.figures.paper import Material
from analysis.figures.tables import NONE, readable_estimates
from analysis.measures import (
    CONCENTRATION_MEASURES,
    agreement_table,
    balance,
    balance_bounds,
    compare_with_rest,
    corpus_summary,
    expert_concentration,
    expert_share,
    expert_table,
    shares,
    tone_toward,
)

CLUSTERS = "Intervals are 95 %, linearised by article."


class PaperTable(NamedTuple):
    """A table as programs read it and as people do, with what stands around it."""

    name: str
    table: pd.DataFrame
    readable: pd.DataFrame
    caption: str
    notes: str = ""
    percent: tuple[str, ...] = ()


def tabulate(name: str, material: Material) -> PaperTable:
    """Make one of `TABLES`.

    Raises
    ------
    RequestError
        When there is no such table: names the nearest.
    """
    if name not in TABLES:
        raise RequestError(f'There is no table "{name}" (there are: {", ".join(TABLES)}).{nearest(name, TABLES)}')
    return TABLES[name](material)


def reported_numbers(material: Material) -> list[Number]:
    """List every number that a paper may report of a study, each with its interval: balance, shares, tone, experts."""
    m = material
    numbers = [
        _count("articles", len(m.articles)),
        _count("outlets", m.articles["outlet"].nunique()),
        _count("attributions", m.n_attributions),
        _count("mentions", len(m.targeted)),
        _count("experts", len(expert_table(m.experts, m.former_officials))),
    ]
    numbers += _numbers(balance(m.by_side, m.book.compare, unit=m.unit), "balance", ["outlet"])
    numbers += _numbers(balance(m.by_side, m.book.compare, [], m.unit), "balance", [], "all outlets")
    by_side = shares(m.by_side, "side", unit=m.unit, values=[*m.book.side_ids, "unknown"])
    overall = shares(m.by_side, "side", [], m.unit, [*m.book.side_ids, "unknown"]).assign(outlet="all outlets")
    for table in (by_side, overall):
        numbers += _numbers(table.replace({"side": m.labels}), "share", ["side", "outlet"], percent=True)
    of_experts = expert_share(m.by_expertise, former_officials=m.former_officials)
    numbers += _numbers(of_experts, "share of experts", ["outlet"], percent=True)
    tone = tone_toward(m.targeted, m.tone_confidence, ["side", "voice"]).replace({"side": m.labels})
    numbers += _numbers(tone, "tone", ["side", "voice"], "all outlets")
    tone = tone_toward(m.targeted, m.tone_confidence).replace({"side": m.labels})
    numbers += _numbers(tone, "tone", ["side", "voice", "outlet"])
    return numbers + _numbers(agreement_table(m.codes), "alpha", ["variable", "coders"])


def _corpus(m: Material) -> PaperTable:
    table = corpus_summary(m.articles)
    shown = table.drop(columns=["duplicates", "agency"])
    notes = "dated, titled: share of articles with a day, with a headline."
    return PaperTable("corpus", table, shown, "The corpus by outlet.", notes, ("dated", "titled"))


def _sides(m: Material) -> PaperTable:
    table = shares(m.by_side, "side", unit=m.unit, values=[*m.book.side_ids, "unknown"])
    caption = f"Share of {m.unit} by the side of their source."
    readable = _readable(table, "share", m.labels).drop(columns="n_attributions")
    return PaperTable("sides", table, readable, caption, CLUSTERS, ("share",))


def _types(m: Material) -> PaperTable:
    table = shares(m.by_type, "source_type", unit=m.unit)
    labels = {kind.id: kind.label for kind in m.book.source_types}
    readable = _readable(table[table["count"] > 0], "share", labels).drop(columns=["n_attributions", "n_articles"])
    return PaperTable("types", table, readable, f"Share of {m.unit} by type of source.", CLUSTERS, ("share",))


def _balance(m: Material) -> PaperTable:
    table = balance(m.by_side, m.book.compare, unit=m.unit)
    bounds = balance_bounds(m.by_side, m.book.compare, unit=m.unit)
    tests = compare_with_rest(m.by_side, m.book.compare[0], unit=m.unit, whole=list(m.book.compare))
    table = table.merge(bounds.drop(columns="estimate"), on="outlet", how="left")
    table = table.merge(tests[["outlet", "p_holm"]], on="outlet", how="left")
    first, second = m.names
    readable = _readable(table, "balance", percent=False).drop(columns=["first", "second", "unknown"])
    readable["p"] = [_p_value(p) for p in readable.pop("p_holm")]
    notes = (
        f"Balance: (a − b) / (a + b) of {m.unit}, 1 when only {first} is heard. {CLUSTERS} Lowest and highest: if all "
        f"unknown sources were {second} or {first}. p: the outlet against all others, articles permuted, after Holm."
    )
    return PaperTable("balance", table, readable, f"Balance of {first} and {second}.", notes)


def _experts(m: Material) -> PaperTable:
    table = expert_table(m.experts, m.former_officials)
    notes = f"Former officials are {'counted' if m.former_officials else 'left out'}."
    shown = table.drop(columns="words").head(m.top)
    return PaperTable("experts", table, shown, "The experts most quoted.", notes)


def _concentration(m: Material) -> PaperTable:
    table = expert_concentration(m.pooled)
    readable = _readable(table, "share", CONCENTRATION_MEASURES).drop(columns=["n_attributions", "n_articles"])
    caption = "How few experts share the room, with and without former officials; the most quoted are five."
    return PaperTable("expert-concentration", table, readable, caption, CLUSTERS, ("share",))


def _tone(m: Material) -> PaperTable:
    table = tone_toward(m.targeted, m.tone_confidence)
    readable = _readable(table, "net tone", m.labels, percent=False)
    notes = (
        "Net tone: mean of p(positive) − p(negative), from −1 to 1, over mentions of which the model is sure "
        f"(probability {m.tone_confidence:g} or more; coverage is their share). {CLUSTERS}"
    )
    readable = readable.drop(columns=["negative", "neutral", "positive", "n_articles"])
    return PaperTable("tone", table, readable, "Tone toward each side, by outlet and voice.", notes, ("coverage",))


def _agreement(m: Material) -> PaperTable:
    table = agreement_table(m.codes)
    readable = _readable(table, "alpha", percent=False) if len(table) else table
    notes = "Krippendorff's alpha; intervals by leaving out one article at a time."
    return PaperTable("agreement", table, readable, "How far people and the machine agree.", notes, ("agreed",))


TABLES: dict[str, Callable[[Material], PaperTable]] = {
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


def _readable(table: pd.DataFrame, name: str, labels: dict[str, str] | None = None, percent: bool = True):
    return readable_estimates(table, name, labels, percent)


def _numbers(
    table: pd.DataFrame, what: str, columns: Iterable[str], of: str = "", percent: bool = False
) -> list[Number]:  # fmt: skip
    columns = list(columns)
    return [
        Number(
            what, ", ".join([*(str(row[column]) for column in columns), *([of] if of else [])]), row["estimate"],
            row["low"], row["high"], int(row["n_articles"]), row["note"], percent=percent,
        )
        for row in table.to_dict("records")
    ]  # fmt: skip


def _count(what: str, number: int) -> Number:
    return Number("number of", what, number, decimals=0)
