"""How a finding moves with the choices behind it: every reasonable specification, and its estimate.

A specification curve says what other analysts of the same articles would have found; it does not say who of
them is right, and its estimates are not independent of each other.
"""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd

from analysis.measures.balance import balance
from analysis.measures.counting import in_units, per_article
from analysis.measures.estimators import difference_interval
from analysis.measures.experts import FORMER
from analysis.measures.tone import answered
from analysis.options import LEVEL, UNITS, require_choice, require_columns
from analysis.schema import UNKNOWN

LEFT_OUT, RAISE, LOWER = "left out", "all raise it", "all lower it"
UNKNOWNS = (LEFT_OUT, RAISE, LOWER)
COUNTED = ("counted", "left out")
BALANCE_CHOICES = ("unit", "unknown sides", "former officials", "reader")
TONE_CHOICES = ("tool", "voice", "lowest confidence")
CONFIDENCES = (0.0, 0.5, 0.7)


def extreme_outlets(attributions: pd.DataFrame, sides: tuple[str, str], unit: str = "attributions") -> tuple[str, ...]:
    """Name the outlets with the highest and the lowest balance of those that have an interval; one where one has.

    None where no outlet has an interval (five articles and ten attributions of the two sides). Chosen on the same
    articles, so that their gap comes out somewhat wide.
    """
    found = balance(attributions, sides, unit=unit).dropna(subset=["estimate", "low"])
    if found.empty:
        return ()
    ordered = found.sort_values(["estimate", "outlet"], ascending=[False, True])["outlet"]
    return (ordered.iloc[0],) if len(ordered) == 1 else (ordered.iloc[0], ordered.iloc[-1])


def balance_specifications(
    readings: Mapping[str, pd.DataFrame],
    sides: tuple[str, str],
    outlets: tuple[str, ...],
    level: float = LEVEL,
) -> pd.DataFrame:
    """Give the balance of one outlet, or the gap between two, under every combination of four choices.

    The choices: what is counted; whether unknown sides are left out, or all belong where they raise or lower the
    finding (bounds, as in :func:`analysis.measures.balance_bounds`); whether former officials count; who read.

    Parameters
    ----------
    readings : mapping of str to DataFrame
        Coded attributions of the same articles, by the name of the reader.
    sides : (str, str)
        Ids of the first and the second side.
    outlets : tuple of str
        One outlet, or two: the first's balance minus the second's.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        A column for each of `BALANCE_CHOICES`, `estimate`, `low`, `high` (-1 to 1, or -2 to 2), `n_attributions`,
        `n_articles`, `note`.

    References
    ----------
    Simonsohn, U., Simmons, J. P. and Nelson, L. D. (2020). Specification curve analysis. *Nature Human Behaviour*
    4, 1208-1214.
    """
    rows = []
    for unit, unknown, former, reader in product(UNITS, UNKNOWNS, COUNTED, readings):
        chosen = readings[reader]
        require_columns(chosen, "article_id", "outlet", "side", "expert_basis", "words", "source_id")
        if former == "left out":
            chosen = chosen[chosen["expert_basis"] != FORMER]
        parts = [
            _in_sides(chosen[chosen["outlet"] == outlet], sides, unknown, raises=place == 0)
            for place, outlet in enumerate(outlets)
        ]
        found = _difference(parts, sides, unit, level) if len(parts) == 2 else _balance(parts, sides, unit, level)
        rows.append((unit, unknown, former, reader, *found))
    return pd.DataFrame(
        rows, columns=[*BALANCE_CHOICES, "estimate", "low", "high", "n_attributions", "n_articles", "note"]
    )


def tone_specifications(
    judged: pd.DataFrame, tools: list[str], sides: tuple[str, str], level: float = LEVEL
) -> pd.DataFrame:
    """Give the tone toward the first side minus that toward the second, by tool, voice and lowest confidence.

    Each tool calls a mention negative (-1), neutral (0) or positive (1), and the tones are means of that. Mentions of
    which the model is less sure are left out for every tool, so that all judge the same.

    Parameters
    ----------
    judged : DataFrame
        As :func:`analysis.measures.judged_by_tools` gives it.
    tools : list of str
        Its columns of tools.
    sides : (str, str)
        Ids of the first and the second side.
    level : float
        Coverage of the intervals.

    Returns
    -------
    DataFrame
        A column for each of `TONE_CHOICES`, `estimate`, `low`, `high` (-2 to 2), `n_mentions`, `n_articles`, `note`.
    """
    require_columns(judged, "article_id", "side", "voice", *tools)
    voices = {"the journalist's": judged["voice"] == "journalist", "all": judged["voice"] != ""}
    rows = []
    for tool, voice, confidence in product(tools, voices, CONFIDENCES):
        kept = answered(judged[voices[voice] & judged["side"].isin(sides)], confidence)
        sums = kept.pivot_table(index="article_id", columns="side", values=tool, aggfunc=["sum", "count"], fill_value=0)
        one, one_count, other, other_count = (
            sums[what, side].to_numpy(float) if (what, side) in sums else np.zeros(len(sums))
            for side in sides
            for what in ("sum", "count")
        )
        found = difference_interval(one, one_count, other, other_count, level)
        rows.append((tool, voice, f"{confidence:g}", *found[:3], len(kept), len(sums), found.note))
    names = [*TONE_CHOICES, "estimate", "low", "high", "n_mentions", "n_articles", "note"]
    return pd.DataFrame(rows, columns=names)


def _in_sides(members: pd.DataFrame, sides: tuple[str, str], unknown: str, raises: bool) -> pd.DataFrame:
    """Code the unknown so that they raise or lower the finding, which the first outlet's first side raises."""
    if unknown != LEFT_OUT:
        first = (unknown == RAISE) == raises
        members = members.assign(side=members["side"].replace(UNKNOWN, sides[0] if first else sides[1]))
    return members[members["side"].isin(sides)]


def _balance(parts: list[pd.DataFrame], sides, unit: str, level: float) -> tuple:
    columns = ["estimate", "low", "high", "n_attributions", "n_articles", "note"]
    return tuple(balance(parts[0], sides, [], unit, level)[columns].itertuples(index=False, name=None))[0]


def _difference(parts: list[pd.DataFrame], sides, unit: str, level: float) -> tuple:
    counts = [per_article(in_units(part, unit), "side", sides)[0] for part in parts]
    sizes = [len(count) for count in counts]
    one, one_count, other, other_count = (
        np.concatenate([values if place == part else np.zeros(sizes[part]) for part in (0, 1)])
        for place, count in enumerate(counts)
        for values in (count[:, 0] - count[:, 1], count.sum(axis=1))
    )
    found = difference_interval(one, one_count, other, other_count, level)
    return *found[:3], sum(map(len, parts)), sum(sizes), found.note


def own_specification(table: pd.DataFrame, choices: Mapping[str, str]) -> pd.Series:
    """Mark the specification that the study itself chose.

    Raises
    ------
    RequestError
        When a choice is none of the table's.
    """
    for name, value in choices.items():
        require_columns(table, name)
        require_choice(f'The choice of "{name}"', value, list(table[name].unique()))
    return (table[list(choices)] == pd.Series(choices)).all(axis=1)
