"""What is counted: attributions, the words in them, or the sources that speak.

Measures take a row an attribution, or the counts of `corpus.counts`, whose row stands for several alike. Both hold the
same numbers; of millions of attributions only the counts fit.
"""

import pandas as pd

from analysis.measures.checks import require_between, require_choice, require_columns

UNITS = ("attributions", "words", "sources")
KINDS = ("speech", "attitude", "both")


def selection(kind: str = "both", minimum_confidence: float = 0.0) -> str:
    """Write as a condition for the store which attributions count: of a kind, of which the reader was sure enough.

    Parameters
    ----------
    kind : {"speech", "attitude", "both"}
        What somebody said, what somebody thinks or feels, or both.
    minimum_confidence : float
        Lowest confidence kept, 0 to 1.

    Raises
    ------
    RequestError
        For another kind, or a confidence that is no probability.
    """
    require_choice("The kind of attribution", kind, KINDS)
    require_between("The minimum confidence", minimum_confidence, 0, 1)
    return f"confidence >= {float(minimum_confidence)}" + ("" if kind == "both" else f" AND kind = '{kind}'")


def in_units(attributions: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Give each row its `weight` in one article.

    Attributions weigh 1 each, words make an attribution weigh its number of words, and of sources each is
    kept once an article (attributions whose source nobody names have none and drop out). Of counts the weight is what
    was counted.

    Raises
    ------
    RequestError
        For another unit, or counts of another one.
    """
    require_choice("The unit", unit, UNITS)
    if unit == "words":
        require_columns(attributions, "words")
        return attributions.assign(weight=attributions["words"].astype(float))
    if "articles" in attributions:
        require_columns(attributions, unit)
        counted = attributions.assign(weight=attributions[unit].astype(float))
        return counted[counted["weight"] > 0]
    if unit == "sources":
        require_columns(attributions, "source_id")
        named = attributions[attributions["source_id"].fillna("") != ""]
        return named.drop_duplicates("source_id").assign(weight=1.0)
    return attributions.assign(weight=1.0)


def in_all(table: pd.DataFrame, values: pd.Series | None = None) -> pd.Series:
    """Give what each row stands for in all articles alike: attributions, or `values` of one article."""
    if "articles" not in table:
        return pd.Series(1, table.index) if values is None else values
    return table["articles"] * (table["attributions"] if values is None else values)


def number_of_articles(table: pd.DataFrame) -> int:
    """Count the articles that a table's rows stand for."""
    if "articles" not in table:
        return table["article_id"].nunique()
    return int(table.drop_duplicates("article_id")["articles"].sum())
