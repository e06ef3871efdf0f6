"""What hand codes make of the machine's estimates: put beside them in one table, and said in one sentence."""

from collections.abc import Sequence

import pandas as pd

from analysis import measures
from analysis.corpus.query import Selection
from analysis.figures import interval_text, number_text

ENOUGH = 20
"""Hand codes in a group below which its corrected estimate is called thin."""

HALF = 0.5
"""Part of the scale above which an interval says too little to be drawn."""


def hand_coded(selection: Selection | None, code: str, group: Sequence[str], unit: str) -> tuple | None:
    """Give the attributions of articles that people coded, beside counts of the rest, and the codes that stand.

    None when nobody coded, or the rows were a frame of one's own.
    """
    if selection is None or selection.most:
        return None
    codes = selection.hand_codes()
    if codes.empty or unit == "sources":
        return None
    items = selection.count_beside(codes["article_id"], code, group, unit)
    return items, measures.standing_codes(codes, items)


def beside(table: pd.DataFrame, corrected: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Put corrected estimates beside the machine's own: `corrected`, `corrected_low`, `corrected_high`, `n_hand`.

    The table stays as it is where nobody coded by hand.
    """
    if corrected.empty:
        return table
    names = {"estimate": "corrected", "low": "corrected_low", "high": "corrected_high", "note": "corrected_note"}
    return table.merge(corrected.rename(columns=names)[[*keys, *names.values(), "n_hand"]], on=[*keys], how="left")


def drawable(table: pd.DataFrame, width: float = 1.0) -> pd.DataFrame:
    """Leave out corrected estimates whose interval covers more than half of a scale so wide: lines that say nothing."""
    if "corrected" not in table:
        return table
    vague = ~(table["corrected_high"] - table["corrected_low"] <= HALF * width)
    return table.assign(**{name: table[name].mask(vague) for name in ("corrected", "corrected_low", "corrected_high")})


def describe_corrected(table: pd.DataFrame, named: Sequence[str], percent: bool = True, most: int = 3) -> str:
    """Say where hand codes move an estimate most, and where there are too few of them; empty where nobody coded.

    Parameters
    ----------
    table : DataFrame
        As `beside` makes it.
    named : sequence of str
        Columns that name a row.
    percent : bool
        Whether estimates are shares.
    most : int
        Most rows named.
    """
    if "corrected" not in table:
        return ""
    found = table.dropna(subset=["corrected", "estimate"])
    if found.empty:
        return " Too little was coded by hand to correct anything."
    names = found[[*named]].astype(str).agg(" in ".join, axis=1)
    moved = found.assign(name=names, moved=(found["corrected"] - found["estimate"]).abs())
    moved = drawable(moved, 1 if percent else 2).dropna(subset=["corrected"])
    moved = moved.sort_values(["moved", "name"], ascending=[False, True]).head(most)
    parts = [_moved(row, percent) for row in moved.to_dict("records")]
    told = f"most moved: {'; '.join(parts)}" if parts else "every interval is wider than half the scale"
    outside = (found["estimate"] < found["corrected_low"]) | (found["estimate"] > found["corrected_high"])
    group = named[-1]
    thin = found.loc[found["n_hand"] < ENOUGH, group]
    without = table.loc[~table[group].isin(found[group]), group]
    return (
        f" Corrected by hand codes, {told}. In {int(outside.sum())} of {len(found)} the "
        f"machine's own lies outside the corrected interval."
        + _listed(f"Fewer than {ENOUGH} hand codes", thin, most)
        + _listed("Too few to correct by", without, most)
    )


def _moved(row: dict, percent: bool) -> str:
    values = [f"{100 * row[key]:.0f} %" if percent else number_text(row[key]) for key in ("estimate", "corrected")]
    interval = {"low": row["corrected_low"], "high": row["corrected_high"], "note": row["corrected_note"]}
    return f"{row['name']} from {values[0]} to {values[1]} ({interval_text(interval, percent)})"


def _listed(lead: str, names: pd.Series, most: int) -> str:
    unlike = sorted(set(names.astype(str)))
    return f" {lead}: {', '.join(unlike[:most])}{' …' if len(unlike) > most else ''}." if unlike else ""
