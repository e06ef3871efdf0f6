"""What may be asked of a measure, level of intervals and unit among it, and the one sentence where it may not."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.errors import RequestError, nearest

LEVEL = 0.95
"""Coverage of an interval where nothing else is asked for."""

FEWEST_ARTICLES = 5
"""Of fewer articles no interval is given."""

FEWEST_MENTIONS = 10
"""Of fewer attributions or mentions no interval is given."""

UNITS = ("attributions", "words", "sources")
"""What may be counted."""

KINDS = ("speech", "attitude", "both")


def require_columns(frame: pd.DataFrame, *columns: str) -> None:
    """Refuse a table that lacks a column; does not look at the values.

    Raises
    ------
    RequestError
        Naming the first missing column and the nearest one that is there.
    """
    for column in columns:
        if column not in frame.columns:
            there = ", ".join(map(str, frame.columns))
            hint = nearest(column, map(str, frame.columns))
            raise RequestError(f'The table has no column "{column}" (it has: {there}).{hint}')


def require_choice(what: str, value: str, choices: Iterable[str]) -> None:
    """Refuse a value that is not among the choices.

    Raises
    ------
    RequestError
        Naming the value, the choices and the nearest one.
    """
    choices = list(choices)
    if value not in choices:
        raise RequestError(f'{what} "{value}" is not one of {", ".join(choices)}.{nearest(value, choices)}')


def require_between(what: str, value: float, lowest: float, highest: float) -> None:
    """Refuse a number outside `[lowest, highest]`.

    Raises
    ------
    RequestError
        Naming the number and the range.
    """
    if not lowest <= value <= highest:
        raise RequestError(f"{what} is {value}, but must lie between {lowest} and {highest}.")


def require_level(level: float) -> None:
    """Refuse a level of intervals that is no coverage, as 95 for .95."""
    require_between("The level of an interval", level, 0.5, 0.9999)


def require_unit(unit: str) -> None:
    """Refuse a unit that is not one of `UNITS`."""
    require_choice("The unit", unit, UNITS)


def require_permutations(permutations: int) -> None:
    """Refuse so few permutations that hardly any p is below .05.

    Raises
    ------
    RequestError
        Naming the number and the least.
    """
    if permutations < 99:
        raise RequestError(f"{permutations} permutations are too few for a test; take at least 99.")


def as_list(columns: str | Sequence[str]) -> list[str]:
    """Take one column name or several."""
    return [columns] if isinstance(columns, str) else list(columns)
