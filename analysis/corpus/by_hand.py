"""What people answered to a codebook's own questions, one answer an attribution; it estimates nothing."""

from collections.abc import Iterable

import pandas as pd

ADJUDICATED = "adjudicated"
"""The coder under whose name stands what was decided where coders differed."""


def decided_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Let what was decided stand in place of the codes that it decides between; of the rest all coders' stay."""
    decided = codes["coder"] == ADJUDICATED
    key = ["unit", "item", "variable"]
    settled = pd.MultiIndex.from_frame(codes.loc[decided, key])
    return codes[decided | ~pd.MultiIndex.from_frame(codes[key]).isin(settled)]


def answers(codes: pd.DataFrame, attributions: pd.DataFrame, questions: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give each attribution's answer to each question: what was decided, else what most coders say.

    Left out are attributions on which as many coders say one thing as another, those that most say are none, and those
    that say something else than when they were coded.

    Parameters
    ----------
    codes : DataFrame
        Rows of `hand_codes`.
    attributions : DataFrame
        Those of the corpus now: `attribution_id`, `content`.
    questions : iterable of str
        Variables of hand codes.
    """
    said = _said(codes, attributions)
    none = {item for item, verdict in said.get("attribution", {}).items() if verdict == "no"}
    return {
        question: {item: value for item, value in said.get(question, {}).items() if item not in none}
        for question in questions
    }


def verdicts(codes: pd.DataFrame, attributions: pd.DataFrame) -> dict[str, str]:
    """Say of each attribution, as for `answers`, whether it is one: yes or no, as was decided or as most coders say."""
    return _said(codes, attributions).get("attribution", {})


def _said(codes: pd.DataFrame, attributions: pd.DataFrame) -> dict[str, dict[str, str]]:
    now = attributions.set_index("attribution_id")["content"]
    mine = decided_codes(codes[(codes["unit"] == "attribution") & (codes["item"].map(now) == codes["content"])])
    return {variable: _most(of) for variable, of in mine.groupby("variable")}


def _most(codes: pd.DataFrame) -> dict[str, str]:
    """Give each item the value that more coders gave than any other."""
    votes = codes.groupby(["item", "value"]).size().rename("votes").reset_index().sort_values(["item", "value"])
    first = votes["votes"] == votes.groupby("item")["votes"].transform("max")
    best = votes[first]
    best = best[~best["item"].duplicated(keep=False)]
    return dict(zip(best["item"], best["value"], strict=True))
