"""How far two machine readers agree on who says what."""

import numpy as np
import pandas as pd

from analysis.measures.checks import require_columns

FORMS = ("direct", "mixed", "indirect")


def reader_agreement(opinions: pd.DataFrame) -> pd.DataFrame:
    """Count, by form, what two readers found, and how far they agree; two machines can agree and both be wrong.

    Parameters
    ----------
    opinions : DataFrame
        Of `reading.second_opinion`.

    Returns
    -------
    DataFrame
        `form` (and "all"), `both`, `first_only`, `second_only`, `agreement` (F1 of one reader against the other, 0
        to 1) and `same_source` (the share of what both found for which they name the same source).
    """
    require_columns(opinions, "form", "found_by", "same_source")
    rows = []
    for form in (*FORMS, "all"):
        found = opinions if form == "all" else opinions[opinions["form"] == form]
        both, first, second = ((found["found_by"] == who).sum() for who in ("both", "first only", "second only"))
        named = found.loc[found["found_by"] == "both", "same_source"].astype(float)
        agreement = 2 * both / (2 * both + first + second) if len(found) else np.nan
        rows.append((form, both, first, second, agreement, named.mean() if both else np.nan))
    return pd.DataFrame(rows, columns=["form", "both", "first_only", "second_only", "agreement", "same_source"])
