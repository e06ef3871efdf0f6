"""Articles that repeat another: fingerprints are compared, and who copied whom is marked."""

__all__ = ["mark"]
