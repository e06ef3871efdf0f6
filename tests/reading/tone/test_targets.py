import pandas as pd
import pytest

from analysis.codebook import load_codebook, no_codebook
from analysis.reading.tone import targets
from analysis.reading.tone.targets import find_targets, read_tones

CODEBOOK = """
title: A test
sides:
  - {id: north, label: North, words: [northern], countries: [Norway], places: [Bergen]}
  - {id: south, label: South, words: [southern]}
compare: [north, south]
actors:
  - {name: Marta Lindqvist, aliases: [Lindqvist], side: north}
  - {name: Osei Karanja, aliases: [Karanja], side: south}
"""
TEXT = "Southern troops praised Lindqvist. “Karanja lied,” said Norwegian officials in Bergen."
SENTENCES = pd.DataFrame(
    [
        ("a-s0", "a", 0, 34, TEXT[:34], "journalist", ""), ("a-s1", "a", 35, 50, TEXT[35:50], "source", "a-a0"),
        ("a-s2", "a", 51, 86, TEXT[51:], "journalist", ""),
    ],
    columns=["sentence_id", "article_id", "start", "end", "sentence", "voice", "attribution_id"],
)  # fmt: skip


@pytest.fixture
def codebook(tmp_path):
    (tmp_path / "codebook.yml").write_text(CODEBOOK)
    return load_codebook(tmp_path / "codebook.yml")


def test_actors_and_sides_are_targets_and_towns_are_not(codebook):
    found = find_targets(SENTENCES, codebook)
    assert list(found[["target", "actor", "side"]].itertuples(index=False, name=None)) == [
        ("Southern", "", "south"),
        ("Lindqvist", "Marta Lindqvist", "north"),
        ("Karanja", "Osei Karanja", "south"),
        ("Norwegian", "", "north"),
    ]
    assert all(TEXT[row.start : row.end] == row.target for row in found.itertuples())


def test_a_mention_in_a_quotation_is_in_its_sources_voice(codebook):
    voices = read_tones(SENTENCES, codebook).set_index("target")[["voice", "attribution_id"]]
    assert tuple(voices.loc["Karanja"]) == ("source", "a-a0")
    assert tuple(voices.loc["Lindqvist"]) == ("journalist", "")


def test_the_tone_is_toward_the_target(codebook):
    tones = read_tones(SENTENCES, codebook).set_index("target")
    assert tones.loc["Lindqvist", "p_positive"] > 0.5 and tones.loc["Karanja", "p_negative"] > 0.5
    assert tones[targets.PROBABILITIES].sum(axis=1).to_numpy() == pytest.approx(1, abs=0.001)


def test_what_was_read_before_is_not_read_again(codebook, monkeypatch):
    tones = read_tones(SENTENCES, codebook)
    monkeypatch.setattr(targets, "tone_of", lambda marked: pytest.fail(f"{len(marked)} read again"))
    again = read_tones(SENTENCES, codebook, known=tones)
    pd.testing.assert_frame_equal(again, tones)


@pytest.mark.parametrize("sentences", [SENTENCES, SENTENCES.head(0)])
def test_no_actor_anywhere_gives_no_rows(sentences):
    tones = read_tones(sentences, no_codebook())
    assert len(tones) == 0 and {"p_negative", "actor", "start"} <= set(tones.columns)
