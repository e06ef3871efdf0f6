"""A trained network made ready to ship: ONNX, eight-bit weights, calibrated confidence. Needs the extra `train`."""

import copy
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from analysis.reading.attributions.model import INPUTS
from analysis.training.network import load


def export(weights: list[Path], out: Path) -> None:
    """Write `attributions.onnx` (int8) and `attributions-float.onnx` to `out`; `rank` makes the confidence of them.

    Several checkpoints of one training are averaged weight by weight (Wortsman et al. 2022).
    """
    out.mkdir(parents=True, exist_ok=True)
    whole, small = out / "attributions-float.onnx", out / "attributions.onnx"
    to_onnx(
        load(weights), whole, list(INPUTS), dict.fromkeys(["tags", "content_arcs", "source_arcs", "states"], "pieces")
    )
    quantise(whole, small)


def to_onnx(network: torch.nn.Module, path: Path, inputs: list[str], outputs: dict[str, str]) -> None:
    """Export a network with length left open; word pieces are its first input.

    `outputs` says of each output what its second axis is. The encoder is given no mask: the readers run one window or
    sentence at a time, so nothing is padded, and a mask would take a quarter of the time.
    """
    network = copy.deepcopy(network)
    encode = network.encoder.forward
    network.encoder.forward = lambda inputs_embeds, attention_mask: encode(inputs_embeds=inputs_embeds)
    example = torch.zeros(1, 40, dtype=torch.long)
    axes = dict.fromkeys(inputs, "pieces") | outputs
    torch.onnx.export(
        network, (example + 1000, *[example] * (len(inputs) - 1)), path, opset_version=17, dynamo=False,
        input_names=inputs, output_names=list(outputs),
        dynamic_axes={name: {1: axis} for name, axis in axes.items()},
    )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Store weights in eight bits, one scale a column; seven of them used, so that older processors do not overflow."""
    prepared = target.with_suffix(".prepared")
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_dynamic(prepared, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    prepared.unlink()
    model = onnx.load(target)
    model.doc_string = ""
    onnx.save(model, target)
