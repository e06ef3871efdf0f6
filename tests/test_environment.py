"""`pyproject.toml`, `environment.yml` and `requirements.lock` say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
LOCKED = ("model", "warc", "uima", "test")
LOCKED_EXTRAS = [Requirement(line) for extra in LOCKED for line in PROJECT["optional-dependencies"][extra]]

CONDA_NAMES = {"duckdb": "python-duckdb", "jupyter-client": "jupyter_client"}
"""Packages that conda-forge calls otherwise."""

BY_PIP = {"rensa"}
"""Packages that conda-forge lacks; the line under `pip:` installs them with Evenhand."""

FROM_CONDA = [requirement for requirement in RUNTIME if requirement.name not in BY_PIP]


def conda() -> dict[str, str]:
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    return {name: version for name, _, version in (line.partition(" ") for line in lines if isinstance(line, str))}


def lock() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


@pytest.mark.parametrize("requirement", FROM_CONDA, ids=lambda r: r.name)
def test_conda_has_every_package_within_the_same_bounds(requirement):
    version = conda()[CONDA_NAMES.get(requirement.name, requirement.name)]
    assert set(version.split(",")) == {str(specifier) for specifier in requirement.specifier} or not version


def test_conda_has_nothing_else_but_python_pip_and_the_official_model():
    expected = {CONDA_NAMES.get(r.name, r.name) for r in FROM_CONDA} | {"python", "pip", "spacy-model-en_core_web_sm"}
    assert set(conda()) == expected
    assert conda()["python"] == PROJECT["requires-python"]


@pytest.mark.parametrize("line", [f"{name} {version}".strip() for name, version in conda().items()])
def test_conda_can_parse_every_line(line):
    assert MatchSpec(line).name is not None


@pytest.mark.parametrize("requirement", [*RUNTIME, *LOCKED_EXTRAS], ids=lambda r: r.name)
def test_the_lock_pins_every_package_within_its_bounds(requirement):
    versions = lock()[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version, prereleases=True) for version in versions)


def test_the_lock_has_hashes_no_address_and_nothing_for_training():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") >= len(lock())
    assert "://" not in text
    assert "torch" not in lock()


def test_the_package_and_the_citation_have_one_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
