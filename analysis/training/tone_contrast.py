"""The upper layers of the shipped tone network trained on, so that who is cleared is not blamed.

The lower layers stay as they are shipped, eight bits and all: their states are worked out once. The two highest layers
and the head learn the pairs of `exoneration.yml`, mixed with sentences of the corpus on which they keep to their own
answers. Needs the extra `train`.
"""

import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from torch import nn
from torch.nn.functional import cross_entropy, gelu, layer_norm

from analysis.files import json_text, write_whole
from analysis.reading.network import session_of, softmax
from analysis.reading.tone.model import TONES, WEIGHTS, mark_target, run_network
from analysis.training.exoneration import contrast_pairs
from analysis.training.tone import TEACHER, evaluate_scores, read_lines, split, temperature_of

LAYERS = (4, 5)
HEADS = 12
BATCH = 16
RATE, HEAD_RATE = 5e-5, 2e-4
STEPS_OF_EIGHT_BITS = 64
"""The largest weight of a column in eight bits, of which seven are used: older processors overflow else."""


class Upper(nn.Module):
    """The layers of LAYERS and the head, with the weights of the shipped network; one row of equal length a batch."""

    def __init__(self, graph: onnx.GraphProto):
        super().__init__()
        self.kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.places, weights = {}, {}
        for node in graph.node:
            if node.op_type == "MatMulInteger" and (key := _key(node.name)):
                name = node.input[1].removesuffix("_quantized")
                self.places[key] = name
                weights[key] = self.kept[f"{name}_quantized"].astype(np.float32) * self.kept[f"{name}_scale"]
        for name, value in self.kept.items():
            if value.dtype == np.float32 and (key := _key(name)):
                self.places[key], weights[key] = name, value
        self.weights = nn.ParameterDict({k.replace(".", "-"): torch.tensor(v) for k, v in weights.items()})

    def forward(self, hidden: torch.Tensor, bias: torch.Tensor, mark: torch.Tensor) -> torch.Tensor:
        w = self.weight
        rows, length, width = hidden.shape
        for layer in LAYERS:
            linear = lambda x, name, at=f"{layer}.": x @ w(at + name) + w(f"{at}{name}.bias")  # noqa: E731
            norm = lambda x, name, at=f"{layer}.": layer_norm(  # noqa: E731
                x, (width,), w(f"{at}{name}.weight"), w(f"{at}{name}.bias"), 1e-5
            )
            query, key, value = (
                linear(hidden, f"attention.attn.{part}").view(rows, length, HEADS, -1).transpose(1, 2) for part in "qkv"
            )
            attention = (query @ key.transpose(2, 3) / (width / HEADS) ** 0.5 + bias).softmax(-1)
            seen = (attention @ value).transpose(1, 2).reshape(rows, length, width)
            hidden = norm(linear(seen, "attention.attn.o") + hidden, "attention.LayerNorm")
            inner = gelu(linear(hidden, "intermediate.dense")) * self.factor(layer)
            hidden = norm(linear(inner, "output.dense") + hidden, "output.LayerNorm")
        target = (hidden * mark.unsqueeze(-1)).sum(1) / mark.sum(1, keepdim=True)
        pooled = torch.cat([target, hidden[:, 0], hidden.mean(1)], -1)
        inner = gelu(pooled @ w("head.0") + w("head.0.bias"))
        return inner @ w("head.3") + w("head.3.bias")

    def weight(self, key: str) -> torch.Tensor:
        """Give a weight as it will be written, in eight bits where these are kept; its slope passes the rounding by.

        What is learned is often smaller than a step of eight bits, and would be lost in the writing.
        """
        value = self.weights[key.replace(".", "-")]
        if f"{self.places[key]}_quantized" not in self.kept:
            return value
        scale = value.detach().abs().amax(0) / STEPS_OF_EIGHT_BITS
        return value + (torch.round(value / scale) * scale - value).detach()

    def factor(self, layer: int) -> torch.Tensor | float:
        found = self.kept.get(f"encoder.encoder.layer.{layer}.intermediate.intermediate_act_fn.factor")
        return 1.0 if found is None else torch.tensor(found)


def _key(name: str) -> str:
    """Name a weight by layer and place: "5.output.dense.bias", "head.0"; empty where it is fixed."""
    name = name.removeprefix("/").replace("/", ".").removesuffix(".MatMul_quant")
    for layer in LAYERS:
        before = f"encoder.encoder.layer.{layer}."
        if name.startswith(before) and "factor" not in name:
            return f"{layer}.{name.removeprefix(before)}"
    if name.startswith("head.head."):
        return name.removeprefix("head.").split(".Gemm")[0]
    return name if name in ("head.0.bias", "head.3.bias") else ""


