"""A trained network made ready to ship: ONNX, eight-bit weights, calibrated confidence. Needs the extra `train`."""

import copy
import json
from pathlib import Path

import numpy as np
import onnx
import statsmodels.api as sm
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from analysis.reading.attributions.decoding import FEATURES, decode
from analysis.reading.attributions.encoding import encode
from analysis.reading.attributions.model import INPUTS, Scores, blocks_of, scores_of
from analysis.reading.parser import load_parser
from analysis.training import scoring
from analysis.training.attributions import as_annotated
from analysis.training.corpus import read_corpus, split
from analysis.training.network import load


def export(weights: list[Path], corpus: Path, out: Path) -> None:
    """Write `attributions.onnx` (int8), `attributions-float.onnx` and `attributions.json` (calibration) to `out`.

    Several checkpoints of one training are averaged weight by weight (Wortsman et al. 2022).
    """
    out.mkdir(parents=True, exist_ok=True)
    whole, small = out / "attributions-float.onnx", out / "attributions.onnx"
    to_onnx(load(weights), whole, list(INPUTS), dict.fromkeys(["tags", "content_arcs", "source_arcs"], "pieces"))
    quantise(whole, small)
    held_out = split(read_corpus(corpus))[1]
    calibration = {"confidence": calibrate(scores_of(small), held_out), "features": list(FEATURES)}
    (out / "attributions.json").write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")


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


def calibrate(scores: Scores, articles: list[dict]) -> dict:
    """Fit the probability that an attribution is right (content and source) to its features, by logistic regression."""
    features, right = [], []
    for annotated in articles:
        article = encode(annotated["text"])
        found = decode(blocks_of(article, scores), article.paragraph)
        predicted = [as_annotated(f, article) for f in found]
        features += [f.features for f in found]
        right += scoring.right(load_parser()(annotated["text"]), annotated["attributions"], predicted)
    design = sm.add_constant(np.array(features))
    fit = sm.Logit(np.array(right, dtype=float), design).fit_regularized(alpha=1.0, disp=False)
    return {"intercept": round(float(fit.params[0]), 4), "weights": [round(float(w), 4) for w in fit.params[1:]]}
