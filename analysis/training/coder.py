"""Training of the source coder on coded articles: one small encoder, a question for each code. Needs the extra `train`.

What it learns from are lines `{text: [description, surroundings], gold: codes, attributions, article, set}`, which
`portraits` makes of coded articles.
"""

import json
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from analysis.reading.coding.judge import pieces_of
from analysis.training.network import pretrained_encoder, thinned

NATURES = ("person", "organisation", "group", "document")
ANONYMITIES = ("named", "anonymous", "collective")
FUNCTIONS = ("subject", "spokesperson", "expert", "eyewitness", "popular opinion")
BASES = ("", "academic", "think-tank", "analyst", "former-official", "professional", "ngo")
WEIGHT = {"source_type": 1.0, "nature": 0.3, "anonymity": 0.3, "function": 0.5, "expert_basis": 0.5}
ACCEPTED = 0.35
"""What a type that the coder would accept too weighs beside the coder's own."""

BATCH, WARM_UP = 16, 0.08
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
UNTOLD = 0.15
"""How often training hides what the lists say of a source, so that the network can do without."""
HINT = re.compile(r" \( [^()]* \)")


class SourceNetwork(nn.Module):
    """Encoder and one linear layer a code, over the mean of all pieces and the first."""

    def __init__(self, encoder: nn.Module, codes: dict[str, tuple[str, ...]], dropout: float = 0.1):
        super().__init__()
        self.encoder, self.dropout = encoder, nn.Dropout(dropout)
        self.heads = nn.Linear(2 * encoder.config.hidden_size, sum(map(len, codes.values())))

    def forward(self, pieces):
        """Score a batch: pieces (batch, pieces) in, (batch, values of all codes one after the other) out."""
        mask = (pieces != 0).long()
        embedded = self.encoder.embeddings.word_embeddings(pieces)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        words = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * words).sum(1) / words.sum(1)
        return self.heads(self.dropout(torch.cat([mean, hidden[:, 0]], -1)))


def codes_of(types: list[str]) -> dict[str, tuple[str, ...]]:
    """Give the values of each code, in the order of the network's scores."""
    return {"source_type": tuple(types), "nature": NATURES, "anonymity": ANONYMITIES, "function": FUNCTIONS,
            "expert_basis": BASES}  # fmt: skip


def targets(gold: dict, codes: dict[str, tuple[str, ...]]) -> list[list[float]]:
    """Give what each code should be, as shares that sum to 1."""
    shares = []
    for code, values in codes.items():
        share = [float(value == gold[code]) for value in values]
        if code == "source_type":
            share = [max(own, ACCEPTED * (value in gold["source_type_also"])) for own, value in zip(share, values)]
        total = sum(share)
        shares.append([each / total for each in share] if total else [1 / len(values)] * len(values))
    return shares


def batches(rows: list[dict], size: int, shuffle: random.Random | None = None):
    """Give batches of rows of like length."""
    order = list(range(len(rows)))
    if shuffle:
        shuffle.shuffle(order)
        chunks = [order[i : i + 16 * size] for i in range(0, len(order), 16 * size)]
        order = [i for chunk in chunks for i in sorted(chunk, key=lambda i: len(rows[i]["pieces"]))]
    found = [[rows[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(found)
    return found


def padded(pieces: list[list[int]]) -> torch.Tensor:
    longest = max(map(len, pieces))
    return torch.tensor([row + [0] * (longest - len(row)) for row in pieces])


def scores_of(network: nn.Module, rows: list[dict]) -> np.ndarray:
    network.eval()
    with torch.no_grad():
        return np.concatenate([network(padded([r["pieces"] for r in b])).numpy() for b in batches(rows, 32)])


def train_network(
    rows: list[dict], codes: dict, epochs: int, layers: int, seed: int, held_out=(), log=print, out: Path | None = None,
) -> nn.Module:  # fmt: skip
    """Train on rows; `held_out` is scored after each epoch."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = SourceNetwork(pretrained_encoder(), codes)
    network = thinned(network, layers)
    for row in [*rows, *held_out]:
        row["pieces"] = pieces_of(*row["text"])
        row["bare"] = pieces_of(HINT.sub("", row["text"][0]), row["text"][1])
    steps, step, start = epochs * -(-len(rows) // BATCH), 0, time.time()
    groups = [{"params": network.encoder.parameters(), "lr": ENCODER_RATE}, {"params": network.heads.parameters(), "lr": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / (WARM_UP * steps)) * max(0.0, (steps - s) / steps)
    )
    widths = [len(values) for values in codes.values()]
    for epoch in range(epochs):
        network.train()
        for batch in batches(rows, BATCH, chance):
            given = padded([row["bare"] if chance.random() < UNTOLD else row["pieces"] for row in batch])
            weight = torch.tensor([min(3.0, row["attributions"] ** 0.4) for row in batch])
            weight = weight / weight.mean()
            wanted = [torch.tensor(column) for column in zip(*(row.get("soft") or targets(row["gold"], codes) for row in batch))]
            answers = network(given).split(widths, -1)
            loss = sum(
                WEIGHT[code] * (cross_entropy(answer, want, reduction="none") * weight).mean()
                for code, answer, want in zip(codes, answers, wanted)
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            rate.step()
            step += 1
        if held_out:
            log(json.dumps({"epoch": epoch + 1, "seconds": round(time.time() - start), **rightness(scores_of(network, held_out), held_out, codes)}))
        else:
            log(f"epoch {epoch + 1} {time.time() - start:.0f}")
        if out:
            torch.save(network.state_dict(), out / "network.pt")
    return network.eval()


def rightness(scores: np.ndarray, rows: list[dict], codes: dict) -> dict:
    """Give the share of attributions whose code is right, and F1 of experts, in per cent."""
    weight, found, place = np.array([row["attributions"] for row in rows]), {}, 0
    for code, values in codes.items():
        said = [values[i] for i in scores[:, place : place + len(values)].argmax(-1)]
        place += len(values)
        also = [row["gold"]["source_type_also"] if code == "source_type" else () for row in rows]
        right = [s == row["gold"][code] or s in a for s, row, a in zip(said, rows, also)]
        found[code] = round(100 * float(np.average(right, weights=weight)), 1)
        if code == "expert_basis":
            e, g = np.array([s != "" for s in said]), np.array([row["gold"]["expert_basis"] != "" for row in rows])
            found["expert F1"] = round(200 * float((weight * (e & g)).sum() / (weight * e + weight * g).sum()), 1)
    return found
