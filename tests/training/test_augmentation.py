import random

import pytest

from analysis.training.augmentation import LAYOUTS, TYPING, apply, augment, without_verbs

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


@pytest.mark.parametrize("way", TYPING)
def test_spans_move_with_the_text(way):
    text, (attribution,) = apply(TEXT, gold(), way(TEXT, random.Random(3)))
    words = lambda part: " ".join(text[s:e] for s, e in attribution[part])  # noqa: E731
    assert words("source") == "the general"
    assert words("cue") == "said"
    assert "stay," in words("content") and "All of us." in words("content")
    assert "general" not in words("content")


def test_the_same_seed_retypes_the_same_way():
    assert augment(TEXT, gold(), random.Random(5)) == augment(TEXT, gold(), random.Random(5))


def test_a_paragraph_that_is_a_quotation_is_set_without_its_verb():
    text = "Talks go on\n\n“We’ll stay,” General Hart said. “All of us.”\n\nShe said the road was open."
    span = lambda words: [[text.index(words), text.index(words) + len(words)]]  # noqa: E731
    attributions = [
        {"source": span("General Hart"), "cue": span("said"), "content": span("“We’ll stay,”") + span("“All of us.”")},
        {
            "source": span("She"),
            "cue": [[text.rindex("said"), text.rindex("said") + 4]],
            "content": span("the road was open"),
        },
    ]
    seen = set()
    for seed in range(40):
        new, moved = without_verbs(text, attributions, random.Random(seed))
        words = [[" ".join(new[s:e] for s, e in a[part]) for part in ("source", "cue", "content")] for a in moved]
        assert words[0] == ["She", "said", "the road was open"]
        source, cue, content = words[1]
        assert source.title() == "General Hart" and cue in "―—–-:" and content.strip("“”") == "We’ll stay, All of us."
        seen.add((cue == ":", "\n\n" + cue in new, content.startswith("“")))
    assert len(seen) == len(LAYOUTS)
