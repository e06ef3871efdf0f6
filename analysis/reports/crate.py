"""A study as an RO-Crate 1.1: a folder to deposit, with what may be shared and a description that machines read.

Article texts are somebody's, so by default no word of theirs goes in.
"""

import mimetypes
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from rocrate.model import ContextEntity
from rocrate.model.person import Person
from rocrate.rocrate import ROCrate

import analysis
from analysis.codebook import load_codebook
from analysis.corpus.store import coded_attributions, read_table
from analysis.errors import RequestError
from analysis.files import workshop
from analysis.figures import csv_bytes
from analysis.options import require_choice
from analysis.reports import manifest
from analysis.reports.batch import folder_of
from analysis.reports.citation import SOFTWARE, cite
from analysis.reports.paper import FOLDER, is_current, make_paper
from analysis.study import Study, load_study

NAME = "crate"
METADATA = "ro-crate-metadata.json"
TEXTS = {
    "none": "places and codes, not a word; names only of actors that the codebook lists",
    "spans": "the words of each source, cue and content, and the headlines",
    "full": "all words",
}
"""How much of the articles' text goes into a crate."""

CODED = [
    "attribution_id", "article_id", "outlet", "published", "form", "kind", "confidence", "paragraph", "position",
    "words", "content_spans", "cue_spans", "source_spans", "actor", "side", "source_type", "nature", "anonymity",
    "function", "expert", "expert_basis", "gender",
]  # fmt: skip
WORDS = ["title", "source", "cue", "content", "name", "role", "affiliation"]
ABOUT_ARTICLES = ["article_id", "outlet", "published", "published_in", "url", "language", "words", "agency"]

DESCRIPTIONS = {
    "study.yml": "The study: corpus, codebook, notebooks, parameters",
    "codebook.yml": "The codebook as the researcher wrote it",
    "codebook.json": "The codebook with every list that it refers to",
    "attributions.csv": "Who says what: each attribution with its place in the article and its codes",
    "articles.csv": "The articles that were read",
    "README.md": "What is in this crate",
    "paper/manifest.json": "Hashes of inputs, code, models, environment and outputs",
    "paper/numbers.json": "Every reported number with its interval",
    "paper/numbers.tex": "The same as LaTeX macros",
}


class Crate(NamedTuple):
    """Where a crate was written, how many files it holds, and the figures and tables that stayed out."""

    folder: Path
    files: int
    left_out: list[str]


def export_crate(study_path: Path, out: Path | None = None, texts: str = "none") -> Crate:
    """Write a study as an RO-Crate into `crate/` of its folder of reports, in place of the one there.

    Parameters
    ----------
    study_path
        The study's YAML file.
    out
        Folder of the reports; `reports/<name of the study>` under the current folder when not given.
    texts
        How much of the articles goes in: none, spans or full (see `TEXTS`).

    Raises
    ------
    RequestError
        When the study or `texts` is wrong, or a folder `crate` is there that is none.
    """
    require_choice("What of the articles goes in,", texts, TEXTS)
    study_path = Path(study_path)
    study, folder = load_study(study_path), folder_of(study_path, out)
    target = folder / NAME
    if target.exists() and not (target / METADATA).is_file():
        raise RequestError(f'"{target}" is there and is no crate: move it away, or choose another folder with --out.')
    if not is_current(study_path, out):
        make_paper(study_path, out)
    with workshop(folder, "crate") as unfinished:
        files, left_out = _gather(study, study_path, folder / FOLDER, unfinished / "files", texts)
        crate = _describe(study, unfinished / "files", files, texts)
        crate.write(unfinished / NAME)
        if target.exists():
            os.replace(target, unfinished / "before")  # whole, so that no kill leaves half a crate in its place
        os.replace(unfinished / NAME, target)
    return Crate(target, len(files), left_out)


def shared_attributions(attributions: pd.DataFrame, actors: Iterable[str], texts: str) -> pd.DataFrame:
    """Cut coded attributions to what may be shared; spans are written as "start-end", several with a space between.

    Without words of the articles, only actors that the codebook lists keep their names: everybody else who was quoted
    stays an offset and a code.
    """
    table = attributions[CODED if texts == "none" else [*CODED, *WORDS]].copy()
    for column in ("content_spans", "cue_spans", "source_spans"):
        table[column] = [" ".join(f"{start}-{end}" for start, end in spans) for spans in table[column]]
    if texts == "none":
        table["actor"] = table["actor"].where(table["actor"].isin(list(actors)), "")
    return table


def naming(paper: Path, actors: Iterable[str]) -> list[str]:
    """List a paper's figures and tables of which the data name anybody but these actors, as "figures/experts"."""
    data = (path for kind in ("figures", "tables") for path in sorted((paper / kind).glob("*.csv")))
    return [
        f"{path.parent.name}/{path.stem}"
        for path in data
        if not set(pd.read_csv(path, keep_default_na=False).get("actor", [])) <= set(actors)
    ]


