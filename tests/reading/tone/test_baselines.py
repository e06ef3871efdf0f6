import pytest

from analysis.errors import RequestError
from analysis.reading.tone.baselines import load_lexicon, score


def test_a_typographic_apostrophe_does_not_turn_blame_into_praise():
    assert score("This isn’t a great idea at all") == score("This isn't a great idea at all")
    assert score("This isn’t a great idea at all")["vader"] < 0


def test_dictionaries_call_a_neutral_war_sentence_negative():
    assert score("The army said it had destroyed two bridges in the attack.")["vader"] < -0.5


def test_a_fragment_has_no_tone():
    assert score("she said") == {"textblob": None, "vader": None}
    assert score("") == {"textblob": None, "vader": None}


def test_a_dictionary_of_ones_own_scores_by_its_words_and_stems(tmp_path):
    (tmp_path / "own.csv").write_text("word,score\ncoward*,-4\nhero,2\ncan't,-1\n", encoding="utf-8")
    own = load_lexicon(tmp_path / "own.csv")
    assert own("The cowardly attack met a hero.") == pytest.approx((-4 + 2) / 2 / 4)
    assert own("We can’t go on like this.") == -0.25
    assert own("Nothing of it is here.") == 0
    assert own("A hero") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("term;value\nbad;-1\n", "word,score"), ("word,score\nbad,x\n", "line 2"), ("word,score\nbad\n", "line 2"),
     ("word,score\n", "no word"), ("word,score\nbad,0\n", "no word")],
)  # fmt: skip
def test_a_dictionary_that_is_none_is_refused(tmp_path, text, told):
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match=told):
        load_lexicon(tmp_path / "own.csv")


def test_a_missing_dictionary_is_told(tmp_path):
    with pytest.raises(RequestError, match="cannot be read"):
        load_lexicon(tmp_path / "nowhere.csv")
