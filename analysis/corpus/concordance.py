"""A phrase wherever it stands in the articles, with the words around it (keyword in context).

It finds words as written; it knows no inflection beyond the `*` that the researcher sets.
"""

import re
from pathlib import Path

import pandas as pd

from analysis.corpus import store
from analysis.errors import RequestError

WINDOW = 10
"""Words to either side."""

COLUMNS = ["outlet", "published", "title", "left", "keyword", "right", "source", "side", "start", "end", "article_id"]

APOSTROPHES = re.compile("['’‘ʼ]")
WORD = re.compile(r"\S+")


def concordance(corpus: Path, phrase: str, window: int = WINDOW, where: str = "", side: str = "") -> pd.DataFrame:
    """Find a phrase in the articles of a corpus, duplicates left out.

    Parameters
    ----------
    corpus
        Folder of the corpus.
    phrase
        Words; upper and lower case are the same, white space and straight or curly apostrophes too; ``*``, wherever it
        stands in a word, is any letters or none.
    window
        Words of context to either side, within the article.
    where
        Condition in DuckDB's SQL on articles, for example ``outlet = 'BBC' AND published >= '2024-03-01'``.
    side
        Only where a source of this side of the codebook is speaking; needs a corpus that was read.

    Returns
    -------
    pandas.DataFrame
        One row a hit, by outlet, date and place: outlet, published, title, left, keyword, right, source and side
        (of the attribution in whose content it stands; empty in the journalist's words, or where the corpus was not
        read), start and end (characters of the article's text), article_id.

    Raises
    ------
    RequestError
        When the phrase has no word, the condition is not one, or a side is asked for that no source has.
    """
    pattern = phrase_pattern(phrase)
    articles = store.read_chosen(corpus, where)
    spoken = _spoken(corpus, side)
    rows = []
    for article in articles.itertuples():
        for match in pattern.finditer(article.text):
            source, of_side = _speaker(spoken.get(article.article_id, ()), match.start())
            if not side or of_side == side:
                left, right = context(article.text, match.start(), match.end(), window)
                rows.append(
                    [article.outlet, article.published, article.title, left, match[0], right, source, of_side]
                    + [match.start(), match.end(), article.article_id]
                )
    hits = pd.DataFrame(rows, columns=COLUMNS)
    return hits.sort_values(["outlet", "published", "article_id", "start"], ignore_index=True)


def tell_hit(hit: dict) -> str:
    """Write a hit as a line of text, the phrase in the middle."""
    day = "" if pd.isna(hit["published"]) else f"{hit['published']:%Y-%m-%d}"
    speaker = f"  [{hit['source']}, {hit['side']}]" if hit["source"] else ""
    return f"{hit['outlet'][:18]:<18} {day:<10} {hit['left'][-45:]:>45}  {hit['keyword']}  {hit['right'][:45]}{speaker}"


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    r"""Make the pattern of a phrase.

    Examples
    --------
    >>> phrase_pattern("peace deal*").search("A Peace\nDealer").group()
    'Peace\nDealer'
    """
    words = phrase.split()
    if not any(re.search(r"\w", word) for word in words):
        raise RequestError(f'"{phrase}" has no word to look for; give one or more, in quotation marks.')
    return re.compile(r"\s++".join(map(_word_pattern, words)), re.IGNORECASE)


def _word_pattern(word: str) -> str:
    """Make the pattern of a word; what stands between two stars is taken where it stands first in a text's word.

    No later place would do where that one does not, and to try them all takes time by a power of the letters.
    """
    first, *others = (APOSTROPHES.sub("['’‘ʼ]", re.escape(part)) for part in re.split(r"\*+", word))
    inner = "".join(rf"(?>\w*?{part})" for part in others[:-1])
    last = "".join(rf"\w*{part}" for part in others[-1:])
    before = r"(?<!\w)" if re.match(r"[\w*]", word) else ""
    after = r"(?!\w)" if re.search(r"\w$", word) else ""
    return f"{before}{first}{inner}{last}{after}"


def context(text: str, start: int, end: int, window: int) -> tuple[str, str]:
    """Give the words before and after a place in a text, in one line each.

    Examples
    --------
    >>> context("The mayor said no to it.", 10, 14, 1)
    ('mayor', 'no')
    """
    # a word has at most some 60 characters: the rest of a long text is not looked at
    left = WORD.findall(text[max(0, start - 60 * window) : start])
    right = WORD.findall(text[end : end + 60 * window])
    return " ".join(left[max(0, len(left) - window) :]), " ".join(right[:window])


def _spoken(corpus: Path, side: str) -> dict[str, list[tuple[int, int, str, str]]]:
    """Give for each article the spans of what sources say, with source and side; nothing where it was not read."""
    read = all(store.table_path(corpus, table).is_file() for table in ("attributions", "sources"))
    if not read and not side:
        return {}
    coded = store.coded_attributions(corpus)
    if side and side not in set(coded.side):
        known = ", ".join(sorted(set(coded.side))) or "none"
        raise RequestError(f'No source of this corpus is on side "{side}"; sides are: {known}.')
    spoken: dict[str, list[tuple[int, int, str, str]]] = {}
    for row in coded.itertuples():
        spans = spoken.setdefault(row.article_id, [])
        spans += [(int(start), int(end), row.name or row.source, row.side) for start, end in row.content_spans]
    return spoken


def _speaker(spans: list[tuple[int, int, str, str]], place: int) -> tuple[str, str]:
    """Give source and side of the innermost span that holds a place."""
    around = [span for span in spans if span[0] <= place < span[1]]
    _, _, source, side = min(around, key=lambda span: span[1] - span[0], default=(0, 0, "", ""))
    return source, side
