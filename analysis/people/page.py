"""A coding page: one HTML file a coder, without server or network, in which everything is asked, kept and saved.

Asks what the workbook asks, in the same words. It writes no file, and the text of articles stays text.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

import jinja2
import markupsafe

from analysis.codebook import Codebook
from analysis.measures import ARTICLE, ATTRIBUTION, CODES, MENTION
from analysis.paths import PACKAGE
from analysis.people.frames import Drawn, mention_item, one_code, shuffled
from analysis.people.questions import Question, Questionnaire

TEMPLATE = PACKAGE / "people" / "template"
PARTS = ("source", "cue", "content")
STEPS = (
    "This page is yours alone. Code without asking the other coders, and without looking at the machine's answers.",
    "The passage in question is marked: the source bold, the cue italic, the content underlined; other passages that "
    "the machine found are dotted. Answer from the article and the rules beside each question.",
    "Where whole articles are asked for, read to the end and add whatever else is attributed to somebody; then answer "
    "“yes”, also if nothing was missed.",
    "Skip what you do not want to decide: nothing is guessed from it. When you are done, save as a file and send that.",
)


def coding_page(
    drawn: Drawn, questionnaire: Questionnaire, codebook: Codebook, coder: str, order: int, sample: str
) -> str:
    """Give the page on which a coder codes what was drawn, in an order of the coder's own.

    Parameters
    ----------
    drawn : Drawn
        As `frames.draw` gives it: the same for every coder.
    questionnaire, codebook
        What is asked, and the labels of sides.
    coder : str
        Name of the coder, kept in the file that the page saves.
    order : int
        Items come in an order of their own for each coder; articles to be read whole come last.
    sample : str
        Name of the draw: a file saved from another draw's page is refused by this one.
    """
    frames = [drawn.attributions, drawn.mentions, drawn.articles]
    texts = {row["article_id"]: row for frame in frames for row in frame.to_dict("records")}
    places = {article: place for place, article in enumerate(texts)}
    labels = {side.id: side.label for side in codebook.sides}
    items = shuffled([_attribution(row, places) for row in drawn.attributions.to_dict("records")], order)
    items += shuffled([_mention(row, places, labels) for row in drawn.mentions.to_dict("records")], order)
    items += [_article(row, places) for row in drawn.articles.to_dict("records")]
    found: dict[str, list] = {article: [] for article in texts}
    for row in drawn.found.to_dict("records"):
        found[row["article_id"]].append([span for part in PARTS for span in _spans(row[f"{part}_spans"])])
    data = {
        "kind": "code",
        "coder": coder,
        "sample": sample,
        "questions": {unit: asked(questions) for unit, questions in questionnaire.asked.items()},
        "articles": [about(row) | {"found": found[article]} for article, row in texts.items()],
        "items": items,
    }
    return render(data, "Who speaks here?", STEPS)


def render(data: dict[str, Any], title: str, steps: Iterable[str]) -> str:
    """Fill in the page; what it holds as data can neither end its script element nor run."""
    script, style = ((TEMPLATE / name).read_text(encoding="utf-8") for name in ("coding.js", "coding.css"))
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    written = re.sub("[&<>\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", written)
    template = jinja2.Template((TEMPLATE / "coding.html.j2").read_text(encoding="utf-8"), autoescape=True)
    return template.render(
        title=title,
        coder=data["coder"],
        steps=list(steps),
        data=markupsafe.Markup(written.encode("utf-8", "replace").decode()),
        script=markupsafe.Markup(script),
        style=markupsafe.Markup(style),
        script_hash=_digest(script),
        style_hash=_digest(style),
    )


def asked(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Write questions as the page's script takes them: each value with its code, its words and what it means."""
    return [
        {
            "variable": question.variable,
            "heading": question.heading,
            "rule": question.rule,
            "only_if": question.only_if,
            "values": [
                [code, words, question.rules_of_values.get(words, "")] for words, code in question.values.items()
            ],
        }
        for question in questions
    ]


def attribution_item(row: dict[str, Any], article: int) -> dict[str, Any]:
    """Write an attribution as an item of a page: where its parts stand, and what the machine says of it."""
    return {
        "unit": ATTRIBUTION,
        "item": row["attribution_id"],
        "article": article,
        "chance": row.get("chance", 1.0),
        "content": row["content"],
        "spans": {part: _spans(row[f"{part}_spans"]) for part in PARTS},
    }


def _attribution(row: dict[str, Any], places: dict[str, int]) -> dict[str, Any]:
    return attribution_item(row, places[row["article_id"]]) | {
        "machine": {code: one_code(row[code]) for code in CODES if code in row}
    }


def _mention(row: dict[str, Any], places: dict[str, int], labels: dict[str, str]) -> dict[str, Any]:
    toward = row["actor"] or labels.get(row["side"], row["side"])
    return {
        "unit": MENTION,
        "item": mention_item(row),
        "article": places[row["article_id"]],
        "chance": row["chance"],
        "content": row["target"],
        "spans": {"content": [[int(row["start"]), int(row["end"])]]},
        "told": f"“{row['target']}”, meaning {toward}, in the voice of the {row['voice']}.",
    }


def _article(row: dict[str, Any], places: dict[str, int]) -> dict[str, Any]:
    article = row["article_id"]
    about = {"unit": ARTICLE, "item": article, "article": places[article], "chance": row["chance"], "content": ""}
    return about | {"spans": {}, "told": "Read the article whole and add what is missing."}


def about(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["article_id"], "title": row["title"], "outlet": row["outlet"], "text": row["text"]}


def _spans(spans: Any) -> list[list[int]]:
    return [] if spans is None else [[int(start), int(end)] for start, end in spans]


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
