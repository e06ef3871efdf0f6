"""Readings carried in and out: annotation files of other tools, and JSON Lines without a corpus."""

__all__ = ["annotation_files", "extract", "new_sources", "tone_lines"]
