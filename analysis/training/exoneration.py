"""Pairs of sentences that blame or clear a target, from the frames of `exoneration.yml`, for the tone network."""

import random
import re
from pathlib import Path

from analysis.files import load_yaml

CLEARED = {"negative": 0.0, "neutral": 0.55, "positive": 0.45}
"""What is learned of one who is cleared: no blame; how much praise there is in it, people see differently."""

BLAMED = {"negative": 0.9, "neutral": 0.1, "positive": 0.0}
FILLS = 5
"""With how many of the offences each frame is filled."""

NAMES = (
    "Vance",
    "Okello",
    "Governor Brandt",
    "Mayor Ruiz",
    "the minister",
    "Anna Lindqvist",
    "the company",
    "Dr. Hale",
)


def contrast_pairs(kept: bool, seed: int = 1) -> list[dict]:
    """Fill the frames that are kept from training, or those that are not.

    Returns
    -------
    list of dict
        Two lines a pair, the blaming one first: id, text, target and the tone to be learned.
    """
    table = load_yaml(Path(__file__).with_name("exoneration.yml"))
    chance, rows = random.Random(seed), []
    for number, frame in enumerate(table["frames"]):
        if frame.get("kept", False) == kept:
            for fill, offence in enumerate(chance.sample(table["offences"], FILLS)):
                body, who, name = (chance.choice(words) for words in (table["bodies"], table["others"], NAMES))
                words = offence | {"body": body, "Body": _capital(body), "who": who, "Who": _capital(who)}
                for side, tone in (("blamed", BLAMED), ("cleared", CLEARED)):
                    text = frame[side].format(**words)
                    start = text.index("[T]")
                    name_here = _capital(name) if start == 0 else name
                    rows.append({
                        "id": f"contrast{number}_{fill}_{side}", "text": text.replace("[T]", name_here),
                        "target": [start, start + len(name_here)], "tone": tone,
                    })  # fmt: skip
    return rows


def _capital(words: str) -> str:
    return re.sub("^[a-z]", lambda letter: letter[0].upper(), words)
