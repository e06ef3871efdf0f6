"""Evenhand: who gets to speak in the news, how much, and in what light."""

from importlib.metadata import version

__version__ = version("evenhand")
