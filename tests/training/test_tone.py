import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("onnx", reason="training needs the extra `train`")

from analysis.training.tone import TEACHER, ToneNetwork, split, temperature_of, wanted_of  # noqa: E402


def line(number, **more):
    return {"id": f"paper_{number}_0", "text": "Brandt lied.", "target": [0, 6]} | more


def test_whole_articles_are_set_aside_always_the_same():
    rows = [line(n // 2, label="neutral") for n in range(40)] + [line(99)]
    kept, aside = split(rows)
    assert {row["id"] for row in kept}.isdisjoint(row["id"] for row in aside)
    assert (len(kept), len(aside)) == (37, 4) and split(rows) == (kept, aside)
    assert rows[-1] in kept


def test_what_is_learned_is_the_label_and_the_teachers_tone():
    taught = {"negative": 0.8, "neutral": 0.2, "positive": 0.0}
    assert wanted_of(line(1, label="neutral")).tolist() == [0, 1, 0]
    assert wanted_of(line(1, tone=taught)).tolist() == pytest.approx([0.8, 0.2, 0.0])
    both = wanted_of(line(1, label="negative", tone=taught))
    assert both.tolist() == pytest.approx([0.8 * TEACHER + 1 - TEACHER, 0.2 * TEACHER, 0])


def test_a_network_that_boasts_gets_a_high_temperature():
    scores = np.array([[4.0, 0, 0]] * 4)
    assert temperature_of(scores, np.array([0, 0, 1, 2])) > 2 > temperature_of(scores, np.array([0, 0, 0, 0]))


def test_padding_changes_no_score():
    transformers = pytest.importorskip("transformers")
    config = transformers.MPNetConfig(
        vocab_size=30527, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    network = ToneNetwork(transformers.MPNetModel(config)).eval()
    pieces, mark = torch.tensor([[101, 103, 7, 102]]), torch.tensor([[0, 1, 0, 0]])
    longer = [torch.nn.functional.pad(part, (0, 3)) for part in (pieces, mark)]
    with torch.inference_mode():
        assert network(pieces, mark).numpy() == pytest.approx(network(*longer).numpy(), abs=1e-5)
