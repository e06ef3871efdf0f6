"""What tests of findings share: all that the three outlets of tests/conftest.py print, selected."""

import pytest

from analysis.corpus.query import open_corpus


@pytest.fixture(scope="session")
def chosen(corpus, codebook):
    return open_corpus(corpus, codebook).select()


@pytest.fixture(scope="session")
def by_cue(chosen):
    """Counts by side and cue, of all articles together."""
    return chosen.count(["side", "cue"], by=[])
