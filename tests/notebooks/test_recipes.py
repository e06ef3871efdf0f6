"""The recipes of docs/notebooks.md run as they stand, one after the other."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "notebooks.md"
RECIPES = ["Change a plot", "Filter by date and outlet", "A measure of one's own", "A chart of one's own"]


def test_every_recipe_runs_and_shows_something(corpus, codebook, tmp_path, monkeypatch):
    shown = []
    for module in ("analysis.figures.output", "analysis.figures.tables"):
        monkeypatch.setattr(f"{module}.display", lambda data, **about: shown.append((data, about)))
    monkeypatch.setenv("MPLBACKEND", "agg")
    (tmp_path / "corpus").symlink_to(corpus)
    (tmp_path / "codebook.yml").write_text(codebook.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [f"## {name}" in text for name in RECIPES] == [True] * 4
    names: dict = {}
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", text, re.DOTALL)):
        before = len(shown)
        exec(compile(code, f"recipe {number}", "exec"), names)
        assert len(shown) > before
    assert number == len(RECIPES)
    assert names["one"].total() < names["chosen"].total()
    assert set(names["longer"].table["length"]) == {"long", "short"}
    assert names["longer"].selection is None  # rows of one's own open nothing
    assert all("image/svg+xml" not in data or data["text/plain"].strip() for data, _ in shown)


def test_every_name_of_the_face_is_documented():
    import analysis

    text = DOCUMENT.read_text(encoding="utf-8")
    missing = [name for name in analysis.FACE if name not in ("Finding", "RequestError") and f"`{name}" not in text]
    assert missing == []
