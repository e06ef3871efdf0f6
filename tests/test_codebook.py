"""A codebook is checked when it is read, and a mistake is told with its place and the nearest right name."""

from collections import Counter
from pathlib import Path

import pytest

from analysis.codebook import check_codebook, load_codebook
from analysis.errors import RequestError

CODEBOOKS = Path(__file__).parents[1] / "data" / "codebooks"

GOOD = """\
title: A border quarrel
sides:
  - {id: north, label: North, countries: [Norway], words: [northerner]}
  - {id: south, label: South, countries: [Denmark]}
compare: [north, south]
actors:
  - {name: Ingrid Solberg, aliases: [Solberg], side: north, source_type: leader}
  - {name: Lars Holm, side: south, source_type: armed-forces, function: spokesperson}
outlets:
  - {name: Fjord News, country: Norway}
"""


@pytest.fixture
def write(tmp_path):
    def _write(text: str):
        path = tmp_path / "book.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_a_codebook_brings_its_types_and_organisations(write):
    book = load_codebook(write(GOOD))
    assert book.side_ids == ["north", "south"]
    assert book.actors[0].aliases == ("Solberg",)
    assert {"leader", "think-tank", "citizen"} <= set(book.type_ids)
    assert any(entry.name == "Reuters" and entry.type == "news-agency" for entry in book.organisations)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "aliases: [Solberg]",
            "alises: [Solberg]",
            'line 7, actors, entry 1 (Ingrid Solberg), alises is not a known key. Did you mean "aliases"?',
        ),
        ("name: Lars Holm", "nme: Lars Holm", 'line 8, actors, entry 2, nme is not a known key. Did you mean "name"?'),
        (
            "side: north,",
            "side: nort,",
            'line 7, actors, entry 1 (Ingrid Solberg), side: "nort" is not a known side. Did you mean "north"?',
        ),
        ("armed-forces", "armed-force", '"armed-force" is not a known source type. Did you mean "armed-forces"?'),
        ("spokesperson}", "spokeperson}", '"spokeperson" is not one of subject, spokesperson,'),
        (
            "spokesperson}",
            "spokesperson, nature: persn}",
            '"persn" is not one of person, organisation, group, document.',
        ),
        ("[northerner]", "['']", "words, entry 1 is empty; write its text, or leave it out."),
        ("spokesperson}", "spokesperson, expert: perhaps}", 'expert: "perhaps" is neither true nor false.'),
        ("[Norway]", "[Norwey]", '"Norwey" is not a known country. Did you mean "Norway"?'),
        (
            "country: Norway",
            "country: Norwy",
            'line 10, outlets, entry 1 (Fjord News), country: "Norwy" is not a known country. Did you mean "Norway"?',
        ),
        ("country: Norway", "country: UK", '"UK" is not a known country. Did you mean "United Kingdom"?'),
        ("armed-forces", "union", '"union" is not a known source type. Known: '),
        (
            "[north, south]",
            "[north, sout]",
            'line 5, compare, entry 2: "sout" is not a known side. Did you mean "south"?',
        ),
        (
            "[north, south]",
            "[north, south, x]",
            "line 5, compare: compares two sides; give the ids of two, as in [north,",
        ),
        ("[north, south]", "[north]", "compares two sides; give the ids of two"),
        ("[north, south]", "north", "line 5, compare: compares two sides; give the ids of two"),
        (
            "[Solberg]",
            "Solberg",
            "(Ingrid Solberg), aliases: this is a list; write it in square brackets, as in [Solberg].",
        ),
        ("[Solberg]", "[No]", "aliases, entry 1: False is not text; put it in quotation marks."),
        (
            "label: North",
            "label:",
            "line 3, sides, entry 1 (north), label is empty; write its text, or leave the key out.",
        ),
        (
            "{name: Fjord News, country: Norway}",
            "Fjord News",
            "outlets, entry 1: 'Fjord News' has no keys; write it as {name: F",
        ),
        (
            "id: south",
            "id: unknown",
            'line 4, sides, entry 2 (unknown), id: "unknown" is what sources of no side have;',
        ),
        ("title: A border quarrel\n", "", "title is missing; add it."),
        ("name: Lars Holm", "name: Ingrid Solberg", '"Ingrid Solberg" stands there 2 times; keep one.'),
        ("compare: [", "compare: [[", "line 6:"),
    ],
)
def test_a_mistake_names_its_place_and_the_right_name(write, right, wrong, told):
    path = write(GOOD.replace(right, wrong))
    with pytest.raises(RequestError) as error:
        load_codebook(path)
    assert str(error.value).startswith(f"{path}:")
    assert told in str(error.value)
    assert "more after this one" not in str(error.value)


