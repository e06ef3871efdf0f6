import pytest
from matplotlib.figure import Figure

from analysis.errors import RequestError
from analysis.figures import say, show_figure


@pytest.fixture
def shown(monkeypatch):
    calls = []
    monkeypatch.setattr("analysis.figures.output.display", lambda data, **options: calls.append((data, options)))
    return calls


def test_a_figure_has_its_alternative_text_three_times(shown):
    show_figure(Figure(), 'Balance of "North" & South')
    data, options = shown[0]
    assert options["metadata"] == {"image/svg+xml": {"alt": 'Balance of "North" & South', "caption": "", "marks": []}}
    assert data["text/plain"] == 'Balance of "North" & South'
    assert 'aria-label="Balance of &quot;North&quot; &amp; South"' in data["image/svg+xml"]


def test_without_an_alternative_text_there_is_no_figure(shown):
    with pytest.raises(RequestError, match="alternative text"):
        show_figure(Figure(), " ")
    assert shown == []


def test_a_sentence_is_text(shown):
    say("<b>A & B</b>")
    assert shown[0][0]["text/html"] == '<p class="said">&lt;b&gt;A &amp; B&lt;/b&gt;</p>'
