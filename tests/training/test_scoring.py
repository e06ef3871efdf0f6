import pytest

from analysis.reading.parser import load_parser
from analysis.training.scoring import count, f1, summary

TEXT = "The mayor said the bridge was safe. “It is not,” engineer Anna Holt told the paper."


@pytest.fixture(scope="module")
def doc():
    return load_parser()(TEXT)


def one(source, cue, *content):
    span = lambda words: [TEXT.index(words), TEXT.index(words) + len(words)]  # noqa: E731
    return {
        "source": [span(source)] if source else [],
        "cue": [span(cue)],
        "content": [span(c) for c in content],
    }


GOLD = [one("The mayor", "said", "the bridge was safe"), one("engineer Anna Holt", "told", "“It is not,”")]


def test_gold_against_itself_is_perfect(doc):
    counts = count(doc, GOLD, GOLD)
    assert f1(counts) == 100
    assert counts["gold", "indirect"] == counts["gold", "direct"] == 1


def test_the_source_is_right_when_its_head_is(doc):
    shorter = [GOLD[0], one("Anna Holt", "told", "“It is not,”")]
    assert f1(count(doc, GOLD, shorter)) == 100
    wrong = [GOLD[0], one("the paper", "told", "“It is not,”")]
    assert f1(count(doc, GOLD, wrong)) == 50
    missing = [GOLD[0], one("", "told", "“It is not,”")]
    assert f1(count(doc, GOLD, missing)) == 50


def test_half_the_content_is_enough_and_less_is_not(doc):
    assert f1(count(doc, GOLD[:1], [one("The mayor", "said", "bridge was safe")])) == 100
    assert f1(count(doc, GOLD[:1], [one("The mayor", "said", "safe")])) == 0


def test_kind_is_scored_where_the_gold_tells_it(doc):
    told = [GOLD[0] | {"kind": "speech"}, GOLD[1] | {"kind": "attitude"}]
    found = [attribution | {"kind": "speech"} for attribution in GOLD]
    assert summary(count(doc, told, found))["kind"] == 50
    assert "kind" not in summary(count(doc, GOLD, found))
