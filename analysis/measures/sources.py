"""Who speaks most."""

import pandas as pd

from analysis.errors import RequestError
from analysis.measures.checks import require_columns


def top_sources(attributions: pd.DataFrame, unit: str = "attributions", top: int = 15) -> pd.DataFrame:
    """List the actors with most attributions or words; the unnamed are left out, equal ones stand by name.

    Returns
    -------
    DataFrame
        `actor`, `side` (most frequent of its attributions), `source_type`, `attributions`, `words`,
        `articles`.
    """
    require_columns(attributions, "article_id", "actor", "anonymity", "side", "source_type", "words")
    if top < 1:
        raise RequestError(f"The top {top} sources are nobody; take at least 1.")
    named = attributions[attributions["anonymity"] == "named"]
    if named.empty:
        return pd.DataFrame(columns=["actor", "side", "source_type", "attributions", "words", "articles"])
    table = named.groupby("actor").agg(
        side=("side", _most_frequent),
        source_type=("source_type", _most_frequent),
        attributions=("actor", "size"),
        words=("words", "sum"),
        articles=("article_id", "nunique"),
    )
    order = "words" if unit == "words" else "attributions"
    table = table.reset_index().sort_values([order, "actor"], ascending=[False, True])
    return table.head(top).reset_index(drop=True)


def _most_frequent(values: pd.Series) -> str:
    return min(values.mode())
