"""A page on which coders practise: passages whose right answers are known, told after each with the reason."""

from pathlib import Path
from typing import Any

from analysis.codebook import Side, no_codebook
from analysis.files import load_yaml, write_whole
from analysis.measures import ATTRIBUTION
from analysis.paths import PACKAGE
from analysis.people.page import PARTS, asked, render
from analysis.people.questions import load_questions

PRACTICE = PACKAGE / "people" / "practice.yml"


def write_practice(out: Path) -> int:
    """Write the page; give how many passages it has."""
    data = practice()
    write_whole(out, render(data, data.pop("title"), data.pop("steps")))
    return len(data["items"])


def practice() -> dict[str, Any]:
    """Give what the page holds: questions, passages, and for each the right answers and why."""
    file = load_yaml(PRACTICE)
    book = no_codebook().model_copy(update={"sides": tuple(Side(**side) for side in file["sides"])})
    items = [
        {
            "unit": ATTRIBUTION,
            "item": f"practice-{number}",
            "article": number,
            "chance": 1,
            "content": entry["content"],
            "spans": {part: [_place(entry["text"], entry[part])] for part in PARTS},
            "only": list(entry["gold"]),
            "gold": entry["gold"],
            "why": entry["why"],
        }
        for number, entry in enumerate(file["items"])
    ]
    return {
        "title": file["title"],
        "steps": file["steps"],
        "kind": "practice",
        "coder": "practice",
        "sample": "practice",
        "questions": {ATTRIBUTION: asked(load_questions(book).asked[ATTRIBUTION])},
        "articles": [
            {"id": item["item"], "title": f"Passage {item['article'] + 1}", "outlet": "", "text": entry["text"]}
            for item, entry in zip(items, file["items"], strict=True)
        ],
        "items": items,
    }


def _place(text: str, words: str) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]
