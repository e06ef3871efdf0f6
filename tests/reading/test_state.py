import shutil

import pytest

from analysis.paths import PACKAGE
from analysis.reading import state
from analysis.reading.state import digest_of, made_of, state_of, state_of_coding, state_of_tone

STATES = {
    "model": lambda root: state_of("model", root),
    "rules": lambda root: state_of("rules", root),
    "coding": state_of_coding,
    "tone": state_of_tone,
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package to change, with empty models."""
    copy = tmp_path_factory.mktemp("copy") / "analysis"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.onnx", "training"))
    for path in (PACKAGE / "models").glob("*.onnx"):
        (copy / "models" / path.name).touch()
    return copy


def touched_by(package, name: str, more: str) -> set[str]:
    """Say which parts count as others once a file of the package has something more in it."""
    before = {part: state(package) for part, state in STATES.items()}
    digest_of.cache_clear()
    path = package / name
    text = path.read_bytes()
    path.write_bytes(text + more.encode())
    after = {part: state(package) for part, state in STATES.items()}
    path.write_bytes(text)
    digest_of.cache_clear()
    return {part for part in STATES if before[part] != after[part]}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("corpus/text/bylines.py", {"model"}),  # where a dateline's town ends
        ("reading/coding/sides.py", {"coding"}),
        ("reading/coding/across_articles.py", {"coding"}),
        ("reading/attributions/rules.py", {"rules"}),
        ("reading/attributions/relays.py", {"model", "rules"}),
        ("reading/attributions/layouts.py", {"model", "rules"}),
        ("reading/attributions/cues.yml", {"model", "rules"}),
        ("reading/roles.yml", {"model", "rules", "coding"}),
        ("lists/organisations.csv", {"model", "rules", "coding"}),
        ("models/attributions.onnx", {"model"}),
        ("models/tone.onnx", {"tone"}),
        ("reading/read.py", set()),
        ("reading/workers.py", set()),
        ("reading/exchange/xmi.py", set()),
        ("corpus/query.py", set()),
        ("measures/balance.py", set()),
        ("reports/render.py", set()),
    ],
)
def test_a_change_counts_for_what_it_decides_and_for_nothing_else(package, name, parts):
    touched = touched_by(package, name, "\n# a remark\n")
    assert parts <= touched
    assert {"model", "rules"} & touched == {"model", "rules"} & parts, "to read anew takes hours"


NEITHER = {
    "parts", "read", "state", "workers", "second_opinion", "matching", "annotation_files", "extract", "interchange",
    "known_sources", "new_sources", "tone_lines", "xmi", "unlisted", "by_hand", "label_studio", "__init__",
}  # fmt: skip
"""What hands out work, or looks at what was found."""


def test_no_module_or_table_of_the_readers_is_forgotten():
    begun = [
        name for function in ("read_part", "code_parts", "_tones_of") for name in state._begun_in(function, PACKAGE)
    ]
    every = made_of([*begun, *state.AFTER, state.TONE])
    tables = {*(PACKAGE / "reading").rglob("*.yml"), *(PACKAGE / "lists").glob("*.*")} - {PACKAGE / "lists/__init__.py"}
    assert len(tables) > 5 and tables <= every
    assert {path.stem for path in (PACKAGE / "reading").rglob("*.py") if path not in every} <= NEITHER
