from analysis.reading.baselines import score


def test_a_typographic_apostrophe_does_not_turn_blame_into_praise():
    assert score("This isn’t a great idea at all") == score("This isn't a great idea at all")
    assert score("This isn’t a great idea at all")["vader"] < 0


def test_dictionaries_call_a_neutral_war_sentence_negative():
    assert score("The army said it had destroyed two bridges in the attack.")["vader"] < -0.5


def test_a_fragment_has_no_tone():
    assert score("she said") == {"textblob": None, "vader": None}
    assert score("") == {"textblob": None, "vader": None}
