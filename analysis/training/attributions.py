"""Training of the attribution reader on annotated articles. Needs the extra `train`."""

import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from analysis.reading.attributions.decoding import FORBIDDEN, Found, characters, decode
from analysis.reading.attributions.encoding import OTHER, Encoded, encode, pad
from analysis.reading.attributions.model import blocks_of
from analysis.reading.parser import load_parser
from analysis.training import scoring
from analysis.training.corpus import read_corpus, split
from analysis.training.labels import NOT_A_WORD, training_windows
from analysis.training.network import AttributionNetwork, load, new_network, thinned

FILLERS = {"pieces": 0, "case": OTHER, "quoted": 0, "paragraph": -2}
"""The network's inputs, and what stands where a window is shorter than the longest of its batch."""

BATCH = 16
LAYER_DECAY, FASTER_HEADS = 0.9, 2.5
WARM_UP = 0.08
AVERAGED_STEPS = 0.99
ARC_WEIGHT = 0.5

TEACHER = 0.5
"""How much a teacher's probabilities count beside the annotation."""
SOFTENED = 2.0
"""The temperature at which they are compared (Hinton et al. 2015)."""


def train(
    corpus: Path, out: Path, epochs: int, seed: int = 1, layers: int | None = None, teachers: list[Path] = (),
    rate: float = 4e-4, dev: Path | None = None,
) -> None:  # fmt: skip
    """Train the network, one checkpoint an epoch in `out`; started again, it goes on after the last one.

    With checkpoints of a trained network, their mean weights are the teacher: a network of fewer layers begins with
    some of the teacher's and learns its probabilities beside the annotation (Sanh et al. 2019).

    Logs the loss, the seconds and the figures on the held-out articles (and on `dev`) to `out/log.jsonl`; the weights,
    averaged over the last steps (Izmailov et al. 2018), are in `out/network-EPOCH.pt`.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    articles, held_out = split(read_corpus(corpus))
    checks = {"held_out": held_out} | ({"dev": read_corpus(dev)} if dev else {})
    docs = {name: list(load_parser().pipe(a["text"] for a in chosen)) for name, chosen in checks.items()}
    teacher = load(teachers) if teachers else None
    network = thinned(teacher, layers) if teacher else new_network(layers)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGED_STEPS), use_buffers=True)
    optimiser = optimiser_of(network, rate)
    # Windows are laid out anew each epoch, a few more or fewer of them.
    steps = epochs * math.ceil(len(training_windows(articles, random.Random(0))) / BATCH * 1.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / (WARM_UP * steps)) * max(0.01, 1 - step / steps)
    )
    parts = {"network": network, "average": average, "optimiser": optimiser, "schedule": schedule}
    for epoch in range(_resume(out, parts), epochs):
        began, chance = time.time(), random.Random(f"{seed} {epoch}")
        batched = batches(training_windows(articles, chance), chance)
        losses = _epoch(batched, f"epoch {epoch + 1}", teacher, **parts)
        figures = {name: evaluate(average.module, chosen, docs[name]) for name, chosen in checks.items()}
        line = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), "seconds": round(time.time() - began)}
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            print(json.dumps(line | figures), file=log)
        print(json.dumps(line | figures), flush=True)
        torch.save(average.module.state_dict(), out / f"network-{epoch + 1}.pt")
        _keep(out, parts, epoch + 1)


def _epoch(batched: list[list[dict]], name: str, teacher, network, average, optimiser, schedule) -> list[float]:
    network.train()
    began, losses = time.time(), []
    for rows in batched:
        with torch.autocast("cpu", torch.bfloat16):
            outputs = network(*inputs_of(rows))
            if teacher:
                with torch.no_grad():
                    taught = teacher(*inputs_of(rows))
        loss = loss_of(outputs, rows)
        if teacher:
            loss = (1 - TEACHER) * loss + TEACHER * loss_beside(taught, outputs, rows)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        average.update_parameters(network)
        losses.append(loss.item())
        if len(losses) % 50 == 0:
            mean, seconds = np.mean(losses[-50:]), time.time() - began
            print(f"{name}, batch {len(losses)} of {len(batched)}: loss {mean:.3f}, {seconds:.0f} s", flush=True)
    return losses


def _resume(out: Path, parts: dict) -> int:
    state = out / "state.pt"
    if not state.exists():
        return 0
    saved = torch.load(state, weights_only=False)
    for name, part in parts.items():
        part.load_state_dict(saved[name])
    torch.set_rng_state(saved["random"])
    return saved["epoch"]


def _keep(out: Path, parts: dict, epoch: int) -> None:
    temporary = out / "state.tmp"
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({"epoch": epoch, "random": torch.get_rng_state(), **states}, temporary)
    temporary.replace(out / "state.pt")


def batches(rows: list[dict], chance: random.Random) -> list[list[dict]]:
    """Group windows of like length, in random order."""
    rows = sorted(rows, key=lambda row: (len(row["pieces"]) // 32, chance.random()))
    grouped = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    chance.shuffle(grouped)
    return grouped


def inputs_of(rows: list[dict]) -> tuple[torch.Tensor, ...]:
    """Stack windows for the network."""
    return tuple(torch.from_numpy(pad([row[name] for row in rows], filler)) for name, filler in FILLERS.items())


def loss_of(outputs: tuple[torch.Tensor, ...], rows: list[dict]) -> torch.Tensor:
    """Add up what the tags, the content arcs and the source arcs cost.

    Of a source's words any may be pointed to: the cost is of all of them together.
    """
    tags, content, source = (scores.float() for scores in outputs[:3])
    gold_tags = torch.from_numpy(pad([row["tags"] for row in rows], NOT_A_WORD))
    owner = torch.from_numpy(pad([row["owner"] for row in rows], -1))
    loss = cross_entropy(tags.flatten(0, 1), gold_tags.flatten(), ignore_index=NOT_A_WORD)
    if (owned := owner >= 0).any():
        loss = loss + ARC_WEIGHT * cross_entropy(content[owned], owner[owned])
    if cues := [(window, cue, words) for window, row in enumerate(rows) for cue, words in row["sources"].items()]:
        windows, places, words = zip(*cues, strict=True)
        arcs = source[list(windows), list(places)].log_softmax(-1)
        others = torch.ones_like(arcs, dtype=torch.bool)
        for i, included in enumerate(words):
            others[i, included] = False
        loss = loss - ARC_WEIGHT * arcs.masked_fill(others, FORBIDDEN).logsumexp(-1).mean()
    return loss


def loss_beside(taught: tuple[torch.Tensor, ...], outputs: tuple[torch.Tensor, ...], rows: list[dict]) -> torch.Tensor:
    """Add up how far the probabilities are from a teacher's, where the annotation has something to tell."""
    places = (
        torch.from_numpy(pad([row["tags"] for row in rows], NOT_A_WORD)) != NOT_A_WORD,
        torch.from_numpy(pad([row["owner"] for row in rows], -1)) >= 0,
        torch.zeros(taught[0].shape[:2], dtype=torch.bool),
    )
    for window, row in enumerate(rows):
        places[2][window, list(row["sources"])] = True
    losses = [
        cross_entropy(told[at] / SOFTENED, (known[at].float() / SOFTENED).softmax(-1)) * SOFTENED**2 * weight
        for told, known, at, weight in zip(
            (scores.float() for scores in outputs[:3]), taught[:3], places, (1, ARC_WEIGHT, ARC_WEIGHT), strict=True
        )
        if at.any()
    ]
    return sum(losses)


