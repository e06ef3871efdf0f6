"""Who speaks in the corpus as a whole: actors over all articles, and speakers that no list knows yet."""

__all__ = ["actors", "unlisted"]
