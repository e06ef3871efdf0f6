"""Dictionary sentiment, as a baseline: it calls most war sentences negative and is never the headline."""

import csv
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from textblob.en import sentiment as textblob_sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from analysis.errors import RequestError

APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
SHORTEST = 4
"""Words below which a part of a sentence is not scored: "she said" has no tone."""


@lru_cache(maxsize=1)
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def score(sentence: str) -> dict[str, float | None]:
    """Score a sentence with TextBlob's polarity and VADER's compound (Hutto & Gilbert 2014), both from -1 to 1.

    Typographic apostrophes are straightened first: VADER reads "isn’t" as praise otherwise. Both are None below
    four words. It does not say toward whom the tone is.
    """
    if len(re.findall(r"\w+", sentence)) < SHORTEST:
        return {"textblob": None, "vader": None}
    plain = sentence.translate(APOSTROPHE)
    polarity, _ = textblob_sentiment(plain)
    return {"textblob": polarity, "vader": _vader().polarity_scores(plain)["compound"]}


def load_lexicon(path: Path) -> Callable[[str], float | None]:
    """Load a researcher's own dictionary of sentiment; the function given back scores a sentence from -1 to 1.

    The file is CSV with the columns `word` and `score`, any scale with 0 for neutral; a word that ends in "*" stands
    for every word that begins so. A sentence's score is the mean of its words found, divided by the largest score in
    the file; 0 without any, None below four words. It knows no negation.

    Raises
    ------
    RequestError
        When the file, a column or a score is not as it should be: names the line.
    """
    words: dict[str, float] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            if not {"word", "score"} <= set(lines.fieldnames or ()):
                raise RequestError(f"{path}: its first line must be word,score: name the two columns there.")
            for line in lines:
                words[line["word"].strip().lower().translate(APOSTROPHE)] = float(line["score"])
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{path}: cannot be read as a dictionary ({error}); save it as CSV in UTF-8.") from None
    except (TypeError, ValueError, AttributeError):
        raise RequestError(f"{path}: line {lines.line_num} has no number as its score; mend that line.") from None
    largest = max(map(abs, words.values()), default=0)
    if not largest:
        raise RequestError(f"{path}: no word has a score other than 0, so nothing could be scored by it.")
    stems = {word[:-1]: value for word, value in words.items() if word.endswith("*")}

    def value_of(word: str) -> float | None:
        if word in words:
            return words[word]
        return next((stems[word[:end]] for end in range(len(word), 0, -1) if word[:end] in stems), None)

    def score_of(sentence: str) -> float | None:
        found = re.findall(r"\w+(?:'\w+)*", sentence.lower().translate(APOSTROPHE))
        if len(found) < SHORTEST:
            return None
        values = [value for word in found if (value := value_of(word)) is not None]
        return sum(values) / len(values) / largest if values else 0.0

    return score_of
