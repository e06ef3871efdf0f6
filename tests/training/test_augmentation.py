import random

import pytest

from analysis.training.augmentation import AUGMENTATIONS, apply, augment

TEXT = "Talks go on\n\n“We’ll stay,” the general said. “All of us.”"


def gold():
    span = lambda words: [[TEXT.index(words), TEXT.index(words) + len(words)]]  # noqa: E731
    return [
        {
            "source": span("the general"),
            "cue": span("said"),
            "content": span("“We’ll stay,”") + span("“All of us.”"),
        }
    ]


@pytest.mark.parametrize("way", AUGMENTATIONS)
def test_spans_move_with_the_text(way):
    text, (attribution,) = apply(TEXT, gold(), way(TEXT, random.Random(3)))
    words = lambda part: " ".join(text[s:e] for s, e in attribution[part])  # noqa: E731
    assert words("source") == "the general"
    assert words("cue") == "said"
    assert "stay," in words("content") and "All of us." in words("content")
    assert "general" not in words("content")


def test_the_same_seed_retypes_the_same_way():
    assert augment(TEXT, gold(), random.Random(5), share=1) == augment(
        TEXT, gold(), random.Random(5), share=1
    )


def test_no_share_is_no_change():
    assert augment(TEXT, gold(), random.Random(5), share=0) == (TEXT, gold())
