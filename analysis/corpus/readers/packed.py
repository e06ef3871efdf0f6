"""Archives: each file inside is unpacked by itself into a temporary one, within the bounds of `limits`.

No name inside an archive is ever a path on this machine.
"""

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

import pyarrow as pa

from analysis.corpus import limits
from analysis.corpus.records import Rejection

CHUNK = 1 << 20

CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that programs add to archives and folders by themselves."""

DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError)
"""What reading a file out of a damaged archive raises; a locked or unknown one raises RuntimeError."""


class Member(NamedTuple):
    """A file out of an archive: where it is unpacked, its name in the archive, and whether it was cut off."""

    path: Path
    name: str
    cut: str = ""


@contextmanager
def temporary() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryDirectory(prefix="evenhand-") as folder, (Path(folder) / "member").open("wb") as out:
        yield out


def _copy(stream: IO[bytes], out: IO[bytes], packed: int, before: int = 0) -> int:
    """Copy within the bounds; give the number of bytes."""
    size = 0
    read = getattr(stream, "read1", stream.read)  # of a file that is cut off, it gives what stands before the cut
    while chunk := read(CHUNK):
        size += len(chunk)
        limits.check_growth(packed, size)
        limits.check_growth(limits.LARGEST_UNPACKED, before + size)
        out.write(chunk)
    out.flush()
    return size


def read_gzip(path: Path, name: str) -> Iterator[Member | Rejection]:
    """Unpack a .gz file; one that is cut off gives what could be unpacked, marked as cut."""
    with path.open("rb") as packed, gzip.open(packed) as stream:
        yield from _single(stream, path, _unpacked_name(name, ".gz"))


def read_zstd(path: Path, name: str) -> Iterator[Member | Rejection]:
    """Unpack a .zst file."""
    with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
        yield from _single(stream, path, _unpacked_name(name, ".zst"))


def _single(stream: IO[bytes], path: Path, name: str) -> Iterator[Member | Rejection]:
    with temporary() as out:
        cut = ""
        try:
            _copy(stream, out, path.stat().st_size)
        except (EOFError, OSError, ValueError) as error:
            cut = " ".join(str(error).split()) or "it ends early"
        out.flush()
        yield Member(Path(out.name), name, cut)


def _unpacked_name(name: str, suffix: str) -> str:
    return name[: -len(suffix)] if name.lower().endswith(suffix) else name


def read_zip(path: Path, name: str) -> Iterator[Member | Rejection]:
    """Unpack the files of a .zip one by one, in its order; clutter of other programs is passed over."""
    try:
        archive = zipfile.ZipFile(path)
    except (*DAMAGED, RuntimeError) as error:
        yield Rejection("", f"not a zip archive that can be opened: {str(error)[:300]}; deliver it again")
        return
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_clutter(info.filename)]
        if not infos:
            yield Rejection("", "empty: no file in the archive; deliver it again")
        for info in infos[limits.MOST_MEMBERS :][:1]:
            told = f"{len(infos):,} files; the first {limits.MOST_MEMBERS:,} were read"
            yield Rejection(info.filename, f"too many files in the archive: {told}; part it")
        total = 0
        for info in infos[: limits.MOST_MEMBERS]:
            if climbs(info.filename):
                yield Rejection(info.filename, "its name leads out of the archive; pack it anew under a plain name")
                continue
            try:
                limits.check_growth(info.compress_size, info.file_size)
                with archive.open(info) as stream, temporary() as out:
                    total += _copy(stream, out, info.compress_size, total)
                    yield Member(Path(out.name), info.filename)
            except limits.TooLarge as error:
                yield Rejection(info.filename, str(error))
            except RuntimeError as error:  # what zipfile raises where a password is needed
                yield Rejection(info.filename, f"cannot be unpacked: {error}; unpack it yourself")
            except DAMAGED as error:
                yield Rejection(info.filename, f"damaged in the archive: {str(error)[:300]}; deliver it again")


def climbs(name: str) -> bool:
    """Tell whether a name in an archive leads out of it.

    Examples
    --------
    >>> climbs("../../etc/passwd"), climbs("/etc/passwd"), climbs("C:/x"), climbs("Harbour Post/a..b.txt")
    (True, True, True, False)
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or (bool(parts) and parts[0].endswith(":"))


def _is_clutter(name: str) -> bool:
    return name.startswith(CLUTTER) or PurePosixPath(name).name.startswith((".", *CLUTTER))
