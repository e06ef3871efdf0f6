"""What is done to a text before it is stored: decoded, cleaned, dated, its language and agency found, words counted."""

__all__ = ["agency", "bylines", "cleaning", "dates", "decoding", "language", "words"]
