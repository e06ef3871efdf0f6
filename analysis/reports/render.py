"""An executed notebook as one self-contained page that answers first: same notebook, same bytes.

Turns notebooks into text; runs nothing and writes no file.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import markupsafe
import nbformat
import nh3
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter

from analysis.corpus.query import Selection
from analysis.reports.evidence import Evidence
from analysis.reports.facts import Fact
from analysis.reports.links import link
from analysis.reports.page import TEMPLATE, bar, page
from analysis.reports.parts import Lead, alt_text, data_uri, lead_of, parts_of, question_of, title_of, without_programs
from analysis.reports.plan import Sibling

LONGEST_OUTPUT = 20_000
"""Characters of one printed output that a report shows; the executed notebook keeps all."""

LONGEST_SENTENCE = 35
"""Words under a figure that stand open; more repeat its drawing and its table, and are folded."""

TAGS = nh3.ALLOWED_TAGS | {
    "details",
    "summary",
    "figure",
    "figcaption",
    "mark",
    "section",
    "caption",
    "input",
}
ATTRIBUTES = {
    "*": {"class", "title", "lang", "dir", "role", "aria-label", "tabindex"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "details": {"open"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "col": {"span"},
}


def render_report(
    notebook: nbformat.NotebookNode,
    selection: dict[str, Any],
    study_title: str,
    methods: dict[str, Any],
    evidence: Evidence | None = None,
    failure: str = "",
    siblings: Sequence[Sibling] = (),
    name: str = "",
    facts: Sequence[Fact] = (),
) -> str:
    """Make a settled notebook into a page: the finding first, the question above it, method and code at the end.

    Parameters
    ----------
    notebook
        An executed notebook, after `settle`.
    selection
        The parameters by which this report differs from the others of its notebook.
    study_title
        Title of the study, which leads back to the index.
    methods
        What the methods appendix says, from `methods.describe`.
    evidence
        The attributions under the numbers, from `evidence.gather`; None when there are none.
    failure
        Why the report failed, in a sentence; empty when it did not.
    siblings, name
        The study's reports, in order, and the name of this one among them.
    facts
        What the page rests on, from `facts.facts`.
    """
    question, lead = question_of(notebook), lead_of(notebook)
    title = title_of(notebook, selection) or study_title
    soups = {part: _body(cells, lead, part == "more") for part, cells in parts_of(notebook)._asdict().items()}
    whole = BeautifulSoup("", "html.parser")
    for part, soup in soups.items():
        box = whole.new_tag("div", attrs={"data-part": part})
        box.extend(list(soup.contents))
        whole.append(box)
    _number_headings(whole)
    for number, figure in enumerate(whole.find_all("figure"), start=1):
        figure["id"] = f"figure.{number}"  # no heading has a dot in its id
    for number, table in enumerate(whole.find_all("table"), start=1):
        _mend_table(whole, table, number)
    for block in whole.find_all("pre"):
        block["tabindex"] = "0"  # what scrolls must be reachable by keyboard
    if evidence:
        link(whole, evidence)
    return page(
        "report.html.j2",
        running_head=" – ".join(filter(None, [study_title, title])),
        kind="report",
        title=title,
        question=question,
        chosen=", ".join(map(str, selection.values())),
        lead=lead,
        facts=facts,
        study_title=study_title,
        bar=bar(siblings, name),
        notebook=f"notebooks/{name}.ipynb" if name else "",
        evidence=evidence and evidence.shown,
        parts={box["data-part"]: markupsafe.Markup(box.decode_contents()).strip() for box in whole.contents},
        methods=methods,
        failure=failure,
    )


def _body(cells: list[nbformat.NotebookNode], lead: Lead | None, folded: bool) -> BeautifulSoup:
    """Write cells as HTML; the head of the page is not said again, and what is `folded` not drawn for phones as well."""
    if not cells:
        return BeautifulSoup("", "html.parser")
    html, _ = _exporter().from_notebook_node(nbformat.v4.new_notebook(cells=without_programs(cells)))
    soup = BeautifulSoup(html, "html.parser")
    for plot in soup.select(".drawn-twice > :last-child") if folded else ():
        plot.parent["class"] = ["wide"]
        plot.decompose()
    said = {_text(BeautifulSoup(markupsafe.escape(words), "html.parser")) for words in lead or () if words}
    for paragraph in soup.find_all("p"):
        if _text(paragraph) in said:
            paragraph.decompose()
        elif "said" in paragraph.get("class", ()) and len(_text(paragraph).split()) > LONGEST_SENTENCE:
            box = paragraph.wrap(soup.new_tag("details", attrs={"class": "said"}))
            box.insert(0, heading := soup.new_tag("summary"))
            heading.string = "The same in words"
    return soup


def safe_html(html: str) -> markupsafe.Markup:
    """Keep of a piece of HTML what can be read; no script, style or form, nothing fetched."""
    return markupsafe.Markup(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=_attribute,
            url_schemes={"http", "https", "mailto", "data"},
            generic_attribute_prefixes={"data-"},
        )
    )


def shorten(text: str) -> str:
    """Cut a printed output that nobody could read, and say so."""
    if len(text) <= LONGEST_OUTPUT:
        return text
    return f"{text[:LONGEST_OUTPUT]}\n… {len(text) - LONGEST_OUTPUT:,} more characters in the executed notebook"


def _figure(output: nbformat.NotebookNode, kind: str) -> markupsafe.Markup:
    about = output.get("metadata", {}).get(kind, {})
    attributes = ""
    if "selection" in about:
        key = Selection.from_dict(about["selection"]).key
        attributes += markupsafe.Markup(' data-selection="{}"').format(key)
    if about.get("csv"):
        attributes += markupsafe.Markup(' data-csv="{}"').format(about["csv"])
    drawn, alt = [(data_uri(output.data[kind], kind), about.get("marks"))], alt_text(output, kind)
    if narrow := about.get("narrow"):
        drawn.append((data_uri(narrow["svg"], kind), narrow["marks"]))
    plots = markupsafe.Markup("").join(
        markupsafe.Markup('<div class="plot"{}><img src="{}" alt="{}"></div>').format(
            markupsafe.Markup(' data-marks="{}"').format(json.dumps(marks)) if marks else "", source, alt
        )
        for source, marks in drawn
    )
    plot = markupsafe.Markup('<div class="wide{}">{}</div>').format(" drawn-twice" if narrow else "", plots)
    caption = markupsafe.Markup("<figcaption>{}</figcaption>").format(about["caption"]) if about.get("caption") else ""
    return markupsafe.Markup("<figure{}>{}{}</figure>").format(attributes, caption, plot)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("data:image/") else None
    if name == "href":
        return value if re.match(r"(https?:|mailto:|#)", value, re.IGNORECASE) else None
    if name == "tabindex":
        return value if value == "0" else None
    return value


def _number_headings(soup: BeautifulSoup) -> None:
    """Give headings below the page's title ids, and skip no level."""
    taken, level = {"main", "evidence", "methods", "more"}, 1
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        text = _text(heading)
        if not text:
            heading.decompose()
            continue
        wanted = int(heading.name[1])
        level = max(2, min(wanted, level + 1))
        heading.name = f"h{level}"
        slug = re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
        number = 2
        unique = slug
        while unique in taken:
            unique, number = f"{slug}-{number}", number + 1
        taken.add(unique)
        heading["id"] = unique


