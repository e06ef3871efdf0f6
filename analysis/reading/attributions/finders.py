"""The two readers by name."""

from functools import lru_cache

from analysis.reading.article import Finder
from analysis.reading.attributions import rules
from analysis.reading.attributions.layouts import laid_out
from analysis.reading.attributions.relays import relayed


@lru_cache(maxsize=2)
def find_with(reader: str) -> Finder:
    """Give the function that finds attributions: "model", the trained reader, or "rules"."""
    find = rules.find_attributions
    if reader != "rules":
        from analysis.reading.attributions.model import find_attributions as find

    return lambda doc: laid_out(doc, relayed(doc, find(doc)))
