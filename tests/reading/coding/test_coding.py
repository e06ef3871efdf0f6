"""A line of the codebook decides, then the registers, then the learned coder; each code says what decided it."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import Actor, Office, load_codebook
from analysis.reading.coding import code as coding
from analysis.reading.coding.code import CODED, code_sources

CODEBOOKS = Path(__file__).parents[3] / "data" / "codebooks"
PLAIN = {"article_id": "a1", "role": "", "affiliation": "", "nature": "person", "anonymity": "named",
         "gender": "unknown"}  # fmt: skip
UNNAMED = {"anonymity": "anonymous"}
GROUP = {"nature": "group", "anonymity": "collective"}
ORGANISATION = {"nature": "organisation"}


@pytest.fixture(scope="module")
def book():
    return load_codebook(CODEBOOKS / "ukraine-war.yml")


def coded(book, *rows: dict, **asked) -> pd.DataFrame:
    sources = pd.DataFrame([PLAIN | {"mentions": [row["name"]]} | row for row in rows])
    return code_sources(sources, book, **asked).set_index("name")


@pytest.fixture(scope="module")
def code(book):
    return lambda name, **row: coded(book, {"name": name} | row).iloc[0].to_dict()


# The codebook's line


def test_a_spelling_in_the_codebook_is_the_actor(code):
    found = code("Volodymyr Zelenskiy")
    assert (found["actor"], found["side"], found["side_basis"]) == ("Volodymyr Zelenskyy", "ukraine", "codebook")
    assert found["side_evidence"] == 'actor "Volodymyr Zelenskyy"'


def test_a_near_spelling_is_the_actor_and_says_so(code):
    found = code("Volodymyr Zelenskij")
    assert found["actor"] == "Volodymyr Zelenskyy" and "spelt like" in found["side_evidence"]


@pytest.mark.parametrize("name", ["Andrew Sullivan", "Natalia Zelenska", "Anatoly Budanov"])
def test_another_person_of_the_same_or_a_like_surname_is_not_the_actor(code, name):
    assert code(name)["actor"] == name


@pytest.mark.parametrize("name", ["Joseph R. Biden Jr.", "Joe Biden"])
def test_initials_suffixes_and_short_given_names_make_no_difference(name):
    assert coded(load_codebook(CODEBOOKS / "us-2016.yml"), {"name": name})["actor"].item() == "Joe Biden"


def test_a_line_s_nature_type_and_function_stand_whatever_the_article_says(book):
    line = Actor(name="Calloway", side="ukraine", nature="organisation", source_type="ngo", function="eyewitness")
    row = {"name": "Calloway", "role": "professor of war studies at King's College London"}
    found = coded(book.model_copy(update={"actors": (line,)}), row).iloc[0]
    assert (found["nature"], found["source_type"], found["function"]) == ("organisation", "ngo", "eyewitness")
    assert found["source_type_evidence"] == 'actor "Calloway"'


def test_a_line_says_whether_somebody_is_an_expert(book):
    line = Actor(name="Ann Calloway", expert=True, expert_basis="think tank")
    found = coded(book.model_copy(update={"actors": (line,)}), {"name": "Ann Calloway", "role": "mayor"}).iloc[0]
    assert (found["expert"], found["expert_basis"], found["function"]) == (True, "think tank", "expert")


# The register of people


@pytest.mark.parametrize(
    ("year", "source_type", "evidence"),
    [
        (2012, "leader", 'people "Viktor Yanukovych", president 2010–2014'),
        (2007, "leader", 'people "Viktor Yanukovych", prime minister 2006–2007'),
    ],
)
def test_somebody_in_office_at_the_article_s_date_has_the_office_s_type(book, year, source_type, evidence):
    found = coded(book, {"name": "Viktor Yanukovich"}, years={"a1": year}).iloc[0]
    assert (found["actor"], found["source_type"]) == ("Viktor Yanukovych", source_type)
    assert found["source_type_evidence"] == evidence
    assert (found["side"], found["side_basis"]) == ("ukraine", "register")


OFFICES = tuple(
    Office(name="Ann Calloway", country="Germany", type=kind, role=role, since=since, until=until)
    for kind, role, since, until in (
        ("legislature", "member of parliament", 2006, 2012),
        ("local-government", "mayor of Bremen", 2013, 2018),
    )
)


@pytest.mark.parametrize(
    ("role", "year", "source_type"),
    [
        ("", 2010, "legislature"),
        ("", 2015, "local-government"),
        ("mayor of Bremen", None, "local-government"),
        ("member of parliament", None, "legislature"),
    ],
)
def test_of_several_offices_the_date_decides_and_without_a_date_the_words_of_the_article(book, role, year, source_type):
    known = book.model_copy(update={"people": OFFICES})
    found = coded(known, {"name": "Ann Calloway", "role": role}, years={"a1": year} if year else None).iloc[0]
    assert (found["source_type"], found["side"]) == (source_type, "west")


def test_out_of_office_and_as_somebody_s_namesake_the_words_of_the_article_decide(book):
    known = book.model_copy(update={"people": OFFICES})
    retired = coded(known, {"name": "Ann Calloway", "role": "former mayor of Bremen"}, years={"a1": 2023}).iloc[0]
    assert "people" not in retired["source_type_evidence"]
    namesake = {"name": "Ann Calloway", "role": "chief executive of Low Hill Bank", "affiliation": "Low Hill Bank"}
    assert coded(known, namesake, years={"a1": 2015})["source_type"].item() == "business"


def test_a_bare_surname_is_a_head_of_state_s_but_not_of_one_among_many(book):
    assert coded(book, {"name": "Yanukovych"}, years={"a1": 2013})["actor"].item() == "Viktor Yanukovych"
    assert coded(book, {"name": "Smith"}, years={"a1": 2013})["actor"].item() == "Smith"


def test_the_party_in_the_register_has_the_side_that_the_codebook_gives_its_name():
    book = load_codebook(CODEBOOKS / "us-2016.yml")
    line = Office(name="Ann Calloway", country="United States", party="Republican", type="legislature", role="senator")
    found = coded(book.model_copy(update={"people": (line,)}), {"name": "Ann Calloway"}).iloc[0]
    assert (found["side"], found["side_evidence"]) == ("republicans", 'people "Ann Calloway", Republican')


@pytest.mark.parametrize(("since", "side"), [(2013, "democrats"), (2017, "republicans")])
def test_a_minister_without_a_party_has_the_one_that_led_the_government_when_the_office_began(since, side):
    book = load_codebook(CODEBOOKS / "us-2016.yml")
    line = Office(
        name="Ann Calloway", country="United States", type="government", role="secretary of state", since=since
    )
    found = coded(book.model_copy(update={"people": (*book.people, line)}), {"name": "Ann Calloway"}).iloc[0]
    assert (found["side"], found["side_basis"]) == (side, "register")


@pytest.mark.parametrize(("name", "side"), [("UNICEF", "other"), ("Europol", "west"), ("Interpol", "unknown")])
def test_a_body_of_several_states_has_the_side_whose_word_one_of_its_names_holds(code, name, side):
    assert code(name, **ORGANISATION)["side"] == side


def test_an_organisation_of_the_register_has_its_type_and_its_country_s_side(code):
    found = code("Bundeswehr", **ORGANISATION)
    assert (found["source_type"], found["side"], found["side_basis"]) == ("armed-forces", "west", "register")


@pytest.mark.parametrize("name", ["PA", "Human Rights Watch"])
def test_a_medium_and_a_body_of_all_countries_do_not_speak_for_the_one_they_sit_in(code, name):
    assert code(name, **ORGANISATION)["side_basis"] != "register"


# What is learned


@pytest.mark.parametrize(
    ("name", "row", "source_type"),
    [
        ("Anna Keller", {"role": "French foreign minister"}, "government"),
        ("Anna Keller", {"role": "mayor of Lviv", "affiliation": "Lviv"}, "local-government"),
        ("Anna Keller", {"role": "chief executive of Low Hill Bank", "affiliation": "Low Hill Bank"}, "business"),
        ("Anna Keller", {"role": "professor of law at Harbour University"}, "academic"),
        ("a German lawmaker", UNNAMED, "legislature"),
        ("residents of Kharkiv", GROUP, "citizen"),
        ("Activists", GROUP, "interest-group"),
        ("experts", GROUP, "analyst"),
        ("Russian and Ukrainian officials", GROUP, "government"),
    ],
)
def test_the_words_of_the_article_tell_the_type_and_are_its_evidence(code, name, row, source_type):
    found = code(name, **row)
    assert found["source_type"] == source_type
    assert found["source_type_evidence"].startswith("learned")


@pytest.mark.parametrize(
    ("role", "basis"),
    [
        ("professor of war studies at King's College London", "academic"),
        ("senior fellow at the Brookings Institution", "think tank"),
        ("military analyst", "analyst"),
    ],
)
def test_what_makes_an_expert(code, role, basis):
    found = code("Anna Keller", role=role)
    assert (found["expert"], found["expert_basis"], found["function"]) == (True, basis, "expert")
    assert found["expert_evidence"].startswith("learned")


@pytest.mark.parametrize("role", ["foreign minister", "his lawyer", "taxi driver", "editor of the Kyiv Post"])
def test_who_is_no_expert(code, role):
    found = code("Anna Keller", role=role)
    assert (found["expert"], found["expert_basis"], found["expert_evidence"]) == (False, "", "")


@pytest.mark.parametrize(
    ("name", "row", "function", "anonymity"),
    [
        ("Kyiv", ORGANISATION, "spokesperson", "named"),
        ("a German lawmaker", UNNAMED, "subject", "anonymous"),
        ("residents of Kharkiv", GROUP, "popular opinion", "collective"),
    ],
)
def test_bodies_speak_as_spokespeople_politicians_for_themselves_and_residents_for_the_public(
    code, name, row, function, anonymity
):
    found = code(name, **row)
    assert (found["function"], found["anonymity"]) == (function, anonymity)


def test_what_is_not_probable_enough_is_unknown(code, monkeypatch):
    monkeypatch.setattr(coding, "least", lambda _: 1.1)
    found = code("Anna Keller", role="professor of law")
    assert (found["source_type"], found["source_type_evidence"], found["expert"]) == ("unknown", "", False)


def test_a_type_that_the_researcher_s_own_list_lacks_is_not_given(book):
    own = book.model_copy(update={"source_types": tuple(t for t in book.source_types if t.id != "academic")})
    row = {"name": "Anna Keller", "role": "professor of law at Harbour University"}
    assert coded(own, row)["source_type"].item() != "academic"


def test_a_changed_codebook_asks_nothing_of_the_network_anew(book, monkeypatch):
    from analysis.reading.coding import judge

    row = PLAIN | {"name": "Anna Keller", "mentions": ["Anna Keller"], "role": "mayor of Lviv"}
    kept = row | judge.judged(row)
    monkeypatch.setattr(judge, "_session", lambda: pytest.fail("asked the network"))
    assert coded(book, kept)["source_type"].item() == "local-government"


# Sides by belonging


@pytest.mark.parametrize(
    ("name", "row", "side", "basis"),
    [
        ("Anna Keller", {"role": "French foreign minister"}, "west", "words"),
        ("a German lawmaker", UNNAMED, "west", "words"),
        ("Anna Keller", {"role": "mayor of Lviv"}, "ukraine", "words"),
        ("Russian-installed officials", GROUP, "russia", "words"),
        ("Putin and Zelensky", GROUP, "unknown", ""),
        ("Russian and Ukrainian officials", GROUP, "unknown", ""),
        ("experts", GROUP, "unknown", ""),
        ("Anna Keller", {}, "unknown", ""),
    ],
)
def test_a_source_is_on_the_side_of_those_it_belongs_to(code, name, row, side, basis):
    found = code(name, **row)
    assert (found["side"], found["side_basis"]) == (side, basis)
    assert bool(found["side_evidence"]) == (side != "unknown")


@pytest.mark.parametrize("name", ["Matthew R. Verderosa", "Anna D. Keller"])
def test_an_initial_is_no_party(name):
    found = coded(load_codebook(CODEBOOKS / "us-2016.yml"), {"name": name, "role": "fire chief"})
    assert found["side"].item() == "unknown"


def test_a_side_s_word_in_small_letters_is_found_in_the_plural_too(book):
    owners = book.sides[0].model_copy(update={"words": ("landlord",)})
    own = book.model_copy(update={"sides": (owners, *book.sides[1:])})
    assert coded(own, {"name": "Landlords"} | GROUP)["side"].item() == "ukraine"


# Tables


def test_coding_leaves_the_table_it_was_given_alone(book):
    sources = pd.DataFrame([PLAIN | {"name": "Kyiv", "mentions": ["Kyiv"]}])
    result = code_sources(sources, book)
    assert not set(CODED) & set(sources.columns) and set(CODED) <= set(result.columns)


def test_an_empty_table_is_coded_to_an_empty_table(book):
    result = code_sources(pd.DataFrame(columns=[*PLAIN, "name", "mentions"]), book)
    assert result.empty and set(CODED) <= set(result.columns)
