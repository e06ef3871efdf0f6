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
from analysis.reading.parts import check_text
from analysis.reading.sources.resolution import resolve_sources
from analysis.reading.workers import deaf_to_interrupts, pool_of, within

BATCH = 8
PARTS = ("source", "cue", "content", "via")

PATIENCE = 120
"""Seconds that a line may take."""

LONGEST_LINE = 4_000_000
"""Bytes of a line: of an article as long as may be, and what may stand beside it."""


class Failure(NamedTuple):
    """A line that gave no attributions, and why."""

    line: int
    reason: str


def extract(source: Path, target: Path, reader: str = "model", workers: int = 1) -> list[Failure]:
    """Write each line's object with "attributions" added; spans point into its "text" exactly as given.

    Each attribution has `source`, `cue`, `content` and `via` (the medium that passes the words on) as lists of
    `[start, end)`, `form`, `kind`, `confidence` and `source_name`, the fullest name in the article; of several who
    speak together the first one's, and all in `source_names`. Texts are not cleaned. A line that cannot be read is left
    out and comes back as a failure; the file is replaced whole.

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
    return line_or_failure(number, line, lambda record: _attributed(record, reader), "a text")


def line_or_failure(number: int, line: bytes, work: Callable[[dict], dict], needs: str) -> str | Failure:
    """Work on the object of one line and write it as a line again; whatever fails there costs this line alone.

    A line that is longer than an article, or takes longer than `PATIENCE`, fails too.
    """
    try:
        if len(line) > LONGEST_LINE:
            raise RequestError(f"{len(line):,} bytes are more than {LONGEST_LINE:,}: part it")
        with within(PATIENCE):
            return json_line(work(json.loads(line)))
    except RequestError as error:
        wrong = str(error).rstrip(".")
    except KeyError as error:
        wrong = f'it has no "{error.args[0]}"'
    except TimeoutError:
        wrong = f"it takes longer than {PATIENCE} seconds"
    except (ValueError, TypeError, AttributeError) as error:
        wrong = f"it is no JSON object with {needs} ({error})"
    except Exception as error:
        wrong = f"it cannot be read ({type(error).__name__}: {error})"
    return Failure(number, " ".join(f"{wrong}; mend the line and run again".split()))


def _attributed(record: dict, reader: str) -> dict:
    check_text(text := record["text"])
    doc = load_parser()(text)
    attributions = find_with(reader)(doc)
    sources, owners = resolve_sources(doc, attributions)
    found = [
        {
            **{part: [list(span) for span in getattr(attribution, part)] for part in PARTS},
            "form": form_of(text, attribution.content), "kind": attribution.kind, "confidence": attribution.confidence,
            "source_name": sources[told[0]]["name"] if told else "",
            "source_names": [sources[place]["name"] for place in told],
        }
        for attribution, told in zip(attributions, owners, strict=True)
    ]  # fmt: skip
    return record | {"attributions": found}
