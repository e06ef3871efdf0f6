"""What an executed notebook holds for its page: the question, the finding, and each cell's place.

Looks at notebooks; writes no HTML.
"""

import copy
import re
from base64 import b64encode
from typing import Any, NamedTuple

import nbformat

from analysis.findings import LEAD
from analysis.reports.plan import first_heading
from analysis.reports.values import VALUES

NO_ALT = "A figure without a description"
"""Alt text of a figure whose notebook gives none; nbconvert's own passes every checker and says nothing."""

PASSING = [(re.compile(r" at 0x[0-9a-f]+"), ""), (re.compile(r"(?<!\S)\S{0,300}/ipykernel_\d+/\d+\.py"), "cell.py")]
"""What differs from run to run in a printed output, and what stands in its place."""

class Lead(NamedTuple):
    """What stands at the head of a page."""

    headline: str
    doubt: str


class Parts(NamedTuple):
    """A notebook's cells by their place on the page, each list in the notebook's order."""

    main: list[nbformat.NotebookNode]
    reading: list[nbformat.NotebookNode]
    """How to read it: what the first cell says after the question."""
    limits: list[nbformat.NotebookNode]
    rest: list[nbformat.NotebookNode]
    more: list[nbformat.NotebookNode]
    code: list[nbformat.NotebookNode]


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


def parts_of(notebook: nbformat.NotebookNode) -> Parts:
    """Put each cell where the page has it: by its tags `main-figure`, `limits` and `more`; code at the end."""
    parts = Parts([], [], [], [], [], [])
    after_parameters = _places_of_parameters(notebook)
    for place, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and cell.source.strip():
            parts.code.append(nbformat.v4.new_code_cell(cell.source, id=f"code-{place}", metadata=cell.metadata))
        if cell.cell_type == "raw" or place in after_parameters or cell.cell_type == "code" and not _seen(cell):
            continue
        if place == 0 and cell.cell_type == "markdown" and first_heading(cell.source):
            cell = copy.deepcopy(cell)
            cell.source = re.sub(r"^#\s+.+\n*", "", cell.source, count=1, flags=re.MULTILINE)
            parts.reading.append(cell)
        elif "main-figure" in tags:
            parts.main.append(cell)
        elif "limits" in tags:
            parts.limits.append(cell)
        elif "more" in tags:
            parts.more.append(cell)
        else:
            parts.rest.append(cell)
    return parts


def _places_of_parameters(notebook: nbformat.NotebookNode) -> set[int]:
    """Find the prose that does nothing but head the parameters."""
    tagged = [
        place
        for place, cell in enumerate(notebook.cells)
        if {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", []))
    ]
    return {place - 1 for place in tagged if place > 1 and notebook.cells[place - 1].cell_type == "markdown"}


def question_of(notebook: nbformat.NotebookNode) -> str:
    """Give a notebook's question, its first heading; empty when it has none."""
    prose = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return next((found for source in prose if (found := first_heading(source))), "")


def lead_of(notebook: nbformat.NotebookNode) -> Lead | None:
    """Give the finding at the head of a page and what is uncertain about it; None where the notebook leads with none."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    found = (output["data"][LEAD] for output in outputs if LEAD in output.get("data", {}))
    return next((Lead(said["headline"], said["doubt"]) for said in found), None)


def title_of(notebook: nbformat.NotebookNode, selection: dict[str, Any]) -> str:
    """Give a report's title, its finding or else its question, with what was selected; empty when it has none."""
    lead = lead_of(notebook)
    if lead:
        return lead.headline
    return " – ".join(filter(None, [question_of(notebook), ", ".join(str(value) for value in selection.values())]))


def without_programs(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Leave out the outputs that only programs read; the cells given stay as they are."""
    kept = copy.deepcopy(cells)
    for cell in kept:
        if "outputs" in cell:
            cell.outputs = _seen(cell)
    return kept


def _seen(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for output in cell.outputs if not {VALUES, LEAD} & set(output.get("data", {}))]


def data_uri(content: str | list[str], kind: str) -> str:
    """Give a figure as an address that holds the figure itself, in which no script can run."""
    content = "".join(content) if isinstance(content, list) else content
    encoded = b64encode(content.encode()).decode() if kind == "image/svg+xml" else content.replace("\n", "")
    return f"data:{kind};base64,{encoded}"


def alt_text(output: nbformat.NotebookNode, kind: str) -> str:
    """Give the alt text that the notebook wrote for a figure."""
    return output.get("metadata", {}).get(kind, {}).get("alt") or NO_ALT


def _without_passing(text: str) -> str:
    for pattern, replacement in PASSING:
        text = pattern.sub(replacement, text)
    return text
