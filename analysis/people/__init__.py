"""Hand coding: `write` draws samples, `score` reads the sheets back and compares, `learn` codes the corpus by them.

Nothing here decides what a code means; that is the codebook's.
"""

__all__ = ["adjudication", "learn", "practice", "questions", "score", "summary", "write"]