def optimiser_of(network: AttributionNetwork, rate: float) -> torch.optim.Optimizer:
    """AdamW with a lower rate for lower layers (Howard & Ruder 2018)."""
    layers = [network.encoder.embeddings, *network.encoder.encoder.layer]
    rates = [rate * LAYER_DECAY ** (len(layers) - 1 - depth) for depth in range(len(layers))]
    groups = [{"params": list(layer.parameters()), "lr": each} for layer, each in zip(layers, rates, strict=True)]
    heads = [weights for name, weights in network.named_parameters() if not name.startswith("encoder.")]
    return torch.optim.AdamW([*groups, {"params": heads, "lr": rate * FASTER_HEADS}], weight_decay=0.01, fused=True)


@torch.inference_mode()
def read(network: nn.Module, article: Encoded) -> list[dict]:
    """Read one encoded article with the network as it stands; gives source, cue and content in characters."""

    def scores(row: dict) -> list[np.ndarray]:
        with torch.autocast("cpu", torch.bfloat16):
            return [output[0].float().numpy() for output in network(*inputs_of([row]))]

    return [as_annotated(found, article) for found in decode(blocks_of(article, scores), article.paragraph)]


def as_annotated(found: Found, article: Encoded) -> dict:
    """Give an attribution as annotated articles have it."""
    parts = {"source": found.source, "cue": [found.cue], "content": found.content}
    return {part: characters(article, spans) for part, spans in parts.items()}


def evaluate(network: nn.Module, articles: list[dict], docs: list) -> dict[str, float]:
    """Score the network on annotated articles."""
    network.eval()
    pairs = zip(articles, docs, strict=True)
    counts = [scoring.count(doc, a["attributions"], read(network, encode(a["text"]))) for a, doc in pairs]
    return {name: round(value, 2) for name, value in scoring.summary(sum(counts, Counter())).items()}
