"""Readers of files: one module a format, each with ``read(path) -> Iterator[Record | Rejection]``.

A reader finds records and their fields. It does not clean text, parse dates or decide outlets.
A new format is a new module and a line in `READERS`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.corpus.decoding import NotText
from analysis.corpus.readers import delimited, json_lines, json_whole, parquet, text_file, web_page
from analysis.corpus.records import Record, Rejection

Reader = Callable[[Path], Iterator[Record | Rejection]]

READERS: dict[str, Reader] = {
    ".txt": text_file.read,
    ".text": text_file.read,
    ".html": web_page.read,
    ".htm": web_page.read,
    ".xhtml": web_page.read,
    ".json": json_whole.read,
    ".jsonl": json_lines.read,
    ".ndjson": json_lines.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".parquet": parquet.read,
}


def format_suffix(path: Path) -> str:
    """Give the suffix that tells the format, in lower case: of ``a.HTML.gz`` it is ``.html``."""
    unpacked = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return unpacked.suffix.lower()


def read_file(path: Path) -> Iterator[Record | Rejection]:
    """Read the records of a file; whatever is wrong with the file comes as a rejection, never as an error."""
    if not path.is_file():
        yield Rejection("", "no such file or folder; check its name")
        return
    suffix = format_suffix(path)
    reader = READERS.get(suffix)
    if reader is None:
        known = " ".join(READERS)
        yield Rejection("", f'format "{suffix or path.name}" is not read; convert it to one of {known}')
        return
    try:
        if path.stat().st_size == 0:
            yield Rejection("", "empty: the file has no bytes; deliver it again")
            return
        yield from reader(path)
    except NotText as error:
        yield Rejection("", str(error))
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Rejection("", f"cannot be read to its end: {reason}; check or deliver it again")
    except Exception as error:  # a hostile file must not stop the files after it
        yield Rejection("", f"cannot be read as {suffix}: {type(error).__name__}: {error}; deliver it again")
