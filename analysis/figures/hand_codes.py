"""Sentences on what people coded, and how right they find the machine; what to do where nobody has coded yet."""

import pandas as pd

from analysis.corpus.account import count_of
from analysis.figures.tables import interval_text

TO_DO = (
    "Nobody has coded this corpus by hand yet. “evenhand code sample CORPUS --n 200 --coders Ada,Ben” draws a sample "
    "into a workbook for each coder; “evenhand code score CORPUS coding” reads what they filled in; then run this "
    "study again."
)


def describe_coders(counts: pd.DataFrame) -> str:
    """Say what each coder did, or, where there is none, how to begin.

    Parameters
    ----------
    counts : DataFrame
        As :func:`analysis.measures.coder_counts` gives it.
    """
    if counts.empty:
        return TO_DO
    parts = [
        f"{row['coder']} judged {count_of(row['attributions'], 'attribution')} and "
        f"{count_of(row['mentions'], 'mention')}, read {count_of(row['articles'], 'article')} whole and added "
        f"{count_of(row['missed'], 'attribution')} that the machine missed"
        for row in counts.to_dict("records")
    ]
    return f"{'; '.join(parts)}."


def describe_quality(table: pd.DataFrame) -> str:
    """Say how right each coder finds the machine's attributions.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.attribution_quality` gives it.
    """
    if table.empty:
        return "Nobody has judged the machine's attributions."
    parts = []
    for coder, rows in table.groupby("coder", sort=True):
        told = [
            f"{row['measure']} {100 * row['estimate']:.0f} % ({interval_text(row)})" for row in rows.to_dict("records")
        ]
        parts.append(f"by {coder}: {', '.join(told)}")
    return f"The machine's attributions, {'; '.join(parts)}."
