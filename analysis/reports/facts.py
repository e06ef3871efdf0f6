"""The facts under a page's title: how much was read, by which codebook, how much is unknown, and who checked it."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.corpus.account import count_of
from analysis.corpus.query import LEARNED, Selection
from analysis.corpus.store import table_path
from analysis.figures import number_text
from analysis.measures import PEOPLE, agreement_table, attribution_quality, standing_codes
from analysis.schema import UNKNOWN

BASES = {"codebook": "by the codebook", "register": "by the register", "words": "by the words", LEARNED: "learned"}
"""What decided sides, in words."""

DECIDING, LEAST_ALPHA = ("side", "source_type", "expert", "tone"), 2 / 3
"""Codes that estimates are corrected by, and the least alpha that Krippendorff accepts for tentative conclusions."""


class Fact(NamedTuple):
    text: str
    command: str = ""
    """What to run to change it; mostly nothing."""


def facts(chosen: Selection, bases: bool = False) -> list[Fact]:
    """Say what a page rests on, in a few words each; nothing where the corpus was not read.

    With `bases` it tells of every basis what share of sides rests on it, else only how many were learned.

    Examples
    --------
    ``48 articles``, ``6 outlets``, ``1–8 March 2024``, ``904 attributions``, ``38 % on no known side``.
    """
    folder = chosen.corpus.folder
    if not all(table_path(folder, table).is_file() for table in ("articles", "attributions", "sources")):
        return []
    articles = chosen.articles(["article_id", "outlet", "published"])
    by_side = chosen.frequencies(["side"]).set_index("side")["attributions"]
    total = int(by_side.sum())
    without_day, left_out = int(articles["published"].isna().sum()), chosen.unplaced()
    said = [
        Fact(count_of(len(articles), "article")),
        Fact("" if chosen.outlet else count_of(articles["outlet"].nunique(), "outlet")),
        Fact(days(articles["published"])),
        Fact(f"{count_of(without_day, 'article')} without a day" if without_day else ""),
        Fact(f"{count_of(left_out, 'article')} of no certain day left out" if left_out else ""),
        Fact(f"codebook “{chosen.corpus.codebook.title}”" if chosen.corpus.codebook_file else ""),
        Fact(count_of(total, "attribution")),
        Fact(f"of a confidence of {chosen.minimum_confidence:g} and more" if chosen.minimum_confidence else ""),
        Fact(f"where {chosen.where}" if chosen.where.strip() else ""),
        Fact(f"{by_side.get(UNKNOWN, 0) / total:.0%} on no known side".replace("%", " %") if total else ""),
        Fact(_based(chosen, bases)),
        _checked(chosen, articles["article_id"]),
        Fact(_disputed(chosen)),
    ]
    return [fact for fact in said if fact.text]


def days(published: pd.Series) -> str:
    """Say from when to when articles were published; nothing of undated ones.

    Examples
    --------
    >>> days(pd.to_datetime(pd.Series(["2024-03-01", "2024-03-08"])))
    '1–8 March 2024'
    """
    dated = published.dropna()
    if dated.empty:
        return ""
    first, last = dated.min(), dated.max()
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day} {first:%B}{f' {first.year}' if first.year != last.year else ''} – {end}"


def _based(chosen: Selection, bases: bool) -> str:
    counted = chosen.frequencies(["side", "side_basis"])
    known = counted[counted["side"] != UNKNOWN].groupby("side_basis")["attributions"].sum()
    shares = {basis: f"{100 * known.get(basis, 0) / known.sum():.0f} %" for basis in known.index if known[basis]}
    if bases:
        said = [f"{shares[basis]} {words}" for basis, words in BASES.items() if basis in shares]
        return f"sides {', '.join(said)}" if said else ""
    return f"{shares[LEARNED]} of sides learned, not read" if LEARNED in shares else ""


def _checked(chosen: Selection, ids: pd.Series) -> Fact:
    """Say how well people found the attributions to be read; if nobody looked, how to begin."""
    folder = chosen.corpus.folder
    codes = chosen.hand_codes()
    codes = codes[codes["article_id"].isin(ids)]
    if codes.empty:
        return Fact("nobody has checked this reading yet", f"evenhand code sample {folder.name} --page")
    attributions = replace(chosen, kind="both", minimum_confidence=0.0, where="").attributions(
        ["attribution_id", "article_id", "content"], articles=codes["article_id"].unique()
    )
    quality = attribution_quality(standing_codes(codes, attributions), attributions).set_index("measure")["estimate"]
    found = [(name, quality.get([name], pd.Series(dtype=float)).dropna()) for name in ("precision", "recall")]
    said = [f"{name} {_range(values)}" for name, values in found if len(values)]
    articles = count_of(codes["article_id"].nunique(), "article")
    return Fact(f"{' and '.join(said)} by hand in {articles}" if said else f"hand codes of {articles}")


def _disputed(chosen: Selection) -> str:
    """Name what people code too unlike to correct anything by: alpha below the least that is commonly accepted."""
    codes = chosen.hand_codes()
    table = agreement_table(codes[codes["variable"].isin(DECIDING)], orders=chosen.corpus.codebook.orders)
    low = table[(table["coders"] == PEOPLE) & (table["estimate"] < LEAST_ALPHA)]
    named = [f"{row.variable.replace('_', ' ')} {number_text(row.estimate)}" for row in low.itertuples()]
    return f"coders agree too little to correct by (alpha: {', '.join(named)})" if named else ""


def _range(values: pd.Series) -> str:
    ends = dict.fromkeys(f"{100 * value:.0f}" for value in (values.min(), values.max()))
    return f"{'–'.join(ends)} %"
