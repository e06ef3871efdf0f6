"""From the numbers on a page to the attributions that they count: links of tables' rows and of figures' marks.

Says which attributions a number counts; shows none. A link that would show others than were counted is not made.
"""

import json
from typing import Any
from urllib.parse import parse_qs

from bs4 import BeautifulSoup, Tag

from analysis.reports.evidence import FACETS, Evidence

HEADS = {"actor": "source", "name": "source", "expert": "source", "source": "source"} | {
    name: name for name in FACETS if name != "expert"
}
"""Head of a table's column → facet that its cells name."""

NUMBERS = ("count", "attributions")
"""Heads of the columns that may give the number of attributions a row counts: a link must open that many."""

Wanted = dict[str, list[str]]
"""Facet → the codes of which an attribution must have one."""


def link(soup: BeautifulSoup, evidence: Evidence) -> None:
    """Mark each row and each figure's mark that counts attributions with which and how many, for the page's script."""
    for table in soup.find_all("table"):
        if not table.find("mark"):
            _link_rows(table, evidence)
    for figure in soup.find_all("figure", attrs={"data-marks": True}):
        marks = [
            {**link, "box": mark["box"]}
            for mark in json.loads(figure["data-marks"])
            if (link := _link(declared(mark["counts"]), evidence))
        ]
        figure["data-marks"] = json.dumps(marks, ensure_ascii=False)


def declared(counts: str) -> Wanted | None:
    """Read what a figure or table says that it counts (`figures.marks.counted`); None when no page can tell it.

    Examples
    --------
    >>> declared("outlet=The+Post&side=north&side=south")
    {'outlet': ['The Post'], 'side': ['north', 'south']}
    """
    facets = {column: name for name, column in FACETS.items()}
    codes = parse_qs(counts, keep_blank_values=True)
    return {facets[column]: values for column, values in codes.items()} if set(codes) <= set(facets) else None


def found(wanted: Wanted, evidence: Evidence) -> int:
    """Count the attributions that have all codes wanted."""
    codes = evidence.codes
    for facet, values in wanted.items():
        codes = codes[codes[facet].isin(values)]
    return len(codes)


def _link_rows(table: Tag, evidence: Evidence) -> None:
    heads = [_text(cell) for row in table.select("thead tr")[-1:] for cell in row.find_all(["th", "td"])]
    facets = {place: HEADS[head.lower()] for place, head in enumerate(heads) if head.lower() in HEADS}
    everywhere = declared(table["data-counts"]) if table.has_attr("data-counts") else None
    numbers = [place for place, head in enumerate(heads) if head in NUMBERS]
    if everywhere is None and not numbers:
        return
    for row in table.select("tbody tr"):
        cells = row.find_all(["th", "td"])
        wanted = dict(everywhere or {})
        named = {
            facet: _code(_text(cells[place]), facet, evidence) for place, facet in facets.items() if place < len(cells)
        }
        if not named and not wanted or None in named.values():
            continue
        link = _link(wanted | {facet: [code] for facet, code in named.items()}, evidence)
        if link and (not numbers or link["total"] in [_number(cells[place]) for place in numbers if cells[place:]]):
            row["data-link"] = json.dumps(link, ensure_ascii=False)


def _link(wanted: Wanted | None, evidence: Evidence) -> dict[str, Any] | None:
    """Give the places of the wanted codes in the page's lists, and how many attributions have them; None for none."""
    total = found(wanted, evidence) if wanted else 0
    if not total:
        return None
    facets = {facet["name"]: (place, facet["values"]) for place, facet in enumerate(evidence.shown["facets"])}
    places = {}
    for name, codes in wanted.items():
        place, values = facets[name]
        places[place] = [number for number, (code, _) in enumerate(values) if code in codes]
    return {"wanted": places, "total": total}


def _code(text: str, facet: str, evidence: Evidence) -> str | None:
    """Give the code that a cell names by itself or by its label; None for another text."""
    values = next(known["values"] for known in evidence.shown["facets"] if known["name"] == facet)
    return next((code for code, label in values if text and text in (label, code)), None)


def _number(cell: Tag) -> float:
    text = cell.get("data-value") or _text(cell).replace(",", "")
    try:
        return float(text)
    except ValueError:
        return -1.0


def _text(cell: Tag) -> str:
    return cell.get_text(" ", strip=True)
