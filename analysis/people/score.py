"""Scores filled sheets: the hand codes go into the corpus, and what they say of people and machine comes back."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.corpus.account import count_of
from analysis.corpus.store import (
    coded_attributions,
    coded_by,
    database,
    read_hand_codes,
    read_table,
    write_table,
)
from analysis.errors import RequestError
from analysis.figures import csv_bytes
from analysis.files import held, write_whole
from analysis.measures import (
    ARTICLE,
    ATTRIBUTION,
    MISSED,
    NO,
    YES,
    agreement_table,
    attribution_quality,
    coder_counts,
    confusion_table,
    machine_codes,
)
from analysis.people.questions import load_questions
from analysis.people.read import codes_of_rows, headings_of, known_items, once_each, with_chances
from analysis.people.rows import Filled, read_rows
from analysis.people.saved import latest, read_saved
from analysis.people.whole import codes_of_articles, texts_of
from analysis.reading.coding.layer import load_layer

MARKED_WHOLE = (".jsonl", ".ndjson")
"""Endings of files of articles that a person marked whole."""


class Scored(NamedTuple):
    """What the hand codes say, and what was not understood in them."""

    codes: pd.DataFrame
    agreement: pd.DataFrame
    quality: pd.DataFrame
    confusion: pd.DataFrame
    told: list[str]
    """What each coder did."""

    remarks: list[str]


class Given(NamedTuple):
    """What coders filled in, with that part of the corpus that it is of."""

    codes: pd.DataFrame
    """Rows of `hand_codes`, each with the coder's `note`."""

    attributions: pd.DataFrame
    tones: pd.DataFrame
    remarks: list[str]


def codebook_of(corpus: Path) -> Path:
    """Give the codebook that a corpus's sources were coded by.

    Raises
    ------
    RequestError
        When there is no such corpus, or it was read without one.
    """
    read_table(corpus, "articles", "false")  # says what to do first where there is no corpus at all
    path = coded_by(corpus).get("codebook")
    if not path:
        raise RequestError(f'It is not known by which codebook "{corpus}" is coded; name it with --codebook.')
    return Path(path)


def score(corpus: Path, files: list[Path], codebook: Path | None = None, shared: bool = False) -> Scored:
    """Read filled sheets into the corpus's table `hand_codes`, in place of the one there, and compare the coders.

    Writes `hand_codes.parquet`, and as CSV for other programs `hand-codes.csv`, `hand-agreement.csv`,
    `hand-quality.csv` and `hand-confusion.csv`.

    Parameters
    ----------
    corpus : folder that `evenhand read` filled
    files : filled sheets (XLSX, CSV), what pages saved (JSON), folders of them, articles marked whole (JSON Lines)
    codebook : the one that the sheets were made with; the corpus's own by default
    shared : whether to keep only articles of which every coder coded something

    Raises
    ------
    RequestError
        When the corpus was not read, or no file holds a code.
    """
    book = load_codebook(codebook or codebook_of(corpus))
    given = read_codes(corpus, files, book, shared)
    frame = pd.concat([given.codes, _silence(given.codes)], ignore_index=True)
    everything = pd.concat([frame, machine_codes(given.attributions, given.tones)], ignore_index=True)
    scored = Scored(
        frame,
        agreement_table(everything, orders=book.orders),
        attribution_quality(frame, given.attributions),
        confusion_table(everything),
        _told(coder_counts(frame)),
        [*given.remarks, *_given_up(corpus, frame), *_learned_from(corpus, frame)],
    )
    with held(corpus):
        write_table(corpus, "hand_codes", frame)
        for name in ("codes", "agreement", "quality", "confusion"):
            write_whole(corpus / f"hand-{name}.csv", csv_bytes(getattr(scored, name)))
    return scored


def _given_up(corpus: Path, codes: pd.DataFrame) -> list[str]:
    """Say whose codes stood in the corpus and are in none of the files: they go."""
    before = read_hand_codes(corpus)["coder"]
    gone = sorted(set(before) - set(codes["coder"]))
    remark = f"The codes of {', '.join(gone)} stood here and are in none of these files: they are gone. To keep them, "
    return [f"{remark}score again and name all folders: evenhand code score {corpus} FOLDER FOLDER"] if gone else []


def _learned_from(corpus: Path, codes: pd.DataFrame) -> list[str]:
    """Say of how many of the coded articles the program has learned: on them it looks better than it is."""
    taught = load_layer(corpus).articles & set(codes["article_id"])
    remark = f"From {len(taught)} of these articles the program has learned (`evenhand code learn`): on them it looks "
    return [f"{remark}better than it is, and what is corrected by them is corrected too little."] if taught else []


