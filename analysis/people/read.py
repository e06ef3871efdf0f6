"""Turns filled sheets into rows of `hand_codes`: what cannot be understood is told and left out; the rest goes on."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus.text.words import count_words
from analysis.errors import nearest
from analysis.measures import ARTICLE, ATTRIBUTION, MARKS, MENTION, MISSED, YES, mention_ids
from analysis.people.questions import KEYS, NOTE, SHOWN, Question, Questionnaire
from analysis.people.rows import Filled
from analysis.reading.attributions.matching import find_content, overlap, words_touched
from analysis.reading.attributions.quotations import form_of

AGAIN = "was found again by its words"


class Known(NamedTuple):
    """The corpus, as far as a filled row is to be found in it."""

    texts: dict[str, str]
    contents: dict[str, dict[str, frozenset[int]]]
    """Of each article, the words that each attribution's content touches."""

    items: dict[str, dict[str, tuple[str, str]]]
    """By unit, article and content of each item."""


def known_items(articles: pd.DataFrame, attributions: pd.DataFrame, tones: pd.DataFrame) -> Known:
    """Gather what filled rows can refer to."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    contents: dict[str, dict[str, frozenset[int]]] = {article: {} for article in texts}
    of_attributions = {}
    for row in attributions.to_dict("records"):
        article = row["article_id"]
        of_attributions[row["attribution_id"]] = (article, row["content"])
        contents[article][row["attribution_id"]] = words_touched(texts[article], row["content_spans"])
    of_mentions = zip(mention_ids(tones), tones["article_id"], tones["target"], strict=True)
    return Known(
        texts,
        contents,
        {
            ATTRIBUTION: of_attributions,
            MENTION: {item: (article, target) for item, article, target in of_mentions},
            ARTICLE: {article: (article, "") for article in texts},
        },
    )


def headings_of(questionnaire: Questionnaire) -> list[list[str]]:
    """List the headings of each kind of sheet."""
    asked = {unit: [question.heading for question in questions] for unit, questions in questionnaire.asked.items()}
    of = {"attributions": ATTRIBUTION, "missed": ATTRIBUTION, "tone": MENTION, "articles": ARTICLE}
    return [[*SHOWN[sheet], *asked[unit], NOTE, *KEYS] for sheet, unit in of.items()]


def codes_of_rows(rows: Iterable[Filled], known: Known, questionnaire: Questionnaire) -> tuple[list[dict], list[str]]:
    """Turn filled rows into codes: `hand_codes` rows, and a remark for each thing not understood.

    Rows without an item, but with a content, are attributions that the machine missed; they are looked up in the
    article's text.
    """
    rows = list(rows)
    codes, remarks, again = [], [], 0
    numbered = _numbers(rows)
    for row in rows:
        coder = row.cells.get("coder") or numbered.get((row.file, "coder")) or row.file.stem
        answers, refused = {}, set()
        for question in (q for questions in questionnaire.asked.values() for q in questions):
            told = row.cells.get(question.heading, "")
            value = _understood(told, question, questionnaire.also)
            if told and not value:
                hint = nearest(told, question.values) or f" There are: {', '.join(question.values)}."
                what = "the whole row" if question.variable == ATTRIBUTION else "it"
                place = f'{row.place}: "{told}" is no answer to "{question.heading}"'
                remarks.append(f"{place}, so {what} is left out.{hint}")
                refused.add(question.variable)
            elif value:
                answers[question.variable] = value
        if ATTRIBUTION in refused:
            continue
        item = row.cells.get("item", "")
        if not item and not row.cells.get("content"):
            if answers:
                remarks.append(f"{row.place}: says neither which item it codes nor a content, so it is left out.")
            continue
        if not item:
            found, remark = _added(row, answers, known, numbered)
        elif answers or any(row.cells.get(name) for name in MARKS):
            found, remark = _listed(row, item, answers, known)
        else:
            continue
        again += remark == AGAIN
        remarks += [f"{row.place}: {remark}"] if remark not in ("", AGAIN) else []
        if found:
            given = _with_verdict(answers, found["unit"]) | _marks(row, known.texts[found["article_id"]])
            found |= {"coder": coder, "place": row.place, "note": row.cells.get(NOTE, "")}
            codes += [found | {"variable": name, "value": value} for name, value in given.items()]
    if again:
        remarks.append(f"{again} rows were found again by their words, since the corpus was read anew after the draw.")
    return codes, remarks


def _understood(told: str, question: Question, also: dict[str, str]) -> str:
    """Give the code that an answer means, in words or as an id, whatever its case; empty when it means none."""
    plain = " ".join(told.casefold().split())
    spelt = also.get(plain, plain)
    offered = {words.casefold(): code for words, code in question.values.items()}
    offered |= {code.casefold(): code for code in question.values.values()}
    return offered.get(plain) or offered.get(spelt, "")


def _marks(row: Filled, text: str) -> dict[str, str]:
    """Give the marks that a coder set, each of which must lie in the article."""
    return {name: row.cells[name] for name in MARKS if _spans(row.cells.get(name, ""), text)}


def _spans(written: str, text: str) -> list[tuple[int, int]]:
    if not re.fullmatch(r"\d+-\d+(,\d+-\d+)*", written):
        return []
    spans = [(int(start), int(end)) for start, end in (span.split("-") for span in written.split(","))]
    return spans if all(start < end <= len(text) for start, end in spans) else []


def _with_verdict(answers: dict[str, str], unit: str) -> dict[str, str]:
    """Who codes an attribution without saying that it is one takes it for one."""
    return {ATTRIBUTION: YES} | answers if unit in (ATTRIBUTION, MISSED) else answers


def _numbers(rows: list[Filled]) -> dict[tuple[Path, str], str]:
    """Give each file's coder, and the article that each number of its sheet "articles" means."""
    found: dict[tuple[Path, str], str] = {}
    for row in rows:
        if row.cells.get("coder"):
            found.setdefault((row.file, "coder"), row.cells["coder"])
        if row.cells.get("unit") == ARTICLE and row.cells.get("article"):
            found[row.file, row.cells["article"]] = row.cells["article_id"]
    return found


