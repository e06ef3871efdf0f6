"""Estimates drawn and put into tables: one house style, figures that are the same on every run."""

from analysis.figures.output import say, show

__all__ = ["say", "show"]
