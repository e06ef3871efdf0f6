"""Training of the learned source coder on coded articles: one small encoder, a question a code. Needs `train`."""

import json
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from torch import nn
from torch.nn.functional import cross_entropy

from analysis.reading.article import read_article
from analysis.reading.attributions.attribution import Attribution
from analysis.reading.coding.features import features_of
from analysis.reading.coding.judge import END, pieces_of
from analysis.reading.coding.portrait import portrait
from analysis.reading.parser import load_parser
from analysis.training.export import quantise, to_onnx
from analysis.training.network import pretrained_encoder, thinned

NATURES = ("person", "organisation", "group", "document")
ANONYMITIES = ("named", "anonymous", "collective")
FUNCTIONS = ("subject", "spokesperson", "expert", "eyewitness", "popular opinion")
BASES = {"": "", "academic": "academic", "think-tank": "think tank", "analyst": "analyst",
         "former-official": "former official", "professional": "legal or technical", "ngo": "NGO"}  # fmt: skip
"""The grounds of expertise by their names in the guide of the coders."""
WEIGHT = {"source_type": 1.0, "nature": 0.3, "anonymity": 0.3, "function": 0.5, "expert_basis": 0.5}
ACCEPTED = 0.35
"""What a type that the coder would accept too weighs beside the coder's own."""

BATCH = 16


class Stage(NamedTuple):
    """A part of the training: learning rates, the share of it in which they rise, and how often a piece is hidden."""

    encoder_rate: float
    head_rate: float
    warm_up: float
    hidden: float


STAGES = (Stage(1.5e-4, 1e-3, 0.08, 0.0), Stage(7e-5, 5e-4, 0.05, 0.08))
SECOND_EPOCHS, SECOND_WEIGHT = 2, 0.8
"""How long the second stage goes on from the first, and what its weights weigh in the mean of both."""
UNTOLD = 0.15
"""How often training hides what the lists say of a source, so that the network can do without."""
LEAST = {"source_type": 0.2, "expert_basis": 0.45}
"""Below these a type is unknown and nobody an expert: of what is less probable about half is right."""
SHARE = {"source_type": 0.2, "nature": 0.5, "anonymity": 0.5, "function": 0.5, "expert_basis": 0.5}
"""What the linear model's scores weigh beside the network's: of types less, since it knows few of another set."""
NEVER = -8.0
"""The linear model's score of a value that no coded source has."""
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


def portraits(corpus: Path) -> list[dict]:
    """Make what the network learns from of coded articles: for each source its portrait and the codes people gave it.

    The attributions are those of the coders; where the resolver puts two people together, the one with more counts.
    """
    rows, parse = [], load_parser()
    for article in map(json.loads, corpus.read_text(encoding="utf-8").splitlines()):
        kept = [
            a for a in article["attributions"] if a["source_id"] and a["source"] and a.get("judged", "right") == "right"
        ]
        spans = [[tuple(map(tuple, a[part])) for part in ("source", "cue", "content")] for a in kept]
        found = [Attribution(*parts) for parts in spans]
        name = article.get("article_id") or article["article"]
        read = read_article(name, parse(article["text"]), lambda _, found=found: found)
        people = {person["source_id"]: person for person in article["sources"]}
        owners: dict[str, Counter] = {}
        for attribution, row in zip(kept, read["attributions"], strict=True):
            owners.setdefault(row["source_id"], Counter())[attribution["source_id"]] += 1
        rows += [
            {"text": portrait(row), "gold": _codes_of(people[tally.most_common(1)[0][0]]), "row": row,
             "attributions": tally.total(), "article": name, "outlet": article.get("outlet", ""),
             "published": str(article.get("published") or "")}
            for row in read["sources"]
            if (tally := owners.get(row["source_id"]))
        ]  # fmt: skip
    return rows


def _codes_of(person: dict) -> dict:
    basis = (person["expert_basis"] or "analyst") if person["expert"] else ""
    also = {"source_type_also": (), "side_also": ()}
    return also | person | {"expert_basis": BASES.get(basis, basis)}


