from analysis.reading.attributions.attribution import span_text
from analysis.reading.attributions.transcripts import turns

INTERVIEW = """Reporter: Do you think the port will reopen?

Anna Petrova: I hope so. The mines have to be cleared first.

That takes a year, at the very least.

Reporter: By whom?

Anna Petrova: By us, I suppose. Nobody else has offered.

The interview was shortened."""


def told(text):
    return [(span_text(text, turn.source), span_text(text, turn.content)) for turn in turns(text)]


def test_a_paragraph_without_label_goes_on_with_the_turn_before_it():
    assert told(INTERVIEW) == [
        ("Reporter", "Do you think the port will reopen?"),
        ("Anna Petrova", "I hope so. The mines have to be cleared first … That takes a year, at the very least"),
        ("Reporter", "By whom?"),
        ("Anna Petrova", "By us, I suppose. Nobody else has offered"),
    ]


def test_a_result_list_is_no_conversation():
    assert told("Clinton: 1,769.\n\nSanders: 1,501.\n\nClinton: 547.\n\nSanders: 46.") == []


def test_one_label_that_comes_back_is_no_conversation():
    assert told("KYIV: The war goes on, officials say in the capital.\n\nKYIV: More follows as it comes in here.") == []


def test_labels_that_name_nobody_are_left_alone():
    text = "Read more: {0}\n\nVideo: {0}\n\nRead more: {0}\n\nVideo: {0}".format("what the ministers said in Brussels")
    assert told(text) == []
