"""What a paper takes from a study: made twice it is the same to the byte, and what was changed is named."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib.image import imsave

from analysis.errors import RequestError
from analysis.findings.paper import FIGURES
from analysis.findings.paper_tables import TABLES
from analysis.reports import manifest
from analysis.reports.paper import TOLERANCE, check_paper, is_current, make_paper, same_pixels


def write_study(folder: Path, corpus: Path, codebook: Path, **keys) -> Path:
    shutil.copytree(corpus, folder / "corpus", dirs_exist_ok=True)
    shutil.copy(codebook, folder / "codebook.yml")
    content = {"title": "The river", "corpus": "corpus", "codebook": "codebook.yml"}
    content["reports"] = [{"notebook": "06-reproduce-paper-figures", "parameters": keys}]
    (folder / "river.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder / "river.yml"


@pytest.fixture(scope="module")
def made(tmp_path_factory, corpus, codebook):
    """A study whose paper was made, with its folder of reports; tests put back what they change."""
    folder = tmp_path_factory.mktemp("paper")
    study = write_study(folder, corpus, codebook)
    make_paper(study, folder / "out")
    return study, folder / "out"


def read(out: Path) -> dict:
    return json.loads((out / "paper" / "manifest.json").read_text(encoding="utf-8"))


def test_two_runs_are_the_same_to_the_byte(made):
    assert check_paper(*made) == {}


def test_every_figure_comes_in_every_format_with_data_caption_and_words(made):
    folder = made[1] / "paper" / "figures"
    for name in set(FIGURES) - {"agreement"}:
        for suffix in ("pdf", "svg", "png", "csv", "caption.txt", "alt.txt", "tex"):
            assert (folder / f"{name}.{suffix}").stat().st_size, f"{name}.{suffix}"
        assert len((folder / f"{name}.caption.txt").read_text().split()) > 8
        assert "{" not in (folder / f"{name}.caption.txt").read_text()


def test_where_nobody_coded_nothing_is_said_of_agreement(made):
    files = [path.name for path in (made[1] / "paper").rglob("agreement.*")]
    assert files == []


def test_the_twin_holds_what_is_drawn(made):
    table = pd.read_csv(made[1] / "paper" / "figures" / "balance.csv").set_index("outlet")
    assert table.loc["Southern Herald", "estimate"] < 0 < table.loc["Harbour Courier", "estimate"]


def test_every_table_comes_in_three_forms(made):
    for name in set(TABLES) - {"agreement"}:
        for suffix in ("csv", "xlsx", "tex"):
            assert (made[1] / "paper" / "tables" / f"{name}.{suffix}").stat().st_size


def test_numbers_are_named_alike_for_programs_and_for_latex(made):
    numbers = json.loads((made[1] / "paper" / "numbers.json").read_text(encoding="utf-8"))
    macros = (made[1] / "paper" / "numbers.tex").read_text(encoding="utf-8")
    assert numbers["evNumberOfArticles"]["estimate"] == 12
    assert numbers["evBalanceHarbourCourier"]["estimate"] == 0.5  # three of four, in each of its articles
    assert numbers["evBalanceHarbourCourier"]["low"] is None
    assert all(rf"\newcommand{{\{name}}}" in macros for name in numbers)


def test_the_manifest_names_everything_and_no_machine_folder(made):
    found = read(made[1])
    assert {"inputs", "code", "models", "environment", "outputs", "parameters", "machine"} <= set(found)
    assert "corpus/articles.parquet" in found["inputs"] and "codebook/codebook.yml" in found["inputs"]
    files = {p.relative_to(made[1] / "paper").as_posix() for p in (made[1] / "paper").rglob("*") if p.is_file()}
    assert set(found["outputs"]) == files - {"manifest.json", ".lock"}
    assert found["outputs"]["numbers.tex"] == manifest.digest(made[1] / "paper" / "numbers.tex")
    assert str(made[0].parent) not in json.dumps(found)


def test_a_file_changed_by_hand_or_missing_is_named(made):
    study, out = made
    path = out / "paper" / "tables" / "balance.csv"
    kept = path.read_bytes()
    assert is_current(study, out)
    path.write_bytes(kept.replace(b"Harbour", b"Harmless"))
    assert not is_current(study, out)
    path.unlink()
    assert not is_current(study, out)
    path.write_bytes(kept)
    assert is_current(study, out)


def test_a_changed_codebook_is_noticed_without_drawing(made):
    study, out = made
    path = study.parent / "codebook.yml"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace("label: North", "label: The North"), encoding="utf-8")
    assert not is_current(study, out)
    path.write_text(kept, encoding="utf-8")
    assert is_current(study, out)


def test_pixels_may_differ_by_the_stated_tolerance_only(tmp_path):
    base = np.full((40, 60, 3), 0.5)
    slightly, clearly = base.copy(), base.copy()
    slightly[:5] += 1 / 255
    clearly[:5] += 20 / 255
    for name, pixels in {"base": base, "slightly": slightly, "clearly": clearly, "larger": base[:, :50]}.items():
        imsave(tmp_path / f"{name}.png", pixels)
    assert same_pixels(tmp_path / "base.png", tmp_path / "slightly.png")
    assert not same_pixels(tmp_path / "base.png", tmp_path / "clearly.png")
    assert not same_pixels(tmp_path / "base.png", tmp_path / "larger.png")
    assert TOLERANCE == 1


def test_a_style_beside_the_study_changes_sizes_and_is_in_the_manifest(tmp_path, corpus, codebook):
    study = write_study(tmp_path, corpus, codebook, style="style.yml", unit="words")
    (tmp_path / "style.yml").write_text("journal: elsevier\ncolumns: {balance: double}\n")
    paper = make_paper(study, tmp_path / "out", formats=["svg"])
    assert paper.remarks == []
    svg = (tmp_path / "out" / "paper" / "figures" / "balance.svg").read_text()
    assert f'width="{190 / 25.4 * 72:.4f}'[:12] in svg
    found = read(tmp_path / "out")
    assert found["journal"] == "elsevier" and found["parameters"]["unit"] == "words" and found["files"]["style"]
    assert not (tmp_path / "out" / "paper" / "figures" / "balance.pdf").exists()


def test_colours_that_somebody_cannot_tell_apart_are_remarked(tmp_path, corpus_of_one, codebook):
    study = write_study(tmp_path, corpus_of_one, codebook, style="style.yml")
    (tmp_path / "style.yml").write_text("colours: ['#A05000', '#608000', '#0000FF', '#000000']\n")
    remarks = make_paper(study, tmp_path / "out", formats=["svg"]).remarks
    assert len(remarks) == 1 and "Not everybody" in remarks[0]


def test_nobody_is_quoted_and_the_notebook_is_not_asked_for_and_the_paper_is_still_made(
    tmp_path, corpus_without_voices, codebook
):
    study = write_study(tmp_path, corpus_without_voices, codebook)
    content = yaml.safe_load(study.read_text()) | {"reports": [{"notebook": "00-tour-the-corpus"}]}
    study.write_text(yaml.safe_dump(content))
    assert "figures/balance.svg" in make_paper(study, tmp_path / "out", formats=["svg"]).files
    assert "Neither North nor South" in (tmp_path / "out" / "paper" / "figures" / "balance.alt.txt").read_text()


def test_a_wrong_format_or_journal_is_told(made, tmp_path):
    with pytest.raises(RequestError, match="not one of pdf, svg, png, tiff, pgf"):
        make_paper(made[0], tmp_path, formats=["gif"])
    with pytest.raises(RequestError, match='Did you mean "nature"'):
        make_paper(made[0], tmp_path, journal="natur")