def _listed(row: Filled, item: str, answers: dict[str, str], known: Known) -> tuple[dict | None, str]:
    """Find a drawn item in the corpus; by its words where the corpus was read anew since."""
    unit = row.cells.get("unit") or (MENTION if "tone" in answers else ARTICLE if "read" in answers else ATTRIBUTION)
    chance = _chance(row.cells.get("chance", ""))
    content = row.cells.get("content") or row.cells.get("target", "")
    article, expected = known.items.get(unit, {}).get(item, ("", ""))
    if article and (unit == ARTICLE or not content or _same(content, expected)):
        return _found(unit, item, article, expected, chance), ""
    article = row.cells.get("article_id", "")
    if unit == ATTRIBUTION and article in known.texts:
        again = _machines(known, article, find_content(known.texts[article], content))
        if again:
            remark = "" if again == item else AGAIN
            return _found(unit, again, article, known.items[unit][again][1], chance), remark
    return None, f'"{item}" is not in this corpus (any more), so it is left out.'


def _added(row: Filled, answers: dict, known: Known, numbered: dict) -> tuple[dict | None, str]:
    """Place an attribution that a coder added, and leave it out if the machine found it after all."""
    content, told = row.cells["content"], row.cells.get("article", "")
    article = row.cells.get("article_id") or numbered.get((row.file, told), told)
    if article not in known.texts:
        return None, f'"{told}" is no article of the sheet "articles", so "{_short(content)}" is left out.'
    spans = _spans(row.cells.get("content_spans", ""), known.texts[article])
    spans = spans or find_content(known.texts[article], content)
    if not spans:
        place = sha256(" ".join(content.casefold().split()).encode()).hexdigest()[:10]
        remark = f'"{_short(content)}" does not stand so in the article; it counts, but is compared with nobody\'s.'
        return _found(MISSED, f"{article}+{place}", article, content, 1.0), remark
    answers.setdefault("form", form_of(known.texts[article], spans))
    if _machines(known, article, spans):
        return None, f'"{_short(content)}" was found by the machine too, so it is not counted as missed.'
    return _found(MISSED, missed_name(article, spans), article, content, 1.0), ""


def missed_name(article: str, spans: list[tuple[int, int]]) -> str:
    """Name an attribution that the machine missed by where it stands."""
    return f"{article}+" + ",".join(f"{int(start)}-{int(end)}" for start, end in spans)


def _machines(known: Known, article: str, spans: list[tuple[int, int]]) -> str:
    """Give the machine's attribution that covers half or more of the same words, the one that covers most; or ""."""
    words = words_touched(known.texts[article], spans)
    shares = {item: overlap(words, touched) for item, touched in known.contents[article].items()}
    best = max(shares, key=shares.__getitem__, default="")
    return best if best and shares[best] >= 0.5 else ""


def _found(unit: str, item: str, article: str, content: str, chance: float | None) -> dict:
    return {"unit": unit, "item": item, "article_id": article, "content": content, "chance": chance}


def _chance(told: str) -> float | None:
    try:
        chance = float(told.replace(",", "."))
    except ValueError:
        return None
    return chance if 0 < chance <= 1 else None


def _same(one: str, other: str) -> bool:
    return one.split() == other.split() or (count_words(one) > 0 and bool(find_content(other, one)))


def _short(content: str) -> str:
    return content if len(content) <= 60 else content[:57] + "…"


def once_each(codes: list[dict]) -> tuple[list[dict], list[str]]:
    """Keep one of the codes that a coder gave twice; where the two differ, keep neither and say so."""
    by_item: dict[tuple, list[dict]] = {}
    for code in codes:
        by_item.setdefault((code["coder"], code["unit"], code["item"], code["variable"]), []).append(code)
    repeated: Counter[str] = Counter()
    kept, remarks = [], []
    for (coder, _, _, variable), several in by_item.items():
        if len({code["value"] for code in several}) > 1:
            values = " and ".join(f'"{code["value"]}" ({code["place"]})' for code in several)
            remarks.append(f"{coder} coded the same {variable} as {values}; neither counts until one is deleted.")
            continue
        kept.append(several[0])
        repeated[coder] += len(several) - 1
    remarks += [f"{coder}: {n} codes stand twice and alike; each counts once." for coder, n in repeated.items() if n]
    return kept, remarks


def with_chances(codes: list[dict]) -> tuple[list[dict], list[str]]:
    """Give a code whose row lost its chance of being drawn that of the same item in another sheet, or else 1."""
    known = {code["item"]: code["chance"] for code in codes if code["chance"]}
    lost = {code["item"] for code in codes if not code["chance"] and code["item"] not in known}
    remark = f"{len(lost)} items lost their chance of being drawn (the grey columns), so they are not weighted by it."
    return [code | {"chance": known.get(code["item"], 1.0)} for code in codes], [remark] if lost else []
