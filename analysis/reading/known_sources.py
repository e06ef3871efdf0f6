"""Whom an attribution added or changed by hand is of: a source that was read in its article.

It goes by the words of the source alone, and makes no new source.
"""

import re
from collections.abc import Iterable

import pandas as pd

from analysis.reading.entities import FIRST_PERSON, HE_SHE, IT, NOBODY, RELATIVE, THEY

NO_NAME = {*FIRST_PERSON, *HE_SHE, *THEY, *IT, *RELATIVE, *NOBODY}
"""Words that are somebody else's in the next sentence."""

ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def give_sources(rows: list[dict], read: pd.DataFrame, sources: pd.DataFrame) -> list[dict]:
    """Fill in `source_id` of the attributions whose source changed by hand, where one known source of the article fits.

    Parameters
    ----------
    rows : attributions that came back, changed in place
    read : the attributions that stood in the corpus for the same articles
    sources : their sources

    Returns
    -------
    Those whose source has words that fit no source of the article, or several.
    """
    before = read.set_index("attribution_id")[["source_id", "source_spans"]].to_dict("index")
    known = {article: list(_forms(of_it)) for article, of_it in sources.groupby("article_id")}
    ids, unknown = {"", *sources.source_id}, []
    for row in rows:
        if row["source_id"] in ids and _is_settled(row, before.get(row["attribution_id"])):
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


def _is_settled(row: dict, before: dict | None) -> bool:
    """Tell whether somebody said whose attribution it is, or it is still of the words that it was read with."""
    if before is None or row["source_id"] != before["source_id"]:
        return bool(row["source_id"])
    was, now = before["source_spans"], row["source_spans"]
    same = any(a < d and c < b for a, b in was for c, d in now)
    return same or (not len(was) and not len(now))


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
