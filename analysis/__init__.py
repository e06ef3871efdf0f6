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
            "agreement", "coded_by_hand", "corrected_shares", "coverage", "quality", "readers", "unknowns",
            "experts", "mentions_of", "paper_of", "tone_by_tool", "tone_toward",
            "balance", "one_sidedness", "shares", "officials", "anonymous", "diversity", "speech_length",
            "compare_on_events", "compare_with_rest", "events_of", "odds_on_events",
            "first_turn", "positions", "prominence",
            "cue_classes", "cue_log_odds", "right_of_reply", "speaks_of", "top_sources", "breaks_at",
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
