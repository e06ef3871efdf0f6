"""Sentences that nobody coded, each with somebody it mentions, for a larger network to teach a smaller one by."""

import json
import random
from pathlib import Path

from spacy.tokens import Doc, Span
from tqdm import tqdm

from analysis.reading.parser import load_parser
from analysis.reading.tone.sentences import sentence_spans

NAMED = {"PERSON", "NORP", "ORG", "GPE"}
WORDS = range(8, 51)
"""How long a sentence is: shorter ones are headings, longer ones lists."""


def pick_sentences(corpus: Path, out: Path, number: int, seed: int = 1) -> int:
    """Write `number` sentences of a JSON Lines file with `text` to `out`, each with one random target that it mentions.

    Returns
    -------
    int
        How many were written; fewer when the corpus has fewer.
    """
    chance = random.Random(seed)
    texts = [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    parsed = load_parser().pipe(texts)
    rows = {}
    for article, doc in enumerate(tqdm(parsed, desc="Picking", total=len(texts), unit=" articles", disable=None)):
        for start, end in sentence_spans(doc):
            sentence = doc.char_span(start, end, alignment_mode="expand")
            if len(sentence.text.split()) in WORDS and (targets := targets_in(doc, sentence)):
                target = chance.choice(targets)
                span = [target.start_char - start, target.end_char - start]
                row = {"id": f"{corpus.stem}_{article}_{start}", "text": doc.text[start:end], "target": span}
                rows.setdefault(row["text"], row)
    chosen = chance.sample(list(rows.values()), min(number, len(rows)))
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen), encoding="utf-8")
    return len(chosen)


def targets_in(doc: Doc, sentence: Span) -> list[Span]:
    """List the names of persons, groups, organisations and states in a sentence, and its personal pronouns."""
    names = [name for name in sentence.ents if name.label_ in NAMED]
    persons = [doc[t.i : t.i + 1] for t in sentence if t.tag_ == "PRP" and "Person=3" in t.morph and t.lower_ != "it"]
    return [target for target in (*names, *persons) if any(character.isalpha() for character in target.text)]
