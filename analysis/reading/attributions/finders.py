"""The two readers by name."""

from functools import lru_cache

from analysis.reading.article import Finder
from analysis.reading.attributions import rules


@lru_cache(maxsize=2)
def find_with(reader: str) -> Finder:
    """Give the function that finds attributions: "model", the trained reader, or "rules"."""
    if reader == "rules":
        return rules.find_attributions
    from analysis.reading.attributions.model import find_attributions

    return find_attributions
