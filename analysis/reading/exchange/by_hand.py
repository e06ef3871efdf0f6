"""Attributions as one coder has them, what machine and person gave together; it merges no two people's."""

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.errors import RequestError, nearest
from analysis.reading.exchange.interchange import PARTS, selector


def as_coded(records: Iterable[dict], codes: pd.DataFrame, coder: str) -> Iterator[dict]:
    """Leave out what a coder denies, mark the parts as the coder did, and add what the machine missed.

    Parameters
    ----------
    records : iterable of dict
        As `interchange.standoff` gives them; those are left out of which the coder coded nothing.
    codes : DataFrame
        Rows of `hand_codes`.
    coder : str
        Whose; "adjudicated" has what was decided.

    Returns
    -------
    iterator of dict
        The same, with a confidence of 1 where the coder says that it is one, and `read_whole`: only of articles read
        whole is every attribution there.

    Raises
    ------
    RequestError
        When nobody of this name coded.
    """
    coders = sorted(codes["coder"].unique())
    if coder not in coders:
        raise RequestError(f'Nobody named "{coder}" coded this corpus.{nearest(coder, coders)}')
    mine = codes[codes["coder"] == coder]
    whole = set(mine.loc[mine["unit"] == "article", "article_id"])
    of_article = dict(list(mine.groupby("article_id")))
    for record in records:
        if record["article_id"] in of_article:
            yield _as_coded(record, of_article[record["article_id"]]) | {"read_whole": record["article_id"] in whole}


def _as_coded(record: dict, codes: pd.DataFrame) -> dict:
    text = record["text"]
    said = {key: dict(zip(of["variable"], of["value"], strict=True)) for key, of in codes.groupby(["unit", "item"])}
    attributions = []
    for one in record["attributions"]:
        given = said.get(("attribution", one["attribution_id"]), {})
        if given.get("attribution") != "no":
            sure = {"confidence": 1.0} if given.get("attribution") == "yes" else {}
            attributions.append(one | sure | _marks(text, given))
    for (unit, item), given in said.items():
        if unit == "missed" and given.get("attribution") == "yes":
            spans = {"content_spans": item.rsplit("+", 1)[-1]} | given
            marks = dict.fromkeys(PARTS, []) | _marks(text, spans)
            if marks["content"]:
                about = {"attribution_id": item, "kind": given.get("kind", "speech"), "confidence": 1.0}
                attributions.append(about | {"via": "", "source_id": ""} | marks)
    return record | {"attributions": sorted(attributions, key=lambda one: one["content"][0]["start"])}


def _marks(text: str, given: dict[str, str]) -> dict[str, list[dict]]:
    """Give the parts that were marked, each span with its words; what is no span (words found nowhere) is none."""
    marks = {}
    for part in PARTS:
        pieces = [piece.split("-") for piece in given.get(f"{part}_spans", "").split(",")]
        if all(len(piece) == 2 and all(map(str.isdigit, piece)) for piece in pieces):
            marks[part] = [selector(text, int(start), int(end)) for start, end in pieces]
    return marks
