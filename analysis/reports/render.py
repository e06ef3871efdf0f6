"""An executed notebook as one self-contained page: same notebook, same bytes, and no script but ours.

Turns notebooks into text; runs nothing and writes no file.
"""

import base64
import copy
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import markupsafe
import nbformat
import nh3
from bs4 import BeautifulSoup, Tag
from nbconvert import HTMLExporter

import analysis
from analysis.corpus.query import Selection
from analysis.reports.evidence import Evidence
from analysis.reports.links import link
from analysis.reports.values import VALUES

TEMPLATE = Path(__file__).parent / "template"
LONGEST_OUTPUT = 20_000
"""Characters of one printed output that a report shows; the executed notebook keeps all."""

NO_ALT = "A figure without a description"
"""Alt text of a figure whose notebook gives none; nbconvert's own passes every checker and says nothing."""

PASSING = [(re.compile(r" at 0x[0-9a-f]+"), ""), (re.compile(r"(?<!\S)\S{0,300}/ipykernel_\d+/\d+\.py"), "cell.py")]
"""What differs from run to run in a printed output, and what stands in its place."""

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


class Heading(NamedTuple):
    """An entry of the contents list."""

    level: int
    id: str
    text: str


def settle(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take from an executed notebook what differs from run to run: times, random ids, addresses in memory."""
    notebook = nbformat.from_dict(notebook)
    parameters = notebook.metadata.get("papermill", {}).get("parameters", {})
    notebook.metadata["papermill"] = {"parameters": parameters}
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            texts = [(output, "text"), (output.get("data", {}), "text/plain")]
            for holder, name in texts:
                if isinstance(holder.get(name), str):
                    holder[name] = _without_passing(holder[name])
            if "traceback" in output:
                output["traceback"] = [_without_passing(line) for line in output["traceback"]]
    return notebook


def render_report(
    notebook: nbformat.NotebookNode,
    selection: dict[str, Any],
    study_title: str,
    methods: dict[str, Any],
    evidence: Evidence | None = None,
    failure: str = "",
) -> str:
    """Make a settled notebook into a page.

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
    """
    body, _ = _exporter().from_notebook_node(_without_values(notebook))
    soup = BeautifulSoup(body, "html.parser")
    contents = _number_headings(soup)
    for table in soup.find_all("table"):
        _mend_table(soup, table)
    for block in soup.find_all("pre"):
        block["tabindex"] = "0"  # what scrolls must be reachable by keyboard
    if evidence:
        link(soup, evidence)
    contents += [Heading(2, "evidence", "Read the evidence")] if evidence else []
    contents += [Heading(2, "methods", "Methods")]
    if not soup.h1:
        soup.insert(0, BeautifulSoup(f"<h1>{markupsafe.escape(study_title)}</h1>", "html.parser"))
    if selection:
        chosen = soup.new_tag("p", attrs={"class": "selection"})
        chosen.string = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in selection.items())
        soup.h1.insert_after(chosen)
    return page(
        "report.html.j2",
        kind="report",
        title=title_of(notebook, selection) or study_title,
        study_title=study_title,
        contents=contents,
        evidence=evidence and evidence.shown,
        body=markupsafe.Markup(soup),
        methods=methods,
        failure=failure,
    )


def title_of(notebook: nbformat.NotebookNode, selection: dict[str, Any]) -> str:
    """Give a notebook's title, with what was selected in this report; empty when it has none."""
    prose = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = (re.search(r"^#\s+(.+?)\s*#*$", source, re.MULTILINE) for source in prose)
    title = next((match[1] for match in found if match), "")
    return " – ".join(filter(None, [title, ", ".join(str(value) for value in selection.values())]))


def main_figure(notebook: nbformat.NotebookNode) -> tuple[str, str] | None:
    """Give the address (a data URI) and the alt text of a notebook's figure for the index; None without figures.

    That is the first figure of the cell tagged `main-figure`, and of all cells where none has the tag.
    """
    for cell in sorted(notebook.cells, key=lambda cell: "main-figure" not in cell.metadata.get("tags", [])):
        for output in cell.get("outputs", []):
            for kind in ("image/svg+xml", "image/png", "image/jpeg"):
                if kind in output.get("data", {}):
                    return data_uri(output, kind), alt_text(output, kind)
    return None


def page(template: str, **values) -> str:
    """Fill in one of our page templates; every value is escaped unless it is Markup."""
    script = (TEMPLATE / "evenhand.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _pages()
        .get_template(template)
        .render(
            **values,
            style=markupsafe.Markup((TEMPLATE / "evenhand.css").read_text(encoding="utf-8")),
            script=markupsafe.Markup(script),
            script_hash=f"sha256-{digest}",
            version=analysis.__version__,
        )
    )


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


def data_uri(output: nbformat.NotebookNode, kind: str) -> str:
    """Give a figure as an address that holds the figure itself, in which no script can run."""
    content = output.data[kind]
    content = "".join(content) if isinstance(content, list) else content
    encoded = base64.b64encode(content.encode()).decode() if kind == "image/svg+xml" else content.replace("\n", "")
    return f"data:{kind};base64,{encoded}"


def alt_text(output: nbformat.NotebookNode, kind: str) -> str:
    """Give the alt text that the notebook wrote for a figure."""
    return output.get("metadata", {}).get(kind, {}).get("alt") or NO_ALT


def _figure(output: nbformat.NotebookNode, kind: str) -> markupsafe.Markup:
    about = output.get("metadata", {}).get(kind, {})
    counting = markupsafe.Markup(' data-marks="{}"').format(json.dumps(about["marks"])) if about.get("marks") else ""
    if "selection" in about:
        key = Selection.from_dict(about["selection"]).key
        counting += markupsafe.Markup(' data-selection="{}"').format(key)
    image = markupsafe.Markup('<img src="{}" alt="{}">').format(data_uri(output, kind), alt_text(output, kind))
    plot = markupsafe.Markup('<div class="wide"><div class="plot">{}</div></div>').format(image)
    return markupsafe.Markup("<figure{}>{}</figure>").format(counting, plot)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("data:image/") else None
    if name == "href":
        return value if re.match(r"(https?:|mailto:|#)", value, re.IGNORECASE) else None
    if name == "tabindex":
        return value if value == "0" else None
    return value


def _number_headings(soup: BeautifulSoup) -> list[Heading]:
    """Give headings ids, one title and no skipped level; return those of the second and third level."""
    contents, taken, level = [], {"main", "evidence", "methods"}, 0
    for heading in soup.find_all(re.compile(r"^h[1-6]$")):
        text = _text(heading)
        if not text:
            heading.decompose()
            continue
        wanted = int(heading.name[1])
        level = 1 if level == 0 else max(2, min(wanted, level + 1))
        heading.name = f"h{level}"
        slug = re.sub(r"\W+", "-", text.lower()).strip("-") or "section"
        number = 2
        unique = slug
        while unique in taken:
            unique, number = f"{slug}-{number}", number + 1
        taken.add(unique)
        heading["id"] = unique
        if level in (2, 3):
            contents.append(Heading(level, unique, text))
    return contents


def _mend_table(soup: BeautifulSoup, table: Tag) -> None:
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
    number = len(soup.find_all("div", class_="table")) + 1
    box = soup.new_tag("div", attrs={"class": "table", "role": "region", "tabindex": "0"})
    box["aria-label"] = f"{label}, table {number}"
    table.wrap(box)


def _without_values(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out what only programs read."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if VALUES not in output.get("data", {})]
    return notebook


def _text(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


def _without_passing(text: str) -> str:
    for pattern, replacement in PASSING:
        text = pattern.sub(replacement, text)
    return text


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(
        template_name=TEMPLATE.name, extra_template_basedirs=[str(TEMPLATE.parent)], exclude_anchor_links=True
    )
    for name, function in {"safe_html": safe_html, "shorten": shorten, "figure": _figure}.items():
        exporter.register_filter(name, function)
    return exporter


@cache
def _pages() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment
