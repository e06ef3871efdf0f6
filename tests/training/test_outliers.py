import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")
transformers = pytest.importorskip("transformers", reason="training needs the extra `train`")

from analysis.training.outliers import LIMIT, without_outliers  # noqa: E402
from analysis.training.tone import ToneNetwork  # noqa: E402


def test_a_unit_that_shoots_beyond_all_is_tamed_and_nothing_else_changes():
    config = transformers.MPNetConfig(
        vocab_size=30527, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    network = ToneNetwork(transformers.MPNetModel(config)).eval()
    layer = network.encoder.encoder.layer[0]
    layer.intermediate.dense.bias.data[3] = 10 * LIMIT
    given = torch.tensor([[101, 103, 7, 102]]), torch.tensor([[0, 1, 0, 0]])
    tamed = without_outliers(network, [given])
    with torch.inference_mode():
        assert tamed(*given).numpy() == pytest.approx(network(*given).numpy(), abs=1e-4)
        inside = tamed.encoder.encoder.layer[0].intermediate(torch.zeros(1, 1, 16))
        assert float(inside.max()) <= LIMIT + 1 < float(layer.intermediate(torch.zeros(1, 1, 16)).max())
