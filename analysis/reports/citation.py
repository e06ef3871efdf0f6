"""How to cite a study and the program behind it, with the versions of everything that decided its numbers."""

import re
from typing import NamedTuple

import analysis
from analysis.figures import latex_text
from analysis.reports import manifest
from analysis.study import Study

SOFTWARE = {
    "author": "The Evenhand authors",
    "title": "Evenhand: who gets to speak in the news, how much, and in what light",
    "released": "2026-11-22",
    "license": "MIT",
}
"""As `CITATION.cff` has it, which does not come with an installed package."""

SHORT = 12
"""Hexadecimal digits of a hash that stand in a citation."""


class Citation(NamedTuple):
    """A study and its program as sentences, and both for a LaTeX bibliography; what the study file does not tell."""

    study: str
    software: str
    bibtex: str
    missing: str


def cite(study: Study) -> Citation:
    """Write how to cite a study: who, when, what, and the hashes of its corpus, codebook and models; it gives no day."""
    names = "; ".join(study.authors)
    who = " ".join(filter(None, [names, f"({study.year})" if study.year else ""]))
    cited = " ".join(_sentence(words) for words in (who, study.title) if words)
    versions = (
        f"Made with Evenhand {analysis.__version__} from corpus {_short(manifest.digest(study.corpus, '*.parquet'))}, "
        f"codebook {_short(manifest.codebook_digest(study.codebook))} and models "
        f"{_short(manifest.key(manifest.model_digests()))} (SHA-256)."
    )
    licence = f" Licence: {study.licence}." if study.licence else ""
    year = SOFTWARE["released"][:4]
    software = (
        f"{SOFTWARE['author']} ({year}). {SOFTWARE['title']} (version {analysis.__version__}) [software]. "
        f"{SOFTWARE['license']} licence."
    )
    return Citation(f"{cited} {versions}{licence}", software, _bibtex(study, versions, year), _missing(study))


def _missing(study: Study) -> str:
    """Say what to add to the study file for a whole citation; empty when nothing is missing."""
    lacking = [name for name in ("authors", "year") if not getattr(study, name)]
    if not lacking:
        return ""
    keys = " and ".join(f"{name}:" for name in lacking)
    return f"The study file names no {' and no '.join(lacking)}; add {keys} to it to be cited whole."


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def _bibtex(study: Study, versions: str, year: str) -> str:
    name = re.sub(r"\W+", "-", study.title.lower(), flags=re.ASCII).strip("-") or "study"
    of_study = {
        "author": " and ".join(study.authors), "title": f"{{{latex_text(study.title)}}}",
        "year": str(study.year or ""), "note": versions,
    }  # fmt: skip
    of_software = {
        "author": f"{{{SOFTWARE['author']}}}", "title": f"{{{SOFTWARE['title']}}}", "year": year,
        "version": analysis.__version__, "license": SOFTWARE["license"],
    }  # fmt: skip
    entries = [("misc", name, of_study), ("software", "evenhand", of_software)]
    written = []
    for kind, key, fields in entries:
        lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
        written.append("\n".join([f"@{kind}{{{key},", *lines, "}"]))
    return "\n\n".join(written)


def _short(digest: str) -> str:
    return digest[:SHORT] or "none"