def test_a_missing_file_names_its_neighbour(write):
    path = write(GOOD)
    with pytest.raises(RequestError, match='there is no such file.*Did you mean "book.yml"'):
        load_codebook(path.with_name("bok.yml"))


def test_a_register_beside_the_codebook_is_checked_by_line(write, tmp_path):
    (tmp_path / "mine.csv").write_text("name,aliases,type,country\nFjord Institute,FI,thinktank,Norway\n")
    with pytest.raises(RequestError, match='mine.csv: line 2, type: "thinktank".*Did you mean "think-tank"'):
        load_codebook(write(GOOD + "organisations: mine.csv\n"))


def test_shipped_lists_are_read_once_and_ones_own_each_time(write, tmp_path):
    register = tmp_path / "mine.csv"
    book = write(f"{GOOD}organisations: mine.csv\n")
    for name in ("Fjord Institute", "Harbour Institute"):
        register.write_text(f"name,aliases,type,country\n{name},,academic,\n", encoding="utf-8")
        read = load_codebook(book)
        assert [organisation.name for organisation in read.organisations] == [name]
    assert load_codebook(book).people[0] is read.people[0]


def test_every_shipped_codebook_loads_without_clashes():
    for name in ("ukraine-war.yml", "us-2016.yml"):
        book = load_codebook(CODEBOOKS / name)
        assert not [remark for remark in check_codebook(book) if "decides for the sides" in remark], name


def test_no_name_stands_for_two_organisations_of_the_shipped_register():
    organisations = load_codebook(CODEBOOKS / "ukraine-war.yml").organisations
    names = Counter(name for each in organisations for name in {each.name, *each.aliases})
    assert [name for name, times in names.items() if times > 1] == []


def test_every_source_type_says_what_the_anchor_schemes_call_it(write):
    for kind in load_codebook(write(GOOD)).source_types:
        assert kind.sir in ("official political", "official non-political", "unofficial")
        assert kind.infocore and kind.gmmp and kind.description


def test_check_tells_clashes_and_sides_that_nothing_decides(write):
    book = load_codebook(
        write(
            GOOD.replace("side: south, source", "aliases: [Solberg], side: south, source").replace(
                "compare", "  - {id: east, label: East}\ncompare"
            )
        )
    )
    assert check_codebook(book) == [
        '"Solberg" is an alias of Ingrid Solberg and Lars Holm: it is taken for the first; leave it to one.',
        'Side "east" has no country, no words and no actor: nothing can be coded so.',
    ]


OWN = (
    GOOD
    + """\
questions:
  - {id: news_frame, question: "Which frame?", values: [conflict, {id: human, label: human interest}]}
  - {id: heat, question: "How heated?", scale: ordinal, values: [1, 2, 3]}
  - {id: on_record, question: "On the record?", scale: yes/no}
"""
)


def test_a_codebook_asks_questions_of_its_own(write):
    book = load_codebook(write(OWN))
    assert [[answer.id for answer in one.answers] for one in book.questions] == [
        ["conflict", "human"], ["1", "2", "3"], ["yes", "no"],
    ]  # fmt: skip
    assert book.orders == {"heat": ["1", "2", "3"]}


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("id: heat", "id: Heat", 'line 13, questions, entry 2 (Heat), id: "Heat" cannot name a column; use small'),
        ("id: heat", "id: side", '"side" is a column already; give the question another id.'),
        ("id: heat", "id: on_record", 'questions: "on_record" stands there 2 times; keep one.'),
        ("[1, 2, 3]", "[1]", "has 1 values; give two or more, or write scale: yes/no."),
        ("[1, 2, 3]", "[1, 2, 2]", '"2" stands there 2 times; keep one.'),
        ("scale: yes/no", "scale: yes/no, values: [yes, no]", "a yes/no question has these two answers; leave the"),
        ("scale: ordinal", "scale: ordnal", '"ordnal" is not one of nominal, ordinal, yes/no.'),
        ("label: human", "lable: human", 'lable is not a known key. Did you mean "label"?'),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(write, right, wrong, told):
    with pytest.raises(RequestError) as error:
        load_codebook(write(OWN.replace(right, wrong)))
    assert told in str(error.value)
