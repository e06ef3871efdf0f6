"""Pages, paper and crate: notebooks are run (`batch`), rendered with the evidence behind each number, and exported."""

__all__ = ["batch", "crate", "paper", "rows_file"]
