"""Files of annotations: JSON Lines, Label Studio's JSON, or a folder with an XMI file an article and its types."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.codebook import load_codebook, no_codebook
from analysis.corpus.store import IMPORTED, coded_by, read_hand_codes, read_table, table_path, write_table
from analysis.errors import RequestError
from analysis.files import held, json_lines, write_whole
from analysis.reading.exchange import label_studio, xmi
from analysis.reading.exchange.by_hand import as_coded
from analysis.reading.exchange.interchange import Problem, read_lines, standoff, take_over
from analysis.reading.exchange.known_sources import as_they_stand, give_sources
from analysis.reading.exchange.new_sources import add_new_sources, name_new_sources

TYPES = "TypeSystem.xml"

NO_SOURCE = (
    'taken over without a source: "{}" names nobody ("{}…"); mark the words that say who speaks, and import again'
)


def export_annotations(corpus: Path, target: Path, where: str = "", coder: str = "") -> int:
    """Write the attributions of a corpus to a file ``.jsonl``, to a file ``.json`` as tasks of Label Studio (with the
    labelling interface beside it), or to a folder as XMI; give the number of articles.

    With a coder: as this coder has them, of the articles in which that coder coded.
    """
    with held(corpus, shared=True):
        records = list(standoff(corpus, where))
        if coder:
            records = list(as_coded(records, read_hand_codes(corpus), coder))
    if target.suffix.lower() == ".jsonl":
        _write(target, json_lines(records))
    elif target.suffix.lower() == ".json":
        _write(target, label_studio.to_tasks(records).encode())
        _write(target.with_suffix(".xml"), label_studio.INTERFACE.encode())
    elif target.suffix:
        raise RequestError(
            f'"{target.name}": annotations are written to a file .jsonl, a file .json for Label Studio, or a folder '
            "for XMI."
        )
    else:
        types = xmi.type_system()
        _write(target / TYPES, types.to_xml().encode())
        for record in records:
            _write(target / f"{record['article_id']}.xmi", xmi.to_xmi(record, types).encode())
    return len(records)


def import_annotations(corpus: Path, source: Path) -> tuple[int, int, list[Problem]]:
    """Put the attributions of a file or folder in place of those of the same articles, for good: a later reading of
    the corpus leaves them as they are. One that was added, or given another source, goes to the source of the article
    that has these words, else to a new one, which is coded by the corpus's codebook.

    Returns
    -------
    attributions, articles, problems
        How many were taken over, of how many articles; what was not, and which have no source.
    """
    if source.is_dir():
        types = xmi.type_system()
        files = sorted(source.glob("*.xmi"))
        records = [xmi.from_xmi(path.stem, path.read_bytes(), types) for path in files]
    elif source.is_file():
        records = _records(source, label_studio.from_tasks if source.suffix.lower() == ".json" else read_lines)
    else:
        raise RequestError(
            f'There is no "{source}": name a file .jsonl, a file .json of Label Studio or a folder of XMI files.'
        )
    with held(corpus):
        return _take_in(corpus, records)


def _take_in(corpus: Path, records: list[dict]) -> tuple[int, int, list[Problem]]:
    kept = corpus / IMPORTED  # so that it outlasts another reading
    before = _records(kept) if holds_imported(corpus) else []
    noted = {str(record["article_id"]): record.get("stood", []) for record in before}
    records = [record | {"stood": noted.get(str(record["article_id"]), [])} for record in records]
    known = {str(record["article_id"]) for record in records}
    told, stood = _put_in_place(corpus, records)
    codebook = coded_by(corpus).get("codebook")
    add_new_sources(corpus, load_codebook(codebook) if codebook and Path(codebook).is_file() else no_codebook())
    records = [record | {"stood": stood.get(str(record["article_id"]), [])} for record in records]
    _write(kept, json_lines([*(record for record in before if str(record["article_id"]) not in known), *records]))
    return told


def _records(path: Path, read: Callable[[bytes], list[dict]] = read_lines) -> list[dict]:
    try:
        return read(path.read_bytes())
    except RequestError as error:
        raise RequestError(f"{path}, {error}") from error


def holds_imported(corpus: Path) -> bool:
    """Tell whether annotations were ever imported into a corpus."""
    return (corpus / IMPORTED).is_file()


def reinstate(corpus: Path) -> None:
    """Put what was ever imported into a corpus in place again, after a reading; what does not fit any more is left.

    Sources that were not read are named, not made: coding does that (`new_sources.add_new_sources`).
    """
    _put_in_place(corpus, _records(corpus / IMPORTED))


def _put_in_place(corpus: Path, records: list[dict]) -> tuple[tuple[int, int, list[Problem]], dict[str, list[list]]]:
    """Put records in place of the attributions of their articles; also give how these stood up to now, by article."""
    rows, articles, problems = take_over(corpus, records)
    before = read_table(corpus, "attributions")
    stood = as_they_stand(before[before.article_id.isin(articles)])
    for record in records:
        now = stood.setdefault(str(record["article_id"]), [])
        now += [known for known in record.get("stood", []) if known not in now]
    sources = read_table(corpus, "sources", articles=sorted(articles))
    unknown = give_sources(rows, itertools.chain.from_iterable(stood.values()), sources)
    unknown = name_new_sources(corpus, unknown, sources)
    problems += [Problem(row["article_id"], NO_SOURCE.format(row["source"], row["content"][:40])) for row in unknown]
    others = before[~before.article_id.isin(articles)].to_dict("records")
    every = sorted([*others, *rows], key=lambda row: (row["article_id"], row["position"], row["attribution_id"]))
    write_table(corpus, "attributions", every)
    write_table(corpus, "speakers", _speakers(corpus, articles, rows))
    return (len(rows), len(articles), problems), stood


def _speakers(corpus: Path, articles: set[str], rows: list[dict]) -> list[dict]:
    """Give who speaks: as it was read, but of imported articles only where the first speaker is still the same."""
    before = read_table(corpus, "speakers") if table_path(corpus, "speakers").is_file() else pd.DataFrame()
    known: dict[str, list[dict]] = {}
    for speaker in before.to_dict("records"):
        known.setdefault(speaker["attribution_id"], []).append(speaker)
    others = [speaker for speaker in before.to_dict("records") if speaker["article_id"] not in articles]
    mine = []
    for row in rows:
        was = known.get(row["attribution_id"], [])
        only = {name: row[name] for name in ("attribution_id", "article_id", "source_id")} | {"part": 1.0}
        mine += was if was and was[0]["source_id"] == row["source_id"] else [only] if row["source_id"] else []
    return [*others, *mine]


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise RequestError(f'"{path}" cannot be written ({error.strerror}); name another place.') from error
