import numpy as np

from analysis.reading.attributions.decoding import FEATURES, FORBIDDEN, TAGS, Block, best_tags, decode, spans_of


def log_of(names: list[str]) -> np.ndarray:
    """Tags that are nearly certain."""
    out = np.full((len(names), len(TAGS)), -9.0)
    out[np.arange(len(names)), [TAGS.index(name) for name in names]] = -0.01
    return out


def block(names, content=(), source=()):
    arcs, sources = (
        np.full((len(names), len(names)), FORBIDDEN),
        np.full((len(names), len(names) + 1), FORBIDDEN),
    )
    sources[:, -1] = -2.0
    for word, cue in content:
        arcs[word, cue] = -0.1
    for cue, word in source:
        sources[cue, word] = -0.1
    return Block(0, 0, log_of(names), arcs, sources, np.zeros((len(names), 4)))


def test_a_part_goes_on_only_where_it_began():
    tags = log_of(["outside", "content+", "content+", "outside"])
    tags[1, TAGS.index("content")] = -1.0
    path = best_tags(tags, np.zeros(4, dtype=int))
    assert [TAGS[t] for t in path] == ["outside", "content", "content+", "outside"]


def test_paragraphs_of_different_length_are_read_side_by_side():
    names = ["cue", "outside", "content", "content+", "content+", "source"]
    path = best_tags(log_of(names), np.array([0, 1, 1, 1, 1, 2]))
    assert [TAGS[t] for t in path] == names
    assert spans_of(path, TAGS.index("content")) == [(2, 5)]


def test_two_pieces_of_content_are_one_attribution():
    # "We hold , " she said . "We stay"
    names = ["content", "content+", "source", "cue", "content", "content+"]
    found = decode([block(names, content=[(0, 3), (1, 3), (4, 3), (5, 3)], source=[(3, 2)])], np.zeros(6, dtype=int))
    assert [(f.source, f.cue, f.content) for f in found] == [(((2, 3),), (3, 4), ((0, 2), (4, 6)))]


def test_one_mention_is_the_source_of_two_cues():
    names = ["source", "cue", "content", "cue", "content"]
    found = decode([block(names, content=[(2, 1), (4, 3)], source=[(1, 0), (3, 0)])], np.zeros(5, dtype=int))
    assert [f.source for f in found] == [((0, 1),), ((0, 1),)]


def test_a_cue_may_have_no_source_and_one_without_content_is_dropped():
    names = ["cue", "content", "cue"]
    found = decode([block(names, content=[(1, 0)])], np.zeros(3, dtype=int))
    assert [(f.source, f.cue) for f in found] == [((), (0, 1))]


def test_content_that_points_to_its_cue_with_less_than_even_odds_is_left_out():
    # "It never crossed my mind , " she said . Rain fell
    names = ["content", "source", "cue", "content"]
    read = block(names, content=[(0, 2), (3, 2)], source=[(2, 1)])
    read.content_arcs[3, 2] = np.log(0.4)
    assert decode([read], np.zeros(4, dtype=int))[0].content == ((0, 1),)


def test_a_cue_keeps_its_only_content_however_doubtful():
    read = block(["cue", "content"], content=[(1, 0)])
    read.content_arcs[1, 0] = np.log(0.1)
    assert decode([read], np.zeros(2, dtype=int))[0].content == ((1, 2),)


def test_features_tell_the_sure_from_the_doubtful_and_are_finite():
    names = ["source", "cue", "content", "content+", "outside"]
    sure = block(names, content=[(2, 1), (3, 1)], source=[(1, 0)])
    doubtful = sure._replace(tags=sure.tags.copy())
    doubtful.tags[4, [TAGS.index("outside"), TAGS.index("content+")]] = [0.0, 0.0]
    ends = [
        decode([read], np.zeros(5, dtype=int))[0].features[FEATURES.index("content_end")] for read in (sure, doubtful)
    ]
    assert ends[0] > np.log(0.99) and np.isfinite(ends[1]) and ends[1] < np.log(0.01)


def test_nothing_to_read_gives_nothing():
    assert decode([], np.zeros(0, dtype=int)) == []
