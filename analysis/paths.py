"""Where the files that the program ships lie, in the repository and in an installed wheel alike."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
LISTS = PACKAGE / "lists"
MODELS = PACKAGE / "models"
SKELETON = PACKAGE / "skeleton"
NOTEBOOKS = next(folder for folder in (PACKAGE / "notebooks", PACKAGE.parent / "notebooks") if folder.is_dir())
"""In the repository they lie beside the package, in a wheel within it."""
