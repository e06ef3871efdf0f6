"""Where in the article a code's values are heard, as cumulative shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures import describe_positions, plot_positions
from analysis.findings.finding import Finding, from_counts


@dataclass(frozen=True, eq=False)
class Positions(Finding):
    """How many attributions of each value stand at each place of the article, 0 its start and 1 its end."""

    by: str = "side"

    def plot(self, ax=None) -> Figure:
        return plot_positions(self.table, self.by, self.labels.get(self.by), ax)

    def sentence(self) -> str:
        return describe_positions(self.table, self.by, self.labels.get(self.by))

    def codes(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        return None

    def readable(self, labels=None) -> pd.DataFrame:
        return self.table.replace({self.by: dict(self.labels.get(self.by, {}))})


def positions(counted: pd.DataFrame, by: str = "side") -> Positions:
    """Say where in the article each value of a code is heard; how often, it does not say.

    Parameters
    ----------
    counted : DataFrame
        With the code, `step` (the place, 0 to 1) and `attributions`, as ``chosen.frequencies([code, "step"])`` gives
        it; or rows of one's own with `position`.
    by : str
        The code.
    """
    about = from_counts(counted)
    return Positions(counted.rename(columns={"step": "position"}), **about, by=by)
