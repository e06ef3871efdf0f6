"""The program learns from what people coded: only where it helps in articles left out, kept beside the corpus."""

import shutil

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.corpus.store import LAYER, coded_attributions, read_table, write_table
from analysis.errors import RequestError
from analysis.people import learn as learning
from analysis.people.learn import learn, told_of
from analysis.reading.coding.code import code_sources
from analysis.reading.coding.judge import answers, codes
from analysis.reading.coding.layer import NO_LAYER, Layer, load_layer, written

WIDTH = sum(map(len, codes().values())) + 1
"""What a layer is told of a source: how probable each value of each code is, and a one."""


@pytest.fixture
def coded(corpus, tmp_path, monkeypatch):
    """Give a function that codes every attribution of a small corpus by hand, as a function of its row says."""
    monkeypatch.setattr(learning, "FEWEST", 20)
    copy = shutil.copytree(corpus, tmp_path / "copy")
    found = coded_attributions(copy).to_dict("records")

    def code(variable, value):
        write_table(copy, "hand_codes", pd.DataFrame([
            {"coder": "Ada", "unit": "attribution", "item": row["attribution_id"], "article_id": row["article_id"],
             "variable": variable, "value": value(row), "chance": 1.0, "content": row["content"], "place": ""}
            for row in found
        ]))  # fmt: skip
        return copy

    return code


def test_what_people_mean_by_a_code_is_learned_from_their_codes(coded, codebook):
    corpus = coded("function", lambda row: "eyewitness" if row["anonymity"] == "anonymous" else "spokesperson")
    learned = learn(corpus, codebook)
    found = learned.agreement.set_index("code").loc["function"]
    assert found["kept"] and found["after"] > found["before"] + 20
    assert learned.file == corpus / LAYER and "function" in told_of(learned)
    sources = read_table(corpus, "sources")
    as_it_is, anew = (
        code_sources(sources, load_codebook(codebook), layer=layer) for layer in (NO_LAYER, load_layer(corpus))
    )
    assert set(anew.loc[sources["anonymity"] == "anonymous", "function"]) == {"eyewitness"}
    assert (anew["source_type"] == as_it_is["source_type"]).all()


def test_where_people_say_what_the_program_says_nothing_is_kept(coded, codebook):
    corpus = coded("function", lambda row: "eyewitness")
    learn(corpus, codebook)
    assert (corpus / LAYER).is_file()
    now = code_sources(read_table(corpus, "sources"), load_codebook(codebook)).set_index("source_id")["function"]
    assert learn(coded("function", lambda row: now[row["source_id"]]), codebook).file is None
    assert not (corpus / LAYER).exists()


def test_confidence_is_mended_by_what_people_say_is_none(coded, codebook, monkeypatch):
    monkeypatch.setattr(learning, "FEWEST", 10)
    corpus = coded("attribution", lambda row: "yes" if int(row["attribution_id"][-1], 36) % 2 else "no")
    attributions = read_table(corpus, "attributions")
    write_table(corpus, "attributions", attributions.assign(confidence=0.99))
    codes = read_table(corpus, "hand_codes")
    nature = codes.assign(variable="nature", value="person")
    write_table(corpus, "hand_codes", pd.concat([codes, nature]))
    learned = learn(corpus, codebook)
    sure = learned.confidence
    assert sure["kept"] and "confidence: of" in told_of(learned)
    assert abs(sure["after"] - sure["right"]) < 5 < sure["before"] - sure["right"]
    now = coded_attributions(corpus)["confidence"]
    assert now.mean() == pytest.approx(sure["right"] / 100, abs=0.05)
    assert len(coded_attributions(corpus, where="confidence > 0.9")) == 0
    (corpus / LAYER).unlink()
    assert coded_attributions(corpus)["confidence"].unique() == [0.99]


def test_confidence_that_is_right_is_left_as_it_was():
    dice = np.random.default_rng(3)
    odds = dice.normal(2, 1, 400)
    right = (dice.random(400) < 1 / (1 + np.exp(-odds))).astype(float)
    judgements = pd.DataFrame({"article_id": [f"a{n % 40:02}" for n in range(400)], "odds": odds, "right": right})
    assert not learning.judged_confidence(judgements)["kept"]
    sure = learning.judged_confidence(judgements.assign(odds=odds + 2))
    assert sure["kept"] and abs(sure["after"] - sure["right"]) < 2 < sure["before"] - sure["right"]


def test_too_few_codes_are_refused_in_a_sentence(coded, codebook, monkeypatch):
    monkeypatch.setattr(learning, "FEWEST", 1000)
    with pytest.raises(RequestError, match="to learn from takes 1000 in 10"):
        learn(coded("function", lambda row: "subject"), codebook)


def test_codes_of_chance_are_not_kept(coded, codebook):
    dice = np.random.default_rng(1)
    corpus = coded("nature", lambda row: str(dice.choice(["person", "organisation", "group", "document"])))
    assert not learn(corpus, codebook).agreement.set_index("code").loc["nature", "kept"]


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe\x00", b"[]"])
def test_a_damaged_layer_is_told_with_a_remedy(tmp_path, content):
    (tmp_path / LAYER).write_bytes(content)
    with pytest.raises(RequestError, match="delete it, or run: evenhand code learn"):
        load_layer(tmp_path)


def test_the_layer_of_another_coder_is_refused(corpus):
    source = read_table(corpus, "sources").astype(object).to_dict("records")[0]
    layer = Layer(frozenset(), {"function": (["subject", "expert"], np.zeros((WIDTH - 1, 2)))})
    with pytest.raises(RequestError, match="of another coder: delete it, or learn again"):
        layer.over(answers(source))


def test_what_was_learned_codes_a_corpus_anew_when_it_is_read(tmp_path, codebook):
    from analysis.corpus.ingest import ingest
    from analysis.reading.read import code_corpus, read_corpus

    (tmp_path / "papers").mkdir()
    story = (
        "The strike ends on Friday, said Anna Keller, a baker. “Nobody paid us for a year,” residents said. "
        + "The talks go on in the town hall. " * 20
    )
    (tmp_path / "papers" / "one.txt").write_text(story, encoding="utf-8")
    ingest([tmp_path / "papers"], tmp_path / "corpus")
    read_corpus(tmp_path / "corpus", codebook, reader="rules")
    assert not code_corpus(tmp_path / "corpus", codebook)
    values = ["subject", "eyewitness"]
    layer = Layer(frozenset(), {"function": (values, np.array([[0.0, 0.0]] * (WIDTH - 1) + [[0.0, 50.0]]))})
    (tmp_path / "corpus" / LAYER).write_bytes(b"\xff")
    with pytest.raises(RequestError, match="is damaged"):
        code_corpus(tmp_path / "corpus", codebook)
    (tmp_path / "corpus" / LAYER).write_text(written(layer), encoding="utf-8")
    assert code_corpus(tmp_path / "corpus", codebook)
    assert set(read_table(tmp_path / "corpus", "sources")["function"]) == {"eyewitness"}
