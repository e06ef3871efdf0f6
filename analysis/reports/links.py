"""From the numbers on a page to the attributions that they count: links of tables' rows and of figures' marks.

Says which attributions a number counts; shows none. A link opens exactly as many as the number says, or is not made.
"""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.reports.evidence import Evidence
from analysis.schema import in_parts

Codes = dict[str, list[str]]
"""Column → the codes of which an attribution must have one."""


def link(soup: BeautifulSoup, evidence: Evidence) -> None:
    """Mark each row and each figure's mark that says what it counts with where the page's script finds that."""
    for table in soup.select("table[data-selection]"):
        for row in table.select("tr[data-counts]"):
            found = find(json.loads(row["data-counts"]), float(row["data-n"]), table["data-selection"], evidence)
            if found:
                row["data-link"] = json.dumps(found | {"said": row.get("data-said", "")}, ensure_ascii=False)
            del row["data-counts"], row["data-n"], row["data-said"]
    for plot in soup.select("figure [data-marks]"):
        key = plot.find_parent("figure").get("data-selection", "")
        marks = [
            {name: mark.get(name, "") for name in ("box", "tip", "said")}
            | (find(mark["counts"], mark["n"], key, evidence) or {})
            for mark in json.loads(plot["data-marks"])
        ]
        plot["data-marks"] = json.dumps([mark for mark in marks if "wanted" in mark or mark["tip"]], ensure_ascii=False)


def find(codes: Codes | None, number: int | None, selection: str, evidence: Evidence) -> dict[str, Any] | None:
    """Give where the page holds the attributions of a selection that have these codes; None unless just as many do.

    Returns
    -------
    dict or None
        `wanted`: place of a facet → places of its values; `of`: place of the selection; `total`.
    """
    facets = {facet["column"]: (place, facet["values"]) for place, facet in enumerate(evidence.shown["facets"])}
    if codes is None or selection not in evidence.of or not set(codes) <= set(facets) or not len(evidence.codes):
        return None
    rows = evidence.of[selection]
    for column, values in codes.items():
        rows = rows & evidence.codes[column].isin(values)
    total = in_parts(evidence.parts[rows].sum())
    if not total or number is not None and total != number:
        return None
    wanted = {}
    for column, values in codes.items():
        place, known = facets[column]
        wanted[place] = [number for number, (code, *_) in enumerate(known) if code in values]
    return {"wanted": wanted, "of": list(evidence.of).index(selection), "total": total}
