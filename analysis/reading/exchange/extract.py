"""Attributions for other programs, and for scoring: JSON Lines in, the same lines with attributions out."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from analysis.errors import RequestError
from analysis.files import json_line, whole
from analysis.reading.attributions.finders import find_with
from analysis.reading.attributions.quotations import form_of
from analysis.reading.parser import load_parser
from analysis.reading.sources.resolution import resolve_sources
from analysis.reading.workers import deaf_to_interrupts, pool_of

BATCH = 8


class Failure(NamedTuple):
    """A line that gave no attributions, and why."""

    line: int
    reason: str


def extract(source: Path, target: Path, reader: str = "model", workers: int = 1) -> list[Failure]:
    """Write each line's object with "attributions" added; spans point into its "text" exactly as given.

    Each attribution has `source`, `cue` and `content` as lists of `[start, end)`, `form`, `kind`, `confidence` and
    `source_name`, the fullest name in the article. Texts are not cleaned. A line that cannot be read is left out and
    comes back as a failure; the file is replaced whole.

    Raises
    ------
    RequestError
        When the file cannot be opened.
    """
    if not source.is_file():
        raise RequestError(f'There is no file "{source}" to extract from.')
    failures = []
    with (
        whole(target) as path,
        source.open("rb") as lines,
        path.open("w", encoding="utf-8") as out,
        _pool(workers) as each,
    ):
        numbered = ((n, line, reader) for n, line in enumerate(lines, 1) if line.strip())
        for result in tqdm(each(extract_line, numbered), desc="Reading", unit=" articles", disable=None):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                out.write(result + "\n")
    return failures


@contextmanager
def _pool(workers: int) -> Iterator:
    if workers <= 1:
        yield map
        return
    with pool_of(workers) as pool:

        def each(function: Callable, values: Iterable) -> Iterator:
            with deaf_to_interrupts():
                return pool.map(function, values, chunksize=BATCH)

        yield each


def extract_line(numbered: tuple[int, bytes, str]) -> str | Failure:
    """Read one line and give it back with its attributions."""
    number, line, reader = numbered
    try:
        record = json.loads(line)
        text = record["text"]
        doc = load_parser()(text)
    except (ValueError, TypeError, KeyError) as error:
        wrong = (
            f'it has no "{error.args[0]}"'
            if isinstance(error, KeyError)
            else f"it is no JSON object with a text ({error})"
        )
        return Failure(number, f"{wrong}; mend the line and run again")
    attributions = find_with(reader)(doc)
    sources, owners = resolve_sources(doc, attributions)
    record["attributions"] = [
        {
            **{part: [list(span) for span in getattr(attribution, part)] for part in ("source", "cue", "content")},
            "form": form_of(text, attribution.content), "kind": attribution.kind, "confidence": attribution.confidence,
            "source_name": "" if owner is None else sources[owner]["name"],
        }
        for attribution, owner in zip(attributions, owners, strict=True)
    ]  # fmt: skip
    return json_line(record)
