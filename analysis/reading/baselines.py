"""Dictionary sentiment, as a baseline: it calls most war sentences negative and is never the headline."""

import re
from functools import lru_cache

from textblob.en.sentiments import PatternAnalyzer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
SHORTEST = 4
"""Words below which a part of a sentence is not scored: "she said" has no tone."""


@lru_cache(maxsize=1)
def _analyzers() -> tuple[PatternAnalyzer, SentimentIntensityAnalyzer]:
    return PatternAnalyzer(), SentimentIntensityAnalyzer()


def score(sentence: str) -> dict[str, float | None]:
    """Score a sentence with TextBlob's polarity and VADER's compound (Hutto & Gilbert 2014), both from -1 to 1.

    Typographic apostrophes are straightened first: VADER reads "isn’t" as praise otherwise. Both are None below
    four words. It does not say toward whom the tone is.
    """
    if len(re.findall(r"\w+", sentence)) < SHORTEST:
        return {"textblob": None, "vader": None}
    plain = sentence.translate(APOSTROPHE)
    pattern, vader = _analyzers()
    return {"textblob": pattern.analyze(plain).polarity, "vader": vader.polarity_scores(plain)["compound"]}
