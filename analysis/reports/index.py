"""The index of a study: what was asked, and each report with its main figure; failures first.

Turns the manifest's entries into a page; writes nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat

from analysis.reports.render import Heading, main_figure, page
from analysis.study import Study

GROUPS = {"failed": "Failed", "done": "Reports", "not made": "Not made yet"}
"""States of a report, in the order in which the index lists them: how it stands, not how it came to that."""


def render_index(
    study: Study, names: Iterable[str], entries: dict[str, Any], methods: dict[str, Any], out: Path
) -> str:
    """Make the page that leads to a study's reports: the same of the same reports, whatever happened before.

    Parameters
    ----------
    study, methods
        The study, and what `methods.describe` says of it.
    names
        Names of the reports, in the order of the study.
    entries
        The manifest's entries of these reports.
    out
        Folder in which the executed notebooks stand, for their figures.
    """
    cards: dict[str, list] = {state: [] for state in GROUPS}
    for name in names:
        state = entries[name]["state"] if name in entries else "not made"
        cards[state].append(_card(name, state, entries.get(name), out))
    groups = [
        {"id": state.replace(" ", "-"), "title": title, "cards": cards[state]}
        for state, title in GROUPS.items()
        if cards[state]
    ]
    contents = [Heading(2, group["id"], f"{group['title']} ({len(group['cards'])})") for group in groups]
    return page(
        "study.html.j2",
        kind="index",
        title=study.title,
        study_title="",
        about=study.about,
        contents=[*contents, Heading(2, "methods", "Methods")],
        groups=groups,
        methods=methods,
    )


def _card(name: str, state: str, entry: dict[str, Any] | None, out: Path) -> dict[str, Any]:
    entry = entry or {"title": name, "outputs": {}, "reason": ""}
    outputs = {Path(output).suffix: quote(output) for output in entry["outputs"]}
    notebook = out / "notebooks" / f"{name}.ipynb"
    figure = main_figure(nbformat.read(notebook, as_version=4)) if notebook.is_file() else None
    address, alt = figure or ("", "")
    labels = {".ipynb": "Notebook", ".log": "Log"}
    return {
        "state": state,
        "title": entry["title"],
        "page": outputs.get(".html", ""),
        "figure": address,
        "alt": alt,
        "reason": entry["reason"],
        "links": [(label, outputs[suffix]) for suffix, label in labels.items() if suffix in outputs],
    }
