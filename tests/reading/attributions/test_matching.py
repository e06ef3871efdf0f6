from analysis.reading.attributions.matching import find_content, pair, same_source, words_touched

TEXT = "“It’s the first good number,” the insider said.\n\nNobody at the ministry's desk would say more."


def test_quotation_marks_and_points_do_not_count():
    assert words_touched(TEXT, [(0, 29)]) == words_touched(TEXT, [(1, 27)]) == frozenset(range(5))


def test_the_best_overlap_is_matched_first_and_half_is_the_least():
    ones = [frozenset(range(10)), frozenset(range(20, 24))]
    others = [frozenset(range(5)), frozenset(range(9)), frozenset(range(22, 30))]
    assert pair(ones, others) == {0: 1}


def test_what_somebody_copied_is_found_again():
    ((start, end),) = find_content(TEXT, " it's the  FIRST good number")
    assert TEXT[start:end] == "It’s the first good number"
    assert find_content(TEXT, "number said") == []
    assert find_content(TEXT, "…") == []


def test_sources_are_the_same_when_mentions_overlap_or_none_is_there():
    assert same_source([(0, 9)], [(4, 12)]) and same_source([], [])
    assert not same_source([(0, 4)], [(4, 12)]) and not same_source([], [(0, 4)])
