"""What is installed, what is missing, and how to get it."""

import importlib.util
import sys
from importlib.metadata import PackageNotFoundError, requires, version

from jupyter_client.kernelspec import KernelSpecManager
from packaging.requirements import Requirement
from spacy.util import is_package

from analysis.paths import MODELS
from analysis.reading.parser import NAMES


def examine() -> list[tuple[bool, str, str]]:
    """List what was looked at: whether it is well, what it is, and how it stands or what to do."""
    return [_python(), *_packages(), _parser(), _kernel(), *_models()]


def _python() -> tuple[bool, str, str]:
    return sys.version_info >= (3, 11), "Python", f"{sys.version.split()[0]} (3.11 or newer is needed)"


def _packages() -> list[tuple[bool, str, str]]:
    rows = []
    for requirement in map(Requirement, requires("evenhand") or []):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(requirement.name)
            well = requirement.specifier.contains(found, prereleases=True)
            told = found if well else f"{found}, but {requirement.specifier} is needed: pip install '{requirement}'"
        except PackageNotFoundError:
            well, told = False, f"missing: pip install '{requirement}'"
        rows.append((well, requirement.name, told))
    return rows


def _parser() -> tuple[bool, str, str]:
    name = next(filter(is_package, NAMES), None)
    remedy = "missing: pip install -e '.[model]', or with conda: conda env update -f environment.yml"
    return name is not None, "spaCy's English model", f"{name} {version(name)}" if name else remedy


def _kernel() -> tuple[bool, str, str]:
    found = "python3" in KernelSpecManager().find_kernel_specs() and importlib.util.find_spec("ipykernel") is not None
    return (
        found,
        "Jupyter kernel python3",
        "found" if found else "missing: python -m ipykernel install --sys-prefix",
    )


def _models() -> list[tuple[bool, str, str]]:
    weights = sorted(MODELS.glob("*.onnx"))
    rows = [(True, f"model {path.stem}", f"{path.stat().st_size / 1e6:.1f} MB") for path in weights]
    return rows or [(False, "attribution model", "missing: use --reader rules, or fetch the repository whole")]
