"""Files as chance damages them: whatever stands in them is read, or refused in a sentence; a minute in all."""

import json
import random
import shutil
import time
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import RequestError
from analysis.people.score import score
from analysis.reading.exchange.annotation_files import export_annotations, import_annotations
from analysis.reading.exchange.extract import Failure, extract_line
from analysis.reading.exchange.tone_lines import read_line

pytestmark = pytest.mark.slow

SECONDS = 12
"""For each kind of file."""

LETTER = {"article_id": "a", "text": "“No,” said Ann Lee, an engineer.\n\nYours,\n\nDr Bo"}
DATA = Path(__file__).parents[1] / "data"
PIECES = [b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\n", b"\r\n", b"{", b"}", b"[", b"]", b":", b",", b'"', b"'",
          b"-", b"null", b"1e999", b"-1", b"9" * 30, b"&a ", b"!!python/name:os.system", b"<<: ", b"\xe2\x80\xae",
          b"=1+1", b"%s", b"../", b"a" * 3000, b"[" * 300, b"# ", b"|\n", b"? "]  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Damage a few places: cut, doubled, overwritten, and with pieces that mean something put in."""
    for _ in range(chance.randint(1, 4)):
        place, size = chance.randrange(len(content) + 1), chance.choice([1, 1, 2, 8, 40, 400])
        piece = chance.choice([b"", content[place : place + size] * 2, chance.choice(PIECES), chance.randbytes(size)])
        content = content[:place] + piece + content[place + size * (chance.random() < 0.7) :]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


def attack(content: bytes, use, at_least: int) -> None:
    """Use damaged copies of a file until the time is up; only a RequestError of one line may come out."""
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end or number < at_least:
        damaged = mutated(content, random.Random(number))
        begun = time.monotonic()
        try:
            use(damaged)
        except RequestError as error:
            assert str(error).strip(), number
        except Exception as error:
            raise AssertionError(f"number {number}: {damaged[:2000]!r}") from error
        assert time.monotonic() - begun < 60, f"number {number} took too long"
        number += 1


def test_codebooks(tmp_path):
    def use(content: bytes) -> None:
        (tmp_path / "book.yml").write_bytes(content)
        load_codebook(tmp_path / "book.yml")

    attack((DATA / "codebooks" / "sample.yml").read_bytes()[:6000].rpartition(b"\n  - ")[0] + b"\n", use, 5)


@pytest.mark.parametrize(
    ("read", "record"),
    [
        (lambda line: extract_line((1, line, "rules")), LETTER),
        (lambda line: read_line(1, line), {"id": 1, "text": "Ann Lee lied to us.", "target": [0, 7]}),
    ],
    ids=["extract", "tone"],
)  # fmt: skip
def test_lines(read, record):
    def use(content: bytes) -> None:
        result = read(content)
        if isinstance(result, Failure):
            assert result.reason and "\n" not in result.reason
        else:
            json.loads(result.encode())

    attack(json.dumps(record).encode(), use, 5)


def test_annotations(corpus, tmp_path):
    shutil.copytree(corpus, tmp_path / "corpus")
    export_annotations(corpus, tmp_path / "out.jsonl")
    lines = b"".join((tmp_path / "out.jsonl").read_bytes().splitlines(keepends=True)[:2])

    def use(content: bytes) -> None:
        (tmp_path / "back.jsonl").write_bytes(content)
        (tmp_path / "corpus" / "imported.jsonl").unlink(missing_ok=True)
        import_annotations(tmp_path / "corpus", tmp_path / "back.jsonl")

    attack(lines, use, 3)


def test_hand_codes(corpus, codebook, tmp_path):
    shutil.copytree(corpus, tmp_path / "corpus")
    export_annotations(corpus, tmp_path / "out.jsonl")
    first = json.loads((tmp_path / "out.jsonl").read_bytes().splitlines()[0])
    marked = {"text": first["text"], "attributions": [], "sources": []}
    (tmp_path / "sheets").mkdir()

    def use(content: bytes) -> None:
        (tmp_path / "sheets" / "ada.jsonl").write_bytes(content)
        score(tmp_path / "corpus", [tmp_path / "sheets" / "ada.jsonl"], codebook)

    attack(json.dumps(marked).encode() + b"\n", use, 3)
