"""Every code follows from the codebook or from words, and says from which; what nothing decides is unknown."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import Actor, load_codebook
from analysis.reading.coding.code import CODED, code_sources

CODEBOOKS = Path(__file__).parents[3] / "data" / "codebooks"


@pytest.fixture(scope="module")
def code():
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")

    def _code(name: str, **row) -> dict:
        plain = {
            "article_id": "a1", "name": name, "mentions": [name], "role": "", "affiliation": "", "context": "",
            "nature": "person", "anonymity": "named", "gender": "unknown",
        }  # fmt: skip
        return code_sources(pd.DataFrame([plain | row]), book).iloc[0].to_dict()

    return _code


UNNAMED = {"anonymity": "anonymous"}
GROUP = {"nature": "group", "anonymity": "collective"}
ORGANISATION = {"nature": "organisation"}


def test_a_spelling_in_the_codebook_is_the_actor(code):
    coded = code("Volodymyr Zelenskiy")
    assert (coded["actor"], coded["side"], coded["source_type"]) == ("Volodymyr Zelenskyy", "ukraine", "leader")
    assert coded["side_evidence"] == 'actor "Volodymyr Zelenskyy"'


def test_a_person_of_the_codebook_is_no_body_whatever_the_tagger_says(code):
    coded = code("Volodymyr Zelenskiy", nature="organisation")
    assert (coded["actor"], coded["nature"], coded["source_type"]) == ("Volodymyr Zelenskyy", "person", "leader")


@pytest.mark.parametrize(
    ("line", "mentions", "read", "nature"),
    [
        ({}, ["Calloway", "The company"], "organisation", "organisation"),
        ({}, ["Calloway, which owns the flats"], "organisation", "organisation"),
        ({}, ["Calloway"], "organisation", "person"),
        ({"nature": "person"}, ["Calloway", "It"], "organisation", "person"),
        ({"nature": "organisation"}, ["Calloway"], "person", "organisation"),
        ({"nature": "organisation"}, ["Calloway's letter"], "document", "document"),
    ],
)
def test_a_line_tells_a_person_from_a_body_and_without_its_word_the_article_does(line, mentions, read, nature):
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")
    book = book.model_copy(update={"actors": (Actor(name="Calloway", side="ukraine", **line),)})
    row = {"article_id": "a1", "name": "Calloway", "mentions": mentions, "role": "", "affiliation": "", "context": "",
           "nature": read, "anonymity": "named", "gender": "unknown"}  # fmt: skip
    coded = code_sources(pd.DataFrame([row]), book).iloc[0]
    assert (coded["actor"], coded["side"], coded["nature"]) == ("Calloway", "ukraine", nature)


@pytest.mark.parametrize("name", ["a local landlord", "Landlords", "Three property companies"])
def test_a_side_s_word_in_small_letters_is_found_in_the_plural_too(name):
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")
    owners = book.sides[0].model_copy(update={"words": ("landlord", "property company")})
    row = {"article_id": "a1", "name": name, "mentions": [name], "role": "", "affiliation": "", "context": "",
           "nature": "group", "anonymity": "collective", "gender": "unknown"}  # fmt: skip
    coded = code_sources(pd.DataFrame([row]), book.model_copy(update={"sides": (owners, *book.sides[1:])}))
    assert coded["side"].item() == "ukraine"


def test_a_body_that_was_taken_for_a_person_has_the_side_of_the_word_that_it_is_called_by():
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")
    owners = book.sides[0].model_copy(update={"words": ("Calder Vale",)})
    row = {"mentions": [], "role": "", "affiliation": "", "context": "", "nature": "person", "anonymity": "named",
           "gender": "unknown"}  # fmt: skip
    rows = [row | {"article_id": name, "name": name} for name in ("Calder Vale", "Ann Calder Vale")]
    coded = code_sources(pd.DataFrame(rows), book.model_copy(update={"sides": (owners, *book.sides[1:])}))
    assert coded["side"].tolist() == ["ukraine", "unknown"]


def test_a_near_spelling_is_the_actor_and_says_so(code):
    coded = code("Volodymyr Zelenskij")
    assert coded["actor"] == "Volodymyr Zelenskyy"
    assert "spelt like" in coded["side_evidence"]


@pytest.mark.parametrize("name", ["Andrew Sullivan", "Viktor Medvedchuk", "Natalia Zelenska", "Anatoly Budanov"])
def test_another_person_of_the_same_or_a_like_surname_is_not_the_actor(code, name):
    assert code(name)["actor"] == name


@pytest.mark.parametrize(
    ("name", "row", "source_type", "side"),
    [
        ("Igor Konashenkov", {"role": "Defence ministry spokesman"}, "government", "russia"),
        ("Russia’s defence ministry", ORGANISATION, "government", "russia"),
        ("Kyiv", ORGANISATION, "government", "ukraine"),
        ("PA", ORGANISATION, "news-agency", "unknown"),
        ("RIA", {**ORGANISATION, "role": "Russian news agency"}, "news-agency", "russia"),
        ("Western analysts and military officials", GROUP, "analyst", "west"),
        ("Russian-installed officials", GROUP, "de-facto-authority", "russia"),
        ("Russian and Ukrainian officials", GROUP, "government", "unknown"),
        ("experts", GROUP, "analyst", "unknown"),
        ("neighbouring Muslim-majority African countries", GROUP, "government", "other"),
        ("both Saudi Arabia and the United States", GROUP, "government", "unknown"),
        ("Native American groups", GROUP, "interest-group", "west"),
        ("Activists", GROUP, "interest-group", "unknown"),
        ("the reports", {"nature": "document", **UNNAMED}, "news-media", "unknown"),
        ("eyewitness reports", {"nature": "document", **UNNAMED}, "witness", "unknown"),
        (
            "Doug Miller",
            {"role": "of Milltech Marine, a firm specialising in it", "affiliation": "Milltech Marine"},
            "business",
            "unknown",
        ),
        ("a German lawmaker", UNNAMED, "legislature", "west"),
        ("Anna Keller", {"role": "mayor of Lviv", "affiliation": "Lviv"}, "local-government", "ukraine"),
        (
            "Anna Keller",
            {"role": "deputy commander in the National Guard", "affiliation": "National Guard"},
            "armed-forces",
            "ukraine",
        ),
        (
            "Anna Keller",
            {
                "role": "World Health Organization’s representative in Ukraine",
                "affiliation": "World Health Organization",
            },
            "intergovernmental",
            "other",
        ),
        ("A Pentagon spokesperson", UNNAMED, "government", "west"),
        ("Anna Keller", {"role": "My colleague"}, "news-media", "unknown"),
        ("Francis", {"role": "Pope"}, "religion", "other"),
        ("Anna Keller", {"role": "Retired U.S. Lt. Gen."}, "former-official", "west"),
        (
            "Anna Keller",
            {"role": "Amnesty International’s secretary general", "affiliation": "Amnesty International"},
            "ngo",
            "west",
        ),
        ("Anna Keller", {"role": "French foreign minister"}, "government", "west"),
        ("Anna Keller", {}, "unknown", "unknown"),
        ("the Chinese foreign ministry", ORGANISATION, "government", "other"),
        ("residents of Kharkiv", GROUP, "citizen", "ukraine"),
    ],
)
def test_source_type_and_side(code, name, row, source_type, side):
    coded = code(name, **row)
    assert (coded["source_type"], coded["side"]) == (source_type, side)
    assert bool(coded["side_evidence"]) or side == "unknown"


@pytest.mark.parametrize(
    ("name", "row", "source_type"),
    [
        ("Anna Keller", {"role": "White House Press Secretary", "affiliation": "White House"}, "leader"),
        ("Anna Keller", {"role": "U.S. attorney for the Southern District"}, "justice"),
        ("Anna Keller", {"role": "vice president of programmes at Far Orbit", "affiliation": "Far Orbit"}, "unknown"),
        ("Anna Keller", {"role": "CPU President", "affiliation": "Public Utilities Commission"}, "public-body"),
        ("Anna Keller", {"role": "Vice President"}, "leader"),
        ("Anna Keller", {"role": "veteran industry analyst", "affiliation": "News industry"}, "analyst"),
        ("Anna Keller", {"role": "Sacramento family medicine physician", "testimony": "shots"}, "professional"),
        ("Anna Keller", {"role": "Dr.; patient", "testimony": "I saw"}, "professional"),
        ("Anna Keller", {"role": "Dr.", "testimony": "I saw"}, "unknown"),
        ("Anna Keller", {"role": "who represents some of the families"}, "professional"),
        ("Anna Keller", {"role": "who represents Noel"}, "professional"),
        ("Anna Keller", {"role": "who represents Kyiv"}, "unknown"),
        ("Anna Keller", {"role": "equity strategist at Low Hill", "affiliation": "Low Hill"}, "business"),
        ("Anna Keller", {"role": "Twitter CEO", "affiliation": "Twitter"}, "business"),
        ("Anna Keller", {"role": "of BBC", "affiliation": "BBC"}, "news-media"),
        ("Toyota", ORGANISATION, "business"),
        ("The German automaker", {**ORGANISATION, **UNNAMED}, "business"),
        ("both NBC News and CNN", GROUP, "news-media"),
        ("health department officials", {**GROUP, "affiliation": "health department"}, "public-body"),
        ("Israeli courts", GROUP, "justice"),
        ("teachers unions", GROUP, "interest-group"),
        ("union representatives", {**GROUP, "affiliation": "union"}, "interest-group"),
        ("representatives of the family", GROUP, "unknown"),
        ("critics", GROUP, "unknown"),
        ("A group of physicians", {**ORGANISATION, **UNNAMED}, "professional"),
        ("Public companies such as Gannett", GROUP, "business"),
        ("his general practitioner", UNNAMED, "professional"),
        ("an officer", UNNAMED, "armed-forces"),
        ("an officer", {**UNNAMED, "context": "Police had been called. To the girl"}, "security"),
        ("parliamentary reports", {"nature": "document", **UNNAMED}, "legislature"),
        ("prison records", {"nature": "document", **UNNAMED}, "security"),
        ("the report", {"nature": "document", "attached_to": "United Nations", **UNNAMED}, "intergovernmental"),
        ("Revolutionary Guard Corps", ORGANISATION, "armed-forces"),
        ("Anna Keller", {"role": "marine ecologist at GT", "affiliation": "GT"}, "academic"),
        ("Anna Keller", {"role": "Rosselló’s chief of staff", "affiliation": "Rosselló"}, "government"),
        ("Anna Keller", {"role": "director of a film", "testimony": "I noticed"}, "unknown"),
        (
            "Anna Keller",
            {"role": "General Services Administration administrator", "affiliation": "General Services Administration"},
            "public-body",
        ),
        ("Anna Keller", {"role": "Train drivers’ union general secretary", "affiliation": "Train"}, "interest-group"),
        (
            "Anna Keller",
            {"role": "director of the Australian Grocers Association", "affiliation": "Australian Grocers Association"},
            "interest-group",
        ),
        ("Anna Keller", {"role": "Houthi military spokesperson", "affiliation": "Houthi military"}, "armed-group"),
        ("Specialists at the state company", {**GROUP, "affiliation": "state company"}, "business"),
        ("Oil industry experts", {**GROUP, "affiliation": "oil industry"}, "analyst"),
        ("The Internal Revenue Service website", ORGANISATION, "public-body"),
        ("The Guardian website", ORGANISATION, "news-media"),
        ("an official government Twitter account", {**ORGANISATION, **UNNAMED}, "government"),
        ("Estimates by event organisers", {"nature": "document", **UNNAMED}, "interest-group"),
        ("Estimates", {"nature": "document", **UNNAMED}, "polling"),
        ("the indictment", {"nature": "document", **UNNAMED}, "justice"),
        ("Mercedes-Benz", ORGANISATION, "business"),
        ("Salling Group", ORGANISATION, "business"),
        ("Manila Bulletin", ORGANISATION, "news-media"),
        ("Centre for Aviation", ORGANISATION, "unknown"),
        ("Reuters and NBC", GROUP, "news-media"),
        ("an international team of scientists", GROUP, "academic"),
        ("Anna Keller", {"role": "Polish leader"}, "leader"),
        ("Anna Keller", {"role": "chief executive of Hong Kong", "affiliation": "Hong Kong"}, "leader"),
        ("Anna Keller", {"role": "chief executive of Low Hill", "affiliation": "Low Hill"}, "business"),
        ("Anna Keller", {"role": "Former CIA deputy director", "affiliation": "CIA"}, "former-official"),
        ("Anna Keller", {"role": "bill’s author"}, "legislature"),
        ("The authors of the study", GROUP, "academic"),
        ("A spokesman for the mayor", UNNAMED, "local-government"),
        ("the mayor’s spokesman", UNNAMED, "local-government"),
        ("A mayoral aide", UNNAMED, "local-government"),
        ("The judge’s clerk", UNNAMED, "justice"),
        ("Anna Keller", {"role": "the city’s environment chief"}, "local-government"),
        ("Anna Keller", {"role": "policy officer at the Red Cross", "affiliation": "Red Cross"}, "ngo"),
    ],
)
def test_the_noun_that_counts_is_the_one_that_says_what_a_source_is(code, name, row, source_type):
    assert code(name, **row)["source_type"] == source_type


def test_who_only_knows_of_the_matter_has_no_type_and_is_not_the_public(code):
    people = code("Two people", **GROUP, mentions=["Two people briefed on the talks"])
    assert (people["source_type"], people["function"]) == ("unknown", "unknown")
    official = code("a Western official", **UNNAMED, mentions=["a Western official, on condition of anonymity"])
    assert official["source_type"] == "government"


@pytest.mark.parametrize(
    ("role", "affiliation", "basis"),
    [
        ("Professor", "", "academic"),
        ("professor of war studies at King's College London", "King's College London", "academic"),
        ("who teaches law at Harbour University", "Harbour University", "academic"),
        ("senior fellow at the Brookings Institution", "Brookings Institution", "think tank"),
        ("military analyst", "", "analyst"),
        ("retired British general", "", "former official"),
        ("former US ambassador to Ukraine", "", "former official"),
        ("former ambassador and senior fellow at the Atlantic Council", "Atlantic Council", "think tank"),
        ("human rights lawyer", "", "legal or technical"),
        ("researcher at Human Rights Watch", "Human Rights Watch", "NGO"),
        ("a GP on Cannon Street", "Cannon Street", "legal or technical"),
        ("Lead author Dr; epidemiologist at St Anne's Hospital", "St Anne's Hospital", "academic"),
    ],
)
def test_what_makes_an_expert(code, role, affiliation, basis):
    coded = code("Anna Keller", role=role, affiliation=affiliation)
    assert (coded["expert"], coded["expert_basis"]) == (True, basis)
    assert coded["function"] == "expert"
    assert coded["expert_evidence"] == f'role "{role}"'


@pytest.mark.parametrize(
    ("role", "affiliation"),
    [
        ("lawyer for Prigozhin", ""),
        ("his lawyer", ""),
        ("student at Harvard University", "Harvard University"),
        ("foreign minister", ""),
        ("former schoolteacher", ""),
        ("nurse", ""),
        ("editor of the Kyiv Post", "Kyiv Post"),
    ],
)
def test_who_is_no_expert(code, role, affiliation):
    assert not code("Anna Keller", role=role, affiliation=affiliation)["expert"]


def test_a_party_s_office_holder_is_no_expert_whatever_his_title(code):
    assert not code("Dmitry Medvedev", role="former president")["expert"]


def test_an_expert_s_subject_is_not_his_side(code):
    assert code("a Russia analyst", **UNNAMED)["side"] == "unknown"
    assert code("a Russian analyst", **UNNAMED)["side"] == "russia"
    assert code("Anna Keller", role="expert on Ukraine")["side"] == "unknown"


def test_officials_belong_to_the_place_named_before_them_and_experts_do_not(code):
    context = "Six people were killed in a Russian strike on Lviv, with"
    coded = code("officials", **GROUP, context=context)
    assert (coded["side"], coded["side_evidence"]) == ("ukraine", 'context "Lviv"')
    assert code("experts", **GROUP, context=context)["side"] == "unknown"


def test_an_affiliation_has_the_side_of_its_full_name_in_the_article():
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")
    plain = {"article_id": "a1", "mentions": [], "context": "", "role": "", "affiliation": "", "gender": "unknown"}
    sources = pd.DataFrame(
        [
            plain | {"name": "Danish energy agency", "nature": "organisation", "anonymity": "named"},
            plain
            | {
                "name": "Anna Keller", "nature": "person", "anonymity": "named",
                "role": "energy agency spokeswoman", "affiliation": "energy agency",
            },
        ]
    )  # fmt: skip
    coded = code_sources(sources, book)
    assert list(coded["side"]) == ["west", "west"]
    assert coded["side_evidence"][1] == 'affiliation, "Danish energy agency" in the same article'


def test_joint_sources_of_two_sides_have_none(code):
    assert code("Putin and Zelensky", **GROUP)["side"] == "unknown"
    assert code("Putin and Lavrov", **GROUP)["side"] == "russia"


def test_coding_leaves_the_table_it_was_given_alone():
    sources = pd.DataFrame(
        [
            {
                "article_id": "a1", "name": "Kyiv", "mentions": ["Kyiv"], "role": "", "affiliation": "", "context": "",
                "nature": "organisation", "anonymity": "named", "gender": "unknown",
            }
        ]
    )  # fmt: skip
    coded = code_sources(sources, load_codebook(CODEBOOKS / "ukraine-war.yml"))
    assert not set(CODED) & set(sources.columns)
    assert set(CODED) <= set(coded.columns)


def test_an_empty_table_is_coded_to_an_empty_table():
    sources = pd.DataFrame(
        columns=["article_id", "name", "mentions", "role", "affiliation", "context", "nature", "anonymity", "gender"]
    )
    coded = code_sources(sources, load_codebook(CODEBOOKS / "ukraine-war.yml"))
    assert coded.empty and set(CODED) <= set(coded.columns)


def test_who_tells_what_it_saw_is_a_witness_unless_it_holds_an_office(code):
    told = {"testimony": "I heard"}
    coded = code("a baker", **UNNAMED, **told)
    assert (coded["source_type"], coded["function"]) == ("witness", "eyewitness")
    assert coded["source_type_evidence"] == 'testimony "I heard"'
    assert code("the mayor", **UNNAMED, **told)["source_type"] == "local-government"


@pytest.mark.parametrize(
    ("name", "source_type"),
    [
        ("a naval source", "armed-forces"),
        ("an intelligence source", "security"),
        ("two people familiar with the talks", "unknown"),
        ("the head of state", "leader"),
        ("75 percent of conservatives", "citizen"),
    ],
)
def test_the_word_beside_a_source_without_a_name_tells_its_type(code, name, source_type):
    assert (
        code(name, **(GROUP if " of conservatives" in name or "people" in name else UNNAMED))["source_type"]
        == source_type
    )


def test_a_soldier_who_tells_what_he_saw_stays_one_and_a_former_one_is_a_witness(code):
    soldier = code("Taras Bilyk", role="Private", testimony="he saw")
    assert soldier["source_type"] == "armed-forces"
    assert code("a former conscript", testimony="I carried", **UNNAMED)["source_type"] == "witness"


def test_an_ordinary_person_of_the_codebook_is_a_witness_where_it_tells_what_it_saw():
    row = {"article_id": "a1", "role": "", "affiliation": "", "context": "", "nature": "person", "anonymity": "named",
           "gender": "unknown", "name": "Hanna Brusko", "mentions": ["Brusko"], "testimony": ""}  # fmt: skip
    coded = code_sources(pd.DataFrame([row, row | {"testimony": "I saw"}]), load_codebook(CODEBOOKS / "sample.yml"))
    assert coded["source_type"].to_list() == ["citizen", "witness"]


def test_an_age_without_any_role_tells_an_ordinary_person(code):
    assert code("Oksana Bilyk", mentions=["Oksana Bilyk, 29,"])["source_type"] == "citizen"
    assert code("Oksana Bilyk", mentions=["Oksana Bilyk"])["source_type"] == "unknown"


def coded_together(*rows: dict) -> pd.DataFrame:
    plain = {
        "article_id": "a1", "role": "", "affiliation": "", "context": "", "nature": "person", "anonymity": "named",
        "gender": "unknown",
    }  # fmt: skip
    sources = pd.DataFrame([plain | {"mentions": [row["name"]]} | row for row in rows])
    return code_sources(sources, load_codebook(CODEBOOKS / "ukraine-war.yml")).set_index("name")


def test_a_relative_is_on_the_side_of_whom_it_belongs_to():
    coded = coded_together(
        {"name": "Vladimir Putin"}, {"name": "his cousin", "attached_to": "Vladimir Putin", "anonymity": "anonymous"}
    )
    assert coded.loc["his cousin", "side"] == "russia"
    assert coded.loc["his cousin", "side_evidence"] == 'belongs to "Vladimir Putin"'


def test_the_place_is_the_last_resort_and_must_not_contradict_itself():
    neighbour = {"name": "a neighbour", "anonymity": "anonymous"}
    coded = coded_together({**neighbour, "setting": "Kherson"})
    assert (coded["side"].item(), coded["side_evidence"].item()) == ("ukraine", 'place "Kherson"')
    assert coded_together({**neighbour, "setting": "Kherson; Belgorod"})["side"].item() == "unknown"
    assert (
        coded_together({"name": "analyst", "anonymity": "anonymous", "setting": "Kherson"})["side"].item() == "unknown"
    )


def test_of_several_places_most_decide_when_the_last_two_differ():
    neighbour = {"name": "a neighbour", "anonymity": "anonymous", "setting": "Kherson; Kherson; Belgorod"}
    assert coded_together(neighbour)["side"].item() == "ukraine"


def test_the_place_in_the_mention_is_where_a_source_works_also_an_expert():
    analyst = {"name": "an analyst", "anonymity": "anonymous", "mentions": ["an analyst at a bank in Kherson"]}
    assert coded_together(analyst)["side"].item() == "ukraine"


def test_aides_are_of_the_type_and_side_of_whom_they_serve():
    aides = {"name": "his aides", "nature": "group", "anonymity": "collective", "attached_to": "Vladimir Putin"}
    coded = coded_together(aides).iloc[0]
    assert (coded["source_type"], coded["side"]) == ("leader", "russia")
    assert coded["source_type_evidence"] == 'serves actor "Vladimir Putin"'


@pytest.mark.parametrize(
    ("role", "source_type"),
    [
        ("spokesman for the mayor", "local-government"),
        ("spokeswoman for the widow of the senator", "unknown"),
        ("spokeswoman for the victims of the police officer", "unknown"),
    ],
)
def test_who_is_served_is_the_first_noun_and_not_whose_widow_she_is(code, role, source_type):
    assert code("Anna Keller", role=role)["source_type"] == source_type


def test_a_document_is_of_the_type_and_side_of_whoever_it_is_by():
    report = {"name": "The report", "nature": "document", "anonymity": "anonymous", "attached_to": "Kremlin"}
    coded = coded_together(report).iloc[0]
    assert (coded["source_type"], coded["side"]) == ("leader", "russia")


def test_a_spokesperson_is_of_the_type_that_the_article_gives_its_house():
    house = {"name": "Sea-Eye", "role": "German rescue charity", "nature": "organisation", "anonymity": "named"}
    speaker = {"name": "Carla Weiss", "role": "Sea-Eye spokesperson", "affiliation": "Sea-Eye", "nature": "person",
               "anonymity": "named"}  # fmt: skip
    coded = coded_together(house, speaker)
    assert coded["source_type"].tolist() == ["ngo", "ngo"]
    assert coded["source_type_evidence"].iloc[1] == 'affiliation, "Sea-Eye" in the same article'


def test_critics_are_not_on_the_side_of_whom_they_criticise():
    critics = {"name": "the Kremlin’s critics", "nature": "group", "anonymity": "collective", "affiliation": "Kremlin"}
    assert coded_together(critics).iloc[0]["side"] == "unknown"


def test_a_body_of_no_side_does_not_hide_a_side_s_word_in_its_name():
    book = load_codebook(CODEBOOKS / "ukraine-war.yml")
    here = [book.sides[0].model_copy(update={"countries": (), "words": ("Conservative",)}), *book.sides[3:]]
    plain = {"article_id": "a1", "name": "Conservative Party members", "mentions": [], "role": "", "affiliation": "",
             "context": "", "nature": "group", "anonymity": "collective", "gender": "unknown"}  # fmt: skip
    coded = code_sources(pd.DataFrame([plain]), book.model_copy(update={"sides": tuple(here), "actors": ()}))
    assert coded.iloc[0]["side"] == book.sides[0].id


def test_a_bearer_of_the_same_surname_without_a_role_is_family():
    mother, son = {"name": "Olha Vdovenko"}, {"name": "Taras Vdovenko", "role": "Ukrainian soldier"}
    coded = coded_together(mother, son)
    assert coded.loc["Olha Vdovenko", ["side", "side_evidence"]].tolist() == ["ukraine", 'surname of "Taras Vdovenko"']


@pytest.mark.parametrize("name", ["Joseph R. Biden Jr.", "Joe Biden"])
def test_initials_suffixes_and_short_given_names_make_no_difference(name):
    book = load_codebook(CODEBOOKS / "us-2016.yml")
    row = {
        "article_id": "a1", "name": name, "mentions": [name], "role": "", "affiliation": "", "context": "",
        "nature": "person", "anonymity": "named", "gender": "unknown",
    }  # fmt: skip
    assert code_sources(pd.DataFrame([row]), book)["actor"].item() == "Joe Biden"


def test_a_term_that_is_over_makes_a_former_official(code):
    coded = code("Arturo Vela", role="ambassador to France from 2007 to 2013")
    assert (coded["source_type"], coded["expert_basis"]) == ("former-official", "former official")


def at_home(setting: str = "", **row) -> dict:
    book = load_codebook(CODEBOOKS / "sample.yml")
    plain = {
        "article_id": "a1", "role": "", "affiliation": "", "context": "", "nature": "organisation",
        "anonymity": "named", "gender": "unknown", "mentions": [row["name"]], "setting": setting,
    }  # fmt: skip
    return code_sources(pd.DataFrame([plain | row]), book, {"a1": "Kastrovar Herald"}).iloc[0].to_dict()


def test_an_office_of_which_no_nation_is_named_is_of_the_outlet_s_country():
    ministry = at_home(name="Ministry of Defence")
    assert (ministry["side"], ministry["side_evidence"]) == ("ordania", "outlet's home, Ordania")
    captain = {"name": "Jan Resnik", "role": "Captain", "nature": "person"}
    assert at_home(**captain)["side"] == "ordania"
    assert at_home(**captain, setting="Brelitz")["side"] != "ordania"


def test_the_outlet_s_country_never_goes_against_a_nation_and_says_nothing_of_ordinary_people():
    assert at_home(name="Velunian Ministry of Trade")["side"] == "velunia"
    assert at_home(name="Loenland’s Ministry of Trade")["side"] == "other"
    assert at_home(name="a baker", nature="person", anonymity="anonymous")["side"] == "unknown"
    assert at_home(name="The dictator", nature="person", anonymity="anonymous")["side"] == "unknown"


def test_the_office_of_a_nation_without_a_side_is_not_of_the_place_where_the_story_is():
    book = load_codebook(CODEBOOKS / "sample.yml").model_copy(
        update={"countries": load_codebook(CODEBOOKS / "ukraine-war.yml").countries}
    )
    book = book.model_copy(
        update={"sides": (book.sides[0].model_copy(update={"countries": ("Ukraine",)}), *book.sides[1:])}
    )
    row = {"article_id": "a1", "mentions": [], "role": "", "affiliation": "", "nature": "organisation",
           "anonymity": "named", "gender": "unknown", "context": "There was fighting in Ukraine."}  # fmt: skip
    rows = [row | {"name": "the foreign ministry"}, row | {"name": "Brazil's foreign ministry"}]
    assert code_sources(pd.DataFrame(rows), book).side.tolist() == [book.sides[0].id, "unknown"]
