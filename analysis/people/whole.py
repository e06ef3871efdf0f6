"""Reads articles that a person marked whole, in JSON Lines like `data/sample/gold.jsonl`, into rows of `hand_codes`.

Such a coder has judged everything the machine found in these articles, and whatever it missed.
"""

import json
from contextlib import suppress
from pathlib import Path

from analysis.errors import RequestError
from analysis.measures import ARTICLE, ATTRIBUTION, CODES, MISSED, NO, YES
from analysis.people.read import Known, missed_name
from analysis.reading.attributions.matching import pair, words_touched
from analysis.schema import UNKNOWN

PARTS = ("source", "cue", "content")


def codes_of_articles(path: Path, known: Known, machine_sources: dict[str, list]) -> tuple[list[dict], list[str]]:
    """Compare articles marked whole with what the machine found in the same texts.

    Parameters
    ----------
    path : Path
        A line an article: `text`, `attributions` (spans of source, cue and content; form, kind, source_id) and
        `sources` (source_id and codes). The file's name is the coder's.
    known : Known
        The corpus.
    machine_sources : dict
        Spans of the source that the machine marked for each of its attributions.

    Returns
    -------
    codes, remarks
        Rows of `hand_codes`, and a sentence for each article that is not in the corpus or cannot be read.

    Raises
    ------
    RequestError
        When the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f'"{path}" cannot be read as UTF-8 text: {error}.') from error
    article_of: dict[str, str] = {}
    for first, text in known.texts.items():
        article_of.setdefault(text, first)  # of several articles with one text, the first
    codes, remarks = [], []
    for number, line in enumerate(lines, start=1):
        place = f"{path.name}, line {number}"
        try:
            record = json.loads(line)
            article = article_of.get(record["text"])
            if article:
                codes += [
                    code | {"coder": path.stem, "place": place, "chance": 1.0, "article_id": article}
                    for code in _of_article(record, article, known, machine_sources)
                ]
            else:
                title = str(record.get("title") or record["text"][:40])
                remarks.append(f'{place}: the corpus has no article with exactly this text ("{title}"); left out.')
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            remarks.append(f"{place}: no article with text, attributions and sources ({error!r}); left out.")
    return codes, remarks


def texts_of(path: Path) -> set[str]:
    """Give the texts of the articles in a file, as far as it can be read."""
    texts = set()
    with suppress(OSError, UnicodeDecodeError):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                texts.add(str(json.loads(line)["text"]))
    return texts


def _of_article(record: dict, article: str, known: Known, machine_sources: dict[str, list]) -> list[dict]:
    text, found = record["text"], known.contents[article]
    own = [{part: words_touched(text, attribution[part]) for part in PARTS} for attribution in record["attributions"]]
    items = list(found)
    matched = pair([touched["content"] for touched in own], list(found.values()))
    sources = {source["source_id"]: source for source in record["sources"]}
    codes = [{"unit": ARTICLE, "item": article, "variable": "read", "value": "whole", "content": ""}]
    for place, (attribution, touched) in enumerate(zip(record["attributions"], own, strict=True)):
        content = " ".join(text[start:end] for start, end in attribution["content"])
        values = {ATTRIBUTION: YES} | _codes(attribution, sources.get(attribution.get("source_id")))
        of = {"unit": MISSED, "item": missed_name(article, attribution["content"]), "content": content}
        if place in matched:
            item = items[matched[place]]
            of = {"unit": ATTRIBUTION, "item": item, "content": known.items[ATTRIBUTION][item][1]}
            theirs = words_touched(text, machine_sources[item])
            values["source"] = YES if touched["source"] & theirs or touched["source"] == theirs else NO
        codes += [of | {"variable": variable, "value": value} for variable, value in values.items()]
    for place, item in enumerate(items):
        if place not in matched.values():
            content = known.items[ATTRIBUTION][item][1]
            of = {"unit": ATTRIBUTION, "item": item, "content": content}
            codes.append(of | {"variable": ATTRIBUTION, "value": NO})
    return codes


def _codes(attribution: dict, source: dict | None) -> dict[str, str]:
    told = {**attribution, **(source or {"expert": False})}
    values = {code: told.get(code, "" if source else UNKNOWN) for code in CODES}
    words = {code: {True: YES, False: NO}.get(value, value) for code, value in values.items()}
    return {code: str(value) for code, value in words.items() if value not in ("", None)}
