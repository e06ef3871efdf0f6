"""Who speaks without a line is listed with what a researcher knows him by, coded by the codebook as it is now."""

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.corpus.store import write_table
from analysis.reading.parts import NOT_CODED
from analysis.reading.speakers.unlisted import code_anew, draft, remarks_on_corpus, speakers, told, unlisted
from analysis.schema import TABLES

BOOK = """\
title: A border quarrel
sides:
  - {id: north, label: North, countries: [Norway]}
  - {id: south, label: South, countries: [Denmark]}
compare: [north, south]
actors:
  - {name: Ingrid Solberg, aliases: [Solberg, Inga Solberg], side: north, source_type: leader}
"""


@pytest.fixture
def book(tmp_path):
    def _book(text: str = BOOK):
        path = tmp_path / "book.yml"
        path.write_text(text, encoding="utf-8")
        return load_codebook(path)

    return _book


def source(number: int, name: str, article: str = "a1", **read) -> dict:
    return {
        **NOT_CODED, "source_id": f"{article}-s{number}", "article_id": article, "name": name, "actor": name,
        "nature": "person", "anonymity": "named", "mentions": [name], "side": "south",
    } | read  # fmt: skip


@pytest.fixture
def corpus(tmp_path):
    """Hold what an older codebook made of it: every side is south."""

    def _corpus(*sources: dict):
        articles = [{"article_id": a, "outlet": "Fjord News", "text": ""} for a in {s["article_id"] for s in sources}]
        said = [
            {"attribution_id": f"t{i}", "article_id": s["article_id"], "source_id": s["source_id"], "cue": "said",
             "content": f"words of {s['name']}", "position": float(i)}
            for i, s in enumerate(sources)
        ]  # fmt: skip
        for table, rows in (("articles", articles), ("sources", list(sources)), ("attributions", said)):
            write_table(tmp_path, table, [dict.fromkeys(c.name for c in TABLES[table]) | row for row in rows])
        return tmp_path

    return _corpus


def names(corpus, book) -> pd.DataFrame:
    return speakers(*code_anew(corpus, book), book)


def test_an_alias_that_was_added_settles_a_name(corpus, book):
    folder = corpus(source(1, "Inga Solberg"), source(2, "Aksel Dahl"))
    assert list(unlisted(names(folder, book()))["actor"]) == ["Aksel Dahl"]
    added = book(BOOK + "  - {name: Aksel Holm Dahl, aliases: [Aksel Dahl], side: south}\n")
    assert unlisted(names(folder, added)).empty


def test_sides_are_those_that_this_codebook_gives(corpus, book):
    folder = corpus(source(1, "Ingrid Solberg"))
    sources, said = code_anew(folder, book())
    assert list(sources["side"]) == ["north"]
    assert remarks_on_corpus(sources, speakers(sources, said, book()), book()) == [
        'Side "south" is coded for no source of this corpus.'
    ]


def test_a_name_is_shown_with_its_role_and_an_example(corpus, book):
    folder = corpus(
        source(1, "Aksel Dahl"), source(1, "Aksel Dahl", "a2", role="a Danish general"), source(2, "Mette Lund", "a2")
    )
    assert (
        told(unlisted(names(folder, book())), 3, 1)
        == """\
2 names without a line in the codebook or its register, with 3 of 3 attributions; coded by the words of the articles \
as shown. Those in most articles first:

Aksel Dahl: a Danish general
    2 articles, 2 attributions; type armed-forces, side south
    a1: said “words of Aksel Dahl”

… and 1 name more: --names 2 shows all."""
    )


def test_nobody_missing_is_said(corpus, book):
    folder = corpus(source(1, "Ingrid Solberg"))
    assert told(unlisted(names(folder, book())), 1, 50).startswith("Every name that speaks")


def test_a_name_that_may_be_somebody_elses_is_for_the_researcher_to_settle(corpus, book):
    folder = corpus(source(1, "Solberk"))
    assert '"Solberk" might be Ingrid Solberg: give it to one as an alias, or a line of its own.' in remarks_on_corpus(
        code_anew(folder, book())[0], names(folder, book()), book()
    )


def test_a_misspelt_title_before_an_actors_name_is_told(corpus, book):
    folder = corpus(source(1, "Pressident Ingrid Solberg"))
    told_of = remarks_on_corpus(code_anew(folder, book())[0], names(folder, book()), book())
    assert told_of[-1].startswith('"Pressident Ingrid Solberg" was taken for Ingrid Solberg by its spelling')


def test_a_draft_can_be_read_again(corpus, book):
    folder = corpus(
        source(1, "Aksel Dahl", role="a Danish general"), source(2, "Fjord: Institute", nature="organisation"),
        source(3, "a spokesman", anonymity="anonymous"),
    )  # fmt: skip
    drafted = book(draft(names(folder, book())))
    assert [(actor.name, actor.nature, actor.source_type) for actor in drafted.actors] == [
        ("Aksel Dahl", "person", "armed-forces"),
        ("Fjord: Institute", "organisation", "think-tank"),
    ]
    assert drafted.actors[0].note == "1 article, 1 attribution; a Danish general; said “words of Aksel Dahl”"


def test_lines_drafted_for_a_codebook_go_under_its_actors(corpus, book):
    folder = corpus(source(1, "Aksel Dahl", role="a Danish general"), source(2, "Ingrid Solberg"))
    lines = draft(unlisted(names(folder, book())), book())
    longer = book(BOOK + "".join(line + "\n" for line in lines.splitlines() if not line.startswith("#")))
    assert {actor.name: actor.side for actor in longer.actors} == {"Ingrid Solberg": "north", "Aksel Dahl": "south"}


@pytest.mark.parametrize(
    "name",
    ["Q", "Research", "Buildings", "Police", "The firm", "The association", "The council", "Union", "Association"],
)
def test_a_letter_or_a_common_noun_is_no_name(corpus, book, name):
    folder = corpus(source(1, "Aksel Dahl"), source(2, name, nature="organisation"))
    assert list(names(folder, book())["actor"]) == ["Aksel Dahl"]


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("Congress", "organisation"), ("Fjord Police", "organisation"), ("The Fjord Association", "organisation"),
        ("Shell", "organisation"), ("PAC", "organisation"), ("Hume", "person"), ("The mayor's office", "organisation"),
    ],
)  # fmt: skip
def test_a_name_of_one_word_is_one(corpus, book, name, nature):
    assert list(names(corpus(source(1, name, nature=nature)), book())["actor"]) == [name]


def test_an_empty_corpus_drafts_no_actor(corpus, book):
    folder = corpus(source(1, "residents", nature="group", anonymity="collective"))
    assert book(draft(names(folder, book()))).actors == ()


def test_a_content_in_quotation_marks_gets_no_others(corpus, book):
    folder = corpus(source(1, "Aksel Dahl"))
    sources, said = code_anew(folder, book())
    listed = told(unlisted(speakers(sources, said.assign(content="“We stay”"), book())), 1, 50)
    assert listed.endswith("a1: said “We stay”")
