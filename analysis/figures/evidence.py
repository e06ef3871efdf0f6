"""The sentences under a number: attributions with source, cue and content marked in their paragraph."""

from collections.abc import Iterable, Mapping

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from analysis.figures.tables import NONE, table_html

STYLES = {
    "source": "background:#cfe3f7;color:#111;font-weight:600",
    "cue": "background:#f9dcc4;color:#111;font-style:italic",
    "content": "background:#f3efc3;color:#111",
}
"""How each part is marked, in the order in which one wins where they overlap; not by colour alone."""

CONTEXT = 240
"""Characters kept on either side of an attribution within its paragraph."""


def show_evidence(
    attributions: pd.DataFrame,
    articles: pd.DataFrame,
    caption: str,
    limit: int = 20,
    codes: Iterable[str] = ("actor", "side", "source_type"),
    labels: Mapping[str, Mapping[str, str]] | None = None,
    of: int | None = None,
) -> None:
    """Display the attributions that a number counts, the first `limit` of them, in their paragraphs.

    Parameters
    ----------
    attributions : DataFrame
        Coded attributions with their spans.
    articles : DataFrame
        With `article_id` and `text`, into which the spans point.
    caption : str
        Which attributions these are.
    limit : int
        Most attributions shown; the caption says how many there are.
    codes : iterable of str
        Columns to show beside the text.
    labels : mapping, optional
        Column → what to write for each of its codes.
    of : int, optional
        How many there are, where not all are given.
    """
    table = evidence_table(attributions.head(limit), articles, codes, labels)
    of = of or len(attributions)
    if of > limit:
        caption = f"{caption.rstrip('.')}. The first {limit} of {of}."
    key = Markup(" · ").join(mark(part, part) for part in STYLES)
    html = Markup("{}<p>{}</p>").format(table_html(table, caption), Markup("Marked: {}").format(key))
    display({"text/html": html, "text/plain": f"{caption} {len(table)} shown."}, raw=True)


def evidence_table(
    attributions: pd.DataFrame,
    articles: pd.DataFrame,
    codes: Iterable[str] = ("actor", "side", "source_type"),
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """Give each attribution its article, its paragraph with marks, and its codes, as escaped Markup.

    Raises
    ------
    KeyError
        When the text of an article is missing.
    """
    texts = articles.set_index("article_id")["text"]
    labels = labels or {}
    rows = []
    for row in attributions.to_dict("records"):
        day = row.get("published")
        rows.append(
            {
                "article": Markup("{}{}<br>{}").format(
                    row.get("outlet", ""),
                    "" if day is None or pd.isna(day) else f", {day:%Y-%m-%d}",
                    row.get("title") or row["article_id"],
                ),
                "attribution": marked(texts[row["article_id"]], row),
                "coded_as": Markup("<br>").join(
                    _code(code, labels.get(code, {}).get(row[code], row[code])) for code in codes
                ),
            }
        )
    # As objects: pandas would make plain strings of the Markup.
    return pd.DataFrame(rows, columns=["article", "attribution", "coded_as"], dtype=object)


def marked(text: str, attribution) -> Markup:
    """Write the paragraph of an attribution with its source, cue and content marked.

    Parameters
    ----------
    text : str
        The article's text.
    attribution : mapping
        With `source_spans`, `cue_spans` and `content_spans` into the text.
    """
    return Markup("").join(mark(words, part) for words, part in pieces(text, attribution))


def pieces(text: str, attribution, context: int = CONTEXT, within_paragraph: bool = True) -> list[tuple[str, str]]:
    """Take the words around an attribution apart: each piece with the part it is, "" where it is none.

    Parameters
    ----------
    text : str
        The article's text.
    attribution : mapping
        With `source_spans`, `cue_spans` and `content_spans` into the text.
    context : int
        Most characters kept on either side.
    within_paragraph : bool
        Whether to stop where the attribution's paragraphs do.
    """
    parts = [""] * len(text)
    for part in reversed(STYLES):
        for start, end in _spans(attribution.get(f"{part}_spans")):
            parts[start:end] = [part] * (end - start)
    places = [place for place, part in enumerate(parts) if part]
    if not places:
        return []
    before, after = (text.rfind("\n\n", 0, places[0]), text.find("\n\n", places[-1])) if within_paragraph else (-1, -1)
    start = max(before + 2 if before >= 0 else 0, places[0] - context)
    end = min(after if after >= 0 else len(text), places[-1] + context)
    if start and text[start - 1].isalnum():  # not in the middle of a word
        start = text.find(" ", start, places[0]) + 1 or places[0]
    found, piece = [], start
    for place in range(start + 1, end + 1):
        if place == end or parts[place] != parts[piece]:
            found.append((text[piece:place], parts[piece]))
            piece = place
    lead = [("… ", "")] if start and text[start - 1] != "\n" else []
    tail = [(" …", "")] if end < len(text) and text[end] != "\n" else []
    return [*lead, *found, *tail]


def mark(words: str, part: str) -> Markup:
    """Mark words as source, cue or content; escape them in any case."""
    if not part:
        return Markup("{}").format(words)
    return Markup('<mark class="{}" style="{}">{}</mark>').format(part, STYLES[part], words)


def _code(code: str, value) -> str:
    value = f"{value:.2f}" if isinstance(value, float) else value
    return f"{code.replace('_', ' ')}: {value if value != '' else NONE}"


def _spans(spans) -> list[tuple[int, int]]:
    return [] if spans is None else [(int(start), int(end)) for start, end in spans]
