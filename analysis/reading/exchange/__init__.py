"""Readings carried in and out: annotation files of other tools, and JSON Lines without a corpus."""

__all__ = ["annotation_files", "extract", "tone_lines"]