def codes_of(types: list[str]) -> dict[str, tuple[str, ...]]:
    """Give the values of each code, in the order of the network's scores."""
    return {"source_type": tuple(types), "nature": NATURES, "anonymity": ANONYMITIES, "function": FUNCTIONS,
            "expert_basis": tuple(BASES.values())}  # fmt: skip


def targets(gold: dict, codes: dict[str, tuple[str, ...]]) -> list[list[float]]:
    """Give what each code should be, as shares that sum to 1."""
    shares = []
    for code, values in codes.items():
        share = [float(value == gold[code]) for value in values]
        if code == "source_type":
            share = [
                max(own, ACCEPTED * (value in gold["source_type_also"]))
                for own, value in zip(share, values, strict=True)
            ]
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
    rows: list[dict], codes: dict, epochs: int, layers: int, seed: int, held_out: list[dict] = ()
) -> SourceNetwork:
    """Train on rows in two stages and give the mean of the weights of both; `held_out` is scored after each epoch."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = thinned(SourceNetwork(pretrained_encoder(), codes), layers)
    for row in [*rows, *held_out]:
        row["pieces"] = pieces_of(*row["text"])
        row["bare"] = pieces_of(HINT.sub("", row["text"][0]), row["text"][1])
    learn(network, rows, codes, epochs, STAGES[0], chance, held_out)
    first = {name: weight.clone() for name, weight in network.state_dict().items()}
    learn(network, rows, codes, SECOND_EPOCHS, STAGES[1], chance, held_out)
    second = network.state_dict()
    network.load_state_dict(
        {
            name: torch.lerp(first[name], weight, SECOND_WEIGHT) if weight.is_floating_point() else weight
            for name, weight in second.items()
        }
    )
    return network.eval()


def learn(
    network: SourceNetwork, rows: list[dict], codes: dict, epochs: int, stage: Stage, chance: random.Random,
    held_out: list[dict],
) -> None:  # fmt: skip
    """Train a network further, in place."""
    steps, start = epochs * -(-len(rows) // BATCH), time.time()
    optimiser = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": stage.encoder_rate},
            {"params": network.heads.parameters(), "lr": stage.head_rate},
        ],
        weight_decay=0.01,
    )
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1, (s + 1) / (stage.warm_up * steps)) * max(0.0, (steps - s) / steps)
    )
    widths = [len(values) for values in codes.values()]
    for epoch in range(epochs):
        network.train()
        for batch in batches(rows, BATCH, chance):
            given = [row["bare"] if chance.random() < UNTOLD else row["pieces"] for row in batch]
            given = padded([_thinned_out(pieces, stage.hidden, chance) for pieces in given])
            weight = torch.tensor([min(3.0, row["attributions"] ** 0.4) for row in batch])
            weight = weight / weight.mean()
            wanted = [
                torch.tensor(column) for column in zip(*(targets(row["gold"], codes) for row in batch), strict=True)
            ]
            loss = sum(
                WEIGHT[code] * (cross_entropy(answer, want, reduction="none") * weight).mean()
                for code, answer, want in zip(codes, network(given).split(widths, -1), wanted, strict=True)
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            rate.step()
        told = rightness(scores_of(network, held_out), held_out, codes) if held_out else {}
        print(json.dumps({"epoch": epoch + 1, "seconds": round(time.time() - start), **told}), flush=True)


def _thinned_out(pieces: list[int], hidden: float, chance: random.Random) -> list[int]:
    """Leave out a share of the pieces, but for the first and those that end a text."""
    if not hidden:
        return pieces
    return [piece for place, piece in enumerate(pieces) if not place or piece == END or chance.random() >= hidden]


def rightness(scores: np.ndarray, rows: list[dict], codes: dict) -> dict:
    """Give the share of attributions whose code is right, and F1 of experts, in per cent."""
    weight, found, place = np.array([row["attributions"] for row in rows]), {}, 0
    for code, values in codes.items():
        said = [values[i] for i in scores[:, place : place + len(values)].argmax(-1)]
        place += len(values)
        also = [row["gold"]["source_type_also"] if code == "source_type" else () for row in rows]
        right = [s == row["gold"][code] or s in a for s, row, a in zip(said, rows, also, strict=True)]
        found[code] = round(100 * float(np.average(right, weights=weight)), 1)
        if code == "expert_basis":
            e, g = np.array([s != "" for s in said]), np.array([row["gold"]["expert_basis"] != "" for row in rows])
            found["expert F1"] = round(200 * float((weight * (e & g)).sum() / (weight * e + weight * g).sum()), 1)
    return found


def temperatures(scores: np.ndarray, rows: list[dict], codes: dict) -> dict[str, float]:
    """Fit, for each code, the temperature by which held-out sources are as often right as the network is sure."""
    wanted = [torch.tensor(column) for column in zip(*(targets(row["gold"], codes) for row in rows), strict=True)]
    parts = torch.tensor(scores).split([len(values) for values in codes.values()], -1)
    return {
        code: round(
            float(
                minimize_scalar(
                    lambda t, a=a, w=w: float(cross_entropy(a / t, w)), (0.5, 4), (0.3, 6), method="bounded"
                ).x
            ),
            3,
        )
        for code, a, w in zip(codes, parts, wanted, strict=True)
    }


def fit_words(rows: list[dict], codes: dict[str, tuple[str, ...]]) -> tuple[list[str], np.ndarray]:
    """Fit the linear model: its features, and what each adds to each score; the last row is added always."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = CountVectorizer(analyzer=lambda row: features_of(row["row"], *row["text"]), binary=True, min_df=2)
    given, weight = counter.fit_transform(rows), [min(3.0, row["attributions"] ** 0.4) for row in rows]
    features = counter.get_feature_names_out().tolist()
    columns = []
    for code, values in codes.items():
        model = LogisticRegression(C=3, max_iter=150, tol=1e-3)
        model.fit(given, [row["gold"][code] for row in rows], sample_weight=weight)
        fitted = np.vstack([model.coef_.T, model.intercept_])
        own = np.zeros((len(features) + 1, len(values)))
        own[-1] = NEVER
        own[:, [values.index(value) for value in model.classes_]] = fitted
        columns.append(SHARE[code] * own)
    return features, np.hstack(columns)


