"""What figure tests share: reading the texts of a figure, and whether they stay on it."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg


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