def _mend_table(soup: BeautifulSoup, table: Tag, number: int) -> None:
    """Make a table fit to be read aloud, sorted and scrolled: scopes, no empty header, a box around it."""
    rows = table.thead.find_all("tr") if table.thead else []
    if len(rows) == 2:  # pandas puts the index's name in a row of its own
        first, second = (row.find_all(["th", "td"]) for row in rows)
        pairs = list(zip(first, second, strict=False))
        if len(first) == len(second) and all(not (_text(above) and _text(below)) for above, below in pairs):
            for above, below in pairs:
                above.string = _text(above) or _text(below)
            rows[1].decompose()
    for cell in table.find_all("th"):
        if not _text(cell):
            cell.name = "td"
            del cell["scope"]
        elif not cell.get("scope"):
            cell["scope"] = "col" if table.thead and cell.find_parent("thead") else "row"
    caption = _text(table.caption) if table.caption else ""
    heading = table.find_previous(re.compile(r"^h[1-6]$"))
    label = caption.rstrip(".") or (f"Table in “{_text(heading)}”" if heading else "Table")
    box = soup.new_tag("div", attrs={"class": "table", "role": "region", "tabindex": "0"})
    box["aria-label"] = f"{label}, table {number}"
    table.wrap(box)


def _text(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name=TEMPLATE.name, extra_template_basedirs=[str(TEMPLATE.parent)], exclude_anchor_links=True
    )
    for name, function in {"safe_html": safe_html, "shorten": shorten, "figure": _figure}.items():
        exporter.register_filter(name, function)
    return exporter
