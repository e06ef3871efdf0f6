"""A new study to fill in."""

import shutil
from pathlib import Path

from analysis.errors import RequestError
from analysis.paths import SKELETON


def new_study(folder: Path) -> Path:
    """Make a folder with a study, a codebook, a place for articles and a page that says what to do; never overwrites.

    Raises
    ------
    RequestError
        When the folder exists and is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RequestError(f'"{folder}" is there already and not empty: choose another name.')
    try:
        shutil.copytree(SKELETON, folder, dirs_exist_ok=True)
        (folder / "articles").mkdir()
    except OSError as error:
        reason = error.strerror or error
        raise RequestError(f'"{folder}" cannot be made ({reason}): name a folder where you may write.') from error
    return folder
