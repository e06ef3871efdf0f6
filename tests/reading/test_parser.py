from spacy.tokens import Doc

from analysis.reading.parser import load_parser, text_of


def test_the_text_of_an_article_is_joined_once():
    doc = load_parser().make_doc("Amsel said: “No.”\n\nCrane left.")
    assert text_of(doc) == "Amsel said: “No.”\n\nCrane left."
    assert text_of(doc) is text_of(doc)
    assert text_of(Doc(doc.vocab)) == ""