def lower_states(model: onnx.ModelProto, rows: list[dict]) -> list[tuple[np.ndarray, ...]]:
    """Give for each line the states below LAYERS, the bias of its positions, its mark and the network's own scores."""
    states = f"/encoder/encoder/layer.{LAYERS[0] - 1}/output/LayerNorm/LayerNormalization_output_0"
    bias = "/encoder/encoder/Expand_output_0"
    opened = onnx.ModelProto()
    opened.CopyFrom(model)
    for name in (states, bias):
        opened.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(opened.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found = []
    for row in rows:
        marked = mark_target(row["text"], row["target"])
        given = {"pieces": marked.pieces[None], "mark": marked.mark[None]}
        scores, hidden, at = session.run(["scores", states, bias], given)
        found.append((hidden[0], at[0], marked.mark.astype(np.float32), scores[0]))
    return found


def train_on(corpus: Path, out: Path, sentences: int = 3000, epochs: int = 3, seed: int = 1) -> None:
    """Train the upper layers and write the network to `out`; its figures are printed after each epoch.

    Parameters
    ----------
    corpus : the sentences that the tone network was trained on
    out : where the new ONNX file goes; its temperature goes beside it, as JSON
    sentences : how many sentences of the corpus stand beside the pairs
    epochs, seed : passes over both, and which draw
    """
    torch.manual_seed(seed)
    model = onnx.load(WEIGHTS)
    network = Upper(model.graph)
    chance = random.Random(seed)
    rows, held_out = split(read_lines(corpus))
    rows = chance.sample([row for row in rows if "label" in row], sentences)
    pairs, kept = contrast_pairs(kept=False), contrast_pairs(kept=True)
    learned = [*zip(rows, lower_states(model, rows), strict=True), *zip(pairs, lower_states(model, pairs), strict=True)]
    checks = {name: (some, lower_states(model, some)) for name, some in (("held_out", held_out), ("pairs", kept))}
    head = [p for name, p in network.weights.items() if name.startswith("head")]
    body = [p for name, p in network.weights.items() if not name.startswith("head")]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01)
    print("before:", figures(network, checks), flush=True)
    for epoch in range(epochs):
        batches, losses = batches_of(learned, chance), []
        for step, batch in enumerate(batches):
            for group in optimiser.param_groups:
                group["lr"] = group.setdefault("full", group["lr"]) * (1 - (epoch + step / len(batches)) / epochs)
            wanted = torch.tensor(np.array([_wanted(row, state[3]) for row, state in batch]))
            loss = cross_entropy(network(*stacked([state for _, state in batch])), wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}", figures(network, checks), flush=True)
    write(model, network, out)
    labelled = [row for row in held_out if "label" in row]
    scores = run_network(session_of(out), [mark_target(row["text"], row["target"]) for row in labelled])
    gold = np.array([TONES.index(row["label"]) for row in labelled])
    write_whole(out.with_suffix(".json"), json_text({"temperature": round(temperature_of(scores, gold), 3)}))


def _wanted(row: dict, own: np.ndarray) -> np.ndarray:
    if "label" not in row:
        return np.array([row["tone"][tone] for tone in TONES], dtype=np.float32)
    label = np.array([float(row["label"] == tone) for tone in TONES], dtype=np.float32)
    return TEACHER * softmax(own[None])[0].astype(np.float32) + (1 - TEACHER) * label


def batches_of(learned: list[tuple], chance: random.Random) -> list[list[tuple]]:
    """Group lines of one length, in random order."""
    ordered = sorted(learned, key=lambda pair: (len(pair[1][0]), chance.random()))
    grouped: list[list[tuple]] = []
    for pair in ordered:
        if grouped and len(grouped[-1]) < BATCH and len(grouped[-1][0][1][0]) == len(pair[1][0]):
            grouped[-1].append(pair)
        else:
            grouped.append([pair])
    chance.shuffle(grouped)
    return grouped


def stacked(states: list[tuple[np.ndarray, ...]]) -> tuple[torch.Tensor, ...]:
    """Stack the states of lines of one length; the bias of positions is the same for all."""
    return (
        torch.from_numpy(np.stack([state[0] for state in states])),
        torch.from_numpy(states[0][1])[None],
        torch.from_numpy(np.stack([state[2] for state in states])),
    )


@torch.inference_mode()
def figures(network: Upper, checks: dict) -> dict[str, float]:
    """Give macro-F1 on the held-out sentences, and how many of the kept pairs' two halves are right."""
    scores = {
        name: np.concatenate([network(*stacked([state])).numpy() for state in states])
        for name, (_, states) in checks.items()
    }
    blame = softmax(scores["pairs"]).argmax(1) == TONES.index("negative")
    return {
        "macro_f1": evaluate_scores(checks["held_out"][0], scores["held_out"]),
        "blamed": round(float(blame[::2].mean()), 3), "cleared": round(float(1 - blame[1::2].mean()), 3),
    }  # fmt: skip


def write(model: onnx.ModelProto, network: Upper, out: Path) -> None:
    """Put the new weights in the place of the old, in eight bits where these were."""
    new = {}
    for key, name in network.places.items():
        value = network.weights[key.replace(".", "-")].detach().numpy()
        if f"{name}_quantized" in network.kept:
            scale = (np.abs(value).max(0) / STEPS_OF_EIGHT_BITS).astype(np.float32)
            new[f"{name}_quantized"] = np.round(value / scale).astype(np.int8)
            new[f"{name}_scale"] = scale
        else:
            new[name] = value.astype(np.float32)
    for tensor in model.graph.initializer:
        if tensor.name in new:
            tensor.CopyFrom(numpy_helper.from_array(new[tensor.name], tensor.name))
    onnx.save(model, out)
