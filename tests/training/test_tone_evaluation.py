import json

import numpy as np
import pytest

from analysis.training.tone_evaluation import calibration_error, evaluate, f1_of_each


def test_f1_of_each_tone_by_hand():
    gold, answer = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    assert f1_of_each(gold, answer).tolist() == pytest.approx([2 / 3, 1 / 2, 0])


def test_a_tone_that_never_occurs_has_no_f1_but_zero():
    assert f1_of_each(np.array([0, 0]), np.array([0, 0])).tolist() == [1, 0, 0]


def test_calibration_error_is_the_gap_between_sure_and_right():
    probabilities = np.array([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0], [0.2, 0.6, 0.2], [0.2, 0.6, 0.2]])
    assert calibration_error(probabilities, np.array([0, 0, 1, 2])) == pytest.approx((0.1 + 0.1) / 2)


def test_tools_are_scored_on_lines(tmp_path):
    lines = [
        {"text": "Brandt is a corrupt and shameful liar.", "target": [0, 6], "label": "negative"},
        {"text": "Brandt won great praise for her brave work.", "target": [0, 6], "label": "positive"},
        {"text": "Brandt arrived in the capital on Monday.", "target": [0, 6], "label": "neutral"},
    ]
    (tmp_path / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)))
    figures, confidence, names = evaluate(tmp_path / "lines.jsonl")
    scored = dict(zip(figures.tool, figures["macro-F1"], strict=True))
    assert (scored["model"], scored["textblob"], scored["vader"]) == (100, 100, 100)
    assert names["net tone"].between(-1, 1).all() and len(names) == 4
    assert confidence["answered"].is_monotonic_decreasing and confidence["answered"][0] == 1
