"""What figure tests share: reading the texts of a figure, and whether they stay on it."""

from itertools import combinations
from unittest.mock import patch

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox


@pytest.fixture
def cut_off():
    """Give a function that says whether anything drawn, labels above all, reaches beyond the figure's edge."""

    def find(figure) -> bool:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        box, (width, height) = figure.get_tightbbox(canvas.get_renderer()), figure.get_size_inches()
        return box.x0 < -0.01 or box.y0 < -0.01 or box.x1 > width + 0.01 or box.y1 > height + 0.01

    return find


@pytest.fixture
def texts():
    """Give a function that lists the texts of a figure."""

    def find(figure) -> list[str]:
        FigureCanvasAgg(figure).draw()
        return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]

    return find


@pytest.fixture
def overlapping():
    """Give a function that lists the pairs of a figure's texts of which one is printed over the other."""

    def find(figure) -> list[tuple[str, str]]:
        canvas, draw, drawn = FigureCanvasAgg(figure), Text.draw, {}

        def remember(text, renderer, *arguments, **options):
            if text.get_text().strip() and text.get_visible():
                drawn[text] = text.get_window_extent(renderer)
            return draw(text, renderer, *arguments, **options)

        with patch.object(Text, "draw", remember):
            canvas.draw()
        return [
            (one.get_text(), other.get_text())
            for (one, box), (other, other_box) in combinations(drawn.items(), 2)
            if (common := Bbox.intersection(box, other_box)) and min(common.width, common.height) > 1
        ]

    return find
