"""The study YAML: which notebooks run over which corpus, with which codebook and parameters.

Reads and checks the file; does not look into the corpus and runs nothing.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analysis.checked import checked
from analysis.errors import RequestError, nearest
from analysis.files import load_yaml
from analysis.paths import NOTEBOOKS


def _date_as_text(value):
    return value.isoformat() if isinstance(value, date) else value


Value = Annotated[Any, BeforeValidator(_date_as_text)]
"""What YAML can write; a day becomes text, as a notebook's parameters are text, numbers, truths and lists."""

REMEDIES = {
    "each": 'give "*" for a report on each value there is, or a list in square brackets, as in [Harbour Courier]',
    "year": "give it in four digits, as in 2024",
}
"""What to write under a key, whatever is wrong there."""


class Report(BaseModel):
    """One notebook of a study: its parameters, and those over whose values it is run again and again."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    notebook: str
    name: str = Field("", description="name of the report's file; made from the notebook where there is none")
    parameters: dict[str, Value] = {}
    each: dict[str, Literal["*"] | list[Value]] = {}


class Study(BaseModel):
    """A study: every path is absolute once `load_study` has read it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    about: str = Field("", description="what is asked, in a sentence or two, for the head of the index")
    authors: list[str] = Field([], description="whom to cite, each as Family, Given")
    year: int | None = Field(None, ge=1900, le=2999, description="of publication, for the citation")
    licence: str = Field("", description="of what is published: an SPDX name such as CC-BY-4.0, or an address")
    corpus: Path
    codebook: Path
    texts: list[Path] = Field([], description="files and folders of articles that the corpus is made from")
    parameters: dict[str, Value] = Field({}, description="parameters of every notebook that has them")
    reports: list[Report] = Field(min_length=1)


def load_study(path: Path) -> Study:
    """Read a study, check its keys and types, and make its paths absolute.

    Parameters
    ----------
    path
        The YAML file; the paths in it are relative to its folder.

    Raises
    ------
    RequestError
        When the file is missing, is not YAML, or a key or value is wrong; names the nearest key.
    """
    path = Path(path)
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise RequestError(f'"{path}" has no keys; a study begins with "title:", "corpus:" and "codebook:".')
    study = checked(Study, content, path, remedies=REMEDIES)
    folder = path.resolve().parent
    return study.model_copy(
        update={
            "corpus": (folder / study.corpus.expanduser()).resolve(),
            "codebook": (folder / study.codebook.expanduser()).resolve(),
            "texts": [(folder / text.expanduser()).resolve() for text in study.texts],
        }
    )


def find_notebook(name: str, study_path: Path) -> Path:
    """Find a notebook by its name, with or without suffix.

    Looks beside the study, in `notebooks/` beside it and in each folder above it, and among the shipped ones.

    Raises
    ------
    RequestError
        When it is nowhere: names the nearest notebook there is.
    """
    folder = Path(study_path).resolve().parent
    folders = [folder, *(above / "notebooks" for above in [folder, *folder.parents]), NOTEBOOKS]
    file_name = name if name.endswith(".ipynb") else f"{name}.ipynb"
    for place in folders:
        if (place / file_name).is_file():
            return (place / file_name).resolve()
    known = sorted({found.stem for place in folders if place.is_dir() for found in place.glob("*.ipynb")})
    raise RequestError(f'"{study_path}": there is no notebook "{name}".{nearest(name, known)}')
