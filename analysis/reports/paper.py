"""What a paper takes from a study: figures, tables, numbers, and a manifest that proves them.

Asks `figures` for all of it and writes the files; draws and measures nothing itself.
"""

import hashlib
import json
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.image import imread
from matplotlib.testing.compare import calculate_rms
from tqdm import tqdm

import analysis
from analysis.files import held, json_text, load_json, write_whole
from analysis.corpus.query import open_corpus
from analysis.errors import RequestError
from analysis.figures import (
    FORMATS,
    PaperStyle,
    USUAL_FORMATS,
    confusable,
    csv_bytes,
    describe_palette,
    figure_bytes,
    latex_figure,
    latex_numbers,
    latex_table,
    load_style,
    name_macros,
    xlsx_bytes,
)
from analysis.findings import paper as papers
from analysis.findings import reported_numbers, tables_of, tabulate
from analysis.options import require_choice
from analysis.reading.read import code_corpus
from analysis.reports import manifest
from analysis.reports.batch import folder_of, locked
from analysis.reports.plan import declared_parameters, plan
from analysis.reports.values import plain_values
from analysis.study import Study, find_notebook, load_study

NOTEBOOK = "06-reproduce-paper-figures"
"""Its parameters, and what the study gives for them, say how the paper's figures are made."""

FOLDER = "paper"
TOLERANCE = 1.0
"""Root mean square difference, in steps of 255, up to which PNGs of two machines show the same."""


class Paper(NamedTuple):
    """What was made, and what its maker should know."""

    folder: Path
    files: list[str]
    remarks: list[str]


def make_paper(
    study_path: Path, out: Path | None = None, journal: str = "", formats: Sequence[str] = USUAL_FORMATS
) -> Paper:  # fmt: skip
    """Make the figures, tables and numbers of a study in `paper/` of its folder of reports, and their manifest.

    Parameters
    ----------
    study_path
        The study's YAML file.
    out
        Folder of the reports; `reports/<name of the study>` under the current folder when not given.
    journal
        Sizes to use instead of the style's; see `figures/journals.yml`.
    formats
        What to save figures as: pdf, svg, png, tiff, pgf.

    Raises
    ------
    RequestError
        When the study, the style or a parameter is wrong, or the folder cannot be written now.
    """
    for kind in formats:
        require_choice("The format of a figure", kind, FORMATS)
    study_path = Path(study_path)
    study = load_study(study_path)
    parameters, folder = _parameters(study, study_path)
    code_corpus(folder / parameters["corpus"], folder / parameters["codebook"])
    material, style = _material(parameters, folder), _style(parameters, folder, journal)
    target = folder_of(study_path, out) / FOLDER
    before = _read(target)
    outputs: dict[str, str] = {}
    remarks = [] if confusable(style.colours).empty else [describe_palette(style.colours)]
    if parameters["second_reading"] and len(material.readings) == 1:
        remarks.append(f'No second reading is at "{parameters["second_reading"]}", so sensitivity knows one reader.')
    with held(folder / parameters["corpus"], shared=True), locked(target):
        made = tqdm(_contents(material, style, formats, remarks), unit="file", disable=not sys.stderr.isatty())
        for name, content in made:
            made.set_description_str(name)
            write_whole(target / name, content)
            outputs[name] = hashlib.sha256(content).hexdigest()
        for name, digest in before.get("outputs", {}).items():
            if name not in outputs and (target / name).is_file() and manifest.digest(target / name) == digest:
                (target / name).unlink()
        made_from = _made_from(study, parameters, folder) | {"journal": style.journal, "formats": list(formats)}
        content = json_text(made_from | {"outputs": outputs})
        write_whole(target / manifest.NAME, content)
    manifest.note_paper(target.parent)
    return Paper(target, [*outputs, manifest.NAME], remarks)


def check_paper(study_path: Path, out: Path | None = None) -> dict[str, list[str]]:
    """Make a paper's files again in a folder that is thrown away, and say of each how it differs; empty when none does.

    Bytes are compared. Where the files were made on another machine or with other packages, PNGs are compared by
    their pixels and may differ by `TOLERANCE`.
    """
    study_path = Path(study_path)
    target = folder_of(study_path, out) / FOLDER
    before = _read(target)
    if not before:
        noted = manifest.read(target.parent).get("paper")
        return {FOLDER: ["is missing; make it again with `evenhand figures`"]} if noted else {}
    wrong = {f"{FOLDER}/{name}": [why] for name, why in _spoilt(before["outputs"], target)}
    with tempfile.TemporaryDirectory(prefix="evenhand-check-") as folder:
        again = make_paper(study_path, Path(folder), before["journal"], before["formats"]).folder
        now = _read(again)
        changed = [manifest.WHY.get(part, f"{part} changed") for part in PARTS if before.get(part) != now.get(part)]
        elsewhere = before["machine"] != now["machine"] or before["environment"] != now["environment"]
        for name, digest in now["outputs"].items():
            if before["outputs"].get(name) == digest or f"{FOLDER}/{name}" in wrong:
                continue
            if name not in before["outputs"]:
                why = "is new: the figures were made before it was there"
            elif elsewhere and name.endswith(".png") and same_pixels(target / name, again / name):
                continue
            else:
                why = "comes out different when it is made again"
            wrong[f"{FOLDER}/{name}"] = [why, *changed]
        for name in before["outputs"].keys() - now["outputs"].keys():
            wrong[f"{FOLDER}/{name}"] = ["is made no longer", *changed]
    return wrong


