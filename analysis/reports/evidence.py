"""The attributions behind a report's numbers, with the articles they stand in, for the page's drawer.

Asks for what the page's own outputs say that they counted (their selections); counts and draws nothing.
"""

from collections.abc import Mapping, Sequence, Set
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pandas as pd

from analysis.corpus.query import NAMED, Selection
from analysis.corpus.store import read_table, table_path
from analysis.figures import look
from analysis.schema import in_parts

FACETS = {
    "outlet": "outlet",
    "side": "side",
    "source": "actor",
    "source type": "source_type",
    "form": "form",
    "kind": "kind",
    "anonymity": "anonymity",
    "expert": "expert",
    "expert basis": "expert_basis",
}
"""What the drawer filters by, and the column of the coded attributions that holds it."""

PARTS = ("source", "cue", "content")

WHY = {"side": "side_evidence", "source type": "source_type_evidence", "expert": "expert_evidence"}
"""What is said of a source's codes: the words, or the codebook's line, that decided each."""

ABOUT = ("outlet", "title", "published", "url", "text")
"""What is said of an article."""

MOST_CHARACTERS = 1_500_000
"""Characters of article text in one page; of a larger corpus a page holds a fixed random choice of articles."""


MOST_ARTICLES = 2_000
"""Articles drawn by chance of a larger corpus, from which those are taken that a page has room for."""

MOST_LINKED = 500_000
"""Attributions up to which a page's numbers are linked; of a larger corpus a page shows examples without links."""


class Evidence(NamedTuple):
    """What a page shows of the attributions under its numbers, and the codes of all of them."""

    shown: dict[str, Any]
    """For the drawer; JSON can write it (see `gather`)."""
    codes: pd.DataFrame
    """A row a speaker of an attribution, a column a column that something on the page counts by, also of those that the page has no
    room for; empty beyond `MOST_LINKED`, so that no number is linked."""
    of: dict[str, pd.Series]
    """Key of a selection → which rows of `codes` it holds."""
    parts: pd.Series
    """The part that each row has in its attribution: 1, or less where several speak it together."""


