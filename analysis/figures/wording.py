"""Sentences that say what a figure shows, made from the same table: its caption and alternative text."""

import numpy as np
import pandas as pd

from analysis.figures.tables import interval_text, number_text, points_text
from analysis.schema import UNKNOWN

MINUS_ONE = number_text(-1, 0)


def describe_shares(
    table: pd.DataFrame,
    by: str,
    group: str = "outlet",
    labels: dict[str, str] | None = None,
    unit: str = "attributions",
    most: int = 8,
) -> str:
    """Say for each outlet which known value has the largest share, and how much is unknown; does not judge it.

    Where more is unknown than the largest known share, it says so beside that share.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.shares` gives it.
    by, group : str
        Columns of the code and of the outlets.
    labels : dict, optional
        What to write for a value.
    unit : str
        What was counted.
    most : int
        Most outlets named; the rest are counted.
    """
    found = table.dropna(subset=["estimate"])
    known = found[(found[by] != UNKNOWN) & (found["estimate"] > 0)]
    unknown = found[(found[by] == UNKNOWN) & (found["estimate"] > 0)]
    if known.empty:
        return (
            f"All {unit} are of unknown {by.replace('_', ' ')}."
            if len(unknown)
            else f"There are no {unit} to share out."
        )
    largest = known.loc[known.groupby(group, sort=True)["estimate"].idxmax()]
    not_known = unknown.set_index(group)["estimate"]
    parts = []
    for row in largest.head(most).to_dict("records"):
        beside = not_known.get(row[group], 0)
        more = f"; {100 * beside:.0f} % are unknown" if beside > row["estimate"] else ""
        parts.append(f"{(labels or {}).get(row[by], row[by])} in {row[group]} ({_share(row)}{more})")
    listed = f"{'; '.join(parts)}{_rest(len(largest), most)}."
    if unknown.empty:
        return f"Largest share of {unit}: {listed}"
    said = f"Known {by.replace('_', ' ')} with the largest share of {unit}: {listed}"
    low, high = unknown.loc[unknown["estimate"].idxmin()], unknown.loc[unknown["estimate"].idxmax()]
    if low[group] == high[group]:
        return f"{said} Unknown: {100 * low['estimate']:.0f} % in {low[group]}."
    ends = [f"{100 * row['estimate']:.0f} % in {row[group]}" for row in (low, high)]
    return f"{said} Unknown: {ends[0]} to {ends[1]}."


def describe_share(table: pd.DataFrame, what: str, group: str = "outlet", most: int = 8) -> str:
    """Say one share of each outlet, the largest first.

    Parameters
    ----------
    table : DataFrame
        One row an outlet, with the estimate's columns.
    what : str
        Whose share of what, to begin the sentence with.
    group : str
        Column of the outlets.
    most : int
        Most outlets named; the rest are counted.
    """
    found = table.dropna(subset=["estimate"]).sort_values(["estimate", group], ascending=[False, True])
    if found.empty:
        return f"{what}: not estimable, there is nothing to count."
    parts = [f"{row[group]} {_share(row).replace(', ', ' (', 1)})" for row in found.head(most).to_dict("records")]
    return f"{what}: {'; '.join(parts)}{_rest(len(found), most)}."


def describe_balance(table: pd.DataFrame, sides: tuple[str, str], group: str = "outlet", most: int = 8) -> str:
    """Say for each outlet which side is heard more, where sampling and the unknown together leave no even split."""
    found = table.dropna(subset=["estimate"])
    if found.empty:
        return f"Neither {sides[0]} nor {sides[1]} is quoted."
    parts = []
    for row in found.head(most).to_dict("records"):
        side = sides[0] if row["estimate"] > 0 else sides[1]
        vague = "has too little to tell" if np.isnan(row["low"]) else "cannot be told from an even split"
        heard = f"hears {side} more" if _leans(row) else vague
        parts.append(f"{row[group]} {heard} ({number_text(row['estimate'])}; {_versus_even(row)})")
    outlets = "; ".join(parts) + _rest(len(found), most)
    return f"Balance of {sides[0]} (+1) and {sides[1]} ({MINUS_ONE}): {outlets}."


