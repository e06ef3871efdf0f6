import numpy as np
import pytest

from analysis.reading.attributions.encoding import BREAK, END, START, WINDOW, encode, window_inputs, windows


def test_words_keep_their_place_case_and_quotation_marks():
    text = "Kyiv said: “We hold.”"
    article = encode(text)
    words = [text[a:b] for a, b in zip(article.start, article.end, strict=True)]
    assert words == ["Kyiv", "said", ":", "“", "We", "hold", ".", "”"]
    assert [words[w] for w in np.unique(article.word[article.quoted == 1])] == ["“", "We", "hold", ".", "”"]
    assert article.case[article.first].tolist() == [1, 0, 3, 3, 1, 0, 3, 3]


def test_a_word_of_several_pieces_is_one_word():
    article = encode("Zaporizhzhia")
    assert len(article.start) == 1 and len(article.pieces) > 1
    assert (article.start[0], article.end[0]) == (0, 12)


def test_windows_hold_whole_paragraphs_and_begin_with_the_one_before():
    text = "\n\n".join(
        f"Paragraph {i} has quite a number of words in it, and then some more of them." for i in range(60)
    )
    article = encode(text)
    laid_out = windows(article)
    assert len(laid_out) > 2
    trusted = [window.trusted for window in laid_out]
    assert trusted[0] == 0 and trusted == sorted(trusted)
    for window in laid_out:
        inputs = window_inputs(article, window)
        assert len(inputs["pieces"]) <= WINDOW
        assert inputs["pieces"][0] == START and inputs["pieces"][-1] == END
        assert (inputs["pieces"] == BREAK).sum() == inputs["paragraph"].max()
        assert article.paragraph[window.trusted - 1] != article.paragraph[window.trusted] or window.trusted == 0
    for before, window in zip(laid_out, laid_out[1:], strict=False):
        assert article.word[window.begin] < window.trusted
        assert article.word[window.begin] >= before.trusted


def test_an_overlong_paragraph_is_cut_after_a_sentence():
    article = encode("The general spoke of the winter at length. " * 60)
    sizes = np.bincount(article.paragraph)
    assert len(sizes) > 2 and sizes.max() * 2 <= WINDOW
    text = "The general spoke of the winter at length. " * 60
    last_words = [text[article.start[w] : article.end[w]] for w in np.cumsum(sizes) - 1]
    assert set(last_words) == {"."}


@pytest.mark.parametrize("text", ["", "\n\n", "\0", "   ", "🙂", "\u200f\u202eשלום", "a" * 5000, "\r\n\r\n"])
def test_odd_texts_make_windows_or_none(text):
    article = encode(text)
    assert len(article.start) == len(article.end) == len(article.paragraph) == len(article.first)
    for window in windows(article):
        assert len(window_inputs(article, window)["pieces"]) <= max(WINDOW, len(article.pieces) + 2)
