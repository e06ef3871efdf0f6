from analysis.reading.matching import content_words, pair, same_source, words_of

TEXT = "“It’s over,” she said."


def test_words_are_counted_without_their_punctuation():
    words = words_of(TEXT)
    assert [TEXT[a:b] for a, b in words] == ["It’s", "over", "she", "said"]
    assert content_words([(0, 12)], words) == {0, 1}


def test_each_content_is_matched_once_and_best_first():
    assert pair([frozenset({1, 2, 3})], [frozenset({1, 2}), frozenset({1, 2, 3})]) == [(0, 1)]


def test_less_than_half_is_another_content():
    assert pair([frozenset({1, 2, 3})], [frozenset({3, 4})]) == []


def test_sources_are_the_same_when_mentions_overlap_or_none_is_there():
    assert same_source([(0, 9)], [(4, 12)]) and same_source([], [])
    assert not same_source([(0, 4)], [(4, 12)]) and not same_source([], [(0, 4)])
