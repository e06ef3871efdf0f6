"""The index of a study: what was found, each outlet in a row, each question with its answer.

Turns the manifest's entries and the executed notebooks into a page; writes nothing.
"""

import io
import math
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import nbformat
import pandas as pd
from markupsafe import Markup

from analysis.corpus.query import Selection
from analysis.figures import table_html
from analysis.reports import manifest
from analysis.reports.facts import facts
from analysis.reports.overview import overview, selected
from analysis.reports.page import bar, page
from analysis.reports.parts import Lead, lead_of
from analysis.reports.plan import Sibling
from analysis.study import Study

FINDINGS = 3
"""Findings at the head of the index."""


class Answer(NamedTuple):
    """A report as the index tells it."""

    name: str
    question: str
    page: str
    """Its file; empty where there is none."""
    lead: Lead | None
    failure: str
    links: list[tuple[str, str]]
    asked: float
    """Place of its finding among those of the study, as the notebook's metadata have it (`evenhand`, `asked`)."""


def render_index(
    study: Study, siblings: Sequence[Sibling], entries: dict[str, Any], methods: dict[str, Any], out: Path
) -> str:
    """Make the page that leads to a study's reports: the same of the same reports, whatever happened before.

    Parameters
    ----------
    study, methods
        The study, and what `methods.describe` says of it.
    siblings
        Its reports, in order.
    entries
        The manifest's entries of these reports.
    out
        Folder in which the executed notebooks stand, for their findings.
    """
    chosen = selected(study)
    answers = {one.name: _answer(one, entries.get(one.name), out) for one in siblings}
    of_all = [answers[one.name] for one in siblings if not one.selection]
    found = sorted((answer for answer in of_all if answer.lead and answer.page), key=lambda answer: answer.asked)
    return page(
        "study.html.j2",
        running_head=study.title,
        kind="index",
        title=study.title,
        study_title=study.title,
        question="",
        chosen="",
        bar=bar(siblings, ""),
        about=study.about,
        facts=facts(chosen, bases=True),
        findings=found[:FINDINGS],
        failed=[answer for answer in answers.values() if answer.failure],
        answers=of_all,
        parts={what: [answers[one.name] for one in ones] for what, ones in bar(siblings, "").parts.items()},
        outlets=_outlets(chosen, siblings, answers),
        everything=manifest.EVERYTHING,
        methods=methods,
    )


def everything(out: Path, entries: dict[str, Any]) -> bytes:
    """Pack the index, the pages, the notebooks and the manifest; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _packed(out, entries):
            archive.writestr(zipfile.ZipInfo(name), (out / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def holds_everything(out: Path, entries: dict[str, Any]) -> bool:
    """Say whether the packed files are those that stand beside; of the manifest, which a paper may be noted in later,
    only that it is there."""
    try:
        with zipfile.ZipFile(out / manifest.EVERYTHING) as archive:
            names = _packed(out, entries)
            same = (archive.read(name) == (out / name).read_bytes() for name in names if name != manifest.NAME)
            return archive.namelist() == names and all(same)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return False


def _packed(out: Path, entries: dict[str, Any]) -> list[str]:
    names = ["index.html", manifest.NAME, *sorted(output for entry in entries.values() for output in entry["outputs"])]
    return [name for name in names if (out / name).is_file()]


def _answer(one: Sibling, entry: dict[str, Any] | None, out: Path) -> Answer:
    outputs = {Path(output).suffix: quote(output) for output in (entry or {}).get("outputs", ())}
    file = out / "notebooks" / f"{one.name}.ipynb"
    made = nbformat.read(file, as_version=4) if ".html" in outputs and file.is_file() else None
    asked = made and made.metadata.get("evenhand", {}).get("asked")
    suffixes = {".ipynb": "notebook", ".log": "log"}
    links = [(label, outputs[suffix]) for suffix, label in suffixes.items() if suffix in outputs]
    failure = (entry or {}).get("reason", "")
    place = asked if isinstance(asked, int) else math.inf
    return Answer(one.name, one.label, outputs.get(".html", ""), made and lead_of(made), failure, links, place)


def _outlets(chosen: Selection, siblings: Sequence[Sibling], answers: dict[str, Answer]) -> Markup:
    """Write the table of outlets, each row led by a link to the outlet's own page where there is one."""
    table = overview(chosen)
    pages = {one.selection["outlet"]: answers[one.name].page for one in siblings if set(one.selection) == {"outlet"}}
    names = [
        Markup('<a href="{}">{}</a>').format(pages[outlet], outlet) if pages.get(outlet) else Markup("{}").format(outlet)
        for outlet in table["outlet"]
    ]
    linked = table.assign(outlet=pd.Series(names, table.index, dtype=object))  # pandas would make plain text of Markup
    return table_html(linked, "The outlets, with 95 % intervals by article.")
