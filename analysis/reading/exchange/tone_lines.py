"""Tone for other programs, and for scoring: JSON Lines of sentences with a target in, the same lines with tone out."""

import json
from pathlib import Path

from tqdm import tqdm

from analysis.errors import RequestError
from analysis.files import json_line, whole
from analysis.reading.exchange.extract import Failure
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
    try:
        record = json.loads(line)
        start, end = record["target"]
        marked = mark_target(record["text"], (start, end))
    except RequestError as error:
        return Failure(number, f"{error}; mend the line and run again")
    except KeyError as error:
        return Failure(number, f'it has no "{error.args[0]}"; mend the line and run again')
    except (ValueError, TypeError) as error:
        wrong = f"it is no JSON object with a text and a target [start, end] ({error})"
        return Failure(number, f"{wrong}; mend the line and run again")
    (probabilities,) = tone_of([marked])
    tone = {name: round(float(p), 4) for name, p in zip(TONES, probabilities, strict=True)}
    return json_line(record | {"tone": tone})