def export(network: SourceNetwork, words: tuple[list[str], np.ndarray], settings: dict, out: Path) -> None:
    """Write `sources.onnx` (eight-bit weights), `sources.npz` (the linear model) and `sources.json` to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    whole, small = out / "sources-float.onnx", out / "sources.onnx"
    to_onnx(network.eval(), whole, ["pieces"], {"scores": "values"})
    quantise(whole, small)
    features, weights = words
    written = np.frombuffer("\n".join(features).encode(), dtype=np.uint8)
    np.savez_compressed(out / "sources.npz", features=written, weights=weights.astype(np.float16))
    (out / "sources.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def train(corpora: list[Path], out: Path, epochs: int, layers: int, seed: int) -> None:
    """Train on three quarters of the articles to calibrate on the rest, then on all; write the model to `out`."""
    rows = [row for corpus in corpora for row in portraits(corpus)]
    codes = codes_of(sorted({row["gold"]["source_type"] for row in rows}))
    articles = sorted({row["article"] for row in rows})
    random.Random(0).shuffle(articles)
    aside = set(articles[::4])
    train_on = [row for row in rows if row["article"] not in aside]
    held_out = [row for row in rows if row["article"] in aside]
    network, words = train_network(train_on, codes, epochs, layers, seed, held_out), fit_words(train_on, codes)
    scores = scores_of(network, held_out) + np.array([says_of(row, *words) for row in held_out])
    print(json.dumps({"held out, both": rightness(scores, held_out, codes)}))
    settings = {
        "codes": {code: list(values) for code, values in codes.items()},
        "temperature": temperatures(scores, held_out, codes),
        "least": LEAST,
    }
    export(train_network(rows, codes, epochs, layers, seed), fit_words(rows, codes), settings, out)


def says_of(row: dict, features: list[str], weights: np.ndarray) -> np.ndarray:
    """Give what the linear model adds to each score of a source."""
    known = {feature: i for i, feature in enumerate(features)}
    found = [known[feature] for feature in features_of(row["row"], *row["text"]) if feature in known]
    return weights[found].sum(0) + weights[-1]
