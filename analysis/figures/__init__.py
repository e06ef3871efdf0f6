"""Estimates drawn, said and put into tables: one house style, figures that are the same on every run."""

from analysis.figures.bars import describe_people, plot_people, timeline
from analysis.figures.cues import describe_cues, plot_cues
from analysis.figures.curves import describe_curves, describe_positions, plot_curves, plot_positions
from analysis.figures.evidence import pieces, show_evidence
from analysis.figures.forest import forest, interval_beside
from analysis.figures.journal import (
    INCH,
    Column,
    PaperStyle,
    colour_distances,
    confusable,
    describe_palette,
    journals,
    load_style,
    settings,
)
from analysis.figures.latex import (
    Number,
    latex_figure,
    latex_numbers,
    latex_table,
    latex_text,
    name_macros,
    number_table,
)
from analysis.figures.marks import counts
from analysis.figures.network import describe_network, plot_network
from analysis.figures.output import FORMATS, USUAL_FORMATS, figure_bytes, say, show_figure
from analysis.figures.specifications import describe_specifications, plot_specifications
from analysis.figures.style import PHONE, empty_figure, fitting, look, new_figure, points, restyled, styled, wrap
from analysis.figures.tables import (
    EPOCH,
    MINUS,
    NONE,
    Interval,
    csv_bytes,
    estimate_text,
    interval_text,
    number_text,
    points_text,
    readable_differences,
    readable_estimates,
    show_table,
    table_html,
    xlsx_bytes,
)
from analysis.figures.wording import (
    describe_balance,
    describe_differences,
    describe_means,
    describe_share,
    describe_shares,
    describe_tests,
)