def describe_means(
    table: pd.DataFrame, what: str, series: str, group: str = "outlet", most: int = 8, percent: bool = False
) -> str:
    """Say the lowest and the highest mean, or share, of each series, with their intervals.

    Parameters
    ----------
    table : DataFrame
        With the estimate's columns.
    what : str
        What is averaged.
    series : str
        Column that tells the series apart (tool, voice …); empty where there is one.
    group : str
        Column of the outlets.
    most : int
        Most series named.
    percent : bool
        Whether these are shares.
    """
    found = table.dropna(subset=["estimate"])
    if found.empty:
        return f"There is no {what} to average."
    parts = []
    for name, rows in list(found.groupby(series, sort=False))[:most] if series else [("", found)]:
        low, high = rows.loc[rows["estimate"].idxmin()], rows.loc[rows["estimate"].idxmax()]
        lead = f"{name}: " if series else ""
        if len(rows) == 1:
            parts.append(f"{lead}{_mean(low, group, percent)}")
        else:
            parts.append(f"{lead}from {_mean(low, group, percent)} up to {_mean(high, group, percent)}")
    head = f"{what[:1].upper()}{what[1:]}" if percent or not series else f"Mean {what}"
    return f"{head}{'.' if series else ':'} {'; '.join(parts)}."


def _share(row) -> str:
    interval = "interval not estimable" if np.isnan(row["low"]) else f"95 % interval {interval_text(row)}"
    return f"{100 * row['estimate']:.0f} %, {interval}"


def _mean(row, group: str, percent: bool = False) -> str:
    interval = "interval not estimable" if np.isnan(row["low"]) else interval_text(row, percent)
    value = f"{100 * row['estimate']:.0f} %" if percent else number_text(row["estimate"])
    return f"{value} in {row[group]} ({interval})"


def _leans(row) -> bool:
    """Tell whether the interval, of sampling and the unknown together where it is given, leaves out an even split."""
    low, high = row.get("outer_low", row["low"]), row.get("outer_high", row["high"])
    return bool(low > 0 or high < 0)


def _versus_even(row) -> str:
    if np.isnan(row["low"]):
        return row.get("note") or "interval not estimable"
    interval = f"95 % interval {interval_text(row, percent=False)}"
    outer = {"low": row.get("outer_low", row["low"]), "high": row.get("outer_high", row["high"])}
    if row["low"] - outer["low"] < 0.005 and outer["high"] - row["high"] < 0.005:
        return interval
    return f"{interval}, with the unknown {interval_text(outer, percent=False)}"


def _rest(number: int, most: int) -> str:
    return f"; and {number - most} more" if number > most else ""


def describe_tests(table: pd.DataFrame, what: str, group: str = "outlet", threshold: float = 0.05) -> str:
    """Say which outlets' shares differ from all others' beyond chance, and in which direction.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.compare_with_rest` gives it.
    what : str
        Whose share is compared.
    group : str
        Column of the outlets.
    threshold : float
        Largest p, after Holm's correction, that counts as beyond chance.
    """
    tested = table[table["p_holm"].notna()]
    if tested.empty:
        return f"The share of {what} cannot be tested: it takes two outlets with two articles each."
    beyond = tested[tested["p_holm"] <= threshold]
    if beyond.empty:
        return f"No outlet's share of {what} differs from the others' beyond chance (Holm-corrected p > {threshold})."
    parts = [
        f"{row[group]} ({100 * row['estimate']:+.0f} points, p = {row['p_holm']:.3f})".replace("-", "−")
        for row in beyond.to_dict("records")
    ]
    return f"The share of {what} differs from that of all other outlets in {'; '.join(parts)}."


def describe_differences(table: pd.DataFrame, what: str, group: str = "outlet", most: int = 8) -> str:
    """Say for each outlet how far its share lies from the others' on the same events, and whether 0 is inside."""
    found = table.dropna(subset=["estimate"])
    if found.empty:
        return "No event is reported by two outlets, so outlets cannot be compared on the same events."
    parts = []
    for row in found.head(most).to_dict("records"):
        interval = "" if np.isnan(row["low"]) else "95 % interval "
        parts.append(f"{row[group]} {number_text(100 * row['estimate'], 0)} points ({interval}{points_text(row)})")
    more = _rest(len(found), most)
    return f"Share of {what} less that of other outlets on the same events: {'; '.join(parts)}{more}."
