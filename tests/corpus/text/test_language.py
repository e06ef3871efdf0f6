"""English is told from other languages by its words; a short text is what its file declares."""

import pytest

from analysis.corpus.text.language import find_language, language_name

ENGLISH = """The mayor of Port Vey said on Monday that the bridge would stay shut until engineers had looked at it. She
told reporters that it was not safe, and that the ministry of transport would send a team to the town by spring."""
OTHERS = {
    "fr": """Le maire de Port Vey a déclaré lundi que le pont resterait fermé jusqu'à ce que des ingénieurs l'aient
    examiné. Elle a dit aux journalistes qu'il n'était pas sûr, et que le ministère des transports enverrait une équipe
    dans la ville avant la fin de la semaine.""",
    "de": """Die Bürgermeisterin von Port Vey sagte am Montag, die Brücke bleibe geschlossen, bis Ingenieure sie
    untersucht hätten. Sie sagte vor Journalisten, die Brücke sei nicht sicher, und das Ministerium werde noch in dieser
    Woche eine Gruppe in die Stadt schicken, die sich die Pfeiler ansehen solle.""",
    "es": """La alcaldesa de Port Vey dijo el lunes que el puente seguiría cerrado hasta que los ingenieros lo hubieran
    examinado. Dijo a los periodistas que no era seguro, y que el ministerio enviaría un equipo a la ciudad
    antes de que terminara la semana, según un informe.""",
}


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_what_the_words_tell_counts_before_what_is_declared(code, text):
    assert find_language(text, "en") == code
    assert find_language(text) == code


def test_english_with_foreign_names_stays_english():
    assert find_language(ENGLISH) == "en"
    assert find_language(f"{ENGLISH} Szczęście Wałęsa Øresund Gümüşhane São Paulo Łódź", "fr") == "en"


@pytest.mark.parametrize(("declared", "code"), [("", "en"), ("Français", "fr"), ("ENGLISH", "en"), ("de-AT", "de")])
def test_a_short_text_is_in_the_language_declared(declared, code):
    assert find_language("Port Vey 2:1", declared) == code


def test_languages_have_names():
    assert language_name("fr") == "French" and language_name("xx") == "xx"
