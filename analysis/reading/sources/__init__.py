"""Who is who in one article: mentions resolved to sources, and described from the text around them."""

__all__ = ["entities", "names", "resolution"]
