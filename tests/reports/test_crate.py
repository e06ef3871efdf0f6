"""A study as an RO-Crate: whole, described, and with no more of the articles than is asked for."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from rocrate.rocrate import ROCrate

from analysis.errors import RequestError
from analysis.reports import crate as room
from analysis.reports.citation import SOFTWARE, cite
from analysis.reports.crate import export_crate
from analysis.reports.paper import make_paper
from analysis.study import load_study

WORDS = ("cannot go unanswered", "hold the bridge", "neither army can win", "warns of a long war", "Karanja")
"""What only the articles say: contents, a headline, somebody quoted whom the codebook does not list."""


@pytest.fixture(scope="module")
def study(tmp_path_factory, corpus, codebook):
    folder = tmp_path_factory.mktemp("crate")
    shutil.copytree(corpus, folder / "corpus")
    shutil.copy(codebook, folder / "codebook.yml")
    content = {
        "title": "The river", "about": "Who speaks?", "corpus": "corpus", "codebook": "codebook.yml",
        "authors": ["Weiss, Hanna", "Okafor, Lena"], "licence": "CC-BY-4.0",
        "reports": [{"notebook": "06-reproduce-paper-figures"}],
    }  # fmt: skip
    (folder / "river.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    make_paper(folder / "river.yml", folder / "out", formats=["svg"])
    return folder / "river.yml"


@pytest.fixture
def exported(study):
    return lambda texts="none": export_crate(study, study.parent / "out", texts).folder


def everything(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*") if path.is_file())


def entities(folder: Path) -> dict[str, dict]:
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_by_default_no_word_of_the_articles_is_shared(exported):
    folder = exported()
    shared = everything(folder)
    assert [words for words in WORDS if words in shared] == []
    assert not list((folder / "paper").glob("*/experts.*")) and (folder / "paper/figures/balance.csv").is_file()
    assert "does not list: `paper/figures/experts`" in (folder / "README.md").read_text(encoding="utf-8")
    table = pd.read_csv(folder / "attributions.csv", keep_default_na=False)
    assert set(table["actor"]) == {"", "Marta Lindqvist"}, "only the codebook's actors keep their names"
    assert {"side", "content_spans", "article_id"} <= set(table.columns)
    assert table["content_spans"].str.fullmatch(r"(\d+-\d+)( \d+-\d+)*").all()


def test_spans_are_shared_when_asked_for_and_whole_articles_only_when_asked_for(exported):
    spans = everything(exported("spans"))
    assert all(words in spans for words in WORDS)
    assert "Fighting went on along the river" not in spans
    assert "Fighting went on along the river" in everything(exported("full"))


def test_it_is_a_crate_1_1_that_names_each_of_its_files(exported):
    folder = exported()
    found = entities(folder)
    assert found["ro-crate-metadata.json"]["conformsTo"]["@id"] == "https://w3id.org/ro/crate/1.1"
    root = found["./"]
    assert root["name"] == "The river" and root["datePublished"] and root["description"].startswith("Who speaks?")
    assert found[root["license"]["@id"]]["name"] == "CC-BY-4.0"
    assert [found[person["@id"]]["name"] for person in root["creator"]] == ["Weiss, Hanna", "Okafor, Lena"]
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"ro-crate-metadata.json"}
    assert {part["@id"] for part in root["hasPart"]} == files
    assert {"study.yml", "codebook.yml", "paper/manifest.json", "paper/numbers.tex", "README.md"} <= files
    assert all(found[name]["sha256"] and found[name]["description"] for name in files)
    assert found["#made"]["instrument"] == {"@id": "#evenhand"}


def test_the_rocrate_package_reads_it_back(exported):
    crate = ROCrate(exported())
    assert crate.name == "The river"
    assert crate.dereference("paper/figures/balance.svg").type == "File"


def test_the_day_can_be_set_so_that_two_crates_are_alike(exported, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert entities(exported())["./"]["datePublished"] == "2023-11-14"
    first = everything(exported())
    assert everything(exported()) == first


def test_a_wrong_choice_or_a_folder_that_is_no_crate_is_told(study, exported, tmp_path, monkeypatch):
    with pytest.raises(RequestError, match="none, spans, full"):
        exported("ful")
    (tmp_path / "crate").mkdir()
    with pytest.raises(RequestError, match="is no crate"):
        export_crate(study, tmp_path)


def test_a_paper_that_is_not_current_is_made_again_first(study, monkeypatch):
    path = study.parent / "out" / "paper" / "numbers.tex"
    kept, asked = path.read_bytes(), []
    path.write_text("changed by hand")
    monkeypatch.setattr(room, "make_paper", lambda *arguments: asked.append(arguments) or path.write_bytes(kept))
    export_crate(study, study.parent / "out")
    assert len(asked) == 1


def test_the_citation_has_versions_and_agrees_with_the_citation_file(study):
    citation = cite(load_study(study))
    assert citation.study.startswith("Weiss, Hanna; Okafor, Lena. The river. Made with Evenhand")
    assert "Licence: CC-BY-4.0." in citation.study
    assert "author = {Weiss, Hanna and Okafor, Lena}" in citation.bibtex
    file = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8"))
    assert [file["title"], file["license"], str(file["date-released"])] == [
        SOFTWARE["title"], SOFTWARE["license"], SOFTWARE["released"],
    ]  # fmt: skip
    assert [author["name"] for author in file["authors"]] == [SOFTWARE["author"]]


def test_hostile_titles_stay_text_in_bibtex(study):
    changed = load_study(study).model_copy(update={"title": r"R&D } \input{x}", "authors": []})
    assert r"title = {{R\&D \} \textbackslash{}input\{x\}}}" in cite(changed).bibtex


def test_a_citation_says_what_is_known_and_what_to_add(study):
    known = load_study(study).model_copy(update={"title": "Who speaks?", "authors": ["Weiss, H."], "year": 2024})
    assert cite(known).study.startswith("Weiss, H. (2024). Who speaks? Made with Evenhand")
    assert "  year = {2024},\n" in cite(known).bibtex
    assert cite(known).missing == ""
    unknown = known.model_copy(update={"authors": [], "year": None})
    assert cite(unknown).study.startswith("Who speaks? Made with Evenhand")
    assert cite(unknown).missing == (
        "The study file names no authors and no year; add authors: and year: to it to be cited whole."
    )
    assert "names no year; add year: to it" in cite(known.model_copy(update={"year": None})).missing
