"""Sheets for coding by hand: drawn and written, filled by people, read back into the corpus."""
