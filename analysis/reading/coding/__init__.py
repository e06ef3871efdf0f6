"""Sources coded by the codebook: by its lists, by what was learned, and by what people coded of the corpus."""

__all__ = ["across_articles", "code", "judge", "layer", "lookup", "portrait", "register"]
