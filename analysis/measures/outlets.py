"""One outlet against all others."""

import pandas as pd

from analysis.errors import RequestError
from analysis.measures.checks import require_choice, require_columns

OTHERS = "all other outlets"


def chosen_outlet(articles: pd.DataFrame, outlet: str = "") -> str:
    """Give the outlet asked for, or the one with most articles if none is.

    Raises
    ------
    RequestError
        When there are no articles, or none by that outlet; names the nearest.
    """
    require_columns(articles, "outlet")
    if articles.empty:
        raise RequestError("The corpus has no articles; ingest some first.")
    if outlet:
        require_choice("The outlet", outlet, sorted(articles["outlet"].unique()))
        return outlet
    return min(articles["outlet"].mode())


def against_others(table: pd.DataFrame, outlet: str) -> pd.DataFrame:
    """Call every outlet but one "all other outlets", so that two groups are compared.

    The others count together, article by article: a large outlet weighs more than a small one.
    """
    require_columns(table, "outlet")
    return table.assign(outlet=table["outlet"].where(table["outlet"] == outlet, OTHERS))
