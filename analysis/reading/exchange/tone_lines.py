"""Tone for other programs, and for scoring: JSON Lines of sentences with a target in, the same lines with tone out."""

from pathlib import Path

from tqdm import tqdm

from analysis.errors import RequestError
from analysis.files import whole
from analysis.reading.exchange.extract import Failure, line_or_failure
from analysis.reading.parts import check_text
from analysis.reading.tone.model import TONES, mark_target, tone_of


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
    with whole(target) as path, source.open("rb") as lines, path.open("w", encoding="utf-8") as out:
        numbered = tqdm(enumerate(lines, 1), desc="Reading", unit=" lines", disable=None)
        for read in (read_line(number, line) for number, line in numbered if line.strip()):
            if isinstance(read, Failure):
                failures.append(read)
            else:
                out.write(read + "\n")
    return failures


def read_line(number: int, line: bytes) -> str | Failure:
    """Read one line and give it back with its tone, or say what is wrong with it."""
    return line_or_failure(number, line, _toned, "a text and a target [start, end]")


def _toned(record: dict) -> dict:
    start, end = record["target"]
    check_text(record["text"])
    (probabilities,) = tone_of([mark_target(record["text"], (start, end))])
    return record | {"tone": {name: round(float(p), 4) for name, p in zip(TONES, probabilities, strict=True)}}
