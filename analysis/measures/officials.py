"""How far the news leans on those in power: official dominance, and who speaks without a name."""

import pandas as pd

from analysis.errors import RequestError
from analysis.measures.checks import require_columns
from analysis.measures.shares import shares
from analysis.schema import UNKNOWN

OFFICIAL, UNOFFICIAL = "official", "unofficial"


def official_dominance(
    attributions: pd.DataFrame,
    official_types: list[str],
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each group the share that officials have of what sources of known type say.

    Parameters
    ----------
    attributions : DataFrame
        With `source_type`.
    official_types : list of str
        The source types that count as official; the codebook's scheme says which.
    group, unit, level
        As in :func:`analysis.measures.shares.shares`.

    Returns
    -------
    DataFrame
        Like that of `shares`, one row a group.

    Raises
    ------
    RequestError
        When no type is official.

    References
    ---------- Sigal, L. V. (1973). *Reporters and Officials*. Bennett, W. L. (1990). Toward a theory of
    press-state relations in the United States. *Journal of Communication* 40(2), 103-127.
    """
    if not official_types:
        raise RequestError("Official dominance needs at least one source type that counts as official.")
    require_columns(attributions, "source_type")
    known = attributions[attributions["source_type"] != UNKNOWN]
    status = known["source_type"].isin(official_types).map({True: OFFICIAL, False: UNOFFICIAL})
    table = shares(known.assign(status=status), "status", group, unit, [OFFICIAL], level=level)
    return table.drop(columns="status")


def anonymous_share(
    attributions: pd.DataFrame,
    group: str | list[str] = "outlet",
    unit: str = "attributions",
    level: float = 0.95,
) -> pd.DataFrame:
    """Give each group the share of its attributions that go to sources without a name ("officials said").

    Attributions whose source is not mentioned at all are left out of the whole.

    Returns
    -------
    DataFrame
        Like that of :func:`analysis.measures.shares.shares`, one row a group.
    """
    require_columns(attributions, "anonymity")
    known = attributions[attributions["anonymity"] != UNKNOWN]
    return shares(known, "anonymity", group, unit, ["anonymous"], level=level).drop(columns="anonymity")
