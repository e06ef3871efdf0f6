"""Whom an attribution added or changed by hand is of: a source that was read in its article.

It goes by the words of the source alone, and makes no new source.
"""

import re
from collections.abc import Iterable

import pandas as pd

from analysis.reading.sources.entities import FIRST_PERSON, HE_SHE, IT, NOBODY, RELATIVE, THEY

NO_NAME = {*FIRST_PERSON, *HE_SHE, *THEY, *IT, *RELATIVE, *NOBODY}
"""Words that are somebody else's in the next sentence."""

ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def as_they_stand(attributions: pd.DataFrame) -> dict[str, list[list]]:
    """Give for each article [attribution_id, source_id, source_spans] of its attributions."""
    return {
        article: [
            [row.attribution_id, row.source_id, [[int(start), int(end)] for start, end in row.source_spans]]
            for row in of_it.itertuples()
        ]
        for article, of_it in attributions.groupby("article_id")
    }


def give_sources(rows: list[dict], stood: Iterable[list], sources: pd.DataFrame) -> list[dict]:
    """Fill in `source_id` of the attributions whose source changed by hand, where one known source of the article fits.

    Parameters
    ----------
    rows : attributions that came back, changed in place
    stood : [attribution_id, source_id, source_spans] of their articles' attributions as they were read, and as they
        stood before each import since: only so does a file that is imported again give the same
    sources : their sources

    Returns
    -------
    Those whose source has words that fit no source of the article, or several.
    """
    before: dict[str, list] = {}
    for attribution, source, spans in stood:
        before.setdefault(attribution, []).append((source, spans))
    known = {article: list(_forms(of_it)) for article, of_it in sources.groupby("article_id")}
    ids, unknown = {"", *sources.source_id}, []
    for row in rows:
        if row["source_id"] in ids and _is_settled(row, before.get(row["attribution_id"], ())):
            continue
        row["source_id"] = who(row["source"], known.get(row["article_id"], ()))
        if row["source"] and not row["source_id"]:
            unknown.append(row)
    return unknown


def who(words: str, forms: Iterable[tuple[str, str]]) -> str:
    """Give the one source of forms (words, source) that goes by these words, else by the longest name in them, else has
    them in its name; empty where none or two do.

    Examples
    --------
    >>> who("Councillor Amara Okafor", [("Amara Okafor", "p1"), ("Okafor", "p2"), ("a baker", "p3")])
    'p1'
    >>> who("Okafor", [("Amara Okafor", "p1"), ("Ben Okafor", "p2")])
    ''
    """
    words, forms = _plain(words), list(forms)
    if not words or words.casefold() in NO_NAME:
        return ""
    exact = [form for form in forms if form[0].casefold() == words.casefold()]
    named = [form for form in forms if _stands_in(form[0], words)]
    longest = [form for form in named if len(form[0]) == max(len(name) for name, _ in named)]
    bearers = [form for form in forms if _stands_in(words, form[0])]
    chosen = {source for _, source in exact or longest or bearers}
    return chosen.pop() if len(chosen) == 1 else ""


def _is_settled(row: dict, before: Iterable[tuple[str, list]]) -> bool:
    """Tell whether somebody said whose attribution it is, or it is still of words with which it had that source."""
    now, of_that_source = row["source_spans"], [spans for source, spans in before if source == row["source_id"]]
    if not of_that_source:
        return bool(row["source_id"])
    return any(
        any(a < d and c < b for a, b in was for c, d in now) or not (len(was) or len(now)) for was in of_that_source
    )


def _forms(sources: pd.DataFrame) -> Iterable[tuple[str, str]]:
    for source in sources.itertuples():
        for form in {_plain(name) for name in (source.name, *source.mentions)}:
            if form and form.casefold() not in NO_NAME:
                yield form, source.source_id


def _plain(words: str) -> str:
    return ARTICLE.sub("", " ".join(words.split()))


def _stands_in(name: str, words: str) -> bool:
    """Tell whether a name stands in words, as whole words; what begins in lower case is no name."""
    return name[0].isupper() and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None
