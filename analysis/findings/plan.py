"""What a corpus tells of how many articles a study needs."""

import re
from pathlib import Path

import pandas as pd

from analysis.corpus.query import open_corpus
from analysis.corpus.store import coded_by
from analysis.errors import RequestError
from analysis.measures import WRONG, compared_sides, plan_balance

TARGET = re.compile(r"^\s*balance\s*(?:±|\+-|\+/-)\s*(?P<width>\d*\.?\d+)\s*$")


def plan(corpus: Path, target: str, codebook: Path | None = None, difference: float = 0.0, wrong: float = WRONG):
    """Say, outlet by outlet, how many articles and how many hand-coded ones a target takes; see `plan_balance`.

    Parameters
    ----------
    corpus : Path
        A corpus that was read.
    target : str
        "balance ±0.1": the wanted half-width of the interval.
    codebook : Path, optional
        Without one, that by which the corpus is coded.
    difference : float
        What difference of two outlets' balances a test should find.
    wrong : float
        Share of attributions that the machine is assumed to give to a wrong side.

    Raises
    ------
    RequestError
        When the target is not understood, or it is not known by which codebook the corpus is coded.
    """
    asked = TARGET.match(target)
    if not asked or not float(asked["width"]) > 0:
        raise RequestError(f'The target "{target}" is not understood; write it as in "balance ±0.1".')
    codebook = codebook or coded_by(corpus).get("codebook")
    if not codebook:
        raise RequestError(f'It is not known by which codebook "{corpus}" is coded; name it with --codebook.')
    opened = open_corpus(corpus, codebook)
    sides = compared_sides(opened.codebook)
    return plan_balance(opened.select().count("side"), sides, float(asked["width"]), difference, wrong=wrong)


def tell_plan(table: pd.DataFrame, target: str, wrong: float) -> list[str]:
    """Write a plan in lines for a terminal: what is there, what is needed, and on what assumptions."""
    lines = [f"{'outlet':30} {'articles':>8} {'now ±':>7} {'needed':>7} {'to code':>8} {'for a difference':>17}"]
    for row in table.to_dict("records"):
        cells = [_cell(row[name]) for name in ("articles_needed", "to_code", "for_difference")]
        now = "–" if pd.isna(row["half_width"]) else f"{row['half_width']:.2f}"
        lines.append(
            f"{str(row['outlet'])[:30]:30} {row['articles']:>8} {now:>7} {cells[0]:>7} {cells[1]:>8} {cells[2]:>17}"
        )
    lines.append(
        f"needed: articles of the outlet for {target}. to code: articles to code by hand so that the corrected balance "
        f"is as exact, if {wrong:.0%} of attributions stand on a wrong side (–: more articles are needed first). for a "
        "difference: articles of each of two outlets, for a test that finds a difference twice as large as the target, "
        "or the one asked for, four times in five."
    )
    return lines


def _cell(value) -> str:
    return "–" if pd.isna(value) else f"{int(value):,}"
