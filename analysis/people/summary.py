"""What hand codes say, as text for a terminal."""

import pandas as pd

from analysis.figures import interval_text, number_text
from analysis.people.score import Scored

SHOWN = 12
"""Rows of the confusion table that are printed; the CSV file has them all."""


def summarise(scored: Scored) -> str:
    """Write agreement, the machine's quality and the commonest confusions as aligned tables."""
    agreement = scored.agreement.assign(
        alpha=[number_text(value) for value in scored.agreement["estimate"]],
        interval=[interval_text(row, percent=False) for row in scored.agreement.to_dict("records")],
        agreed=[f"{100 * share:.0f} %" for share in scored.agreement["agreed"]],
    )[["variable", "coders", "alpha", "interval", "agreed", "n_items", "n_articles"]]
    quality = scored.quality.assign(
        share=[f"{100 * share:.0f} %" for share in scored.quality["estimate"]],
        interval=[interval_text(row) for row in scored.quality.to_dict("records")],
    )[["coder", "measure", "share", "interval", "n_attributions", "n_missed", "n_articles"]]
    differing = scored.confusion[scored.confusion["value_of_one"] != scored.confusion["value_of_other"]]
    confusion = differing.sort_values("items", ascending=False, kind="stable").head(SHOWN)
    parts = [
        "\n".join(scored.told),
        _table("Krippendorff's alpha, with a 95 % interval by article", agreement),
        _table("The machine's attributions, as people judge them", quality),
        _table(f"What was most often coded differently (all pairs: hand-confusion.csv), {SHOWN} at most", confusion),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(title: str, table: pd.DataFrame) -> str:
    if table.empty:
        return ""
    headings = table.rename(columns=lambda name: name.removeprefix("n_").replace("_", " "))
    return f"{title}\n{headings.to_string(index=False)}"
