"""Where the files that the program ships lie, in the repository and in an installed wheel alike."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
LISTS = PACKAGE / "lists"
MODELS = PACKAGE / "models"
SKELETON = PACKAGE / "skeleton"