def is_current(study_path: Path, out: Path | None = None) -> bool:
    """Say whether a paper's files stand as they were made, from what the study has now; draws nothing."""
    study_path = Path(study_path)
    target = folder_of(study_path, out) / FOLDER
    before, study = _read(target), load_study(study_path)
    if not before or any(_spoilt(before["outputs"], target)):
        return False
    now = _made_from(study, *_parameters(study, study_path))
    return all(before.get(part) == now[part] for part in PARTS)


def same_pixels(one: Path, other: Path, tolerance: float = TOLERANCE) -> bool:
    """Say whether two PNGs have one size and differ by no more than the tolerance (root mean square, of 255)."""
    pixels = [np.rint(255 * imread(path)[..., :3]) for path in (one, other)]
    return pixels[0].shape == pixels[1].shape and calculate_rms(*pixels) <= tolerance


PARTS = ("parameters", "code", "inputs", "files", "models", "environment", "machine")
"""Entries of the manifest that say what a paper was made from."""


def _contents(material: papers.Paper, style: PaperStyle, formats: Sequence[str], remarks: list[str]) -> Iterator[tuple]:
    for name in material.figures():
        drawing = papers.draw(name, material, style)
        remarks += [remark for remark in [papers.too_high(drawing, style)] if remark]
        for kind in formats:
            yield f"figures/{name}.{kind}", figure_bytes(drawing.figure, drawing.alt, kind)
        yield f"figures/{name}.csv", csv_bytes(drawing.data)
        yield f"figures/{name}.caption.txt", f"{drawing.caption}\n".encode()
        yield f"figures/{name}.alt.txt", f"{drawing.alt}\n".encode()
        yield f"figures/{name}.tex", latex_figure(name, drawing.caption, drawing.figure.get_figwidth()).encode()
    for name in tables_of(material):
        table = tabulate(name, material)
        label = f"tab:{name}"
        written = latex_table(table.readable, table.caption, label, table.notes, table.percent)
        yield f"tables/{name}.csv", csv_bytes(table.table)
        yield f"tables/{name}.xlsx", xlsx_bytes(table.table, table.caption, table.notes)
        yield f"tables/{name}.tex", written.encode()
    named = name_macros(reported_numbers(material))
    numbers = plain_values({name: number._asdict() for name, number in named.items()})
    yield "numbers.tex", latex_numbers(named).encode()
    yield "numbers.json", json_text(numbers).encode()


def _parameters(study: Study, study_path: Path) -> tuple[dict[str, Any], Path]:
    """Give the parameters of the paper's notebook as the study has them, and the folder that paths in them mean."""
    jobs = [job for job in plan(study, study_path) if job.notebook.stem == NOTEBOOK]
    notebook = jobs[0].notebook if jobs else find_notebook(NOTEBOOK, study_path)
    declared = declared_parameters(notebook)
    given = jobs[0].parameters if jobs else {n: v for n, v in study.parameters.items() if n in declared}
    paths = {"corpus": str(study.corpus), "codebook": str(study.codebook)}
    return {
        name: parameter.default for name, parameter in declared.items()
    } | paths | given, study_path.resolve().parent


def _material(parameters: dict[str, Any], folder: Path) -> papers.Paper:
    second, asked = parameters["second_reading"], parameters
    if second and (folder / second).is_dir():
        code_corpus(folder / second, folder / asked["codebook"])
    corpus = open_corpus(folder / asked["corpus"], folder / asked["codebook"], asked["copies"])
    given = {name: asked[name] for name in ("since", "until", "where", "basis") if name in asked}
    chosen = corpus.select(asked["kind"], asked["minimum_confidence"], **given)
    names = ("unit", "minimum_tone_confidence", "former_officials", "top", "drawn_articles")
    return papers.Paper(
        chosen, **{name: asked[name] for name in names}, second_reading=folder / second if second else None
    )


def _style(parameters: dict[str, Any], folder: Path, journal: str) -> PaperStyle:
    path = folder / parameters["style"] if parameters["style"] else None
    return load_style(path, journal or parameters["journal"])


def _made_from(study: Study, parameters: dict[str, Any], folder: Path) -> dict[str, Any]:
    files = {
        name: manifest.digest(folder / parameters[name], "*.parquet" if name == "second_reading" else "**/*")
        for name in ("style", "second_reading")
        if parameters[name]
    }
    shown = {name: value for name, value in parameters.items() if name not in {"corpus", "codebook", *files}}
    return {
        "title": study.title,
        "evenhand": analysis.__version__,
        "machine": f"{platform.system()} {platform.machine()}",
        "parameters": shown,
        "inputs": manifest.inputs(study),
        "files": files,
        "code": manifest.code_digest(),
        "models": manifest.model_digests(),
        "environment": manifest.environment(),
    }


def _spoilt(outputs: dict[str, str], target: Path) -> Iterator[tuple[str, str]]:
    for name, digest in outputs.items():
        if not (target / name).is_file():
            yield name, "is missing"
        elif manifest.digest(target / name) != digest:
            yield name, "was changed by hand"


def _read(target: Path) -> dict[str, Any]:
    path = target / manifest.NAME
    return load_json(path, "make the figures again with `evenhand figures`") if path.is_file() else {}
