"""What the rules reader finds, one example a rule, and that no text stops it."""

import time

import pytest
from passages import PASSAGES, gold_attributions, recall_by_type

from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.cues import cue_table
from analysis.reading.attributions.rules import find_attributions
from analysis.reading.parser import load_parser


@pytest.fixture(scope="module")
def nlp():
    return load_parser()


@pytest.fixture(scope="module")
def read(nlp):
    def found(text):
        return [tuple(span_text(text, spans) for spans in a[:3]) for a in find_attributions(nlp(text))]

    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said that taxes would rise.", ("The minister", "said", "that taxes would rise")),
        ("Mr Hale has not said he will go.", ("Mr Hale", "has not said", "he will go")),
        ("The plan, she argued, would fail.", ("she", "argued", "The plan … would fail")),
        ("Prices fell in May, according to the bank.", ("the bank", "according to", "Prices fell in May")),
        ("According to the bank, prices fell.", ("the bank", "According to", "prices fell")),
        ("The union urged members to stay home.", ("The union", "urged", "members to stay home")),
        ("She accused the police of lying.", ("She", "accused", "the police of lying")),
        ("He warned of a long winter.", ("He", "warned of", "a long winter")),
        ("Rebels promised to leave the town.", ("Rebels", "promised", "to leave the town")),
        ("The governor is expected to resign.", ("", "is expected", "The governor … to resign")),
        ("The deal was first reported by Sky News.", ("Sky News", "was first reported", "The deal")),
        ("It is understood that talks have ended.", ("", "is understood", "that talks have ended")),
        ("We heard his claim that the vote was rigged.", ("his", "claim", "that the vote was rigged")),
    ],
)
def test_reported_speech(read, text, expected):
    assert expected in read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We will rebuild,” she said. “It will take years.”",
            ("she", "said", "“We will rebuild,” … “It will take years.”"),
        ),
        ("He said: “Nobody called us.”", ("He", "said", "“Nobody called us.”")),
        ("“Nobody called us,” said Dr Ana Ruiz, a surgeon.", "Dr Ana Ruiz, a surgeon"),
        ("She told reporters:\n\n“We tried everything.”", ("She", "told", "“We tried everything.”")),
        ("Joan Firth: “They never asked.”", ("Joan Firth", ":", "“They never asked.”")),
        ("“They never asked.” – Joan Firth, 61", ("Joan Firth, 61", "–", "“They never asked.”")),
        ("He called the vote “a sham”.", ("He", "called", "the vote “a sham”")),
    ],
)
def test_quoted_speech(read, text, expected):
    found = read(text)
    assert len(found) == 1
    assert expected in (found[0], found[0][0])


def test_of_nested_speech_the_outermost_stands(read):
    assert read("“She claims that it never happened,” Podlaha replied.") == [
        ("Podlaha", "replied", "“She claims that it never happened,”")
    ]


def test_what_follows_a_comma_keeps_the_first_speaker(read):
    found = read("He said the plan was bad, adding that it would fail.")
    assert found == [("He", "said", "the plan was bad"), ("He", "adding", "that it would fail")]


def test_a_dateline_is_no_part_of_a_source(read):
    assert read("PARIS, May 2 (AFP) — The court said the law was void.")[0][0] == "The court"


def test_a_word_in_marks_is_nobodys_speech(read):
    assert read("The so-called “safe zone” was empty.") == []


def test_speech_and_attitude_are_told_apart(nlp):
    text = "The mayor said it was over. Voters think it is not."
    assert [a.kind for a in find_attributions(nlp(text))] == ["speech", "attitude"]


def test_confidence_is_the_precision_of_the_rule(nlp):
    (found,) = find_attributions(nlp("The mayor said it was over."))
    assert found.confidence == cue_table()["rules"]["clause"]
    assert all(0 < precision < 1 for precision in cue_table()["rules"].values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "word",
        "\x00",
        "said\x00said",
        '"' * 300,
        "“" * 300,
        "He said “" * 100,
        "🙂 “🙂” said 🙂.",
        "قال الوزير “نعم” ثم غادر.",
        "He said\r\n\r\n“yes,\r\nand no.”\r\n",
        "â€œYes,â€\x9d she said.",
        ": : :",
        "– –",
        "“” – X",
    ],
)
def test_no_text_stops_the_reader(nlp, text):
    for attribution in find_attributions(nlp(text)):
        for spans in attribution[:3]:
            assert all(0 <= start < end <= len(text) for start, end in spans)
        assert attribution.content


def test_time_grows_with_length_only(nlp):
    doc = nlp("She said the road was shut. “We wait,” he said. " * 400 + '"A" ' * 400)
    began = time.process_time()
    find_attributions(doc)
    assert time.process_time() - began < 10


def test_every_gold_string_stands_in_its_passage():
    assert len(PASSAGES) == 20
    for passage in PASSAGES:
        for gold in passage["attributions"]:
            assert gold["content"]
            for piece in [gold["source"], gold["cue"], *gold["content"]]:
                assert piece in passage["text"]
        assert all(a.content == tuple(sorted(a.content)) for a in gold_attributions(passage))


def test_recall_on_british_and_international_news(nlp):
    table = recall_by_type(lambda text: find_attributions(nlp(text)))
    assert table.gold.sum() == 63
    assert table.source.sum() >= 61
    assert (table.source / table.gold).min() >= 0.8


def test_every_cue_word_says_what_it_takes():
    kinds = {"speech", "attitude"}
    for entry in [*cue_table()["verbs"].values(), *cue_table()["nouns"].values()]:
        assert entry["kind"] in kinds
        assert entry["stance"]
        assert entry["takes"]
        assert all(isinstance(taken, str) for taken in entry["takes"])
