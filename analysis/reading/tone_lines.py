"""Tone for other programs, and for scoring: JSON Lines of sentences with a target in, the same lines with tone out."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from analysis.errors import RequestError
from analysis.reading.extract import Failure
from analysis.reading.tone import TONES, Marked, mark_target, tone_of

CHUNK = 512
"""Lines held in memory, sorted by length so that short sentences do not wait for long ones."""


def tone_lines(source: Path, target: Path) -> list[Failure]:
    """Write each line's object with "tone" added: calibrated probabilities of negative, neutral and positive.

    A line is `{"text": …, "target": [start, end]}` with whatever else; spans are characters of its text. A line
    that cannot be read is left out and comes back as a failure; the file is replaced whole.

    Raises
    ------
    RequestError
        When the file cannot be opened.
    """
    if not source.is_file():
        raise RequestError(f'There is no file "{source}" to read the tone of.')
    failures = []
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as lines, temporary.open("w", encoding="utf-8") as out:
            numbered = tqdm(enumerate(lines, 1), desc="Reading", unit=" lines", disable=None)
            for chunk in _chunks(read_line(n, line) for n, line in numbered if line.strip()):
                failures += [line for line in chunk if isinstance(line, Failure)]
                read = [line for line in chunk if not isinstance(line, Failure)]
                for (record, _), row in zip(read, tone_of([marked for _, marked in read]), strict=True):
                    tone = {name: round(float(p), 4) for name, p in zip(TONES, row, strict=True)}
                    out.write(json.dumps(record | {"tone": tone}, ensure_ascii=False) + "\n")
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return failures


def _chunks(lines: Iterator) -> Iterator[list]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def read_line(number: int, line: bytes) -> tuple[dict, Marked] | Failure:
    """Read one line and mark its target, or say what is wrong with it."""
    try:
        record = json.loads(line)
        start, end = record["target"]
        return record, mark_target(record["text"], (start, end))
    except RequestError as error:
        wrong = str(error)
    except KeyError as error:
        wrong = f'it has no "{error.args[0]}"'
    except (ValueError, TypeError) as error:
        wrong = f"it is no JSON object with a text and a target [start, end] ({error})"
    return Failure(number, f"{wrong}; mend the line and run again")