def asked(notebook: nbformat.NotebookNode, home: Path) -> tuple[list[Selection], set[str]]:
    """Give the selections that an executed notebook's outputs say they counted, each once, and by which columns.

    `home` is the folder that the notebook ran in, from which its paths are taken.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    about = [
        about
        for output in outputs
        for about in output.get("metadata", {}).values()
        if isinstance(about, dict) and "selection" in about
    ]
    selections = [Selection.from_dict(stamp["selection"], home) for stamp in about]
    columns = {column for stamp in about for column in stamp.get("columns", ())}
    return list({selection.key: selection for selection in selections}.values()), columns


def gather(selections: Sequence[Selection], columns: Set[str] = frozenset()) -> Evidence | None:
    """Gather what a page needs to show the attributions under its numbers.

    Parameters
    ----------
    selections
        What the page counts.
    columns
        By which columns; those of `FACETS` are there anyway.

    Returns
    -------
    Evidence or None
        What is shown is `total`: number of attributions selected; `facets`: list of {name, column, values: [[code,
        label, colour], …]}, colours for sides only; `selections`: list of {key, title, total}; `articles`: list of
        what `ABOUT` names; `reasons`: texts; `attributions`: list of [article, values of the facets (positions in
        their lists), spans of source, cue and content, positions of the selections that hold it, why (positions in
        the reasons, for each of `WHY`), part of the speaker], one a speaker where several speak together. None when there is nothing to show.
    """
    asked = {chosen.key: chosen for chosen in selections if _is_read(chosen.corpus.folder)}
    if not asked:
        return None
    total = max(chosen.total() for chosen in asked.values())
    if not total:
        return None
    whole = total <= MOST_LINKED
    chosen = {key: one if whole or one.most else one.drawn(MOST_ARTICLES) for key, one in asked.items()}
    first = next(iter(chosen.values()))
    facets = FACETS | {
        column.replace("_", " "): column
        for column in sorted(columns & {*first.columns(), *NAMED} - {*FACETS.values()})
    }
    spans = (f"{part}_spans" for part in PARTS)
    names = [*dict.fromkeys(["attribution_id", "article_id", "source_id", "part", *spans, *facets.values()])]
    found = {key: _by_speaker(one.attributions(names, voices=True)) for key, one in chosen.items()}
    selected = pd.concat(found.values()).drop_duplicates("speaker").reset_index(drop=True)
    of = {key: selected["speaker"].isin(rows["speaker"]) for key, rows in found.items()}
    articles = _within_limit(first.but_all().articles(limit_to=selected["article_id"].unique()))
    codes = selected[[*facets.values()]].map(_text)
    shown = selected[selected["article_id"].isin(articles["article_id"])]
    why = _why(first.corpus.folder, shown, articles["article_id"])
    reasons = sorted({reason for said in why.values() for reason in said})
    content = {
        "total": total,
        "selections": [
            {"key": key, "title": one.described(), "total": in_parts(selected.loc[of[key], "part"].sum())} for key, one in chosen.items()
        ],
        "facets": [_facet(name, codes[column], first.corpus.labels) for name, column in facets.items()],
        "articles": [{name: _text(row[name]) for name in ABOUT} for row in articles.to_dict("records")],
        "reasons": reasons,
        "why": list(WHY),
    }
    places = {reason: place for place, reason in enumerate(reasons)}
    said = {source: [places[reason] for reason in why] for source, why in why.items()}
    content["attributions"] = _rows(shown, codes, articles, content["facets"], of, said)
    return Evidence(content, codes if whole else codes.head(0), of, selected["part"])


def _by_speaker(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(speaker=rows["attribution_id"] + " " + rows["source_id"].fillna(""))


def _why(folder: Path, shown: pd.DataFrame, articles: pd.Series) -> dict[str, list[str]]:
    """Give for each source shown what decided its codes; of those without any reason nothing."""
    found = read_table(folder, "sources", columns=["source_id", *WHY.values()], articles=articles)
    found = found[found["source_id"].isin(shown["source_id"])].map(_text)
    return {source: reasons for source, *reasons in found.to_numpy().tolist() if any(reasons)}


def _rows(
    shown: pd.DataFrame,
    codes: pd.DataFrame,
    articles: pd.DataFrame,
    facets: list[dict],
    of: Mapping[str, pd.Series],
    why: Mapping[str, list[int]],
) -> list[list]:
    places = {article: place for place, article in enumerate(articles["article_id"])}
    positions = [{code: place for place, (code, *_) in enumerate(facet["values"])} for facet in facets]
    return [
        [
            places[row["article_id"]],
            [position[code] for position, code in zip(positions, codes.loc[number], strict=True)],
            *([[int(start), int(end)] for start, end in row[f"{part}_spans"]] for part in PARTS),
            [place for place, rows in enumerate(of.values()) if rows[number]],
            why.get(row["source_id"], []),
            row["part"],
        ]
        for number, row in shown.to_dict("index").items()
    ]


def _is_read(folder: Path) -> bool:
    return all(table_path(folder, table).is_file() for table in ("articles", "attributions", "sources"))


def _within_limit(articles: pd.DataFrame) -> pd.DataFrame:
    """Keep as many articles as a page can hold: all, or a choice that does not depend on their order."""
    if articles["text"].str.len().sum() > MOST_CHARACTERS:
        by_chance = articles["article_id"].map(lambda name: sha256(name.encode()).hexdigest()).sort_values().index
        lengths = articles.loc[by_chance, "text"].str.len().cumsum()
        articles = articles.loc[lengths[lengths <= MOST_CHARACTERS].index]
    return articles.sort_values(["outlet", "published", "article_id"], kind="stable").assign(
        published=lambda rows: rows["published_in"]
    )


def _facet(name: str, codes: pd.Series, labelled: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    labels = labelled.get("side" if codes.name in NAMED else codes.name, {})
    label = partial(_sides, labels) if codes.name in NAMED else lambda code: labels.get(code, code)
    values = [[code, label(code)] for code in sorted(set(codes))]
    if codes.name == "side":  # in the figures' colours
        order = list(labels)
        for value in values:
            value.append(look(order.index(value[0]) if value[0] in order else len(order), value[0])["color"])
    return {"name": name, "column": codes.name, "values": values}


def _sides(labels: Mapping[str, str], sides: str) -> str:
    return " + ".join(f"of {labels.get(side, side)}" for side in sides.split(" + ") if side)


def _text(value: Any) -> str:
    """Write a value as text; what is missing as nothing, a truth as yes or no, a day without its hour."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value is pd.NaT or value != value:
        return ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
