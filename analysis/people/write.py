"""Writes the coding sheets: a workbook and the same as CSV for each coder; never over one that may be filled."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.files import write_whole
from analysis.people.cells import guarded
from analysis.people.frames import Pieces, Sheet, draw, sheets
from analysis.people.page import coding_page
from analysis.people.questions import load_questions
from analysis.people.workbook import as_workbook


class Written(NamedTuple):
    """What was written: a file a coder to begin with, and how much there is to code in each."""

    files: list[Path]
    attributions: int
    mentions: int
    articles: int


def write_sample(
    corpus: Path,
    codebook: Path,
    out: Path,
    n: int = 200,
    mentions: int = 100,
    articles: int = 12,
    coders: tuple[str, ...] = ("coder",),
    seed: int = 1,
    show_codes: bool = False,
    page: bool = False,
    unsure: bool = False,
) -> Written:
    """Draw what people are to code and write each coder a workbook, the same as CSV in `csv/` and, if asked, as a page.

    All coders get the same rows, each in an order of their own. Nothing is written where one of the files is there
    already and holds something else; the same sample drawn again gives the same bytes.

    Parameters
    ----------
    corpus : folder that `evenhand read` filled
    codebook : the sides and source types to choose from
    out : folder of the sheets; made if there is none
    n, mentions, articles : how many attributions and mentions to code, and articles to read whole
    coders : names of the coders
    seed : another seed draws another sample
    show_codes : whether to show what the machine said
    page : whether to write each coder a page too, `CODER.html`, in which the same is coded
    unsure : whether to draw half of the attributions from those of which the machine is least sure

    Raises
    ------
    RequestError
        When a sheet of that name stands there already with something else, since it may be filled; when a coder's
        name cannot be a file's; when there is nothing to draw from.
    """
    book = load_codebook(codebook)
    for coder in coders:
        if not re.fullmatch(r"[\w .-]*\w[\w .-]*", coder):
            raise RequestError(f'"{coder}" cannot be a coder\'s name: use letters, digits and hyphens.')
    questionnaire = load_questions(book)
    drawn = draw(corpus, n, mentions, articles, seed, unsure)
    files: dict[Path, bytes] = {}
    for number, coder in enumerate(coders):
        own = sheets(drawn, questionnaire, book, coder, seed * 1000 + number, show_codes)
        files[out / f"{coder}.xlsx"] = as_workbook(own, questionnaire)
        files |= {out / "csv" / f"{coder}-{sheet.name}.csv": as_csv(sheet).encode() for sheet in own}
        if page:
            name = f"{corpus.resolve().name}-{n}-{mentions}-{articles}-{seed}"
            own_page = coding_page(drawn, questionnaire, book, coder, seed * 1000 + number, name)
            files[out / f"{coder}.html"] = own_page.encode()
    for path, content in files.items():
        if path.exists() and path.read_bytes() != content:
            raise RequestError(f'"{path}" is there already and may be filled; choose another folder with --out.')
    for path, content in files.items():
        write_whole(path, content)
    paths = [out / f"{coder}.{'html' if page else 'xlsx'}" for coder in coders]
    return Written(paths, len(drawn.attributions), len(drawn.mentions), len(drawn.articles))


def as_csv(sheet: Sheet) -> str:
    """Write a sheet as CSV, UTF-8 with a mark that Excel knows; source, cue and content stand in brackets."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow([guarded(_plain(row.get(heading, ""))) for heading in sheet.headings])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + buffer.getvalue()


def _plain(value: str | float | Pieces) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return "".join(f"[{part}: {words}]" if part else words for words, part in value)
    return value
