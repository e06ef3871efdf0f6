"""Tables and numbers for LaTeX: booktabs tables with notes, one macro a reported number, whatever names hold.

Gives text; `reports` writes it.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.figures.tables import MINUS, NONE, number_text

SPECIAL = {
    '"': "''",
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "\N{EN DASH}": "--", "\N{EM DASH}": "---",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``", "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{LEFT SINGLE QUOTATION MARK}": "`", "\N{RIGHT SINGLE QUOTATION MARK}": "'", 
    "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{NO-BREAK SPACE}": "~", "\N{MIDDLE DOT}": r"\textperiodcentered{}", MINUS: r"\ensuremath{-}",
    "\N{LEFTWARDS ARROW}": r"\ensuremath{\leftarrow}", "\N{RIGHTWARDS ARROW}": r"\ensuremath{\rightarrow}",
    "\N{MULTIPLICATION SIGN}": r"\ensuremath{\times}", "\N{PLUS-MINUS SIGN}": r"\ensuremath{\pm}",
    "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ø": r"\o{}", "Ø": r"\O{}", "œ": r"\oe{}", "Œ": r"\OE{}",
    "ł": r"\l{}", "Ł": r"\L{}", "ı": r"\i{}",
}  # fmt: skip

ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c",
}  # fmt: skip

GLYPH = r"{\ifdefined\Umathcode %s\else ?\fi}"
"""A character that only LuaLaTeX and XeLaTeX can print; pdfLaTeX prints a question mark."""

PAGE, LONG = 35, 24
"""Rows that fit on a page, and characters of a text that make its column break lines."""

TWO_COLUMNS = 4.0
"""Inches above which a figure runs over both columns of a page."""

DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


class Number(NamedTuple):
    """A number that a paper may report: what it is, of whom, its interval (missing where there is none)."""

    what: str
    of: str
    estimate: float
    low: float = np.nan
    high: float = np.nan
    n_articles: int | None = None
    note: str = ""
    decimals: int = 2
    percent: bool = False


def latex_text(text) -> str:
    r"""Write any text so that LaTeX prints it and runs none of it.

    Accents become commands, so the text does not depend on the paper's encoding; invisible characters are left out.

    Examples
    --------
    >>> latex_text("50 % of R&D: Łódź")
    "50 \\% of R\\&D: \\L{}\\'{o}d\\'{z}"
    """
    written = []
    for character in unicodedata.normalize("NFC", str(text)):
        written.append(_character(character))
    return "".join(written)


def _character(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    if character.isspace():
        return " "
    if character.isascii() and character.isprintable():
        return character
    base, *marks = unicodedata.normalize("NFD", character)
    if len(marks) == 1 and marks[0] in ACCENTS and base.isascii():
        return f"\\{ACCENTS[marks[0]]}{{{base}}}"
    return GLYPH % character if character.isprintable() else ""


def latex_table(
    table: pd.DataFrame,
    caption: str,
    label: str,
    notes: str = "",
    percent: Iterable[str] = (),
    decimals: int = 2,
) -> str:
    r"""Write a table as a floating LaTeX table in booktabs style, its notes below it.

    The paper needs ``\usepackage{booktabs,longtable}`` (a table of more than `PAGE` rows runs over pages) and takes
    it in by ``\input``. Text is escaped, missing numbers are dashes.

    Parameters
    ----------
    table : DataFrame
        What to write; its index is left out.
    caption, label, notes : str
        The caption, the name for ``\ref``, and what to say below the table.
    percent : iterable of str
        Columns of shares (0 to 1) to write in per cent.
    decimals : int
        Decimals of other fractional numbers.
    """
    percent = set(percent)
    columns = [[_cell(value, column in percent, decimals) for value in table[column]] for column in table.columns]
    names = [str(column).removeprefix("n_").replace("_", " ") for column in table.columns]
    layout = "".join(_layout(table[column]) for column in table.columns)
    rows = [" & ".join(cells) + r" \\" for cells in zip(*columns, strict=True)]
    head = " & ".join(latex_text(name) for name in names) + r" \\"
    body = [head, r"\midrule", *(rows or [rf"\multicolumn{{{max(1, len(names))}}}{{l}}{{None.}} \\"]), r"\bottomrule"]
    titled = rf"\caption{{{latex_text(caption)}}}\label{{{label}}}"
    below = (
        rf"\par\smallskip\noindent\begin{{minipage}}{{\linewidth}}{latex_text(notes)}\end{{minipage}}" if notes else ""
    )
    size = r"\footnotesize\setlength{\tabcolsep}{4pt}"
    if len(rows) > PAGE:
        begin = rf"\begin{{longtable}}{{{layout}}}"
        again = [r"\toprule", head, r"\midrule", r"\endhead"]
        lines = ["{" + size, begin, titled + r"\\", r"\toprule", *body[:2], r"\endfirsthead", *again, *body[2:]]
        lines += [r"\end{longtable}", below + "}"]
    else:
        lines = [r"\begin{table}", r"\centering", titled, size, rf"\begin{{tabular}}{{{layout}}}", r"\toprule", *body]
        lines += [r"\end{tabular}", *([below] if below else []), r"\end{table}"]
    return "\n".join(lines) + "\n"


def latex_figure(name: str, caption: str, width: float) -> str:
    r"""Write a floating LaTeX figure that takes in the PDF beside it at its own width (inches), with its caption.

    The paper needs ``\usepackage{graphicx}`` and a ``\graphicspath`` that finds the figure.
    """
    star = "*" if width > TWO_COLUMNS else ""
    lines = [
        rf"\begin{{figure{star}}}", r"\centering", rf"\includegraphics[width={width:.3f}in]{{{name}.pdf}}",
        rf"\caption{{{latex_text(caption)}}}\label{{fig:{name}}}", rf"\end{{figure{star}}}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def name_macros(numbers: Iterable[Number]) -> dict[str, Number]:
    """Give each number the name of its macro: letters only, as LaTeX wants, made from what it is and of whom.

    Examples
    --------
    >>> list(name_macros([Number("balance", "Channel 4", 0.5)]))
    ['evBalanceChannelFour']
    """
    named: dict[str, Number] = {}
    for number in numbers:
        stem = "ev" + _letters(f"{number.what} {number.of}")
        name, count = stem, 2
        while name in named:
            name, count = stem + _letters(f"no {count}"), count + 1
        named[name] = number
    return named


def latex_numbers(named: dict[str, Number]) -> str:
    r"""Write the macros: ``\NAME`` is the number with its interval, ``\NAMEValue``, ``\NAMEInterval`` either alone."""
    lines = [
        "% Made by evenhand; do not edit. Take it in by \\input{numbers} and write \\ev... where a number stands.",
        "% Each number: with its 95 per cent interval, and by ...Value and ...Interval either of them alone.",
    ]
    for name, number in named.items():
        value, interval = number_texts(number)
        whole = f"{value} ({'95 % CI ' if not np.isnan(number.low) else ''}{interval})" if interval else value
        lines.append(f"% {re.sub(r'[^ -~]', '?', f'{number.what}: {number.of}')}")
        for suffix, text in (("", whole), ("Value", value), ("Interval", interval)):
            lines.append(rf"\newcommand{{\{name}{suffix}}}{{{latex_text(text)}}}")
    return "\n".join(lines) + "\n"


def number_table(named: dict[str, Number]) -> pd.DataFrame:
    """List the macros as a table for reading: `macro`, `number`, `of`, `value`, `interval`, `articles`."""
    rows = [(f"\\{name}", n.what, n.of, *number_texts(n), n.n_articles) for name, n in named.items()]
    table = pd.DataFrame(rows, columns=["macro", "number", "of", "value", "interval", "articles"])
    return table.assign(articles=table["articles"].map(lambda number: "" if pd.isna(number) else f"{int(number):,}"))


def number_texts(number: Number) -> tuple[str, str]:
    """Write a number and its interval for reading; without an interval, the reason there is none."""
    scale, unit = (100, " %") if number.percent else (1, "")

    def text(value: float) -> str:
        return number_text(scale * value, 0 if number.percent else number.decimals)

    if number.estimate is None or np.isnan(number.estimate):
        return NONE, number.note
    interval = number.note if np.isnan(number.low) else f"{text(number.low)} to {text(number.high)}{unit}"
    return text(number.estimate) + unit, interval


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    words = re.findall(r"[A-Za-z]+|[0-9]", plain.encode("ascii", "ignore").decode())
    return "".join(DIGITS[int(word)] if word.isdigit() else word[:1].upper() + word[1:] for word in words)


def _layout(column: pd.Series) -> str:
    if pd.api.types.is_numeric_dtype(column) and column.dtype != bool:
        return "r"
    return r"p{0.22\linewidth}" if column.map(lambda value: len(str(value))).max() > LONG else "l"


def _cell(value, percent: bool, decimals: int) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number):
        if percent:
            return latex_text(NONE if np.isnan(value) else f"{number_text(100 * value, 0)} %")
        return latex_text(number_text(value, 0 if isinstance(value, int | np.integer) else decimals))
    if value is None or value is pd.NaT:
        return latex_text(NONE)
    return latex_text(f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else value)