def read_codes(corpus: Path, files: list[Path], book: Codebook, shared: bool = False) -> Given:
    """Read what coders filled in, and find it in the corpus; writes nothing. Parameters and errors are `score`'s."""
    rows, remarks = _read(files, headings_of(questionnaire := load_questions(book)))
    ids = _articles_of(corpus, rows, files)
    attributions, tones = coded_attributions(corpus, articles=ids), read_table(corpus, "tones", articles=ids)
    known = known_items(
        read_table(corpus, "articles", "coalesce(duplicate_of, '') = ''", articles=ids), attributions, tones
    )
    codes: list[dict] = []
    for path in _marked_whole(files):
        sources = dict(zip(attributions["attribution_id"], attributions["source_spans"], strict=True))
        found, told = _or_told(codes_of_articles, path, known, sources)
        codes, remarks = [*codes, *found], [*remarks, *told]
    found, told = codes_of_rows(rows, known, questionnaire)
    codes, remarks = [*codes, *found], [*remarks, *told]
    codes, repeated = once_each(codes)
    codes, lost = with_chances(codes)
    frame = pd.DataFrame(codes)
    if shared and len(codes):
        everybody = frame.groupby("article_id")["coder"].nunique() == frame["coder"].nunique()
        frame = frame[frame["article_id"].map(everybody)]
    if frame.empty:
        raise RequestError("\n".join([*remarks, "No file holds a code of this corpus, so there is nothing to score."]))
    frame["note"] = frame["note"].fillna("") if "note" in frame else ""
    return Given(frame, attributions, tones, [*remarks, *repeated, *lost])


def _read(paths: list[Path], headings: list[list[str]]) -> tuple[list[Filled], list[str]]:
    """Read the rows of all sheets; a file that cannot be read is told of, and the others go on."""
    rows, remarks = [], []
    for path in paths:
        for file in _inside(path) if path.is_dir() else [path]:
            if file.suffix.lower() not in MARKED_WHOLE:
                page = file.suffix.lower() == ".json"
                found, told = _or_told(*((_of_page, file) if page else (read_rows, file, headings)))
                rows += found
                remarks += told if found or path.is_dir() or told else [f'"{file}" holds no row of a coding sheet.']
    return latest(rows), remarks


def _of_page(path: Path) -> tuple[list[Filled], list[str]]:
    return read_saved(path), []


def _or_told(read: Callable[..., tuple[list, list[str]]], *arguments: object) -> tuple[list, list[str]]:
    try:
        return read(*arguments)
    except RequestError as error:
        return [], [str(error)]


def _marked_whole(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.suffix.lower() in MARKED_WHOLE]


def _articles_of(corpus: Path, rows: list[Filled], files: list[Path]) -> list[str]:
    """List the articles that sheets speak of, by their ids, and those marked whole, by their texts."""
    ids = {row.cells.get("article_id", "") for row in rows}
    # The id of what was coded begins with its article's, should somebody have deleted that column.
    ids |= {item.rsplit("-", n)[0] for row in rows for item in [row.cells.get("item", "")] for n in (0, 1, 2)}
    texts = {text for path in _marked_whole(files) for text in texts_of(path)}
    if texts:
        with database(corpus, "articles") as tables:
            tables.register("marked", pd.DataFrame({"text": sorted(texts)}, dtype="string"))
            same = tables.execute("SELECT article_id FROM articles SEMI JOIN marked USING (text)").fetchall()
        ids |= {article for (article,) in same}
    return sorted(ids - {""})


def _inside(folder: Path) -> list[Path]:
    """List a folder's sheets; a workbook that is open in Excel leaves a lock file beside it, which is none."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".xlsx", ".csv", ".json"))
    return [file for file in files if not file.name.startswith(("~$", "."))]


def _silence(frame: pd.DataFrame) -> pd.DataFrame:
    """Who read an article whole and did not add what another coder added there has judged that it is none."""
    added = frame[(frame["unit"] == MISSED) & (frame["variable"] == ATTRIBUTION) & (frame["value"] == YES)]
    readers = frame.loc[frame["unit"] == ARTICLE, ["coder", "article_id", "place"]].drop_duplicates()
    could = added.drop(columns=["coder", "place"]).drop_duplicates("item").merge(readers, on="article_id")
    did = pd.MultiIndex.from_frame(added[["coder", "item"]])
    silent = ~pd.MultiIndex.from_frame(could[["coder", "item"]]).isin(did)
    return could[silent].assign(value=NO)[frame.columns]


def _told(counts: pd.DataFrame) -> list[str]:
    return [
        f"{row['coder']}: {count_of(row['attributions'], 'attribution')} judged, {row['missed']} missed ones added, "
        f"{count_of(row['mentions'], 'mention')}, {count_of(row['articles'], 'article')} read whole"
        for row in counts.to_dict("records")
    ]
