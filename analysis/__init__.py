"""Evenhand: who gets to speak in the news, how much, and in what light.

What notebooks and scripts import stands here; a room is loaded when the first name of it is asked for.
"""

from importlib import import_module
from importlib.metadata import version

__version__ = version("evenhand")

FACE = {
    "open_corpus": "analysis.corpus.query",
    "measures": "analysis",
    **dict.fromkeys(
        (
            "Finding", "lead", "say", "show", "show_attributions",
            "agreement", "balance", "coded_by_hand", "corrected_shares", "coverage", "experts", "mentions_of",
            "quality", "readers", "shares", "tone_by_tool", "tone_toward", "unknowns",
        ),
        "analysis.findings",
    ),
    "record": "analysis.reports.values",
    "RequestError": "analysis.errors",
}  # fmt: skip
"""Name → the room that it comes from."""

__all__ = [*FACE, "__version__"]


def __getattr__(name: str):
    if name not in FACE:
        raise AttributeError(f"analysis has no {name!r}")
    return import_module("analysis.measures") if name == "measures" else getattr(import_module(FACE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
