"""How a finding moves with the choices behind it: what other analysts of the same articles would have found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import measures
from analysis.figures import describe_specifications, plot_specifications
from analysis.findings.finding import Finding


@dataclass(frozen=True, eq=False)
class Specifications(Finding):
    """The estimate under every combination of choices, and which of them the study made."""

    choices: tuple[str, ...] = ()
    what: str = ""
    of: str = ""
    """Whose: the outlets compared, where it is one of theirs."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """What the study itself chose; where this is no row of the table, none is marked."""

    @property
    def own(self) -> pd.Series | None:
        """Which row is the study's."""
        known = self.chosen and all(value in set(self.table[name]) for name, value in self.chosen.items())
        return measures.own_specification(self.table, dict(self.chosen)) if known else None

    def plot(self, ax=None) -> Figure:
        return plot_specifications(self.table, list(self.choices), self.what, self.own)

    def sentence(self) -> str:
        return describe_specifications(self.table, f"{self.what} ({self.of})" if self.of else self.what, self.own)

    def number(self, row: Mapping[str, Any]) -> float | None:
        return None


def balance_specifications(
    readings: Mapping[str, pd.DataFrame], sides: tuple[str, str], outlets: tuple[str, ...], chosen: Mapping[str, str]
) -> Specifications:
    """Give the balance of one outlet, or the gap between two, under every combination of choices.

    Parameters
    ----------
    readings : mapping
        Attributions of the same articles by the name of their reader.
    sides : (str, str)
        Ids of the first and the second side.
    outlets : tuple of str
        One outlet, or two: the first's balance minus the second's.
    chosen : mapping
        What the study chose, by `measures.BALANCE_CHOICES`.
    """
    table = measures.balance_specifications(readings if outlets else {}, sides, outlets)
    what, of = "balance" if len(outlets) < 2 else "gap in balance", " minus ".join(outlets) or "no outlet"
    return Specifications(
        table, name=what, percent=False, choices=measures.BALANCE_CHOICES, what=what, of=of, chosen=chosen
    )


def tone_specifications(
    judged: pd.DataFrame, sides: tuple[str, str], names: tuple[str, str], chosen: Mapping[str, str]
) -> Specifications:
    """Give the tone toward the first side minus that toward the second, by tool, voice and lowest confidence.

    Parameters
    ----------
    judged : DataFrame
        As :attr:`analysis.findings.tone.Tools.judged`.
    sides, names : (str, str)
        Ids and labels of the first and the second side.
    chosen : mapping
        What the study chose, by `measures.TONE_CHOICES`.
    """
    table = measures.tone_specifications(judged, [measures.MODEL, *measures.TOOLS.values()], sides)
    what = f"tone toward {names[0]} minus {names[1]}"
    return Specifications(table, name=what, percent=False, choices=measures.TONE_CHOICES, what=what, chosen=chosen)
