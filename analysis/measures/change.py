"""Whether something changed at a date that the researcher names."""

from collections.abc import Iterable

import pandas as pd

from analysis.errors import RequestError
from analysis.measures.counting import in_all, in_units
from analysis.measures.differences import compare_with_rest
from analysis.measures.estimators import holm
from analysis.options import LEVEL, require_columns

PERIOD = {"day": 0, "week": 6}
"""What may change places, and how many days it reaches beyond its first."""


def breaks_at(
    attributions: pd.DataFrame,
    dates: Iterable[str],
    value: str,
    by: str = "side",
    whole: list[str] | None = None,
    unit: str = "attributions",
    cluster: str = "day",
    permutations: int = 1999,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Test whether the share of a value after a date differs from that before; whole days, or weeks, change places.

    Articles of one day report the same events and are alike, so that the day is the cluster
    (:func:`analysis.measures.compare_with_rest` of two groups). Undated articles are left out, as is a week that the
    date parts. A share that rises or falls all the time differs before and after any date: the test does not tell a
    break from a trend, nor say what made it. Name the date before looking at the curve.

    Parameters
    ----------
    attributions : DataFrame
        Counts by the code and "day" or "week", as :meth:`analysis.corpus.query.Selection.count` gives them; or rows of
        one's own with `article_id` and that column.
    dates : iterable of str
        First days of what comes after, as 2024-03-01.
    value, by, whole, unit, permutations, level
        As in :func:`analysis.measures.compare_with_rest`.
    cluster : {"day", "week"}
        The column of the counts that changes places.

    Returns
    -------
    DataFrame
        `date`, `estimate` (share after less share before), `low`, `high`, `p`, `p_holm` (over the dates), `before`,
        `after` (days or weeks with anything to count), `note`.

    Raises
    ------
    RequestError
        When a date is none, or a column is missing.
    """
    require_columns(attributions, "article_id", by, cluster)
    counted = in_units(attributions, unit)
    start = pd.to_datetime(counted[cluster], errors="coerce")
    counted = counted.assign(weight=in_all(counted, counted["weight"]), start=start)
    dated = counted.dropna(subset=["start"]).groupby([cluster, "start", by], as_index=False)["weight"].sum()
    rows = []
    for date in dates:
        day = _day(date)
        parted = dated[(dated["start"] >= day) | (dated["start"] + pd.Timedelta(days=PERIOD[cluster]) < day)]
        parted = parted.assign(
            article_id=parted[cluster], articles=1, attributions=parted["weight"],
            when=(parted["start"] >= day).map({True: "after", False: "before"}),
        )  # fmt: skip
        found = compare_with_rest(parted, value, by, "when", whole=whole, permutations=permutations, level=level)
        sizes = found.set_index("when")["n_articles"].to_dict() if len(found) else {}
        row = found[found["when"] == "after"].to_dict("records")
        told = row[0] if row and "before" in sizes else {"note": "not estimable: nothing on one side of the date"}
        rows.append(
            {"date": date, **{name: told.get(name) for name in ("estimate", "low", "high", "p")}}
            | {"before": sizes.get("before", 0), "after": sizes.get("after", 0), "note": told.get("note", "")}
        )
    table = pd.DataFrame(rows, columns=["date", "estimate", "low", "high", "p", "before", "after", "note"])
    table[["estimate", "low", "high", "p"]] = table[["estimate", "low", "high", "p"]].astype(float)
    table.insert(5, "p_holm", holm(table["p"]))
    return table


def _day(date: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(pd.Period(date, "D").start_time)
    except ValueError:
        raise RequestError(f'"{date}" is no date; write it as 2024-03-01.') from None
