"""Tone toward a source or a side in a sentence: the trained network, and dictionaries as baselines."""

__all__ = ["baselines", "model", "sentences", "targets"]