def _gather(study: Study, study_path: Path, paper: Path, folder: Path, texts: str) -> tuple[list[str], list[str]]:
    """Put a crate's files into a folder, and list them; and the figures and tables that stay out."""
    book = load_codebook(study.codebook)
    left_out = naming(paper, [actor.name for actor in book.actors]) if texts == "none" else []
    shutil.copytree(paper, folder / FOLDER, ignore=shutil.ignore_patterns(".*"))
    for name in left_out:
        for path in (folder / FOLDER).glob(f"{name}.*"):
            path.unlink()
    shutil.copy(study_path, folder / "study.yml")
    shutil.copy(study.codebook, folder / "codebook.yml")
    (folder / "codebook.json").write_text(book.model_dump_json(indent=1), encoding="utf-8")
    attributions = coded_attributions(study.corpus)
    shared = shared_attributions(attributions, [actor.name for actor in book.actors], texts)
    (folder / "attributions.csv").write_bytes(csv_bytes(shared))
    articles = read_table(study.corpus, "articles", "coalesce(duplicate_of, '') = ''")
    columns = {"none": [], "spans": ["title"], "full": ["title", "author", "text"]}[texts]
    (folder / "articles.csv").write_bytes(csv_bytes(articles[[*ABOUT_ARTICLES, *columns]]))
    (folder / "README.md").write_text(_readme(study, texts, left_out), encoding="utf-8")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()), left_out


def _readme(study: Study, texts: str, left_out: list[str]) -> str:
    citation = cite(study)
    names = ", ".join(f"`{FOLDER}/{name}`" for name in left_out)
    absent = [f"- Left out, since they name people whom the codebook does not list: {names}"] if left_out else []
    return "\n".join([
        f"# {study.title}", "", study.about, "", f"Of the articles this crate holds {TEXTS[texts]}.", "",
        "## Cite this study", "", citation.study, "", citation.software, "", "```bibtex", citation.bibtex, "```", "",
        "## Files", "", *(f"- `{name}`: {text}" for name, text in DESCRIPTIONS.items()),
        "- `paper/figures/`: each figure, its data (CSV), caption and alternative text",
        "- `paper/tables/`: each table as CSV, XLSX and LaTeX", *absent, "",
    ])  # fmt: skip


def _describe(study: Study, folder: Path, files: list[str], texts: str) -> ROCrate:
    crate = ROCrate(version="1.1")
    crate.name = study.title
    crate.description = f"{study.about or study.title} Of the articles it holds {TEXTS[texts]}."
    crate.datePublished = _day()
    crate.keywords = ["journalism", "news sourcing", "attribution", "content analysis"]
    crate.license = _licence(crate, study.licence)
    people = [crate.add(Person(crate, f"#author-{n}", {"name": name})) for n, name in enumerate(study.authors, 1)]
    if people:
        crate.creator = people
    software = _software(crate)
    added = {}
    for name in files:
        properties = {
            "name": name,
            "description": DESCRIPTIONS.get(name, _description(folder, name)),
            "encodingFormat": mimetypes.guess_type(name)[0] or "text/plain",
            "contentSize": str((folder / name).stat().st_size),
            "sha256": manifest.digest(folder / name),
        }
        added[name] = crate.add_file(folder / name, name, properties=properties)
    _action(crate, software, added)
    return crate


def _description(folder: Path, name: str) -> str:
    """Describe a figure's files by its caption, a table's by its name."""
    stem = name.rsplit("/", 1)[-1].split(".")[0]
    caption = folder / FOLDER / "figures" / f"{stem}.caption.txt"
    if name.startswith(f"{FOLDER}/figures/") and caption.is_file():
        return caption.read_text(encoding="utf-8").strip()
    return f"Table: {stem.replace('-', ' ')}"


def _licence(crate: ROCrate, licence: str) -> Any:
    if not licence:
        return "No licence is given: ask the authors before you use it"
    address = licence if "://" in licence else f"https://spdx.org/licenses/{licence}"
    return crate.add(ContextEntity(crate, address, properties={"@type": "CreativeWork", "name": licence}))


def _software(crate: ROCrate) -> ContextEntity:
    properties = {
        "@type": "SoftwareApplication",
        "name": SOFTWARE["title"],
        "softwareVersion": analysis.__version__,
        "license": f"https://spdx.org/licenses/{SOFTWARE['license']}",
        "softwareRequirements": [f"{name} {version}" for name, version in manifest.environment().items()],
    }
    return crate.add(ContextEntity(crate, "#evenhand", properties=properties))


def _action(crate: ROCrate, software: ContextEntity, added: dict[str, Any]) -> None:
    action = crate.add(ContextEntity(crate, "#made", properties={"@type": "CreateAction", "name": "evenhand figures"}))
    action["instrument"] = software
    action["object"] = [added["study.yml"], added["codebook.yml"]]
    action["result"] = [file for name, file in added.items() if name.startswith(f"{FOLDER}/")]


def _day() -> str:
    """Give the day of publication: today, or what SOURCE_DATE_EPOCH says, so that a crate can be made again alike."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()).isoformat()
