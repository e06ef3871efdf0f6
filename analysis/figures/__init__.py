"""Estimates drawn and put into tables: one house style, figures that are the same on every run."""

from analysis.figures.output import say
from analysis.figures.output import show_figure as show

__all__ = ["say", "show"]
