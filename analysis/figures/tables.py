"""Tables on the page and as files that other programs read, and how their numbers are written."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import display
from markupsafe import Markup, escape

from analysis.corpus.query import Selection
from analysis.errors import RequestError
from analysis.figures.marks import as_codes, stamp
from analysis.schema import in_parts

Counted = tuple[Mapping[str, Any] | None, float | None, str]
"""The codes that a row counts, how many attributions have them, and the number that a page repeats above these."""


class Interval(str):
    """An interval as it is read, with the numbers of which a page draws a small bar."""

    numbers: tuple[float, float, float]
    """Estimate, lower and upper end."""

    def __new__(cls, text: str, numbers: Iterable[float] = ()) -> "Interval":
        made = super().__new__(cls, text)
        made.numbers = tuple(map(float, numbers))
        return made


WITH_UNKNOWN = ("outer_low", "outer_high")
"""The interval that also allows for what the unknown could be."""
CORRECTED = ("corrected", "corrected_low", "corrected_high", "corrected_note")
"""An estimate corrected by hand codes; where no row has one, a table leaves the columns out."""

MINUS, NONE = "\N{MINUS SIGN}", "\N{EN DASH}"


def show_table(
    frame: pd.DataFrame,
    caption: str,
    percent: Iterable[str] = (),
    decimals: int = 2,
    limit: int = 200,
    points: Iterable[str] = (),
    counted: Sequence[Counted] = (),
    selection: Selection | None = None,
) -> None:
    """Display a table in the notebook; of a longer one the first `limit` rows, and its caption says so.

    Parameters
    ----------
    frame : DataFrame
        What to show; its index is left out.
    caption : str
        What the table holds.
    percent : iterable of str
        Columns of shares (0 to 1) to write in per cent.
    decimals : int
        Decimals of other fractional numbers.
    limit : int
        Most rows shown.
    points : iterable of str
        Columns of differences between shares (-1 to 1) to write in percentage points.
    counted : sequence, optional
        Of each row the codes that it counts (column of the coded attributions → value or values; None where no page can
        tell), of how many attributions, and what the row says of them: a report opens them from the row if it finds
        just as many.
    selection : Selection, optional
        What was counted.
    """
    shown = frame.head(limit)
    if len(shown) < len(frame):
        caption = f"{caption.rstrip('.')}. The first {limit} of {len(frame)} rows."
    html = table_html(shown, caption, percent, decimals, points, counted, selection)
    about = stamp(selection, [codes for codes, *_ in counted])
    plain = f"{caption}\n{shown.to_string(index=False)}"
    display({"text/html": html, "text/plain": plain}, raw=True, metadata={"text/html": about})


def table_html(
    frame: pd.DataFrame,
    caption: str,
    percent: Iterable[str] = (),
    decimals: int = 2,
    points: Iterable[str] = (),
    counted: Sequence[Counted] = (),
    selection: Selection | None = None,
) -> Markup:
    """Write a table as HTML; text is escaped unless it is Markup, numbers carry their full value to sort by.

    Raises
    ------
    RequestError
        When the caption is empty.
    """
    if not caption.strip():
        raise RequestError("A table needs a caption that says what it holds.")
    units = dict.fromkeys(percent, " %") | dict.fromkeys(points, " points")
    head = Markup("").join(
        Markup('<th scope="col" style="text-align:{}">{}</th>').format(
            _align(frame[column]), str(column).removeprefix("n_").replace("_", " ")
        )
        for column in frame.columns
    )
    columns = [[_cell(value, units.get(column, ""), decimals) for value in frame[column]] for column in frame]
    rows = Markup("\n").join(
        Markup("<tr{}>{}</tr>").format(_counting(*which), Markup("").join(cells))
        for *cells, which in zip(*columns, [*counted, *[(None, None, "")] * len(frame)], strict=False)
    )
    if not len(frame):
        rows = Markup('<tr><td colspan="{}">None.</td></tr>').format(max(1, len(frame.columns)))
    of = Markup(' data-selection="{}"').format(selection.key) if selection else ""
    return Markup(
        '<table class="evenhand"{}>\n<caption style="text-align:left">{}</caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>"
    ).format(of, caption, head, rows)


def readable_estimates(
    table: pd.DataFrame,
    name: str = "share",
    labels: Mapping[str, Mapping[str, str]] | None = None,
    percent: bool = True,
) -> pd.DataFrame:
    """Make a table of estimates readable: the interval becomes one column, codes get their labels.

    Parameters
    ----------
    table : DataFrame
        With `estimate`, `low`, `high` and, where there is no interval, `note`; `corrected` with its own interval where
        people coded by hand.
    name : str
        What the estimate is called.
    labels : mapping, optional
        Column → what to write for each of its codes.
    percent : bool
        Whether the interval is one of shares.

    Returns
    -------
    DataFrame
        Corrected estimates stand beside only where any row has one; how few codes there are is the sentence's to say.
    """
    rows = table.to_dict("records")
    intervals = [Interval(interval_text(row, percent), (row["estimate"], row["low"], row["high"])) for row in rows]
    readable = table.drop(columns=["low", "high", "note", *WITH_UNKNOWN, *CORRECTED], errors="ignore")
    place = list(readable.columns).index("estimate") + 1
    beside = {"95 % interval": pd.Series(intervals, readable.index, dtype=object)}
    if set(WITH_UNKNOWN) <= set(table):
        beside["with the unknown"] = _intervals(table, WITH_UNKNOWN, percent)
    if "corrected" in table and table["corrected"].notna().any():
        beside |= {"corrected": table["corrected"], "its interval": _intervals(table, CORRECTED[1:4], percent)}
    for name_beside, column in reversed(beside.items()):
        readable.insert(place, name_beside, column)
    if "corrected" not in readable:
        readable = readable.drop(columns="n_hand", errors="ignore")
    readable = readable.rename(columns={"estimate": name, "n_hand": "coded by hand"})
    known = [column for column in labels or {} if column in readable]
    return readable.assign(**{column: readable[column].replace(dict(labels[column])) for column in known})


def _intervals(table: pd.DataFrame, columns: Sequence[str], percent: bool) -> list[str]:
    names = dict(zip(columns, ("low", "high", "note"), strict=False))
    rows = table[list(columns)].rename(columns=names).to_dict("records")
    return [interval_text(row | {"note": row.get("note") or ""}, percent) for row in rows]


def readable_differences(table: pd.DataFrame) -> pd.DataFrame:
    """Make a table of tested differences readable: an interval, where there is one, becomes one column of points.

    Parameters
    ----------
    table : DataFrame
        As :func:`analysis.measures.compare_with_rest` or
        :func:`analysis.measures.same_event_difference` gives it.
    """
    readable = table.rename(columns={"estimate": "difference", "p_holm": "p (Holm)"})
    if "low" not in readable:
        return readable
    intervals = [points_text(row) for row in table.to_dict("records")]
    readable.insert(list(readable.columns).index("low"), "95 % interval", intervals)
    return readable.drop(columns=["low", "high", "note"])


def points_text(row) -> str:
    """Write the interval of a difference between shares in percentage points, or why there is none.

    Examples
    --------
    >>> points_text({"low": -0.104, "high": 0.52})
    '−10 to 52 points'
    """
    if np.isnan(row["low"]):
        return row.get("note") or "not estimable"
    return f"{number_text(100 * row['low'], 0)} to {number_text(100 * row['high'], 0)} points"


def interval_text(row, percent: bool = True) -> str:
    """Write an interval, or why there is none.

    Examples
    --------
    >>> interval_text({"low": 0.104, "high": 0.52})
    '10–52 %'
    """
    if np.isnan(row.get("low", np.nan)):
        return row.get("note") or "not estimable"
    if percent:
        return f"{100 * row['low']:.0f}–{100 * row['high']:.0f} %"
    return f"{number_text(row['low'])} to {number_text(row['high'])}"


def estimate_text(row, percent: bool = True) -> str:
    """Write an estimate with its interval; nothing where a row has none.

    Examples
    --------
    >>> estimate_text({"estimate": 0.43, "low": 0.35, "high": 0.51})
    '43 % (35–51)'
    """
    if not {"estimate", "low"} <= set(row):
        return ""
    value = f"{100 * row['estimate']:.0f} %" if percent else number_text(row["estimate"])
    return f"{value} ({interval_text(row, percent).removesuffix(' %')})"


def number_text(value: float, decimals: int = 2) -> str:
    """Write a number with a true minus sign; a missing one as a dash."""
    if value is None or np.isnan(value):
        return NONE
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", MINUS)


def _counting(codes: Mapping[str, Any] | None, number: float | None, said: str = "") -> Markup:
    if codes is None or number is None or np.isnan(number):
        return Markup("")
    written = json.dumps(as_codes(codes), ensure_ascii=False)
    return Markup(' data-counts="{}" data-n="{}" data-said="{}"').format(written, in_parts(number), said)


def _align(column: pd.Series) -> str:
    return "right" if pd.api.types.is_numeric_dtype(column) and column.dtype != bool else "left"


def _cell(value, unit: str, decimals: int) -> Markup:
    if isinstance(value, Interval) and not np.isnan(value.numbers).any():
        numbers = " ".join(f"{number:.4g}" for number in value.numbers)
        return Markup('<td class="interval" style="text-align:left" data-interval="{}">{}</td>').format(
            numbers, escape(str(value))
        )
    if isinstance(value, Markup):
        return Markup('<td style="text-align:left">{}</td>').format(value)
    if isinstance(value, bool | np.bool_):
        return Markup('<td style="text-align:left">{}</td>').format("yes" if value else "no")
    if isinstance(value, int | float | np.number):
        if unit:
            text = NONE if np.isnan(value) else f"{number_text(100 * value, 0)}{unit}"
        else:
            text = number_text(value, 0 if isinstance(value, int | np.integer) else decimals)
        return Markup('<td class="number" style="text-align:right" data-value="{}">{}</td>').format(
            f"{value:.6g}", text
        )
    if value is None or value is pd.NaT:
        return Markup('<td style="text-align:left">{}</td>').format(NONE)
    if isinstance(value, date | pd.Timestamp):
        return Markup('<td style="text-align:left">{}</td>').format(f"{value:%Y-%m-%d}")
    return Markup('<td style="text-align:left">{}</td>').format(escape(value))


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV (UTF-8), full precision; a text that begins like a formula gets an apostrophe."""
    return _harmless(table).to_csv(index=False, lineterminator="\n").encode()


def xlsx_bytes(table: pd.DataFrame, title: str, notes: str = "") -> bytes:
    """Write a table as an XLSX workbook: one sheet with the table under a bold head, one with what it is.

    Parameters
    ----------
    table : DataFrame
        What to write; its index is left out.
    title, notes : str
        What the table holds, and what to know of it.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        writer.book.set_properties({"title": title[:255], "created": EPOCH})
        table.to_excel(writer, sheet_name="table", index=False, freeze_panes=(1, 0))
        sheet = writer.sheets["table"]
        for place, column in enumerate(table.columns):
            longest = max([len(str(column)), *(len(str(value)) for value in table[column].head(200))])
            sheet.set_column(place, place, min(60, longest + 2))
        about = pd.DataFrame({"about this table": [title, *notes.splitlines()]})
        about.to_excel(writer, sheet_name="notes", index=False)
        writer.sheets["notes"].set_column(0, 0, 100)
    return buffer.getvalue()


def _harmless(table: pd.DataFrame) -> pd.DataFrame:
    texts = [column for column in table if not pd.api.types.is_numeric_dtype(table[column])]
    return table.assign(**{column: table[column].map(_quoted) for column in texts})


def _quoted(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
