"""Let articles of a corpus tell of each other: a person of the same full name has the side that is told elsewhere.

Surnames alone are never joined across articles, nor near spellings: `codebook check` lists those for the researcher.
"""

import pandas as pd

from analysis.schema import UNKNOWN

LAST_RESORTS = ("place ", "context ", "mention ")
"""How the evidence begins that a place gave: what another article says of the person outweighs it."""


def across_articles(coded: pd.DataFrame) -> pd.DataFrame:
    """Give persons of unknown or guessed side, or unknown type, what all other articles that tell it agree on."""
    if "article_id" not in coded or coded.empty:
        return coded
    named = (coded["nature"] == "person") & (coded["anonymity"] == "named") & coded["actor"].str.contains(" ")
    guessed = coded["side_evidence"].str.startswith(LAST_RESORTS)
    coded = _told_elsewhere(coded, named, "side", (coded["side"] == UNKNOWN) | guessed)
    return _told_elsewhere(coded, named, "source_type", coded["source_type"].isin([UNKNOWN]))


def _told_elsewhere(coded: pd.DataFrame, named: pd.Series, code: str, open_: pd.Series) -> pd.DataFrame:
    told = coded[named & ~open_].groupby("actor")[code].agg(["nunique", "first"])
    agreed = told.loc[told["nunique"] == 1, "first"]
    asked = named & open_ & coded["actor"].isin(agreed.index)
    coded.loc[asked, code] = coded.loc[asked, "actor"].map(agreed)
    coded.loc[asked, f"{code}_evidence"] = [f'"{name}" in another article' for name in coded.loc[asked, "actor"]]
    return coded
