"""Training of the tone network on sentences with a target and a label. Needs the extra `train`.

A corpus is JSON Lines of `{id, text, target: [start, end], label}`; a line may also have the `tone` that a larger
network gave it, to be learned from (Hinton et al. 2015), and then needs no label.
"""

import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from torch import nn
from torch.nn.functional import cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from analysis.reading.attributions.encoding import PADDING, START, pad
from analysis.reading.network import session_of, softmax
from analysis.reading.tone.model import NAME, TONES, Marked, mark_target, run_network
from analysis.training.export import quantise, to_onnx
from analysis.training.network import thinned, with_mean_weights
from analysis.training.outliers import without_outliers
from analysis.training.tone_evaluation import f1_of_each

BATCH = 32
HEAD_RATE, LAYER_DECAY = 5e-4, 0.9
WARM_UP = 0.1
AVERAGED_STEPS = 0.99
SHOWN = 0.25
"""How often training shows the target's name; what is shipped never sees it."""

TEACHER = 0.7
"""How much a larger network's tone counts beside the label."""

WATCHED = 400
"""Sentences by which it is seen how far activations go, before weights are stored in eight bits."""


class ToneNetwork(nn.Module):
    """Encoder with a mark on the target; from target, first piece and mean of the sentence, scores of three tones."""

    def __init__(self, encoder: nn.Module, dropout: float = 0.1):
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.mark = nn.Embedding(2, width)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Sequential(
            nn.Linear(3 * width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, len(TONES))
        )  # fmt: skip

    def forward(self, pieces, mark):
        """Score a batch: pieces and mark (batch, pieces) in, (batch, 3) out."""
        words = (pieces != PADDING).long()
        embedded = self.encoder.embeddings.word_embeddings(_in_mpnet(pieces)) + self.mark(mark)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=words).last_hidden_state
        whole, target = (
            (hidden * weight.unsqueeze(-1)).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)
            for weight in (words.to(hidden.dtype), mark.to(hidden.dtype))
        )
        return self.head(self.dropout(torch.cat([target, hidden[:, 0], whole], -1)))


def _in_mpnet(pieces: torch.Tensor) -> torch.Tensor:
    """Number word pieces as MPNet does: BERT's vocabulary after four special pieces of its own."""
    own = {PADDING: 1, START: 0, START + 1: 2, NAME: 30526}
    moved = pieces + 4
    for bert, mpnet in own.items():
        moved = torch.where(pieces == bert, mpnet, moved)
    return moved


def new_network(encoder: Path) -> ToneNetwork:
    """Make a network on all-mpnet-base-v2, which lies in a folder; its head knows nothing yet."""
    from transformers import AutoModel

    return ToneNetwork(AutoModel.from_pretrained(encoder, attention_probs_dropout_prob=0.0))


def load(weights: list[Path], encoder: Path) -> ToneNetwork:
    """Load a trained network; of several trained from the same encoder the mean weights."""
    return with_mean_weights(new_network(encoder), weights)


def read_lines(path: Path) -> list[dict]:
    """Read a corpus of sentences with targets."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def split(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """Set a tenth of the articles aside, always the same, to stop and to calibrate by.

    The article is the beginning of a line's id; a line without label stays in training.
    """
    article = lambda row: "_".join(row["id"].split("_")[:2])  # noqa: E731
    articles = sorted({article(row) for row in rows if "label" in row})
    random.Random(0).shuffle(articles)
    aside = set(articles[: len(articles) // 10])
    held_out = [row for row in rows if "label" in row and article(row) in aside]
    return [row for row in rows if article(row) not in aside], held_out


def train(
    corpus: Path, encoder: Path, out: Path, epochs: int = 4, seed: int = 1, rate: float = 1e-4, freeze: int = 0,
    teacher: Path | None = None, layers: int | None = None, dev: Path | None = None,
) -> None:  # fmt: skip
    """Train the network; logs each epoch to `out/log.jsonl`, keeps averaged weights in `out/network.pt`.

    `freeze` leaves the embeddings and so many less one of the lowest layers as they are. With the weights of a teacher
    the network begins with some of the teacher's layers; what the teacher reads in a sentence stands in the corpus.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    rows, held_out = split(read_lines(corpus))
    checks = {"held_out": held_out} | ({"dev": read_lines(dev)} if dev else {})
    network = thinned(load([teacher], encoder), layers) if teacher else new_network(encoder)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED_STEPS), use_buffers=True)
    optimiser = optimiser_of(network, rate, freeze)
    steps = epochs * math.ceil(len(rows) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / (WARM_UP * steps)) * max(0.01, 1 - step / steps)
    )
    for epoch in range(epochs):
        began, losses = time.time(), []
        network.train()
        for batch in batches(rows, random.Random(f"{seed} {epoch}")):
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(*inputs_of([marked for marked, _ in batch]))
            loss = cross_entropy(scores.float(), torch.tensor(np.array([wanted for _, wanted in batch])))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                seconds = time.time() - began
                print(f"epoch {epoch + 1}, batch {len(losses)}: loss {losses[-1]:.3f}, {seconds:.0f} s", flush=True)
        figures = {name: evaluate(average.module, chosen) for name, chosen in checks.items()}
        line = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), "seconds": round(time.time() - began)}
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            print(json.dumps(line | figures), file=log)
        print(json.dumps(line | figures), flush=True)
        torch.save(average.module.state_dict(), out / "network.pt")


