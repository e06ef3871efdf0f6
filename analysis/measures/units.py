"""What is counted: attributions, the words in them, or the sources that speak."""

import pandas as pd

from analysis.measures.checks import require_between, require_choice, require_columns

UNITS = ("attributions", "words", "sources")
KINDS = ("speech", "attitude", "both")


def select_attributions(
    attributions: pd.DataFrame, kind: str = "both", minimum_confidence: float = 0.0
) -> pd.DataFrame:
    """Keep the attributions of a kind that the reader was sure enough of; does not count anything.

    Parameters
    ----------
    attributions : DataFrame
        With columns `kind` and `confidence`.
    kind : {"speech", "attitude", "both"}
        What somebody said, what somebody thinks or feels, or both.
    minimum_confidence : float
        Lowest confidence kept, 0 to 1.

    Raises
    ------
    RequestError
        For another kind, or a confidence that is no probability.
    """
    require_columns(attributions, "kind", "confidence")
    require_choice("The kind of attribution", kind, KINDS)
    require_between("The minimum confidence", minimum_confidence, 0, 1)
    kept = attributions[attributions["confidence"] >= minimum_confidence]
    return (kept if kind == "both" else kept[kept["kind"] == kind]).reset_index(drop=True)


def in_units(attributions: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Give each thing counted one row with its `weight`.

    Attributions weigh 1 each, words make an attribution weigh its number of words, and of sources each is
    kept once an article (attributions whose source nobody names have none and drop out).

    Raises
    ------
    RequestError
        For another unit.
    """
    require_choice("The unit", unit, UNITS)
    if unit == "words":
        require_columns(attributions, "words")
        return attributions.assign(weight=attributions["words"].astype(float))
    if unit == "sources":
        require_columns(attributions, "source_id")
        named = attributions[attributions["source_id"].fillna("") != ""]
        return named.drop_duplicates("source_id").assign(weight=1.0)
    return attributions.assign(weight=1.0)
