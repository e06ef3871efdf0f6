"""When dictionaries are called unsafe: they hear hostility in the words of a subject."""

import pandas as pd
import pytest

from analysis.findings.tone import Tools


def tools(n_with, n_without, negative_with, negative_without):
    """Sentences that the model calls neutral, with and without a word of conflict; VADER calls some negative."""
    rows = [("The war goes on.", -int(i < negative_with)) for i in range(n_with)]
    rows += [("The talks go on.", -int(i < negative_without)) for i in range(n_without)]
    judged = pd.DataFrame(rows, columns=["sentence", "VADER"]).assign(model=0)
    return Tools(pd.DataFrame(), judged=judged, tools=("model", "VADER"))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((20, 20, 15, 2), "VADER calls 75% of the sentences negative that the model calls neutral and that have such"),
        ((20, 20, 3, 2), "No dictionary reads this corpus's words of conflict as hostility"),
        ((19, 40, 19, 0), "Too few sentences to tell"),
        ((0, 0, 0, 0), "0 have such words and 0 have none; it takes 20 of either"),
    ],
)
def test_a_warning_needs_enough_sentences_and_a_difference(counts, said):
    assert said in tools(*counts).warning()