def optimiser_of(network: ToneNetwork, rate: float, freeze: int) -> torch.optim.Optimizer:
    """AdamW with a lower rate for lower layers (Howard & Ruder 2018), the lowest left as they are."""
    layers = [network.encoder.embeddings, *network.encoder.encoder.layer]
    for layer in layers[:freeze]:
        layer.requires_grad_(False)
    groups = [
        {"params": list(layer.parameters()), "lr": rate * LAYER_DECAY ** (len(layers) - 1 - depth)}
        for depth, layer in enumerate(layers)
        if depth >= freeze
    ]
    heads = [weights for name, weights in network.named_parameters() if not name.startswith("encoder.")]
    return torch.optim.AdamW([*groups, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True)


def batches(rows: list[dict], chance: random.Random) -> list[list[tuple[Marked, np.ndarray]]]:
    """Mark targets, showing some of their names, and group sentences of like length, in random order."""
    marked = [(mark_target(row["text"], row["target"], chance.random() < SHOWN), wanted_of(row)) for row in rows]
    marked.sort(key=lambda pair: (len(pair[0].pieces) // 8, chance.random()))
    grouped = [marked[i : i + BATCH] for i in range(0, len(marked), BATCH)]
    chance.shuffle(grouped)
    return grouped


def wanted_of(row: dict) -> np.ndarray:
    """Give the probabilities to learn: the label, a larger network's tone, or a mean of both."""
    label = np.array([float(row.get("label") == tone) for tone in TONES], dtype=np.float32)
    if "tone" not in row:
        return label
    taught = np.array([row["tone"][tone] for tone in TONES], dtype=np.float32)
    return TEACHER * taught + (1 - TEACHER) * label if "label" in row else taught / taught.sum()


def inputs_of(marked: list[Marked]) -> tuple[torch.Tensor, torch.Tensor]:
    """Stack sentences for the network."""
    return (
        torch.from_numpy(pad([m.pieces for m in marked], PADDING)),
        torch.from_numpy(pad([m.mark for m in marked], 0)),
    )


@torch.inference_mode()
def scores_of(network: nn.Module, rows: list[dict], shown: bool = False) -> np.ndarray:
    """Score lines with a network; (lines, 3)."""
    network.eval()
    marked = [mark_target(row["text"], row["target"], shown) for row in rows]
    order = np.argsort([len(m.pieces) for m in marked], kind="stable")
    scores = np.zeros((len(rows), len(TONES)), dtype=np.float32)
    for i in range(0, len(order), BATCH):
        at = order[i : i + BATCH]
        with torch.autocast("cpu", torch.bfloat16):
            scores[at] = network(*inputs_of([marked[j] for j in at])).float().numpy()
    return scores


def evaluate(network: nn.Module, rows: list[dict]) -> dict[str, float]:
    """Give macro-F1 on labelled lines, without and with the name shown."""
    return {
        name: evaluate_scores(rows, scores_of(network, rows, shown))
        for name, shown in (("macro_f1", False), ("macro_f1_shown", True))
    }


def evaluate_scores(rows: list[dict], scores: np.ndarray) -> float:
    """Give the macro-F1 of scores (lines, 3) on labelled lines."""
    gold = np.array([TONES.index(row["label"]) for row in rows])
    return round(float(f1_of_each(gold, scores.argmax(1)).mean()), 4)


def label(weights: Path, corpus: Path, encoder: Path, out: Path) -> None:
    """Write a corpus's lines with the `tone` that a trained network gives them, to teach a smaller one.

    It is the mean of what the network says with the target's name hidden and shown.
    """
    rows, network = read_lines(corpus), load([weights], encoder)
    probabilities = sum(softmax(scores_of(network, rows, shown)) for shown in (False, True)) / 2
    with out.open("w", encoding="utf-8") as lines:
        for row, tone in zip(rows, probabilities, strict=True):
            told = {name: round(float(p), 4) for name, p in zip(TONES, tone, strict=True)}
            print(json.dumps(row | {"tone": told}, ensure_ascii=False), file=lines)


def export(weights: list[Path], corpus: Path, encoder: Path, out: Path) -> None:
    """Write `tone.onnx` (int8), `tone-float.onnx` and `tone.json` (temperature from held-out articles) to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    whole, small = out / "tone-float.onnx", out / "tone.onnx"
    rows, held_out = split(read_lines(corpus))
    marked = [mark_target(row["text"], row["target"]) for row in rows[:WATCHED]]
    network = without_outliers(load(weights, encoder), (inputs_of([one]) for one in marked))
    to_onnx(network, whole, ["pieces", "mark"], {"scores": "tones"})
    quantise(whole, small)
    marked = [mark_target(row["text"], row["target"]) for row in held_out]
    scores = run_network(session_of(small), marked)
    gold = np.array([TONES.index(row["label"]) for row in held_out])
    calibration = {"temperature": round(temperature_of(scores, gold), 3)}
    (out / "tone.json").write_text(json.dumps(calibration) + "\n", encoding="utf-8")


def temperature_of(scores: np.ndarray, gold: np.ndarray) -> float:
    """Find the temperature at which scores are as sure as they are right: the least log loss (Guo et al. 2017)."""
    chosen = np.arange(len(gold))
    loss = lambda temperature: -np.log(softmax(scores / temperature)[chosen, gold] + 1e-12).mean()  # noqa: E731
    return float(minimize_scalar(loss, bounds=(0.2, 10), method="bounded").x)
