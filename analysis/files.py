"""Files as the whole program reads and writes them: written whole or not at all; YAML, JSON and JSON Lines in one way.

What cannot be read is told in one sentence that names the file, the place in it and the remedy.
"""

import glob
import json
import os
import platform
import re
import shutil
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

import yaml

from analysis.errors import RequestError, nearest

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

HERE = f"{zlib.crc32(platform.node().encode()):08x}"
"""This machine, in the names of unfinished files: a shared folder holds those of others."""

UNFINISHED = re.compile(r"\.([0-9a-f]{8})-(\d+)\.tmp$")
"""How the names of unfinished files and folders end: machine and process."""

FORGOTTEN = 24 * 3600
"""Seconds after which another machine's unfinished file counts as left behind."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give the place for an unfinished file beside `path`; once written without an error, it takes the place of `path`.

    Its folder is made. On an error nothing is left; what a killed process left of the same file is swept away.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    name = f"{path.name[:40]}-{zlib.crc32(path.name.encode('utf-8', 'surrogateescape')):08x}"
    unfinished = unfinished_in(path.parent, name)
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; text as UTF-8."""
    with whole(path) as unfinished:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def workshop(folder: Path, name: str) -> Iterator[Path]:
    """Make a folder within another for what is unfinished; it goes at the end, and those of killed processes too."""
    unfinished = unfinished_in(folder, name)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def unfinished_in(folder: Path, name: str) -> Path:
    """Name a place for what is unfinished, this process's own; those of killed processes are swept away."""
    sweep(folder, f".{glob.escape(name)}.*.tmp")
    return Path(folder) / f".{name}.{HERE}-{os.getpid()}.tmp"


def sweep(folder: Path, pattern: str = ".*.tmp") -> None:
    """Delete unfinished files and folders whose process has ended, or that another machine left a day ago."""
    for path in Path(folder).glob(pattern):
        left = UNFINISHED.search(path.name)
        if left and not _alive(path, left[1], int(left[2])):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _alive(path: Path, machine: str, process: int) -> bool:
    try:
        if machine != HERE or os.name == "nt":  # where a signal 0 is no question
            return time.time() - path.stat().st_mtime < FORGOTTEN
        os.kill(process, 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except OSError:
        return True  # somebody else's
    return True


@contextmanager
def held(folder: Path, shared: bool = False) -> Iterator[None]:
    """Hold a folder while its files are written, or share it with others that only read it.

    The system lets go of it when this process ends, however it ends, so that none is ever held by a dead one. Whoever
    holds it alone sweeps away what killed processes left there. Where the disk knows no locks, nothing is held.

    Raises
    ------
    RequestError
        When another command writes there, or would be written under: says which, and what to do.
    """
    folder = Path(folder)
    with _opened(folder / ".lock") as lock:
        if lock:
            try:
                fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = lock.read().strip() or "another command"
                raise RequestError(f'"{folder}" is in use by {holder}: run this again when that has ended.') from None
            except OSError:
                pass
            else:
                lock.truncate(0)
                command = " ".join(["evenhand", *sys.argv[1:2]]) if sys.argv[0].endswith("evenhand") else "a program"
                lock.write(f"{command} (process {os.getpid()} on {platform.node()})")
                lock.flush()
        if not shared:
            sweep(folder)
        yield


@contextmanager
def _opened(path: Path) -> Iterator[TextIO | None]:
    """Open a file to be locked; None where there is no folder or none may be made in it."""
    try:
        lock = path.open("a+", encoding="utf-8") if fcntl and path.parent.is_dir() else None
    except OSError:
        lock = None
    if lock is None:
        yield None
        return
    lock.seek(0)
    with lock:
        yield lock


def relative(path: Path, folder: Path) -> str:
    """Write a path as it is seen from a folder: the same wherever both are moved."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return str(path)


def load_yaml(path: Path, as_text: bool = False) -> Any:
    """Read a YAML file.

    Parameters
    ----------
    path
        The file.
    as_text
        Leave every value as it is written: "No" and "On" are words then, not truth values.

    Raises
    ------
    RequestError
        When the file is missing, is not UTF-8 or not YAML.
    """
    text = read_text(path)
    try:
        return yaml.load(text, yaml.BaseLoader if as_text else yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        problem = getattr(error, "problem", None) or "wrong layout"
        raise RequestError(f"{path}:{line} this is not YAML ({problem}); mend it there.") from None
    except (ValueError, TypeError, OverflowError, RecursionError) as error:  # 2024-99-99, or brackets without end
        raise RequestError(f"{path}: this is not YAML ({type(error).__name__}: {error}); mend it.") from None


def load_json(path: Path, remedy: str, kind: type = object) -> Any:
    """Read a JSON file that the program wrote, and that holds a value of this kind.

    Raises
    ------
    RequestError
        When it is damaged: the remedy says how to make it anew.
    """
    try:
        value = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, kind):
        raise RequestError(f"{path}: is damaged; {remedy}.")
    return value


def read_text(path: Path) -> str:
    """Read a text file.

    Raises
    ------
    RequestError
        When it is missing or is not UTF-8.
    """
    path = Path(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        near = nearest(path.name, [file.name for file in path.parent.iterdir()]) if path.parent.is_dir() else ""
        raise RequestError(f"{path}: there is no such file; check its name.{near}") from None
    except UnicodeDecodeError as error:
        raise RequestError(f"{path}: is not UTF-8 text from byte {error.start} on; save it as such.") from None
    except OSError as error:
        raise RequestError(f"{path}: cannot be read ({error.strerror or error}).") from None


def json_text(value: Any) -> str:
    """Write a value as indented JSON, with a line's end."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def json_line(value: Any) -> str:
    """Write a value as one line of JSON, its end not; half a character, which UTF-8 has not, is escaped."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return line


def json_lines(values: Iterable[Any]) -> bytes:
    """Write values as JSON Lines."""
    return "".join(f"{json_line(value)}\n" for value in values).encode()
