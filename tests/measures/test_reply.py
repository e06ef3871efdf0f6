import pandas as pd
import pytest

from analysis.errors import RequestError
from analysis.measures import accusations, right_of_reply, without_reply

ATTRIBUTIONS = pd.DataFrame(
    [
        ("t1", "a1", "A", "north", "Lindqvist", "accused"),
        ("t2", "a1", "A", "south", "Karanja", "said"),
        ("t3", "a2", "A", "north", "Lindqvist", "said"),
        ("t4", "a3", "A", "north", "Lindqvist", "blamed"),
        ("t5", "a4", "A", "north", "Lindqvist", "praised"),
        ("t6", "a5", "A", "unknown", "a neighbour", "accused"),
    ],
    columns=["attribution_id", "article_id", "outlet", "side", "actor", "cue"],
)
TEXTS = {
    "a2": "The talks failed. Karanja's office did not respond to a request for comment.",
    "a3": "A spokesman for the harbour declined to comment. Karanja was away.",
}


def tone(attribution, article, side, actor="", p_negative=0.5, start=0, voice="source"):
    return {"attribution_id": attribution, "article_id": article, "side": side, "actor": actor, "start": start,
            "p_negative": p_negative, "voice": voice}  # fmt: skip


TONES = pd.DataFrame(
    [
        tone("t1", "a1", "south", "Karanja", start=10),
        tone("t1", "a1", "east", start=30),  # named beside the one accused
        tone("t2", "a1", "north", p_negative=0.2),
        tone("t3", "a2", "south", "Karanja", p_negative=0.95),
        tone("t4", "a3", "south", "Karanja", start=60),
        tone("t5", "a4", "south"),
        tone("t6", "a5", "south"),
        tone("", "a2", "south", "Karanja", start=TEXTS["a2"].index("Karanja"), voice="journalist"),
        tone("", "a3", "south", "Karanja", start=TEXTS["a3"].index("Karanja"), voice="journalist"),
    ]
)


def sentences():
    rows = []
    for article, text in TEXTS.items():
        cut = text.index(". ") + 2
        rows += [(f"{article}-1", article, 0, cut), (f"{article}-2", article, cut, len(text))]
    return pd.DataFrame(rows, columns=["sentence_id", "article_id", "start", "end"])


ARTICLES = pd.DataFrame({"article_id": list(TEXTS), "text": list(TEXTS.values())})


def test_accused_by_the_cue_or_by_the_tone():
    found = accusations(ATTRIBUTIONS, TONES)
    assert found[["attribution_id", "accused", "basis"]].to_numpy().tolist() == [
        ["t1", "south", "cue"],
        ["t3", "south", "tone"],
        ["t4", "south", "cue"],
    ]
    assert set(accusations(ATTRIBUTIONS, TONES, blame=1)["attribution_id"]) == {"t1", "t4"}


def test_who_did_not_answer_is_named_before_the_words_in_their_sentence():
    found = without_reply(sentences(), TONES, ARTICLES)
    assert found[["article_id", "side", "words"]].to_numpy().tolist() == [["a2", "south", "did not respond"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Karanja declined to comment.", True),
        ("Karanja, through his office, refused to comment.", True),
        ("Karanja didn’t immediately return phone calls.", True),
        ("Karanja could not be reached on Friday.", True),
        ("Karanja had no immediate comment.", True),
        ("Calls to Karanja were not returned.", True),
        ("Karanja declined to run again.", False),
        ("Karanja hadn't answered the moderator.", False),
        ("Karanja responded within the hour.", False),
    ],
)
def test_words_of_no_reply(text, says):
    whole = pd.DataFrame([("s", "a", 0, len(text))], columns=["sentence_id", "article_id", "start", "end"])
    named = pd.DataFrame([tone("", "a", "south", "Karanja", start=text.index("Karanja"), voice="journalist")])
    found = without_reply(whole, named, pd.DataFrame({"article_id": ["a"], "text": [text]}))
    assert len(found) == says


def test_heard_asked_in_vain_or_neither():
    accused = accusations(ATTRIBUTIONS, TONES)
    unanswered = without_reply(sentences(), TONES, ARTICLES)
    found = right_of_reply(accused, ATTRIBUTIONS, unanswered).set_index("outcome")
    assert found["count"].to_dict() == {"heard": 1, "no_reply": 1, "silent": 1}
    assert found.loc["heard", "estimate"] == pytest.approx(1 / 3)
    assert set(found["n_articles"]) == {3}


def test_nobody_is_accused():
    nobody = accusations(ATTRIBUTIONS[:0], TONES)
    assert right_of_reply(nobody, ATTRIBUTIONS, without_reply(sentences(), TONES[:0], ARTICLES)).empty
    one = right_of_reply(
        accusations(ATTRIBUTIONS[:1], TONES), ATTRIBUTIONS[:1], without_reply(sentences()[:0], TONES, ARTICLES)
    )
    assert one.set_index("outcome").loc["silent", "note"] == "not estimable: fewer than 5 articles"


def test_blame_is_a_probability():
    with pytest.raises(RequestError, match="blame is 2"):
        accusations(ATTRIBUTIONS, TONES, blame=2)
